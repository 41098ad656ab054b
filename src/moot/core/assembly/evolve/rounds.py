"""What events make of a round, and of the proposals that it decides.

Laws: what was sealed stays sealed until the ballots are opened; a round that is closed is gone.
"""

from dataclasses import replace
from typing import cast

from moot.core import events as e
from moot.core.act import MILLION
from moot.core.assembly.state import Assembly
from moot.core.budgeting import funded
from moot.core.charter import Budget, budget_called
from moot.core.dossier import Envelope, Link, Run
from moot.core.funding import Tender
from moot.core.persistent import put, without
from moot.core.value import changed


def _with_tender(a: Assembly, tender: Tender) -> Assembly:
    return changed(a, rounds=put(a.rounds, tender.id, tender))


def opened(a: Assembly, x: e.RoundOpened) -> Assembly:
    budget = cast("Budget", budget_called(a.charter, x.budget))
    return _with_tender(a, Tender(x.round, budget, a.charter, x.voters))


def entered(a: Assembly, x: e.RoundEntered) -> Assembly:
    tender = a.rounds[x.round]
    # What was sealed goes on into its opening, and no further.
    sealed = tender.sealed if x.stage == "opening_ballots" else {}
    again = tender.stage == x.stage
    return _with_tender(a, changed(tender, stage=x.stage, since=x.since, until=x.until, extended=again, sealed=sealed))


def project(a: Assembly, x: e.ProjectEntered) -> Assembly:
    tender = a.rounds[x.round]
    return _with_tender(a, changed(tender, costs=put(tender.costs, x.proposal, x.cost)))


def filed(a: Assembly, x: e.BallotFiled) -> Assembly:
    tender = a.rounds[x.round]
    others = {act: each for act, each in tender.sealed.items() if each.owner != x.owner}
    return _with_tender(a, changed(tender, sealed={**others, x.act: Envelope(x.agent, x.owner, "", x.seal)}))


def ballot_opened(a: Assembly, x: e.BallotOpened) -> Assembly:
    tender = a.rounds[x.round]
    return _with_tender(
        a, changed(tender, sealed=without(tender.sealed, x.act), ballots=put(tender.ballots, x.owner, x.points))
    )


def assigned(a: Assembly, x: e.RoundLinkAssigned) -> Assembly:
    tender, chain = a.rounds[x.round], a.chains[x.member]
    links = {**tender.links, x.member: Link(x.number, None, x.deposit)}
    chain = replace(chain, assigned=x.number, ever=chain.ever + 1)
    return _with_tender(changed(a, chains=put(a.chains, x.member, chain)), changed(tender, links=links))


def revealed(a: Assembly, x: e.RoundLinkRevealed) -> Assembly:
    tender, chain = a.rounds[x.round], a.chains[x.member]
    if x.number > chain.number:
        chain = replace(chain, known=x.link, number=x.number)
    links = {**tender.links, x.member: Link(x.number, x.link)}
    return _with_tender(changed(a, chains=put(a.chains, x.member, chain)), changed(tender, links=links))


def closed(a: Assembly, x: e.RoundClosed) -> Assembly:
    proposals = a.proposals
    for fate in x.fates:
        if funded(fate):
            found = proposals[fate.proposal]
            run, purse = Run(found.original, MILLION), replace(found.purse, price=fate.cost)
            proposals = put(proposals, found.id, changed(found, run=run, purse=purse))
    return changed(a, rounds=without(a.rounds, x.round), proposals=proposals)
