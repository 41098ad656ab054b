"""What the forms of a page would file: for each an example that the rules take if they take anything of whoever reads.

Laws: an example names what the form names; where it must say something new, several are tried, as somebody would who
fills the form in; nothing of it is ever filed.
"""

from collections.abc import Iterator
from typing import Final

from moot.core.act import AgentId, Terms
from moot.core.charter import CHARTER
from moot.core.commands import (
    CastVote,
    Command,
    Comment,
    Dispute,
    FileForecast,
    FileReview,
    Object,
    OfferAmendment,
    Propose,
    Withdraw,
)
from moot.views.leave import NOBODY
from moot.views.offers import others
from moot.web.pages.entitled import Asked
from moot.web.pages.frame import Shown

BLANK: Final = NOBODY  # stands for a seal, or for the hash of a text


def of_proposal(page: Shown, leading: Shown, kind: Shown | None, law: Shown, bond: int) -> dict[str, Asked]:
    """Return what is asked on the page of a proposal: of its stage, to comment, and to withdraw it."""
    named = page["proposal"]
    asked: dict[str, Asked] = {
        "Comment": lambda _agent: [Comment(named, BLANK)],
        "Withdraw": lambda _agent: [Withdraw(named)],
    }
    match page["stage"]:
        case "review" | "review_standins":
            asked["FileReview"] = lambda agent: reviews(page, agent)
        case "negotiation" if page["kind"] != CHARTER:
            asked["OfferAmendment"] = lambda _agent: _amendments(page, leading, kind)
        case "forecast" | "forecast_standins":
            least = law["agency"]["least_stake"]
            asked["FileForecast"] = lambda _agent: [FileForecast(named, page["slate"] or BLANK, least, BLANK)]
        case "ballot":
            asked["CastVote"] = lambda _agent: [CastVote(named, page["paper"] or BLANK, BLANK)]
        case "objection" | "consent":
            asked["Object"] = lambda _agent: [Object(named, page["paper"] or BLANK)]
        case "measured":
            asked["Dispute"] = lambda _agent: [Dispute("measurement", named, "awareness.metering", bond, None)]
        case _:
            pass
    return asked


def reviews(page: Shown, agent: AgentId) -> list[FileReview]:
    """Return a review for each mandate for which an agent was drawn; for any, if it was drawn for none."""
    drawn = [name for name, panel in page["seats"].items() if any(seat["agent"] == agent for seat in panel)]
    return [FileReview(page["proposal"], page["original"], name, BLANK) for name in drawn or page["seats"]]


def _amendments(page: Shown, leading: Shown, kind: Shown | None) -> Iterator[Command]:
    taken = [each["terms"] for each in page["versions"].values()]
    for terms in others(leading["terms"], kind["terms"] if kind else [], taken):
        changed = {name: number for name, number in terms.items() if leading["terms"].get(name) != number}
        yield OfferAmendment(page["proposal"], leading["version"], changed)


def proposals(kind: Shown, terms: Terms, base: str) -> Iterator[Command]:
    """Yield proposals of a kind with other terms than those in force."""
    for other in others(terms, kind["terms"], [terms]):
        yield Propose(kind["id"], other, base)
