"""Coverage: whether each mandate has owners enough to lose some, and what is missing where it has not.

Laws: who could not be drawn does not count: an owner without voice, one that executes or measures, an
agent that may not review and forecast; a change of mandate counts from its epoch; a mandate with k seats needs
k + 2 owners (protocol 13), because the author's own never sits and one more may be gone.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from moot.core.act import AgentId, Instant, MandateId, OwnerId
from moot.core.canonical import Plain, plain
from moot.core.charter import Mandate, meters
from moot.core.events import (
    AgentRegistered,
    EpochClosed,
    Event,
    MandateLeft,
    MandateTaken,
    ReviewerReplaced,
    ReviewOpened,
)
from moot.views.charter import CharterView
from moot.views.roll import Roll
from moot.views.unknown import Unknown
from moot.wire.entry import Told

LATELY: Final = 10  # of an owner's last seats for a mandate
NEEDED: Final = frozenset({"FileReview", "FileForecast"})


@dataclass(slots=True)
class Answers:
    """How an owner met its last seats for a mandate: whether its review was opened, newest last."""

    lately: deque[bool] = field(default_factory=lambda: deque(maxlen=LATELY))
    last: Instant | None = None


class CoverageView:
    """Who holds which mandate, and who answered."""

    def __init__(self, rules: CharterView, roll: Roll) -> None:
        """Read the charter in force, and who has a voice."""
        self._rules, self._roll = rules, roll
        self._agents: dict[AgentId, AgentRegistered] = {}
        self._changes: dict[MandateId, list[MandateTaken | MandateLeft]] = defaultdict(list)
        self._answers: dict[tuple[MandateId, OwnerId], Answers] = defaultdict(Answers)
        self._epoch = 0

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            self._enrol(event)
            self._hear(event, told.received)

    def _enrol(self, event: Event) -> None:
        match event:
            case AgentRegistered():
                self._agents[event.agent] = event
            case MandateTaken() | MandateLeft():
                self._changes[event.mandate].append(event)
            case EpochClosed():
                self._epoch = event.epoch + 1
            case _:
                pass

    def _hear(self, event: Event, received: Instant) -> None:
        match event:
            case ReviewOpened():
                answers = self._answers[event.mandate, self._agents[event.agent].owner]
                answers.lately.append(True)
                answers.last = received
            case ReviewerReplaced(stage="review"):
                self._answers[event.mandate, event.silent.owner].lately.append(False)
            case _:
                pass

    def show(self, mandate: MandateId | None = None) -> Plain:
        """Return for each mandate its owners, their families and answers, and what is missing, now and next epoch.

        `answered` and `silent` count an owner's last 10 seats for this mandate. `hole` says in a sentence how many
        owners are missing, or is None; `unreliable` are those who were silent the last time they were drawn.
        """
        mandates = self._rules.in_force.structure.mandates
        if mandate is not None and mandate not in {each.id for each in mandates}:
            raise Unknown("mandate", mandate, [each.id for each in mandates])
        return [self._row(each) for each in mandates if mandate in {None, each.id}]

    def _row(self, mandate: Mandate) -> Plain:
        now, soon = (self._holders(mandate.id, epoch) for epoch in (self._epoch, self._epoch + 1))
        needed = mandate.seats + self._rules.in_force.structure.spare
        owners = {owner: self._owner(mandate.id, owner, agents) for owner, agents in now.items()}
        families = {family or f"owner/{owner}" for owner, agents in now.items() for family in self._families(agents)}
        return {
            "mandate": mandate.id,
            "values": plain(mandate.values),
            "seats": mandate.seats,
            "needed": needed,
            "owners": owners,
            "families": plain(sorted(families)),
            "missing": max(0, needed - len(now)),
            "missing_next_epoch": max(0, needed - len(soon)),
            "unreliable": plain([owner for owner in now if self._last(mandate.id, owner) is False]),
            "hole": _hole(mandate, len(now), needed),
        }

    def _holders(self, mandate: MandateId, epoch: int) -> dict[OwnerId, list[AgentId]]:
        held: set[AgentId] = set()
        for change in self._changes.get(mandate, ()):
            if change.epoch <= epoch:
                held = held | {change.agent} if isinstance(change, MandateTaken) else held - {change.agent}
        holders: dict[OwnerId, list[AgentId]] = defaultdict(list)
        serving, voiced = self._serving(), frozenset(self._roll.voiced())
        for agent in sorted(held):
            known = self._agents[agent]
            if known.owner in voiced - serving and NEEDED.issubset(known.may):
                holders[known.owner].append(agent)
        return dict(sorted(holders.items()))

    def _serving(self) -> frozenset[OwnerId]:
        charter = self._rules.in_force
        agents = [*meters(charter), *(kind.executor for kind in charter.structure.actions)]
        return frozenset(self._agents[each].owner for each in agents if each in self._agents)

    def _families(self, agents: Iterable[AgentId]) -> list[str | None]:
        return [self._agents[agent].family for agent in agents]

    def _last(self, mandate: MandateId, owner: OwnerId) -> bool | None:
        answers = self._answers.get((mandate, owner))
        return answers.lately[-1] if answers and answers.lately else None

    def _owner(self, mandate: MandateId, owner: OwnerId, agents: list[AgentId]) -> Mapping[str, Plain]:
        answers = self._answers.get((mandate, owner)) or Answers()
        return {
            "agents": plain(agents),
            "families": plain(self._families(agents)),
            "answered": sum(answers.lately),
            "silent": len(answers.lately) - sum(answers.lately),
            "last": answers.last,
        }


def _hole(mandate: Mandate, there: int, needed: int) -> str | None:
    """Return what is missing, in a sentence.

    >>> _hole(Mandate("safety", ("safety",), 3), 4, 5)
    'safety has 4 of the 5 owners that its 3 seats need: 1 is missing'
    """
    if there >= needed:
        return None
    lacks = "1 is missing" if needed - there == 1 else f"{needed - there} are missing"
    seats = "seat needs" if mandate.seats == 1 else f"{mandate.seats} seats need"
    return f"{mandate.id} has {there} of the {needed} owners that its {seats}: {lacks}"
