"""Consenting: what risks little is adopted if nobody much minds, and goes to a panel if somebody does.

Laws: silence never adopts what a mandate was not heard on; wide disagreement, a mandate without its own
watchers and enough objections each lead to a panel; what was paid for a panel comes back if none sat.
"""

from moot.core.act import MILLION
from moot.core.assembly.closing import return_stakes
from moot.core.assembly.covering import holes
from moot.core.assembly.executing import grant
from moot.core.assembly.reviewing import draw_panels, short_mandates
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.voting import paper_of
from moot.core.events import ConsentGiven, LaneChanged
from moot.core.ledger import FUND, held_account
from moot.core.proposal import Proposal
from moot.core.value import value


@value
class Doubt:
    """Why consent is not enough, and the clause that says so."""

    why: str
    clause: str


def seat_panels(sitting: Sitting, proposal: Proposal) -> None:
    """Draw the panels that the proposal's lane asks for; consent for which a mandate has too few asks a panel."""
    if proposal.lane == "consent" and (short := (*short_mandates(sitting, proposal), *holes(sitting.assembly))):
        turn(sitting, proposal, Doubt(f"too few watch {short[0]}", f"structure.mandates.{short[0]}"))
    else:
        draw_panels(sitting, proposal)


def doubt_after_reviews(proposal: Proposal) -> Doubt | None:
    """Return why the reviews are too few for consent, or nothing."""
    if proposal.unheard:
        return Doubt(f"nobody reviewed for {proposal.unheard[0]}", "structure.consent.seats")
    return None


def doubt_after_forecasts(proposal: Proposal) -> Doubt | None:
    """Return why the forecasts are too few or too far apart for consent, or nothing."""
    for mandate, panel in proposal.panels.items():
        if not any(seat.agent in proposal.forecasts for seat in panel.seats):
            return Doubt(f"nobody forecast for {mandate}", "structure.consent.seats")
    spread = proposal.frozen.charter.structure.consent.spread
    for value_id, pooled in proposal.pools[paper_of(proposal).recommended].items():
        if pooled.upper - pooled.lower > spread:
            return Doubt(f"forecasts of {value_id} lie far apart", "structure.consent.spread")
    return None


def objections(proposal: Proposal) -> int:
    """Return how many owners object."""
    return len(proposal.votes)


def limit(proposal: Proposal) -> int:
    """Return how many objections make it a matter for a panel."""
    consent = proposal.frozen.charter.structure.consent
    part = -(-len(proposal.frozen.voters) * consent.share // MILLION)
    return max(consent.objections, part)


def end_consent(sitting: Sitting, proposal: Proposal) -> None:
    """Adopt what was recommended, or turn to a panel."""
    count, most = objections(proposal), limit(proposal)
    if count >= most:
        turn(sitting, proposal, Doubt(f"{count} owners object", "structure.consent.objections"))
        return
    version = paper_of(proposal).recommended
    sitting.tell(ConsentGiven(proposal.id, version, count, most))
    grant(sitting, sitting.proposal(proposal.id), version)


def turn(sitting: Sitting, proposal: Proposal, doubt: Doubt) -> None:
    """Let the proposal go on by a panel, drawn from the same seed; stakes and deposits go back."""
    return_stakes(sitting, proposal)
    for mandate, held in proposal.purse.deposits.items():
        for agent in held:
            sitting.release(proposal, mandate, agent, back=True)
    sitting.pay(held_account(proposal.id), FUND, proposal.purse.spare, "agency.review_fee", proposal.id)
    sitting.tell(LaneChanged(proposal.id, "panel", doubt.clause, doubt.why))
    draw_panels(sitting, sitting.proposal(proposal.id))
