"""What events make of a dispute, of blocks, and of what guardians did.

Laws: what was sealed stays sealed until the verdicts are opened; a dispute that is closed is gone.
"""

from dataclasses import replace

from moot.core import events as e
from moot.core.assembly.state import Assembly, term
from moot.core.dispute import Case
from moot.core.dossier import Blocked, Envelope, Link
from moot.core.jury import Bond, Found
from moot.core.persistent import put, without
from moot.core.proposal import running
from moot.core.value import changed


def _with_case(a: Assembly, case: Case) -> Assembly:
    return changed(a, cases=put(a.cases, case.id, case))


def opened(a: Assembly, x: e.DisputeOpened) -> Assembly:
    holds = Found(x.stands, x.values)
    case = Case(
        id=x.dispute,
        about=x.about,
        proposal=x.proposal,
        agent=x.agent,
        clause=x.clause,
        charter=a.proposals[x.proposal].frozen.charter if x.proposal else a.charter,
        stands=holds,
        reported=x.reported,
        barred=frozenset(x.barred),
        bonds=tuple(Bond(owner, amount, holds) for owner, amount in x.bonds.items()),
    )
    a = _with_case(a, case)
    if x.proposal is None:
        return a
    proposal = a.proposals[x.proposal]
    # The bonds of blocks are the dispute's from now on.
    blocks = {} if x.about == "block" else proposal.blocks
    proposal = changed(proposal, judged=(*proposal.judged, x.about), blocks=blocks)
    return changed(a, proposals=put(a.proposals, proposal.id, proposal))


def entered(a: Assembly, x: e.DisputeEntered) -> Assembly:
    case = a.cases[x.dispute]
    again = case.stage == x.stage and case.since != 0
    return _with_case(a, changed(case, stage=x.stage, since=x.since, until=x.until, extended=again))


def assigned(a: Assembly, x: e.JuryLinkAssigned) -> Assembly:
    case, chain = a.cases[x.dispute], a.chains[x.member]
    links = {**case.links, x.member: Link(x.number, None, x.deposit)}
    chain = replace(chain, assigned=x.number, ever=chain.ever + 1)
    return _with_case(changed(a, chains=put(a.chains, x.member, chain)), changed(case, links=links))


def revealed(a: Assembly, x: e.JuryLinkRevealed) -> Assembly:
    case, chain = a.cases[x.dispute], a.chains[x.member]
    if x.number > chain.number:
        chain = replace(chain, known=x.link, number=x.number)
    links = {**case.links, x.member: Link(x.number, x.link)}
    return _with_case(changed(a, chains=put(a.chains, x.member, chain)), changed(case, links=links))


def drawn(a: Assembly, x: e.JuryDrawn) -> Assembly:
    size = len(x.seats)
    return _with_case(
        a,
        changed(
            a.cases[x.dispute], seats=x.seats, size=size, standins=x.standins, fee=x.fee, fees=x.fee * size, verdicts={}
        ),
    )


def deposit_changed(a: Assembly, x: e.JurorDepositChanged) -> Assembly:
    case = a.cases[x.dispute]
    held = {agent: amount for agent, amount in {**case.deposits, x.agent: x.held}.items() if amount}
    return _with_case(a, changed(case, deposits=held))


def filed(a: Assembly, x: e.VerdictFiled) -> Assembly:
    case = a.cases[x.dispute]
    envelope = Envelope(x.agent, a.agents[x.agent].owner, "", x.seal)
    return _with_case(a, changed(case, sealed=put(case.sealed, x.act, envelope)))


def replaced(a: Assembly, x: e.JurorReplaced) -> Assembly:
    case = a.cases[x.dispute]
    seats, standins = tuple(seat for seat in case.seats if seat != x.silent), case.standins
    sealed = {act: each for act, each in case.sealed.items() if each.by != x.silent.agent}
    if x.standin:
        seats, standins = (*seats, x.standin), standins[standins.index(x.standin) + 1 :]
    return _with_case(a, changed(case, seats=seats, standins=standins, sealed=sealed))


def verdict_opened(a: Assembly, x: e.VerdictOpened) -> Assembly:
    case = a.cases[x.dispute]
    return _with_case(
        a,
        changed(
            case,
            sealed=without(case.sealed, x.act),
            verdicts=put(case.verdicts, x.agent, x.verdict),
            fees=case.fees - x.fee,
            spent=case.spent + x.fee,
        ),
    )


def reached(a: Assembly, x: e.VerdictReached) -> Assembly:
    case = changed(a.cases[x.dispute], fees=0, sealed={})  # what was not earned went back to the fund
    return _with_case(a, changed(case, found=Found(x.ruling, x.values)) if x.ruling else case)


def appealed(a: Assembly, x: e.AppealLodged) -> Assembly:
    case = a.cases[x.dispute]
    bond = Bond(x.owner, x.bond, case.found or case.stands)
    return _with_case(
        a,
        changed(case, round=x.round + 1, links={}, bonds=(*case.bonds, bond), barred=case.barred | {x.owner}, seats=()),
    )


def closed(a: Assembly, x: e.DisputeClosed) -> Assembly:
    case = a.cases[x.dispute]
    a = changed(a, cases=without(a.cases, x.dispute))
    if case.about != "execution" or case.proposal is None or x.ruling not in {"executed", "partly_executed", "failed"}:
        return a
    proposal = a.proposals[case.proposal]
    run = replace(running(proposal), result=x.ruling)
    return changed(a, proposals=put(a.proposals, proposal.id, changed(proposal, run=run)))


def block_posted(a: Assembly, x: e.BlockPosted) -> Assembly:
    proposal = a.proposals[x.proposal]
    blocks = {**proposal.blocks, x.owner: Blocked(x.clause, x.finding, x.bond)}
    return changed(a, proposals=put(a.proposals, proposal.id, changed(proposal, blocks=blocks)))


def block_lapsed(a: Assembly, x: e.BlockLapsed) -> Assembly:
    proposal = a.proposals[x.proposal]
    blocks = without(proposal.blocks, x.owner)
    return changed(a, proposals=put(a.proposals, proposal.id, changed(proposal, blocks=blocks)))


def power_used(a: Assembly, x: e.ProposalPaused | e.ProposalCancelled) -> Assembly:
    charter = a.proposals[x.proposal].frozen.charter
    guardian = next(each for each in charter.agency.guardians if each.id == x.guardian)
    return changed(a, powers=put(a.powers, term(guardian), guardian.powers - x.left))
