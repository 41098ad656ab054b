"""What events make of a trial, between its start and its end.

Laws: what was sealed stays sealed until its own batch is opened; a trial that is over is gone, but for
the harm it did, which counts against the budgets for an epoch.
"""

from dataclasses import replace

from moot.core import events as e
from moot.core.assembly.state import Assembly, Drawn, Evidence, Standing, voiced
from moot.core.assembly.trial import GUARD, Deposits, Told, Trial, Wanted, units_of
from moot.core.charter import kind_called
from moot.core.dossier import Envelope, Frozen
from moot.core.persistent import put, without
from moot.core.proposal import OPENING
from moot.core.trial import Comparison, Toll
from moot.core.value import changed


def with_trial(a: Assembly, trial: Trial) -> Assembly:
    """Return the assembly with `trial` as it is now."""
    return changed(a, trials=put(a.trials, trial.id, trial))


def started(a: Assembly, x: e.TrialStarted) -> Assembly:
    kind = kind_called(a.charter, x.kind)
    assert kind  # noqa: S101 - it was looked up when the trial was started
    trial = Trial(
        id=x.trial,
        agent=x.agent,
        owner=x.owner,
        kind=kind,
        version=x.version,
        status_quo=x.status_quo,
        before=a.targets[x.target].terms,
        wanted=Wanted(x.terms, x.sizes, x.duration, x.metric, x.tolerance, x.alpha),
        reserve=x.reserve,
        frozen=Frozen(a.charter, voiced(a), a.weights, {}),
        purse=Deposits(x.bond, x.fees),
    )
    return with_trial(a, trial)


def moved(a: Assembly, x: e.TrialMoved) -> Assembly:
    trial = a.trials[x.trial]
    again = trial.stage == x.stage and trial.since != 0
    entered = changed(trial, stage=x.stage, since=x.since, until=x.until, extended=again)
    # What is sealed goes on to its opening, over the executor's last report too, and no further.
    keeps = x.stage in OPENING or x.stage == "undoing" or trial.stage == "undoing"
    return with_trial(a, entered if keeps else changed(entered, sealed={}, arms={}))


def seeded(a: Assembly, x: e.LotSeeded) -> Assembly:
    """Keep the draw for the owner's epoch, so that starting again does not draw again."""
    trial = a.trials[x.proposal]
    if not any((kept.owner, kept.kind) == (trial.owner, GUARD) for kept in a.drawn):
        a = changed(a, drawn=(*a.drawn, Drawn(trial.owner, GUARD, (), x.seed)))
    return with_trial(a, changed(trial, seeds={**trial.seeds, x.side: x.seed}))


def guard(a: Assembly, x: e.GuardDrawn) -> Assembly:
    trial = a.trials[x.trial]
    purse = replace(trial.purse, guard=x.deposit)
    return with_trial(a, changed(trial, guard=x.guard, standins=x.standins, purse=purse))


def guard_replaced(a: Assembly, x: e.GuardReplaced) -> Assembly:
    trial = a.trials[x.trial]
    purse = replace(trial.purse, guard=x.deposit)
    if x.guard is None:
        return with_trial(a, changed(trial, guard=None, purse=purse))
    rest = trial.standins[[each.agent for each in trial.standins].index(x.guard.agent) + 1 :]
    return with_trial(a, changed(trial, guard=x.guard, standins=rest, replaced=True, purse=purse))


def released(a: Assembly, x: e.BatchReleased) -> Assembly:
    trial = a.trials[x.trial]
    return with_trial(a, changed(trial, batch=x.batch, purse=replace(trial.purse, fees=trial.purse.fees - x.fee)))


def stopped(a: Assembly, x: e.TrialStopped) -> Assembly:
    trial = a.trials[x.trial]
    return with_trial(a, changed(trial, purse=replace(trial.purse, fees=trial.purse.fees - x.fee)))


def halted(a: Assembly, x: e.TrialHalted) -> Assembly:
    return changed(a, halts=put(a.halts, x.owner, a.halts.get(x.owner, 0) + 1)) if x.counts else a


def granted(a: Assembly, x: e.UnitsGranted) -> Assembly:
    return with_trial(a, changed(a.trials[x.trial], grant=x.grant, treating=True))


def executed(a: Assembly, x: e.UnitsExecuted) -> Assembly:
    return with_trial(a, changed(a.trials[x.trial], grant=None, batch=x.batch, treating=x.units > 0))


def filed(a: Assembly, x: e.ReadingFiled) -> Assembly:
    trial = a.trials[x.trial]
    envelope = Envelope(x.agent, a.agents[x.agent].owner, "", x.seal)
    arms = put(trial.arms, x.act, x.version)
    return with_trial(a, changed(trial, sealed=put(trial.sealed, x.act, envelope), arms=arms))


def opened(a: Assembly, x: e.ReadingOpened) -> Assembly:
    trial = a.trials[x.trial]
    readings = put(trial.readings, x.agent, {**trial.readings.get(x.agent, {}), x.version: x.values})
    return with_trial(a, changed(trial, sealed=without(trial.sealed, x.act), readings=readings))


def measured(a: Assembly, x: e.BatchMeasured) -> Assembly:
    trial = a.trials[x.trial]
    row = Comparison(units_of(trial), x.treated, x.control)
    found = changed(trial, compared=(*trial.compared, row), harm=trial.harm + x.harm, readings={}, sealed={}, arms={})
    return with_trial(a, found)


def ending(a: Assembly, x: e.TrialEnding) -> Assembly:
    return with_trial(a, changed(a.trials[x.trial], ending=x.ending, why=x.why))


def reported(a: Assembly, x: e.TrialReported) -> Assembly:
    trial = a.trials[x.trial]
    told = Told(x.effects, x.levels)
    return with_trial(a, changed(trial, reports=put(trial.reports, a.agents[x.agent].owner, told)))


def closed(a: Assembly, x: e.TrialClosed) -> Assembly:
    trial = a.trials[x.trial]
    harms = a.harms
    if x.harm:
        harms = (*harms, Toll(trial.owner, trial.kind.target, x.harm, x.at))
    evidence = a.evidence
    if x.above:
        evidence = (
            *evidence,
            Evidence(x.trial, trial.kind.id, trial.wanted.terms, x.above, a.epoch, trial.frozen.charter),
        )
    harms = tuple(each for each in harms if x.at - each.at < a.charter.structure.epoch)
    return changed(a, trials=without(a.trials, x.trial), harms=harms, evidence=evidence)


def bonded(a: Assembly, x: e.FindingBonded) -> Assembly:
    found = Standing(x.proposal, x.owner, x.clause, x.amount, x.epoch, a.proposals[x.proposal].frozen.charter)
    return changed(a, findings=(*a.findings, found))


def stands(a: Assembly, x: e.FindingStands) -> Assembly:
    return changed(
        a,
        findings=tuple(replace(each, kind=x.kind, terms=x.terms) if _named(each, x) else each for each in a.findings),
    )


def decided(a: Assembly, x: e.FindingDecided) -> Assembly:
    return changed(a, findings=tuple(each for each in a.findings if not _named(each, x)))


def _named(finding: Standing, x: e.FindingStands | e.FindingDecided) -> bool:
    return (finding.proposal, finding.owner, finding.clause) == (x.proposal, x.owner, x.clause)
