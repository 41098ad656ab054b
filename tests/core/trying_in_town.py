"""Trials in the hostile town: what members do about them, and the laws that hold for them after every act."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from moot.core.assembly.trying import taken
from moot.core.charter import value_ids
from moot.core.commands import (
    HaltTrial,
    Interval,
    Measure,
    ReportExecution,
    ReportGuard,
    ReportMeasure,
    ReportTrial,
    StartTrial,
)
from moot.core.events import BatchReleased, TrialClosed, TrialMoved, TrialStarted, UnitsGranted
from moot.core.lane import worst_case
from moot.core.phases import PHASES
from moot.core.proposal import base_of
from moot.core.trial import points, reserve
from tests.core.house import OWNERS
from tests.core.lawful import Lawful
from tests.core.town import HOUR, KINDS, forget, openings, reveals, sealed

CHANCE = st.randoms(use_true_random=True)


def trying(house, chance):
    """Somebody tries something, on a few units or on many."""
    by, kind = f"{chance.choice(OWNERS)}.ai", chance.choice(sorted(KINDS))
    now = house.state.targets[KINDS[kind]].terms
    terms = {"degrees": chance.randint(0, 40), "hours": now["hours"]}
    batches = chance.randint(1, 3)
    units = chance.choice([batches, 6, 90])
    metric = chance.choice(value_ids(house.state.charter))
    return by, StartTrial(kind, terms, base_of(KINDS[kind], now), units, batches, HOUR, metric, 50_000, 50_000)


def _guards(_, trial, chance):
    verdict = "stop" if chance.random() < 0.15 else "release"
    yield trial.guard.agent, ReportGuard(trial.id, trial.batch + 1, verdict)


def _treats(_, trial, chance):
    undo = trial.stage == "undoing"
    result = "executed" if undo else chance.choice(["executed"] * 4 + ["failed", "unknown"])
    terms = trial.before if undo or (result == "failed" and chance.random() < 0.5) else trial.wanted.terms
    yield "ed.ai", ReportExecution(trial.grant, trial.status_quo if undo else trial.version, result, terms)


def _reads(house, trial, chance):
    values = value_ids(trial.frozen.charter)
    for meter in ("m1.ai", "m2.ai"):
        for version in (trial.version, trial.status_quo):
            near = {value: 600_000 + chance.choice([0, 0, 0, 0, -30_000, -300_000]) for value in values}
            found = sealed(house, trial, meter, Measure(near))
            forget(house, found, chance)
            yield meter, ReportMeasure(trial.id, version, found)


def _concludes(_, trial, __):
    found = points(trial.compared, value_ids(trial.frozen.charter))
    said = {value: Interval(point - 5, point + 5) for value, point in found.items()}
    for agent in (trial.agent, *([trial.guard.agent] if trial.guard else [])):
        yield agent, ReportTrial(trial.id, said, said)


TRIAL_WISHES = {
    "drawing": reveals,
    "drawing_clerk": reveals,
    "releasing": _guards,
    "executing": _treats,
    "measuring": _reads,
    "opening_measures": openings,
    "undoing": _treats,
    "reporting": _concludes,
}


def trial_wishes(house, trial, chance):
    """What members would do about a trial in its phase; now and then somebody halts it."""
    wished = list(TRIAL_WISHES[trial.stage](house, trial, chance))
    if chance.random() < 0.05:
        wished.append((f"{chance.choice(OWNERS)}.ai", HaltTrial(trial.id, "purpose")))
    return wished


class Trying(Lawful):
    """A town that tries things, and watches what is tried."""

    def __init__(self):
        super().__init__()
        self.phases = {}
        self.releases = {}  # of each trial, as many batches as were released

    def watch(self, event, command):
        super().watch(event, command)
        self.watch_trial(event)

    def watch_trial(self, event):
        match event:
            case TrialStarted(trial=trial):
                self.phases[trial] = "drawing"
                self.releases[trial] = 0
            case TrialMoved(trial=trial, stage=stage):
                self.turn(trial, stage)
                assert event.until > event.since
            case BatchReleased(trial=trial, batch=batch):
                self.releases[trial] = batch
            case UnitsGranted(trial=trial, batch=batch, units=units):
                assert units == 0 or batch == self.releases[trial], "units without a release"
            case TrialClosed(trial=trial, ending=ending):
                self.turn(trial, ending)

    def turn(self, trial, phase):
        old = self.phases[trial]
        kept = (old, phase) in {("drawing", "releasing"), ("drawing", "unguarded"), ("drawing", "drawing")}
        assert kept or phase in PHASES[old].leads, (old, phase)
        self.phases[trial] = phase
        self.seen[phase] += 1

    @rule(chance=CHANCE)
    def somebody_tries_out(self, chance):
        self.attempt(*trying(self.house, chance))

    @precondition(lambda self: self.house.state.trials)
    @rule(chance=CHANCE, phases=st.integers(1, 6))
    def a_trial_goes_on(self, chance, phases):
        for _ in range(phases):
            for trial in list(self.house.state.trials.values()):
                if trial.stage == "measuring":
                    self.house.now = max(self.house.now, trial.since + trial.wanted.duration)
                for by, command in trial_wishes(self.house, trial, chance):
                    if chance.random() < 0.95:
                        self.attempt(by, command)
                present = self.house.state.trials.get(trial.id)
                if present and present.stage == trial.stage and chance.random() < 0.5:
                    self.house.now = max(self.house.now, present.until)
            self.the_clerk_does_what_is_due()

    @invariant()
    def a_trial_is_open_in_its_phases_and_over_at_its_end(self):
        assert {each for each, phase in self.phases.items() if phase in PHASES} == set(self.house.state.trials)

    @invariant()
    def what_is_reserved_lies_within_the_budgets(self):
        state, now = self.house.state, self.house.now
        agency, harms = state.charter.agency, list(taken(state, now))
        done = [each for each in state.harms if now - each.at < state.charter.structure.epoch]
        for trial in state.trials.values():
            assert trial.reserve <= agency.risk_budget
            mine = [each.reserve for each in state.trials.values() if each.owner == trial.owner]
            assert sum(mine) <= agency.risk_budget
        assert sum(each.reserve for each in state.trials.values()) <= agency.risk_total
        assert len(harms) == len(state.trials) + len(done)

    @invariant()
    def a_target_has_one_trial_and_no_unit_is_treated_without_a_release(self):
        trials = list(self.house.state.trials.values())
        assert len({each.kind.target for each in trials}) == len(trials)
        for trial in trials:
            assert not trial.treating or trial.batch
            assert len(trial.compared) <= trial.batch
            purse = trial.purse.bond + trial.purse.fees + trial.purse.guard
            due = sum(each.deposit for each in trial.links.get("drawing", {}).values() if each.revealed is None)
            due = due if trial.stage == "drawing" else 0
            assert self.house.state.ledger.accounts[f"held/{trial.id}"] == purse + due

    @invariant()
    def a_trial_whose_harm_leaves_no_room_gives_no_more_units(self):
        for trial in self.house.state.trials.values():
            if trial.stage == "releasing":
                most = worst_case(trial.kind, trial.wanted.terms)
                rest = reserve(most, trial.wanted.sizes[trial.batch], trial.kind.units)
                assert trial.harm + rest <= trial.reserve
