"""What is urgent: the more is at stake, the more members disagree, and the less time is left.

Laws: only what everybody may see counts, so that nothing sealed moves a rank before it is opened; more
at stake, more disagreement or less time never lowers it; of equals the one that ends first, then
the one with the lower id.

>>> Urgency(stakes=20_000_000, disagreement=500_000, minutes=60).rank
166666666666
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from moot.core.act import MILLION, Instant, Ppm, Terms
from moot.core.charter import MINUTE, Charter, WorstCase, kind_called
from moot.core.value import value
from moot.views.page import Page

UNKNOWN: Final = MILLION // 2  # while nothing is opened, members may agree or not


@value
class Urgency:
    """Micro-credits at stake, disagreement in ppm, and the minutes left, at least one."""

    stakes: int
    disagreement: Ppm
    minutes: int

    @property
    def rank(self) -> int:
        """Return stakes x disagreement / time left, in micro-credits x ppm per minute, floored."""
        return self.stakes * self.disagreement // self.minutes


def urgency(page: Page, charter: Charter, bond: int, now: Instant) -> Urgency:
    """Return how urgent an open proposal is at `now`; its author has posted a `bond` of so many micro-credits."""
    return Urgency(at_stake(page, charter, bond), disagreement(page), minutes(page.until, now))


def minutes(until: Instant | None, now: Instant) -> int:
    """Return how many minutes are left, the last one whole, and at least one."""
    return max(1, -(-((until or now) - now) // MINUTE))


def at_stake(page: Page, charter: Charter, bond: int) -> int:
    """Return what can be lost, in micro-credits: the bond, the stakes, and the worst case of any version.

    The harm of the worst case is priced as gain is paid: `agency.gain_rate` for each 1,000 ppm.
    """
    kind = kind_called(charter, page.kind)
    harm = max((_harm(kind.worst_case, each.terms) for each in page.versions.values()), default=0) if kind else 0
    return bond + sum(page.stakes.values()) + max(0, harm) * charter.agency.gain_rate // 1_000


def _harm(worst: WorstCase, terms: Terms) -> int:
    return worst.constant + sum(slope * terms.get(term, 0) for term, slope in worst.slopes.items())


def disagreement(page: Page) -> Ppm:
    """Return the largest disagreement that is known, in ppm: of reviewers, of forecasters, or of voters.

    Of `n` who were heard, `f` for it and `a` against it disagree by 4 f a / n^2: fully if halves stand
    against each other, not at all if all are of one mind. Among reviewers the author counts as for it.
    Forecasters disagree by how far the pools' quartiles lie apart, over all values at their weights.
    """
    return max(_known(page), default=UNKNOWN)


def _known(page: Page) -> Iterator[Ppm]:
    if page.reviews:
        stances = Counter(review.stance for review in page.reviews)
        yield _divided(stances["for"] + 1, stances["against"], len(page.reviews) + 1)
    if pools := page.pools.get(page.recommended or ""):
        apart = sum(weight * (pools[name].upper - pools[name].lower) for name, weight in page.weights.items())
        yield apart // MILLION
    if page.votes:
        choices = Counter(vote.choice for vote in page.votes.values())
        yield _divided(choices["for"], choices["against"], len(page.votes))


def _divided(in_favour: int, against: int, heard: int) -> Ppm:
    return 4 * in_favour * against * MILLION // heard**2
