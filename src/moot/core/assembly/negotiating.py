"""Negotiating: any member offers amendments, and the best supported versions become candidates.

Laws: a version is its terms, and the earliest to offer them has the credit; the status quo and the
original always stand; the others are ordered by harmonic weighting of their supporters, which clones
cannot bend; nobody's forecast of a slate with its own owner's work is pooled.
"""

from collections.abc import Collection, Iterator

from moot.core.act import MandateId, OwnerId, Terms, VersionId
from moot.core.assembly.amending import asked
from moot.core.assembly.members import actor, need_stranger
from moot.core.assembly.reviewing import next_standin
from moot.core.assembly.sitting import Sitting
from moot.core.canonical import digest
from moot.core.charter import CHARTER
from moot.core.commands import OfferAmendment
from moot.core.events import Candidate, CandidatesFrozen, ForecasterCalled, Seat, VersionOffered
from moot.core.lane import Venture, choose, stricter, worst_case
from moot.core.lot import order
from moot.core.membership import Agent
from moot.core.negotiation import Opinion, amended, harmonic_order, supporters
from moot.core.proposal import Proposal, base, panel_size, version_of
from moot.core.refusal import AlreadyDone, NotAllowed, NotFound, OutOfBounds


def offer(sitting: Sitting, command: OfferAmendment) -> None:
    """Offer a version; refuses one that exists, is out of bounds, or is one too many for its owner."""
    proposal, agent = sitting.proposal(command.proposal), actor(sitting)
    sitting.need_stage(proposal, "negotiation", clause="structure.windows.negotiation")
    need_stranger(sitting, proposal.frozen.charter, proposal.kind)
    _check_references(proposal, command)
    terms = _asked(sitting, proposal, command)
    version = version_of(proposal.kind.id, command.charter or terms, base(proposal))
    _check_new(proposal, version, agent)
    sitting.tell(
        VersionOffered(
            proposal=proposal.id,
            version=version,
            agent=agent.id,
            owner=agent.owner,
            base=command.base,
            terms=terms,
            answers=command.answers,
            merges=command.merges,
            reason=command.reason,
            charter=command.charter,
        )
    )


def _asked(sitting: Sitting, proposal: Proposal, command: OfferAmendment) -> Terms:
    """Return the terms of what is offered; refuses what cannot stand, and what asks for a stricter lane."""
    kind = proposal.kind
    if kind.id == CHARTER:
        return asked(sitting.assembly, kind, command.set, command.charter)
    if not command.set:
        raise OutOfBounds("the amendment sets no term", mend="Set at least one term anew.")
    terms = amended(proposal.versions[command.base].terms, command.set)
    _check_merges(proposal, command, terms)
    asked(sitting.assembly, kind, terms, command.charter)
    venture = Venture(proposal.owner, kind.target, worst_case(kind, terms), sitting.filed.received, None)
    lane = choose(proposal.frozen.charter, kind, venture, ()).lane
    if stricter(lane, proposal.lane):
        raise NotAllowed(
            f"these terms could do {venture.harm} ppm of harm, and would have to go by the lane `{lane}`",
            clause="structure.lanes",
            mend="Choose terms that risk less, or propose them on their own.",
        )
    return terms


def _check_new(proposal: Proposal, version: VersionId, agent: Agent) -> None:
    if version in proposal.versions:
        raise AlreadyDone("a version with these terms is offered already", mend="Support it, or change more.")
    limit = proposal.frozen.charter.structure.amendments
    offered = sum(each.owner == agent.owner for each in proposal.versions.values()) - (agent.owner == proposal.owner)
    if offered >= limit:
        raise AlreadyDone(
            f"{agent.owner} has offered {offered} amendments",
            clause="structure.amendments",
            mend=f"An owner may offer {limit}; ask a mediator.",
        )


def _check_references(proposal: Proposal, command: OfferAmendment) -> None:
    for version in (command.base, *command.merges):
        if version not in proposal.versions:
            raise NotFound(f"the proposal has no version {version[:12]}", mend="Build on one that it has.")
    if command.base == proposal.status_quo:  # the chain of bases, along which gain is shared, ends at the original
        raise NotAllowed(
            "an amendment is not based on the status quo",
            clause="structure.amendments",
            mend="Build on the original or on an amendment.",
        )
    known = {(each.agent, each.mandate): len(each.review.conditions) for each in proposal.reviews}
    for answer in command.answers:
        if answer.condition >= known.get((answer.agent, answer.mandate), 0):
            raise NotFound(
                f"{answer.agent} set no condition {answer.condition} for {answer.mandate}",
                mend="Answer one that exists.",
            )


def _check_merges(proposal: Proposal, command: OfferAmendment, terms: Terms) -> None:
    """Refuse a merge of a version from which nothing is taken over that the base does not have."""
    changed = terms.items() - proposal.versions[command.base].terms.items()
    for version in command.merges:
        if not changed & proposal.versions[version].terms.items():
            raise OutOfBounds(
                f"the amendment takes nothing over from {version[:12]}",
                clause="structure.amendments",
                mend="Take a term of it over, or do not name it as merged.",
            )


def tie_order(proposal: Proposal, purpose: str, versions: Collection[VersionId]) -> tuple[VersionId, ...]:
    """Return `versions` as ties fall: owners by lot, an owner's own in the order of offering.

    The seed is public by then, so that a lot for versions could be won by trying terms.
    """
    offered = [name for name in proposal.versions if name in versions]
    lots = order(
        bytes.fromhex(proposal.seeds["drawing"]), purpose, {proposal.versions[name].owner or "" for name in offered}
    )
    return tuple(sorted(offered, key=lambda name: lots.index(proposal.versions[name].owner or "")))


def opinions(proposal: Proposal) -> dict[OwnerId, list[Opinion | None]]:
    """Return what the owners' drawn reviewers said; one without a review, replaced or not, stands as nothing."""
    said = {(each.mandate, each.agent): each.review for each in proposal.reviews}
    found: dict[OwnerId, list[Opinion | None]] = {}
    for mandate, panel in proposal.panels.items():
        for seat in panel.seats:
            review = said.get((mandate, seat.agent))
            opinion = Opinion(review.stance, review.conditions) if review else None
            found.setdefault(seat.owner, []).append(opinion)
    for _, owner in proposal.silent:
        found.setdefault(owner, []).append(None)
    return found


def freeze(sitting: Sitting, proposal: Proposal) -> None:
    """Freeze the candidates and name who forecasts them."""
    for mandate, seat in _called(sitting, proposal):
        sitting.tell(ForecasterCalled(proposal.id, mandate, seat))
        sitting.deposit(proposal, mandate, seat.agent)
    candidates, left_out = _candidates(proposal)
    involved = _authors(candidates)
    seats = {seat.agent: seat for panel in sitting.proposal(proposal.id).panels.values() for seat in panel.seats}
    pooled = tuple(seat for _, seat in sorted(seats.items()) if seat.owner not in involved)
    scored = tuple(seat for _, seat in sorted(seats.items()) if seat.owner in involved)
    slate = digest({"proposal": proposal.id, "candidates": [each.version for each in candidates]})
    sitting.tell(CandidatesFrozen(proposal.id, slate, candidates, left_out, pooled, scored))
    sitting.enter(proposal.id, "forecast", proposal.frozen.charter.structure.windows.forecast // 2)


def _authors(candidates: tuple[Candidate, ...]) -> frozenset[OwnerId]:
    return frozenset(each.owner for each in candidates if each.owner)


def _called(sitting: Sitting, proposal: Proposal) -> Iterator[tuple[MandateId, Seat]]:
    """Yield who fills in for each seat that an author's owner holds, or that stayed empty."""
    involved = _authors(_candidates(proposal)[0])
    for mandate in proposal.frozen.charter.structure.mandates:
        panel = proposal.panels[mandate.id]
        missing = panel_size(proposal, mandate) - sum(seat.owner not in involved for seat in panel.seats)
        for _ in range(missing):
            seat = next_standin(sitting, proposal, panel, involved)
            if seat is None:
                break
            yield mandate.id, seat
            panel = sitting.proposal(proposal.id).panels[mandate.id]


def _candidates(proposal: Proposal) -> tuple[tuple[Candidate, ...], tuple[VersionId, ...]]:
    """Return the slate (status quo, original, the best supported, one an owner) and what did not fit."""
    said = opinions(proposal)
    support = {
        version: supporters(said, each.terms, original=version == proposal.original)
        for version, each in proposal.versions.items()
    }
    first = (proposal.status_quo, proposal.original)
    rivals = {version: owners for version, owners in support.items() if version not in first}
    ties = tie_order(proposal, "candidates", rivals)
    chosen: dict[OwnerId | None, VersionId] = {}
    for version in harmonic_order(rivals, ties):
        if len(chosen) < proposal.frozen.charter.structure.candidates:
            chosen.setdefault(proposal.versions[version].owner, version)
    slate = (*first, *chosen.values())
    candidates = tuple(
        Candidate(version, proposal.versions[version].owner, tuple(sorted(support[version]))) for version in slate
    )
    return candidates, tuple(sorted(set(rivals) - set(slate)))
