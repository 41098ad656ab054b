"""The mediator: an ordinary member that looks for the version most owners would support.

Laws: it has no seat, no key and no right that any member could not have; it reads what is public
and offers an amendment like anybody else, or is silent when nothing would win more support.
"""

from collections.abc import Mapping

from moot.core.act import Condition, OwnerId, TermId, Terms, VersionId
from moot.core.commands import Answer, OfferAmendment
from moot.core.negotiation import Opinion, holds
from moot.kit.agent import Agent
from moot.kit.compromise import Estimate, Question, best_version, compromise
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.wire.codec import read


class Mediator(Agent):
    """A member that amends; with an `estimate` (terms to ppm of welfare) it prefers what promises more."""

    def __init__(self, member: Member, estimate: Estimate | None = None) -> None:
        """Mediate as `member`."""
        super().__init__(member)
        self.estimate = estimate

    def amend(self, page: Shown) -> OfferAmendment | None:
        """Return the amendment that wins most owners, or None if none wins more than the best version so far."""
        actions = self.member.see("charter")["charter"]["structure"]["actions"]
        terms = next(each["terms"] for each in actions if each["id"] == page["kind"])
        return mediate(page, {term["id"]: (term["low"], term["high"]) for term in terms}, self.estimate)


def mediate(
    page: Shown, bounds: Mapping[TermId, tuple[int, int]], estimate: Estimate | None = None
) -> OfferAmendment | None:
    """Return the amendment to the proposal on `page` that more owners support than any version so far, or None."""
    offered = {name: each["terms"] for name, each in page["versions"].items() if name != page["status_quo"]}
    question = Question(
        bounds=bounds,
        status_quo=page["versions"][page["status_quo"]]["terms"],
        original=offered.pop(page["original"]),
        offered=tuple(offered.values()),
        opinions=opinions(page),
    )
    terms = compromise(question, estimate)
    if terms is None:
        return None
    before = best_version(question)
    base = next(name for name, each in page["versions"].items() if each["terms"] == before)
    changes = {term: number for term, number in terms.items() if number != before[term]}
    return OfferAmendment(
        proposal=page["proposal"],
        base=base,
        set=changes,
        answers=_answers(page, before, terms),
        merges=_merges(offered, changes),
    )


def opinions(page: Shown) -> dict[OwnerId, list[Opinion | None]]:
    """Return what each owner's drawn reviewers said, None for one who stayed silent, replaced or not."""
    said = {(each["mandate"], each["agent"]): each for each in page["reviews"]}
    found: dict[OwnerId, list[Opinion | None]] = {}
    for mandate, seats in page["seats"].items():
        for seat in seats:
            review = said.get((mandate, seat["agent"]))
            opinion = Opinion(review["stance"], _conditions(review)) if review else None
            found.setdefault(seat["owner"], []).append(opinion)
    for each in page["replaced"]:
        if each["stage"] == "review":
            found.setdefault(each["silent"]["owner"], []).append(None)
    return found


def _conditions(review: Shown) -> tuple[Condition, ...]:
    return tuple(read(Condition, each) for each in review["conditions"])


def _answers(page: Shown, before: Terms, after: Terms) -> tuple[Answer, ...]:
    """Return the conditions that `after` meets and `before` did not."""
    return tuple(
        Answer(review["agent"], review["mandate"], number)
        for review in page["reviews"]
        for number, condition in enumerate(_conditions(review))
        if holds(condition, after) and not holds(condition, before)
    )


def _merges(others: Mapping[VersionId, Terms], changes: Terms) -> tuple[VersionId, ...]:
    """Return the offered versions of which `changes` take something over."""
    return tuple(name for name, terms in others.items() if changes.items() & terms.items())
