"""Outlooks: how a member of the cast expects a policy to turn out, from days that are over.

Laws: an outlook asks for past days only; each method is honest or biased in its own stated way; the
same question, asked twice on one evening, has one answer, and agents that ask the same share it.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from moot.core.act import Instant, Ppm, ValueId
from moot.core.value import value
from moot.worlds.charging.measures import Measures, creativity
from moot.worlds.charging.policy import BOUNDS, Policy

MEASURED: Final = Measures._fields
VALUES: Final = (*MEASURED, "creativity")
Expected: TypeAlias = Mapping[ValueId, Ppm]


class Past(Protocol):
    """What the site shows of the days that are over."""

    def replay(self, policies: Sequence[Policy], days: int, now: Instant, *, calm: bool = False) -> list[Measures]:
        """Return what each policy would have measured on the last `days` usable days before `now`."""
        ...


@value
class Method:
    """A way of forecasting: replay of the last days, under the true limits or calm ones, or mere copying."""

    name: str
    days: int
    calm: bool = False
    copies: bool = False  # the incumbent's last outcome, whatever is proposed


REPLAY_20: Final = Method("replay of twenty days", 20)
REPLAY_10: Final = Method("replay of ten days", 10)
REPLAY_5: Final = Method("replay of five days", 5)
REPLAY_2: Final = Method("replay of two days", 2)
CALM_5: Final = Method("replay of five days with calm limits", 5, calm=True)
COPY: Final = Method("the last outcome again", 1, copies=True)


@value
class Scene:
    """What is known on an evening: the time, the policy in force, those before it, and the last outcome (ppm)."""

    now: Instant
    incumbent: Policy
    recent: tuple[Policy, ...]
    last: Expected


class Outlook:
    """One member's expectations."""

    def __init__(self, past: Past, method: Method) -> None:
        """Look at `past` by `method`."""
        self.past, self.method = past, method

    def expect(self, policies: Sequence[Policy], scene: Scene) -> list[Expected]:
        """Return the expected measurements (ppm) of each policy over the next horizon."""
        if self.method.copies:
            return [scene.last for _ in policies]
        asked = [scene.incumbent, *policies]
        found = self.past.replay(asked, self.method.days, scene.now, calm=self.method.calm)
        return [
            {**dict(zip(MEASURED, each, strict=True)), "creativity": creativity(policy, scene.recent, each, found[0])}
            for policy, each in zip(policies, found[1:], strict=True)
        ]

    def hindsight(self, ran: Policy, scene: Scene) -> Expected:
        """Return what a policy that ran over the last horizon came to; every method looks at those days then."""
        asked = [scene.incumbent, ran]
        without, found = self.past.replay(asked, REPLAY_5.days, scene.now, calm=self.method.calm)
        novel = creativity(ran, scene.recent, found, without)
        return {**dict(zip(MEASURED, found, strict=True)), "creativity": novel}


def distance(one: Policy, other: Policy) -> int:
    """Return how far two policies lie apart: the sum over terms, each in ppm of its range."""
    return sum(step(one, other).values())


def step(one: Policy, other: Policy) -> dict[str, int]:
    """Return how far each term moves from one policy to the other, in ppm of its range."""
    ranges = [high - low for low, high in BOUNDS.values()]
    moves = zip(BOUNDS, one.terms, other.terms, ranges, strict=True)
    return {name: abs(here - there) * 1_000_000 // width for name, here, there, width in moves}


def worth(weights: Mapping[ValueId, Ppm], expected: Expected) -> int:
    """Return the weighted sum of expectations, in units of 10^-12."""
    return sum(weight * expected[name] for name, weight in weights.items())
