"""The setting of a story: who the members are, what they value and how influence lies.

Laws: it holds what events said and nothing else; an epoch is told only if it moved something.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from moot.cli.line import HARD_SPACE, Line, Part, said
from moot.cli.words import joined, listed, moment, moved, round_percent, share
from moot.core.act import AgentId, Instant, MandateId, Mass, OwnerId, Terms, ValueId
from moot.core.charter import DAY, Charter, Worth, kind_called, meters
from moot.core.events import (
    AgentRegistered,
    CharterAmended,
    Event,
    InfluenceUpdated,
    MandateLeft,
    MandateTaken,
    MootFounded,
    OwnerFounded,
    TargetSet,
    ValuesRepriced,
)
from moot.views.wording import counted, percent

LEGEND = (
    "now: in force; A: the proposal; B, C, ...: amendments; > recommended, x excluded, ! below its floor; "
    "support: owners whose reviewers agree"
)
MOVES_SHOWN = 3  # of influence, in an epoch


class Setting:
    """What a reader has to know before a decision makes sense."""

    def __init__(self, zone: tzinfo) -> None:
        """Tell the time as the clocks of `zone` do."""
        self.zone = zone
        self.charter: Charter
        self.voiced: list[OwnerId] = []
        self.agents: dict[AgentId, AgentRegistered] = {}
        self.mandates: dict[AgentId, list[MandateId]] = {}
        self.terms: dict[str, TargetSet] = {}
        self._influence: dict[ValueId, dict[OwnerId, Mass]] = {}
        self._before: dict[ValueId, dict[OwnerId, Mass]] = {}  # when it was last told
        self._repriced: ValuesRepriced | None = None

    def follow(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case MootFounded() | CharterAmended():
                self.charter = event.charter
            case OwnerFounded(voice=True):
                self.voiced.append(event.owner)
            case AgentRegistered():
                self.agents[event.agent] = event
            case MandateTaken() | MandateLeft():
                self._seat(event)
            case TargetSet():
                self.terms[event.target] = event
            case InfluenceUpdated():
                self._influence.setdefault(event.value, {}).update(event.masses)
                self._before.setdefault(event.value, dict(event.masses))
            case ValuesRepriced():
                self._repriced = event
            case _:
                pass

    def _seat(self, event: MandateTaken | MandateLeft) -> None:
        held = self.mandates.setdefault(event.agent, [])
        if isinstance(event, MandateTaken):
            held.append(event.mandate)
        elif event.mandate in held:
            held.remove(event.mandate)

    # How things are called.

    def day(self, instant: Instant) -> str:
        """Return the day, as a line begins."""
        now = moment(instant, self.zone)
        return f"{now.day} {now:%b}"

    def when(self, instant: Instant, since: Instant) -> str:
        """Return the time of day, or the day if `since` is longer ago than one."""
        return f"{moment(instant, self.zone):%H:%M}" if instant - since < DAY else self.day(instant)

    def owner(self, agent: AgentId) -> OwnerId:
        """Return for whom an agent acts."""
        return self.agents[agent].owner

    def called(self, agent: AgentId) -> str:
        """Return an agent's name, with its owner's where the name does not tell."""
        owner = self.owner(agent)
        return agent if agent.startswith(owner) else f"{agent} ({owner})"

    def units(self, kind: str) -> Mapping[str, str]:
        """Return the unit of each term of a kind of action."""
        found = kind_called(self.charter, kind)
        return {term.id: term.unit for term in found.terms} if found else {}

    def amount(self, kind: str, term: str, number: int) -> str:
        """Return a term's amount with its unit, which stay together."""
        return f"{number}{HARD_SPACE}{self.units(kind).get(term, '')}".rstrip()

    def changes(self, kind: str, old: Terms, new: Terms) -> tuple[Part, ...]:
        """Return in which terms `new` differs from `old`."""
        units = self.units(kind)
        differ = [term for term in units or sorted(old.keys() | new.keys()) if new.get(term) != old.get(term)]
        return joined(
            (Part(f"{term}{HARD_SPACE}"), *moved(str(old.get(term, "")), str(new.get(term, "")), units.get(term, "")))
            for term in differ
        )

    # What is told of it.

    def opening(self) -> Iterator[Line]:
        """Yield who takes part, for what, and what is in force when it begins."""
        purpose, structure = self.charter.purpose, self.charter.structure
        yield said("purpose", purpose.statement)
        yield said("members", self._members())
        yield said("values", *joined(map(_valued, purpose.values), " · "))
        for kind in structure.actions:
            terms = self.terms[kind.target].terms
            amounts = ", ".join(
                f"{term.id}{HARD_SPACE}{self.amount(kind.id, term.id, terms[term.id])}" for term in kind.terms
            )
            yield said("in force", f"{kind.target}: {amounts}")
        yield said("tables", LEGEND, tint="faint")

    def _members(self) -> str:
        voiced = [each for each in self.agents.values() if each.owner in self.voiced]
        people = sum(each.nature == "human" for each in voiced)
        families = {each.family for each in voiced if each.family}
        executors = sorted({kind.executor for kind in self.charter.structure.actions})
        return (
            f"{counted(len(self.voiced), 'owner')} with a voice: {counted(people, 'person', 'people')} and "
            f"{counted(len(voiced) - people, 'agent')} of {counted(len(families), 'family', 'families')}; "
            f"{listed(executors)} executes, {listed(meters(self.charter))} measure"
        )

    def epoch(self, when: str) -> Iterator[Line]:
        """Yield how weights and influence moved in the epoch that is closed."""
        repriced = self._repriced
        if repriced and (moves := [each for each in repriced.new if _shows(repriced, each)]):
            why = f"; {counted(len(repriced.moved_by), 'act')} weighed them anew"
            yield Line(when, "values", (*joined(_weight(repriced, name) for name in moves), Part(why)))
        if gains := sorted(self._gains(), key=lambda gain: -abs(gain[3] - gain[2]))[:MOVES_SHOWN]:
            yield Line(when, "influence", joined(map(_gained, gains)))
        self._before = {name: dict(masses) for name, masses in self._influence.items()}

    def _gains(self) -> Iterator[tuple[OwnerId, ValueId, Mass, Mass]]:
        """Yield the largest move on each value, if it shows."""
        for name, masses in self._influence.items():
            old = self._before[name]
            owner = max(masses, key=lambda each: (abs(masses[each] - old.get(each, 0)), each))
            if share(old.get(owner, 0)) != share(masses[owner]):
                yield owner, name, old.get(owner, 0), masses[owner]


def _valued(worth: Worth) -> tuple[Part, ...]:
    floor = f" (never below {round_percent(worth.floor)})" if worth.floor is not None else ""
    return Part(f"{worth.id}{HARD_SPACE}", f"value:{worth.id}"), Part(f"{round_percent(worth.weight)}{floor}")


def _shows(repriced: ValuesRepriced, name: ValueId) -> bool:
    return percent(repriced.old[name]) != percent(repriced.new[name])


def _weight(repriced: ValuesRepriced, name: ValueId) -> tuple[Part, ...]:
    change = moved(percent(repriced.old[name]), percent(repriced.new[name]), "%")
    return Part(f"{name}{HARD_SPACE}", f"value:{name}"), *change


def _gained(gain: tuple[OwnerId, ValueId, Mass, Mass]) -> tuple[Part, ...]:
    owner, name, old, new = gain
    return Part(f"{owner}{HARD_SPACE}"), *moved(share(old), share(new), "%"), Part(" on "), Part(name, f"value:{name}")
