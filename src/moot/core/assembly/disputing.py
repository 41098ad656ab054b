"""Disputing: what opens a dispute, by itself or with a bond, and who is involved in it.

Laws: meters that do not agree and grants of which nobody knows what became are disputed without anybody's
bond; what a jury has judged is not disputed again; who executes or measures disputes nothing; while a
dispute about a proposal is open, the proposal waits, and no longer than all rounds can take.
"""

from collections.abc import Mapping
from dataclasses import field

from moot.core.act import AgentId, Hash, OwnerId, Ppm, ValueId
from moot.core.assembly.measuring import agreement, reports
from moot.core.assembly.members import need_stranger, need_voice
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.summoning import summon
from moot.core.canonical import digest
from moot.core.charter import Agency, Windows, serving
from moot.core.commands import Dispute, Matter, Ruling
from moot.core.events import DisputeOpened
from moot.core.jury import SIZES
from moot.core.ledger import held_account, owner_account
from moot.core.proposal import Proposal, running
from moot.core.refusal import AlreadyDone, ConflictOfInterest, NotFound, OutOfBounds
from moot.core.value import value


@value
class Claim:
    """What is contested, under which clause, what holds until a jury finds otherwise, and the bonds behind it."""

    about: Matter
    clause: str
    stands: Ruling
    values: Mapping[ValueId, Ppm] = field(default_factory=dict)
    reported: Mapping[ValueId, tuple[Ppm, ...]] = field(default_factory=dict)
    bonds: Mapping[OwnerId, int] = field(default_factory=dict)
    evidence: Hash | None = None


def contest(sitting: Sitting, proposal: Proposal, claim: Claim) -> str:
    """Open a dispute about a proposal, which waits from now on; return its id: of the act that asked for it, if any."""
    asked = isinstance(sitting.filed.act.command, Dispute)
    mixed = digest({"about": claim.about, "act": sitting.filed.id, "proposal": proposal.id})
    named = sitting.filed.id if asked else mixed
    # It waits first, so that whoever closes the dispute finds it waiting.
    sitting.enter(proposal.id, "disputed", longest(proposal.frozen.charter.structure.windows))
    _open(sitting, named, claim, proposal=proposal)
    return named


def longest(windows: Windows) -> int:
    """Return how long all rounds of a dispute can take together, in milliseconds."""
    rounds = windows.drawing + 2 * windows.drawing_clerk + windows.judging + windows.opening + windows.appeal
    return len(SIZES) * rounds


def _open(
    sitting: Sitting, named: str, claim: Claim, *, proposal: Proposal | None = None, agent: AgentId | None = None
) -> None:
    barred = _involved(sitting, proposal) | set(claim.bonds)
    if agent:
        barred.add(sitting.assembly.agents[agent].owner)
    sitting.tell(
        DisputeOpened(
            dispute=named,
            about=claim.about,
            proposal=proposal.id if proposal else None,
            agent=agent,
            clause=claim.clause,
            evidence=claim.evidence,
            bonds=claim.bonds,
            stands=claim.stands,
            values=claim.values,
            reported=claim.reported,
            barred=tuple(sorted(barred)),
        )
    )
    summon(sitting, sitting.case(named))


def _involved(sitting: Sitting, proposal: Proposal | None) -> set[OwnerId]:
    """Return the owners who made the versions, execute or measure them."""
    if proposal is None:
        return set()
    agents = sitting.assembly.agents
    named = serving(proposal.frozen.charter, proposal.kind)
    makers = {version.owner for version in proposal.versions.values() if version.owner}
    return makers | {agents[each].owner for each in named}


# With a bond.


def dispute(sitting: Sitting, command: Dispute) -> None:
    """Open a dispute with a bond; refuses what cannot be disputed now, was judged already, or too small a bond."""
    if command.about == "conduct":
        _dispute_conduct(sitting, command)
        return
    proposal = sitting.proposal(command.subject)
    need_stranger(sitting, proposal.frozen.charter, proposal.kind)
    owner = need_voice(sitting).id
    stage, window = ("measured", "challenge") if command.about == "measurement" else ("measuring", "measuring")
    sitting.need_stage(proposal, stage, clause=f"structure.windows.{window}")
    if command.about in proposal.judged:
        raise AlreadyDone("a jury has judged that", clause="agency.dispute_bond", mend="Abide by its verdict.")
    bonds = _bond(sitting, proposal.frozen.charter.agency, command, owner)
    claim = _claim(sitting, proposal, command, bonds)
    sitting.pay(owner_account(owner), held_account(sitting.filed.id), command.bond, "agency.dispute_bond", proposal.id)
    contest(sitting, proposal, claim)


def _claim(sitting: Sitting, proposal: Proposal, command: Dispute, bonds: Mapping[OwnerId, int]) -> Claim:
    """Return what is contested; refuses with `NotFound` an execution that there was not."""
    if command.about == "measurement":
        values = {name: found for name, found in agreement(sitting, proposal).items() if found is not None}
        return Claim("measurement", command.clause, "measured", values, reports(proposal), bonds, command.evidence)
    result = running(proposal).result
    if result not in {"executed", "partly_executed"}:
        raise NotFound("nothing was executed", clause="agency.dispute_bond", mend="Dispute what was reported.")
    return Claim("execution", command.clause, result, bonds=bonds, evidence=command.evidence)


def _bond(sitting: Sitting, agency: Agency, command: Dispute, owner: OwnerId) -> dict[OwnerId, int]:
    """Return whose bond it is; refuses one that is too small or not covered."""
    check_bond(agency, command.bond, SIZES[0])
    sitting.charge(owner, command.bond, "agency.dispute_bond")
    return {owner: command.bond}


def check_bond(agency: Agency, bond: int, seats: int) -> None:
    """Refuse with `OutOfBounds` a bond that is not exactly that of a jury of so many seats.

    More could be lost on purpose, to whom it then goes: credits are not handed on.
    """
    asked = agency.dispute_bond * seats
    if bond != asked:
        raise OutOfBounds(
            f"the bond is {bond} micro-credits for a jury of {seats}",
            clause="agency.dispute_bond",
            mend=f"Post {asked}.",
        )


def _dispute_conduct(sitting: Sitting, command: Dispute) -> None:
    assembly, owner = sitting.assembly, need_voice(sitting).id
    if command.subject not in assembly.agents:
        raise NotFound(f"no agent is called '{command.subject}'", mend="Look it up among the members.")
    if assembly.agents[command.subject].owner == owner:
        raise ConflictOfInterest(f"{command.subject} is {owner}'s own", mend="See to one's own agents oneself.")
    if any(case.agent == command.subject for case in assembly.cases.values()):
        raise AlreadyDone(
            f"the conduct of {command.subject} is disputed already", clause="agency.dispute_bond", mend="Await that."
        )
    bonds = _bond(sitting, assembly.charter.agency, command, owner)
    sitting.pay(owner_account(owner), held_account(sitting.filed.id), command.bond, "agency.dispute_bond")
    claim = Claim("conduct", command.clause, "dismissed", bonds=bonds, evidence=command.evidence)
    _open(sitting, sitting.filed.id, claim, agent=command.subject)
