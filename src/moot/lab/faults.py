"""Faults: what is done to a cast on purpose, from a known decision on, and what came of it.

Laws: who is struck follows from the seed, or from influence where the best are; nothing of a fault stands in the
record but the acts that those who are struck file, or no longer file; without a fault nobody is touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from moot.core.act import OwnerId, Ppm
from moot.core.value import value
from moot.kit.agent import Agent
from moot.lab.cast.captives import Pact, captured
from moot.lab.cast.people import Person
from moot.lab.cast.roster import OWNERS
from moot.lab.chance import Chance

CAPTURABLE: Final = tuple(owner.id for owner in OWNERS)
# The agents of the cast that are no people.
FAILING: Final = ("mediator", *(f"{owner}.{each}" for owner in CAPTURABLE for each in ("lead", "second")))
ONSET: Final = 3  # capture and crash begin when this part of the planned decisions is closed


@value
class Faults:
    """What is to go wrong: owners captured (drawn, or the best), agents that fall silent, the decision of a drift."""

    capture: int = 0
    capture_best: int = 0
    crash: int = 0
    drift: int | None = None
    pact: Pact = Pact()


@value
class Onset:
    """A fault begins: before decision `decision` (from 1), for these owners (capture, drift) or agents (crash)."""

    kind: Literal["capture", "crash", "drift"]
    decision: int
    members: tuple[str, ...]
    best: bool = False  # captured for their influence
    influence: Ppm = 0  # of the captured, then: their mean share over the values


class Injector:
    """Strikes a cast when it is time to, each kind of fault once."""

    def __init__(self, faults: Faults, decisions: int, seed: bytes) -> None:
        """Plan faults for a season of so many decisions."""
        self.faults, self._seed = faults, seed
        self._left = {
            kind: begin
            for kind, wanted, begin in (
                ("capture", faults.capture or faults.capture_best, decisions // ONSET),
                ("crash", faults.crash, decisions // ONSET),
                ("drift", faults.drift, (faults.drift or 1) - 1),
            )
            if wanted
        }

    def strike(self, cast: list[Agent], closed: int, influence: Mapping[OwnerId, Ppm]) -> Iterator[Onset]:
        """Yield what begins once `closed` decisions are closed, after it was done to `cast`; influence in ppm."""
        for kind in [kind for kind, begin in self._left.items() if closed >= begin]:
            del self._left[kind]
            match kind:
                case "capture":
                    struck = self._capture(cast, influence)
                    held = sum(influence[owner] for owner in struck)
                    yield Onset("capture", closed + 1, struck, self.faults.capture_best > 0, held)
                case "crash":
                    yield Onset("crash", closed + 1, self._crash(cast))
                case _:
                    yield Onset("drift", closed + 1, _drift(cast))

    def _capture(self, cast: list[Agent], influence: Mapping[OwnerId, Ppm]) -> tuple[OwnerId, ...]:
        faults = self.faults
        if faults.capture_best:
            struck = sorted(CAPTURABLE, key=lambda owner: (-influence[owner], owner))[: faults.capture_best]
        else:
            struck = Chance(self._seed, "capture").some(CAPTURABLE, faults.capture)
        captives = [captured(agent, faults.pact) for agent in cast if agent.member.owner in struck]
        # They are asked first: whoever wants to set the agenda is quick.
        cast[:] = [*captives, *(agent for agent in cast if agent.member.owner not in struck)]
        return tuple(struck)

    def _crash(self, cast: list[Agent]) -> tuple[str, ...]:
        struck = Chance(self._seed, "crash").some(sorted(FAILING), self.faults.crash)
        cast[:] = [agent for agent in cast if agent.member.agent not in struck]
        return tuple(struck)


def _drift(cast: Sequence[Agent]) -> tuple[OwnerId, ...]:
    people = [agent for agent in cast if isinstance(agent, Person)]
    for person in people:
        person.drift()
    return tuple(person.member.owner for person in people)
