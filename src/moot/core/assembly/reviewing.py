"""Reviewing: panels are drawn by lot, reviews are sealed, a silent reviewer is replaced once.

Laws: nobody sits on their owner's proposal, nor on what their owner executes or measures; every mandate
has its own panel of different owners; a seat's deposit is lost by silence and by nothing else; a
mandate with too few reviews is unheard, which is shown and makes the ballot stricter, and silence
never kills a proposal.
"""

from moot.core.act import AgentId, MandateId, OwnerId
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import present, serves
from moot.core.commands import FileReview
from moot.core.dossier import Panel
from moot.core.events import MandateUnheard, PanelDrawn, ReviewerReplaced, ReviewFiled, Seat
from moot.core.lot import draw
from moot.core.membership import Agent
from moot.core.proposal import Proposal, filed_by, panel_size, seat_of
from moot.core.refusal import AlreadyDone, ConflictOfInterest, NotFound, NotYours, VersionIsStale

NEEDED = ("FileReview", "FileForecast")
Able = dict[OwnerId, list[tuple[AgentId, str | None]]]


def draw_panels(sitting: Sitting, proposal: Proposal) -> None:
    """Draw every mandate's panel from the drawing seed, take the deposits, and open the review stage."""
    seed = bytes.fromhex(sitting.proposal(proposal.id).seeds["drawing"])
    mandates = proposal.frozen.charter.structure.mandates
    # Who can pay for all seats is asked before the first is paid for.
    uninvolved = _able(sitting, proposal)
    for mandate in mandates:
        places = panel_size(proposal, mandate)
        panel = draw(seed, mandate.id, places, _holders(sitting, uninvolved, mandate.id), uninvolved)
        sitting.tell(PanelDrawn(proposal.id, mandate.id, panel.seats, panel.standins))
        for seat in panel.seats:
            sitting.deposit(proposal, mandate.id, seat.agent)
    sitting.enter(proposal.id, "review", proposal.frozen.charter.structure.windows.review // 2)


def short_mandates(sitting: Sitting, proposal: Proposal) -> tuple[MandateId, ...]:
    """Return the mandates whose own holders would leave seats of this proposal to others, in the charter's order."""
    mandates, able = proposal.frozen.charter.structure.mandates, _able(sitting, proposal)
    # The charter lane asks for more seats than many a mandate can ever fill: it does not wait for those.
    needed = {each.id: min(each.seats, panel_size(proposal, each)) for each in mandates}
    return tuple(each for each, seats in needed.items() if len(_holders(sitting, able, each)) < seats)


def _able(sitting: Sitting, proposal: Proposal) -> Able:
    """Return, by owner, the agents who may sit: of owners with voice, not the author's, who cover all deposits."""
    charter = proposal.frozen.charter
    needed = charter.agency.reviewer_deposit * len(charter.structure.mandates)
    voters = frozenset(proposal.frozen.voters)
    able: Able = {}
    for agent in sitting.assembly.agents.values():
        if agent.owner in voters and _may_sit(sitting, agent, proposal):
            able.setdefault(agent.owner, []).append((agent.id, agent.family))
    return {owner: agents for owner, agents in able.items() if sitting.free(owner) >= needed}


def _holders(sitting: Sitting, able: Able, mandate: MandateId) -> Able:
    """Return those of `able` who hold `mandate`."""
    known = sitting.assembly.agents
    holding = {owner: [each for each in agents if mandate in known[each[0]].mandates] for owner, agents in able.items()}
    return {owner: agents for owner, agents in holding.items() if agents}


def _may_sit(sitting: Sitting, agent: Agent, proposal: Proposal) -> bool:
    if agent.owner == proposal.owner or not agent.may.issuperset(NEEDED):
        return False
    if not present(sitting.assembly, agent.owner):
        return False
    return not serves(sitting.assembly, agent.owner, proposal.frozen.charter, proposal.kind)


def file_review(sitting: Sitting, command: FileReview) -> None:
    """File a sealed review for a seat that the actor holds."""
    proposal, agent = sitting.proposal(command.proposal), actor(sitting)
    sitting.need_stage(proposal, "review", "review_standins", clause="structure.windows.review")
    if command.mandate not in proposal.panels:
        raise NotFound(f"'{command.mandate}' is no mandate", clause="structure.mandates", mend="Name your seat's.")
    if agent.owner == proposal.owner:
        raise ConflictOfInterest(
            f"{agent.id} acts for the author's owner", clause="structure.mandates", mend="Let others review it."
        )
    if seat_of(proposal, command.mandate, agent.id) is None:
        raise NotYours(
            f"{agent.id} holds no seat for {command.mandate}",
            clause=f"structure.mandates.{command.mandate}",
            mend="Reviewers are drawn by lot; offer an amendment in the negotiation instead.",
        )
    if command.version != proposal.original:
        raise VersionIsStale("the review names another version", mend="Review the original version.")
    if agent.id in filed_by(proposal, command.mandate):
        raise AlreadyDone("this seat's review is filed", mend="Wait for the opening.")
    sitting.tell(ReviewFiled(proposal.id, sitting.filed.id, agent.id, command.mandate, command.seal))


def awaited_reviews(proposal: Proposal) -> tuple[tuple[MandateId, Seat], ...]:
    """Return the seats whose review is not filed, with their mandates."""
    return tuple(
        (mandate, seat)
        for mandate, panel in proposal.panels.items()
        for filed in [filed_by(proposal, mandate)]
        for seat in panel.seats
        if seat.agent not in filed
    )


def replace_silent(sitting: Sitting, proposal: Proposal) -> None:
    """Charge each silent reviewer and call the next in the drawn order."""
    for mandate, seat in awaited_reviews(proposal):
        sitting.release(proposal, mandate, seat.agent, back=False)
        panel = sitting.proposal(proposal.id).panels[mandate]
        standin = next_standin(sitting, proposal, panel, frozenset())
        sitting.tell(ReviewerReplaced(proposal.id, mandate, "review", seat, standin))
        if standin:
            sitting.deposit(proposal, mandate, standin.agent)


def next_standin(sitting: Sitting, proposal: Proposal, panel: Panel, involved: frozenset[OwnerId]) -> Seat | None:
    """Return the next in the drawn order who covers the deposit and whose owner is not `involved`."""
    deposit = proposal.frozen.charter.agency.reviewer_deposit
    able = (seat for seat in panel.standins if seat.owner not in involved and present(sitting.assembly, seat.owner))
    return next((seat for seat in able if sitting.free(seat.owner) >= deposit), None)


def give_up_silent(sitting: Sitting, proposal: Proposal) -> None:
    """Empty the seats whose stand-ins stayed silent too."""
    for mandate, seat in awaited_reviews(proposal):
        sitting.release(proposal, mandate, seat.agent, back=False)
        sitting.tell(ReviewerReplaced(proposal.id, mandate, "review", seat, None))


def end_reviews(sitting: Sitting, proposal: Proposal) -> None:
    """Treat unopened reviews as silence, and publish each mandate that stays unheard."""
    for mandate_id, panel in proposal.panels.items():
        for seat in panel.seats:
            if seat.agent in filed_by(proposal, mandate_id):
                sitting.release(proposal, mandate_id, seat.agent, back=False)
                sitting.tell(ReviewerReplaced(proposal.id, mandate_id, "review", seat, None))
    for mandate in proposal.frozen.charter.structure.mandates:
        heard = sum(review.mandate == mandate.id for review in proposal.reviews)
        needed = -(-2 * panel_size(proposal, mandate) // 3)
        if heard < needed:
            sitting.tell(MandateUnheard(proposal.id, mandate.id, heard, needed))
