"""The lanes: by which path an action is decided, as clauses of the charter.

Laws: rules are read in their order, and the first that fits decides; what no rule fits, what cannot be
undone and the charter itself go by the strictest lane, `charter`; a rule with a scope lets in no more
than its scope holds, so that nothing can be cut into small pieces.

>>> STANDARD_LANES[0].lane
'panel'
"""

from typing import Annotated, Final, Literal, TypeAlias

from moot.core.act import MILLION, Between, Duration, Length, Name, Ppm
from moot.core.charter.windows import DAY
from moot.core.value import value

Lane: TypeAlias = Literal["consent", "panel", "charter"]
Harm: TypeAlias = Annotated[int, Between(0, MILLION * 1_000)]  # ppm, summed over values


@value
class Scope:
    """How much a rule lets in within a rolling window; worst cases add up, the new one included.

    window: how far back it looks.
    owner: the most for one owner, in ppm of harm.
    target: the most on one target, in ppm of harm.
    """

    window: Duration
    owner: Harm
    target: Harm


@value
class LaneRule:
    """Which proposals go by a lane; what is left out does not matter.

    id: what it is called.
    lane: the lane that it chooses: `consent`, `panel` or `charter`.
    kinds: the kinds of action that it is for; none means all.
    reversible: whether it is for what can be undone, or for what cannot.
    worst_case: the largest harm that the proposed terms could do, in ppm.
    scope: how much it lets in within a while.
    """

    id: Name
    lane: Lane
    kinds: Annotated[tuple[Name, ...], Length(0, 64)] = ()
    reversible: bool | None = None
    worst_case: Harm | None = None
    scope: Scope | None = None


@value
class ConsentLane:
    """How low risks are adopted: one review and forecast for each mandate, and nobody who minds.

    seats: how many reviewers are drawn for each mandate.
    objections: from how many objecting owners on it goes to a panel.
    share: or from which part of the owners on, if those are more.
    spread: how far apart the quartiles of a forecast may lie; wider disagreement is for a panel.
    """

    seats: Annotated[int, Between(1, 50)] = 1
    objections: Annotated[int, Between(1, 10_000)] = 2
    share: Ppm = 100_000
    spread: Ppm = 250_000


@value
class CharterLane:
    """How the rules themselves are changed, and what cannot be undone is decided.

    seats: how many reviewers are drawn for each mandate, if the mandate does not ask for more.
    active: an owner counts if it acted within so many epochs, or votes.
    people: the part of those owners whose vote a person must have cast, rounded up.
    timelock: how long it waits after it has passed.
    horizon: how long a changed charter is in force before meters report.
    """

    seats: Annotated[int, Between(1, 50)] = 7
    active: Annotated[int, Between(1, 10_000)] = 30
    people: Ppm = 500_000
    timelock: Duration = 3 * DAY
    horizon: Duration = 7 * DAY


STANDARD_LANES: Final = (LaneRule("reversible", "panel", reversible=True),)
STANDARD_CONSENT: Final = ConsentLane()
STANDARD_CHARTER_LANE: Final = CharterLane()
