"""The pulse: one page of figures from which a reader sees whether the moot is well.

Laws: what is said of the present is so after the last entry; `lately` are the last 30 closed proposals
and nothing older; a figure for which nothing was seen yet is None, never 0.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from moot.core.act import MILLION, AgentId, Instant, Ppm, ProposalId, ValueId
from moot.core.canonical import Plain, plain
from moot.core.events import (
    BallotClosed,
    CharterAmended,
    CreditsMoved,
    EpochClosed,
    Event,
    MootFounded,
    NothingBetter,
    OutcomeMeasured,
    ProposalClosed,
    ProposalSubmitted,
    ReviewerReplaced,
    StakeLost,
    ValuesRepriced,
)
from moot.core.ledger import FUND
from moot.core.value import value
from moot.views.charter import CharterView
from moot.views.influence import InfluenceView, concentration
from moot.views.minority import floors
from moot.views.page import Page
from moot.wire.entry import Told

LATELY: Final = 30  # closed proposals


@value
class Measured:
    """The last measurement of a value: of which proposal, and when it was published."""

    measured: Ppm
    proposal: ProposalId | None  # none: it is the founding one
    received: Instant


@dataclass(slots=True)
class Running:
    """What an open proposal will add to the figures."""

    floors: Mapping[ValueId, Ppm]  # at its submission
    decided: Instant | None = None
    silent: set[tuple[str, AgentId]] = field(default_factory=set)  # for a seat of a mandate, or as a forecaster


@value
class Decided:
    """What a closed proposal adds to the figures; instants in milliseconds."""

    outcome: str
    decided: Instant  # after its submission
    voted: int
    owners: int
    answered: int  # reviews and forecasts that were opened
    silent: int
    broken: tuple[ValueId, ...]


class PulseView:
    """How the moot is doing."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView, influence: InfluenceView) -> None:
        """Read the pages that the view of proposals keeps, the charter in force, and influence as it is now."""
        self._pages, self._rules, self._influence = pages, rules, influence
        self._open: dict[ProposalId, Running] = {}
        self._lately: deque[Decided] = deque(maxlen=LATELY)
        self._outcomes: Counter[str] = Counter()
        self._weights: Mapping[ValueId, Ppm] = {}
        self._measured: dict[ValueId, Measured] = {}
        self._epoch, self._fund, self._size, self._now = 0, 0, 0, 0

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        self._size, self._now = told.index + 1, told.received
        for event in told.events:
            self._follow_house(event, told.received)
            self._follow_proposal(event, told.received)

    def _follow_house(self, event: Event, received: Instant) -> None:
        match event:
            case MootFounded():
                for each in event.charter.purpose.values:
                    self._measured[each.id] = Measured(each.founding, None, received)
                self._weights = {each.id: each.weight for each in event.charter.purpose.values}
            case ValuesRepriced():
                self._weights = event.new
            case CharterAmended():
                self._weights = event.weights
                for each in event.charter.purpose.values:
                    self._measured.setdefault(each.id, Measured(each.founding, None, received))
            case EpochClosed():
                self._epoch = event.epoch + 1
            case CreditsMoved():
                self._fund += event.amount * ((event.target == FUND) - (event.source == FUND))
            case _:
                pass

    def _follow_proposal(self, event: Event, received: Instant) -> None:
        match event:
            case ProposalSubmitted():
                self._open[event.proposal] = Running(floors(self._rules.in_force))
            case BallotClosed() | NothingBetter():
                self._open[event.proposal].decided = received
            case ReviewerReplaced():
                seat = event.mandate if event.stage == "review" else ""
                self._open[event.proposal].silent.add((seat, event.silent.agent))
            case StakeLost():
                self._open[event.proposal].silent.add(("", event.agent))
            case OutcomeMeasured():
                for name, found in event.measured.items():
                    self._measured[name] = Measured(found, event.proposal, received)
            case ProposalClosed():
                self._close(event, received)
            case _:
                pass

    def _close(self, event: ProposalClosed, received: Instant) -> None:
        page, running = self._pages[event.proposal], self._open.pop(event.proposal)
        below = running.floors
        self._outcomes[event.outcome] += 1
        self._lately.append(
            Decided(
                outcome=event.outcome,
                decided=(received if running.decided is None else running.decided) - page.submitted,
                voted=len(page.votes) if page.tally else 0,
                owners=_whole(page.tally, "owners"),
                answered=len(page.reviews) + len(page.forecasts),
                silent=len(running.silent),
                broken=tuple(name for name, found in page.measured.items() if name in below and found < below[name]),
            )
        )

    def show(self) -> Plain:
        """Return the figures: shares in ppm, money in micro-credits, durations and instants in milliseconds."""
        outcomes = Counter(each.outcome for each in self._lately)
        stages = Counter(self._pages[each].stage for each in self._open)
        return {
            "size": self._size,
            "now": self._now,
            "epoch": self._epoch,
            "open": dict(sorted(stages.items())),
            "outcomes": dict(sorted(self._outcomes.items())),
            "lately": {"decisions": len(self._lately), "outcomes": dict(sorted(outcomes.items())), **self._health()},
            "values": {name: self._value(name) for name in self._weights},
            "influence": plain({name: concentration(masses) for name, masses in self._influence.now.items()}),
            "fund": self._fund,
        }

    def _health(self) -> Mapping[str, Plain]:
        times = sorted(each.decided for each in self._lately)
        silent, answered = (sum(getattr(each, name) for each in self._lately) for name in ("silent", "answered"))
        broken = Counter(name for each in self._lately for name in each.broken)
        return {
            "time_to_decide": {"median": _nearest_rank(times, 50), "p90": _nearest_rank(times, 90)},
            "participation": _part(sum(each.voted for each in self._lately), sum(each.owners for each in self._lately)),
            "silent": _part(silent, silent + answered),
            "floors_broken": dict(sorted(broken.items())),
        }

    def _value(self, name: ValueId) -> Plain:
        floor, last = floors(self._rules.in_force).get(name), self._measured.get(name)
        below = floor is not None and last is not None and last.measured < floor
        return {"weight": self._weights[name], "floor": floor, "below": below, **_object(last)}


def _object(last: Measured | None) -> Mapping[str, Plain]:
    if last is None:  # a value that nothing was measured of yet
        return {"measured": None, "proposal": None, "received": None}
    return {"measured": last.measured, "proposal": last.proposal, "received": last.received}


def _whole(tally: Mapping[str, object] | None, name: str) -> int:
    found = tally[name] if tally else 0
    return found if isinstance(found, int) else 0


def _nearest_rank(rising: list[int], percent: int) -> int | None:
    """Return the least number that so many percent of all do not exceed (the nearest-rank percentile).

    >>> _nearest_rank([10, 20, 30, 40], 50), _nearest_rank([10, 20, 30, 40], 90), _nearest_rank([], 50)
    (20, 40, None)
    """
    return rising[-(-percent * len(rising) // 100) - 1] if rising else None


def _part(some: int, of: int) -> Ppm | None:
    return some * MILLION // of if of else None
