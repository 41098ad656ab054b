"""Floors: whoever says that one would be broken can be asked to stand by it with a bond, and a trial can answer.

Laws: with `agency.floor_bond` at 0 the pool alone excludes; otherwise a candidate is excluded by a floor only
if the pool is below it, a bonded finding on that floor stands, and no trial has shown these terms above it;
a bond that excluded nobody returns at once; one that did stays until a trial on excluded terms decides it,
or its time is over; what a trial shows counts only as far as whoever tried and its guard both say so,
and only where the charter still means the same by the terms and by the floor.
"""

from collections.abc import Mapping

from moot.core.act import Ppm, Terms, ValueId, VersionId
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, Standing
from moot.core.assembly.trial import Trial
from moot.core.charter import Charter, kind_called
from moot.core.commands import Interval, Review
from moot.core.events import Fate, FindingBonded, FindingDecided, FindingStands
from moot.core.forecast import eligible
from moot.core.ledger import FINDINGS, owner_account
from moot.core.proposal import Proposal

Values = Mapping[ValueId, Ppm]


def clause_of(value: ValueId) -> str:
    """Return the clause of a value's floor."""
    return f"purpose.values.{value}.floor"


def _floors(charter: Charter) -> dict[ValueId, Ppm]:
    return {worth.id: worth.floor for worth in charter.purpose.values if worth.floor is not None}


def bond_findings(sitting: Sitting, proposal: Proposal, owner: str, review: Review) -> None:
    """Take the bond of each floor that an opened review says would be broken, once an owner, as far as it can pay."""
    amount = proposal.frozen.charter.agency.floor_bond
    known = {clause_of(value) for value in _floors(proposal.frozen.charter)}
    for finding in review.findings:
        mine = {each.clause for each in _of(sitting.assembly, proposal) if each.owner == owner}
        if amount and finding.bonded and finding.clause in known - mine and sitting.free(owner) >= amount:
            sitting.pay(owner_account(owner), FINDINGS, amount, "agency.floor_bond", proposal.id)
            sitting.tell(FindingBonded(proposal.id, owner, finding.clause, amount, sitting.assembly.epoch))


def _of(assembly: Assembly, proposal: Proposal) -> tuple[Standing, ...]:
    return tuple(each for each in assembly.findings if each.proposal == proposal.id)


def excluded(sitting: Sitting, proposal: Proposal, values: Mapping[VersionId, Values]) -> dict[VersionId, str]:
    """Return the candidates that a floor excludes, with its clause, and settle the findings that excluded nobody."""
    charter, now = proposal.frozen.charter, values[proposal.status_quo]
    found: dict[VersionId, str] = {}
    by_clause: dict[str, list[Terms]] = {}
    for value, floor in _floors(charter).items():
        for version, cells in values.items():
            held = eligible({value: cells[value]}, {value: now[value]}, {value: floor})
            terms = proposal.versions[version].terms
            if version != proposal.status_quo and not held and _counts(sitting, proposal, value, terms):
                found.setdefault(version, clause_of(value))
                by_clause.setdefault(clause_of(value), []).append(terms)
    for finding in _of(sitting.assembly, proposal):
        if terms_of := by_clause.get(finding.clause):
            sitting.tell(FindingStands(proposal.id, finding.owner, finding.clause, proposal.kind.id, tuple(terms_of)))
        else:
            decide(sitting, finding, "unused")
    return found


def _counts(sitting: Sitting, proposal: Proposal, value: ValueId, terms: Terms) -> bool:
    """Return whether a pool below the floor of `value` excludes `terms`."""
    if not proposal.frozen.charter.agency.floor_bond:
        return True
    if not any(finding.clause == clause_of(value) for finding in _of(sitting.assembly, proposal)):
        return False
    return not any(
        (each.kind, dict(each.terms)) == (proposal.kind.id, dict(terms))
        and value in each.above
        and _same(each.law, proposal.frozen.charter, each.kind, clause_of(value))
        for each in sitting.assembly.evidence
    )


def _same(one: Charter, other: Charter, kind: str, clause: str) -> bool:
    """Whether two charters mean the same by a kind's terms and by the floor of `clause`."""
    floors = [{clause_of(value): floor for value, floor in _floors(law).items()}.get(clause) for law in (one, other)]
    return kind_called(one, kind) == kind_called(other, kind) and floors[0] == floors[1]


def decide(sitting: Sitting, finding: Standing, fate: Fate, to: str | None = None) -> None:
    """Give a bond back, or to whoever answered it."""
    target = to or finding.owner
    sitting.pay(FINDINGS, owner_account(target), finding.amount, "agency.floor_bond", finding.proposal)
    sitting.tell(FindingDecided(finding.proposal, finding.owner, finding.clause, fate, target))


def release_findings(sitting: Sitting, proposal: Proposal) -> None:
    """Give back the bonds of a proposal that ends before its forecasts are pooled."""
    for finding in _of(sitting.assembly, proposal):
        if not finding.terms:
            decide(sitting, finding, "unused")


def above(trial: Trial, levels: Mapping[ValueId, Interval], *, both: bool) -> tuple[ValueId, ...]:
    """Return the values whose floor a trial that ran to its end has shown its terms to be above."""
    if trial.ending != "completed" or not both:
        return ()
    floors = _floors(trial.frozen.charter)
    return tuple(value for value, floor in floors.items() if value in levels and levels[value].low >= floor)


def below(trial: Trial, levels: Mapping[ValueId, Interval], *, both: bool) -> tuple[ValueId, ...]:
    """Return the values whose floor a trial has shown its terms to break, whatever ended it."""
    floors = _floors(trial.frozen.charter)
    return tuple(value for value, floor in floors.items() if both and value in levels and levels[value].high < floor)


def answer(sitting: Sitting, trial: Trial, shown: tuple[ValueId, ...], broken: tuple[ValueId, ...]) -> None:
    """Let a trial decide the findings that excluded its terms: to whoever tried if above the floor, else back."""
    clauses = {**{clause_of(value): False for value in broken}, **{clause_of(value): True for value in shown}}
    for finding in sitting.assembly.findings:
        tried = finding.kind == trial.kind.id and dict(trial.wanted.terms) in [dict(each) for each in finding.terms]
        meant = _same(finding.law, trial.frozen.charter, trial.kind.id, finding.clause)
        if tried and meant and finding.clause in clauses:
            answered = clauses[finding.clause]
            decide(sitting, finding, "answered" if answered else "upheld", trial.owner if answered else None)


def expire_findings(sitting: Sitting) -> None:
    """Give back the bonds that no trial has decided for as long as reports are remembered."""
    memory = sitting.assembly.charter.agency.trials.memory
    for finding in sitting.assembly.findings:
        if sitting.assembly.epoch + 1 - finding.epoch >= memory and finding.terms:
            decide(sitting, finding, "expired")
