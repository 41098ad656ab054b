"""Plain Python at the end of a grant: an executor and a meter around callables.

Laws: an executor acts on nothing but the version that was granted, on the terms that it was built on;
what breaks is undone once; what is reported was read back, and what cannot be read back is unknown; a
grant is used once, and what it changed too late is taken back.

>>> lamp = {"watts": 40}
>>> carry_out(Control(lamp.update, lamp.copy), {"watts": 60}, before={"watts": 40})
Outcome(result='executed', in_force={'watts': 60}, undone=False)
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import TypeAlias, TypeVar

from moot.core.act import ActId, Instant, Ppm, ProposalId, Terms, ValueId
from moot.core.commands import Measure, ReportExecution, Result
from moot.core.proposal import base_of, version_of
from moot.core.refusal import NotFound, Refused, StageIsOver
from moot.core.value import value
from moot.kit.agent import Agent
from moot.kit.door import Shown
from moot.kit.member import Member

T = TypeVar("T")


@value
class Treated:
    """Which units to treat from now on: that many of a target, drawn by `seed`, or none any more.

    `batch` counts from 1; in an order by the lot of `seed` and the batch, the first `units` are treated.
    """

    trial: ActId
    target: str
    terms: Terms
    batch: int
    units: int
    seed: str


@value
class Control:
    """What an executor turns: `put` sets terms, `read` says which are in force; either may raise whatever it likes.

    `treat` lets other terms hold for some units only, or for none any more; who cannot do that tries nothing.
    With a `limit` in seconds none is waited for any longer.
    """

    put: Callable[[Terms], object]
    read: Callable[[], Terms]
    limit: float | None = None
    treat: Callable[[Treated], object] | None = None


@value
class Outcome:
    """What became of an order, and the terms in force as far as they are known."""

    result: Result
    in_force: Terms
    undone: bool = False


class Hangs(Exception):
    """A callable gives no answer, and may still be at work."""


def carry_out(control: Control, wanted: Terms, *, before: Terms) -> Outcome:
    """Put `wanted` in force; undo once if that breaks. The answer is what was read back."""
    try:
        _within(control.limit, partial(control.put, wanted))
    except Hangs:
        return Outcome("unknown", before)  # to undo what is still at work would be a race
    except Exception:  # noqa: BLE001 - whatever breaks, the record is owed an answer
        return _undo(control, before)
    try:
        now = _within(control.limit, control.read)
    except Exception:  # noqa: BLE001 - likewise
        return Outcome("unknown", before)
    if now == wanted:
        return Outcome("executed", now)
    return Outcome("failed" if now == before else "partly_executed", now)


def _undo(control: Control, before: Terms) -> Outcome:
    try:
        _within(control.limit, partial(control.put, before))
        now = _within(control.limit, control.read)
    except Exception:  # noqa: BLE001 - once is all that is tried
        return Outcome("unknown", before)
    return Outcome("failed", now, undone=True) if now == before else Outcome("partly_executed", now)


def _within(limit: float | None, ask: Callable[[], T]) -> T:
    """Return what `ask` returns, or raise `Hangs` after `limit` seconds."""
    if limit is None:
        return ask()
    answer: Future[T] = Future()
    Thread(target=_answer, args=(answer, ask), daemon=True).start()
    try:
        return answer.result(timeout=limit)
    except TimeoutError as error:
        if answer.done():
            raise
        message = f"no answer within {limit} s"
        raise Hangs(message) from error


def _answer(answer: "Future[T]", ask: Callable[[], T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is awaited
        answer.set_exception(error)


class Executor(Agent):
    """A member that uses grants on a control, and reports."""

    def __init__(self, member: Member, control: Control) -> None:
        """Act as `member` on `control`."""
        super().__init__(member)
        self.control = control
        self._used: dict[ActId, ReportExecution] = {}
        self._before: Terms | None = None  # what to go back to, should the report come too late

    def execute(self, page: Shown) -> ReportExecution | None:
        """Use the grant of the page once, and report; the same report again if it did not arrive."""
        grant = page["grant"]
        named = grant["grant"]
        if named not in self._used:
            if self.member.clock() > grant["until"]:
                return None
            done = self._use(grant, known=page["versions"][page["status_quo"]]["terms"])
            report = ReportExecution(named, grant["version"], done.result, done.in_force, done.undone)
            self._used[named] = report
        return self._used[named]

    def _use(self, grant: Shown, known: Terms) -> Outcome:
        self._before = None
        try:
            before = _within(self.control.limit, self.control.read)
        except Exception:  # noqa: BLE001 - nothing was done, and what is in force cannot be told
            return Outcome("unknown", known)
        if version_of(grant["kind"], grant["terms"], grant["base"]) != grant["version"]:
            return Outcome("failed", before)
        if before == grant["terms"]:  # also after a crash between doing and reporting
            return Outcome("executed", before)
        if base_of(grant["target"], before) != grant["base"]:
            return Outcome("failed", before)
        self._before = before
        return carry_out(self.control, grant["terms"], before=before)

    def treat(self, page: Shown) -> ReportExecution | None:
        """Treat the units of a trial's grant, or none any more, and report; what breaks is undone once."""
        grant, named = page["grant"], page["grant"]["grant"]
        if named not in self._used:
            if self.member.clock() > grant["until"]:
                return None
            wanted = Treated(
                page["trial"], grant["target"], grant["terms"], grant["batch"], grant["units"], page["seed"]
            )
            done = self._treated(wanted, page["before"])
            if not wanted.units and done.result != "executed":
                return None  # units may still be treated: try again until the grant runs out
            self._used[named] = ReportExecution(named, grant["version"], done.result, done.in_force, done.undone)
        return self._used[named]

    def _treated(self, wanted: Treated, before: Terms) -> Outcome:
        """Treat units; undo once if that breaks. What a part of a target follows cannot be read back."""
        treat = self.control.treat
        if treat is None:
            return Outcome("failed" if wanted.units else "executed", before)
        try:
            _within(self.control.limit, partial(treat, wanted))
        except Hangs:
            return Outcome("unknown", before)
        except Exception:  # noqa: BLE001 - whatever breaks, the record is owed an answer
            return self._untreated(treat, wanted, before)
        return Outcome("executed", wanted.terms)

    def _untreated(self, treat: Callable[[Treated], object], wanted: Treated, before: Terms) -> Outcome:
        try:
            _within(self.control.limit, partial(treat, replace(wanted, terms=before, units=0)))
        except Exception:  # noqa: BLE001 - once is all that is tried
            return Outcome("unknown", before)
        return Outcome("failed", before, undone=True) if wanted.units else Outcome("executed", before)

    def refused(self, refusal: Refused) -> None:
        """Take back what was done for a grant that had run out; anything else is treated as ever."""
        if not isinstance(refusal, StageIsOver | NotFound):
            super().refused(refusal)
            return
        before, self._before = self._before, None
        if before is not None:
            _within(self.control.limit, partial(self.control.put, before))


@value
class Ran:
    """What a meter is asked about: the terms of a kind that ran since an instant, and those before them.

    Of the kind `charter` they are the charter's numbers: what else is in force, the meter has to know.
    """

    proposal: ProposalId
    kind: str
    target: str
    terms: Terms
    before: Terms
    since: Instant


Reading: TypeAlias = Mapping[ValueId, Ppm]


@value
class Compared:
    """What a meter is asked about in a trial: units that are treated since an instant, beside all others.

    `until` is when they were left alone, if the trial ended before its batch did.
    """

    treated: Treated
    before: Terms
    since: Instant
    until: Instant | None


Readings: TypeAlias = tuple[Reading, Reading]  # of the treated units, and of the others


class Meter(Agent):
    """A member that measures by a callable what ran, once the horizon of its kind is over."""

    def __init__(
        self,
        member: Member,
        read: Callable[[Ran], Reading | None],
        both: Callable[[Compared], Readings | None] | None = None,
    ) -> None:
        """Act as `member`; `read` gives ppm for each value that the charter lets it measure, or None: not yet.

        `both` gives them for the treated units of a trial's batch, and for the others.
        """
        super().__init__(member)
        self.read, self.both = read, both

    def compare(self, page: Shown) -> tuple[Measure, Measure] | None:
        """Measure the treated units and the others, unless it is too early."""
        since, units = page["treated_since"], page["sizes"][page["batch"] - 1]
        early = page["ending"] is None and self.member.clock() < page["since"] + page["duration"]
        if self.both is None or since is None or early:
            return None
        treated = Treated(page["trial"], page["target"], page["terms"], page["batch"], units, page["seed"])
        found = self.both(Compared(treated, page["before"], since, page["treated_until"]))
        return None if found is None else (Measure(found[0]), Measure(found[1]))

    def measure(self, page: Shown) -> Measure | None:
        """Measure what ran, unless it is too early."""
        before = page["versions"][page["status_quo"]]["terms"]
        ran = Ran(
            proposal=page["proposal"],
            kind=page["kind"],
            target=page["target"],
            terms=before if page["in_force"] is None else page["in_force"],
            before=before,
            since=page["since"],
        )
        if self.member.clock() < ran.since + page["horizon"]:
            return None
        found = self.read(ran)
        return None if found is None else Measure(found)
