"""A house in which terms are tried: what each of those who have a part in a trial does, one phase each."""

from dataclasses import replace

from moot.core.act import MILLION
from moot.core.assembly.trial import Trial
from moot.core.canonical import digest
from moot.core.commands import (
    Advance,
    HaltTrial,
    Interval,
    Measure,
    ReportExecution,
    ReportGuard,
    ReportMeasure,
    ReportTrial,
    RevealChance,
    StartTrial,
)
from moot.core.events import TrialClosed
from moot.core.lot import link
from moot.core.proposal import base_of
from moot.core.sealing import Sealing, seal
from moot.core.trial import points
from tests.core.house import LINKS, MINUTE, VALUES, House, secret_of

SAME = {"safety": 700_000, "thrift": 600_000}
BETTER = {"safety": 760_000, "thrift": 640_000}
WORSE = {"safety": 400_000, "thrift": 640_000}
HOUR = 60 * MINUTE


class Tried(House):
    """A house with at most one open trial."""

    @property
    def trial(self) -> Trial:
        """Return the one open trial."""
        [trial] = self.state.trials.values()
        return trial

    @property
    def over(self) -> TrialClosed:
        """Return how the last trial ended."""
        return self.told(TrialClosed)[-1]

    def command(self, **changes: object) -> StartTrial:
        """Return a trial of 18 degrees on 12 units in 4 batches of an hour."""
        now = self.state.targets["hall"].terms
        terms, base = {**now, "degrees": 18}, base_of("hall", now)
        plain = StartTrial("set_heat", terms, base, 12, 4, HOUR, "thrift", 50_000, 50_000)
        return replace(plain, **changes)  # type: ignore[arg-type]

    def start(self, by: str = "ana.ai", **changes: object) -> Trial:
        """Start a trial."""
        self.file(by, self.command(**changes))
        return self.trial

    def draw(self) -> None:
        """Let the named owners reveal their links, then the clerk."""
        if self.trial.stage != "drawing":
            return
        for member, each in self.trial.links["drawing"].items():
            if member != "clerk":
                disclosed = link(secret_of(member), each.number, LINKS).hex()
                self.file(f"{member}.ai", RevealChance(self.trial.id, each.number, disclosed))
        self.tend()

    @property
    def guard(self) -> str:
        """Return the guard's agent."""
        assert self.trial.guard
        return self.trial.guard.agent

    def release(self, verdict: str = "release", wealth: int = MILLION) -> None:
        """Let the guard release the next batch, or stop."""
        batch = self.trial.batch + (self.trial.stage == "releasing")
        self.file(self.guard, ReportGuard(self.trial.id, batch, verdict, wealth))  # type: ignore[arg-type]

    def treat(self, result: str = "executed", **in_force: int) -> None:
        """Let the executor report on the grant of units, honestly."""
        undo = self.trial.stage == "undoing"
        version = self.trial.status_quo if undo else self.trial.version
        terms = self.trial.before if undo else self.trial.wanted.terms
        self.file("ed.ai", ReportExecution(self.trial.grant, version, result, {**terms, **in_force}))  # type: ignore[arg-type]

    def reading(self, meter: str, version: str, values: dict[str, int]) -> None:
        """Let a meter file what it finds of one version."""
        salt = digest([meter, version, self.trial.id, self.trial.batch, self.index])
        payload = Measure(values)
        found = seal(Sealing(self.state.moot, meter, self.trial.id, "ReportMeasure"), salt, payload)
        self.held[found] = (salt, payload)
        self.file(meter, ReportMeasure(self.trial.id, version, found))

    def read(self, treated: dict[str, int] = BETTER, control: dict[str, int] = SAME) -> None:
        """Wait for the batch and let both meters report on both versions, then open."""
        if not self.trial.ending:
            self.now = max(self.now, self.trial.since + self.trial.wanted.duration)
        for meter in ("m1.ai", "m2.ai"):
            self.reading(meter, self.trial.version, treated)
            self.reading(meter, self.trial.status_quo, control)
        self.tend()

    def batch(self, treated: dict[str, int] = BETTER, control: dict[str, int] = SAME) -> None:
        """Let one batch be released, treated and measured."""
        self.release()
        self.treat()
        self.read(treated, control)

    def report(self, *by: str, margin: int = 20_000) -> None:
        """Let these agents, or whoever tried and the guard, report each point with a margin."""
        found = points(self.trial.compared, VALUES)
        level = {value: sum(row.units * row.treated[value] for row in self.trial.compared) // 12 for value in found}
        for agent in by or (self.trial.agent, self.guard):
            effects = {value: Interval(point - margin, point + margin) for value, point in found.items()}
            levels = {value: Interval(point - margin, point + margin) for value, point in level.items()}
            self.file(agent, ReportTrial(self.trial.id, effects, levels))

    def run(self, treated: dict[str, int] = BETTER, control: dict[str, int] = SAME) -> None:
        """Let a trial go well from its start to its report."""
        self.draw()
        while self.trial.stage == "releasing":
            self.batch(treated, control)
        self.treat()
        self.report()

    def halt(self, by: str, clause: str = "purpose.values.safety") -> None:
        """Let somebody halt it."""
        self.file(by, HaltTrial(self.trial.id, clause))

    def lapse(self) -> None:
        """Wait for the open phase's deadline and move on."""
        self.now = max(self.now, self.trial.until)
        self.file("clerk", Advance(self.trial.id, self.trial.stage))
