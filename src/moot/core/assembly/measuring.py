"""Measuring: meters of different owners report what happened, sealed so that none copies another.

Laws: nothing is measured before its horizon has run; a meter reports once, on what ran.
"""

from moot.core.act import AgentId, OwnerId, Ppm, ValueId
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.charter import kind_clause, metering, meters, value_ids
from moot.core.commands import ReportMeasure
from moot.core.events import MeasureFiled
from moot.core.forecast import lower_median
from moot.core.measurement import agreed
from moot.core.proposal import Proposal, filed_by, running
from moot.core.refusal import AlreadyDone, NotDue, NotYours, VersionIsStale


def file_measure(sitting: Sitting, command: ReportMeasure) -> None:
    """File a sealed measurement; refuses a stranger's, a second, an early one, or one of what did not run."""
    proposal, agent = sitting.proposal(command.proposal), actor(sitting)
    sitting.need_stage(proposal, "measuring", clause="structure.windows.measuring")
    if agent.id not in meters(proposal.frozen.charter):
        raise NotYours(f"{agent.id} is no meter", clause="awareness.metering", mend="Only named meters report.")
    if agent.id in filed_by(proposal):
        raise AlreadyDone("this meter has reported", clause="awareness.metering", mend="Wait for the opening.")
    if command.version != running(proposal).version:
        raise VersionIsStale("the report names what did not run", clause="awareness.metering", mend="Measure what ran.")
    over = proposal.since + proposal.kind.horizon
    if sitting.filed.received < over:
        raise NotDue(f"the horizon runs until {over}", clause=f"{kind_clause(proposal.kind)}.horizon", mend="Wait.")
    sitting.tell(MeasureFiled(proposal.id, sitting.filed.id, agent.id, command.seal))


def awaited_measures(proposal: Proposal) -> tuple[AgentId, ...]:
    """Return the meters that have not reported."""
    filed = filed_by(proposal)
    return tuple(meter for meter in meters(proposal.frozen.charter) if meter not in filed)


def agreement(sitting: Sitting, proposal: Proposal) -> dict[ValueId, Ppm | None]:
    """Return what the meters agree on for each value, or nothing."""
    return {name: _agreed(sitting, proposal, name) for name in value_ids(proposal.frozen.charter)}


def _agreed(sitting: Sitting, proposal: Proposal, name: ValueId) -> Ppm | None:
    each = metering(proposal.frozen.charter, name)
    said: dict[OwnerId, list[Ppm]] = {}
    for meter in each.meters:
        if meter in proposal.measures:
            said.setdefault(sitting.assembly.agents[meter].owner, []).append(proposal.measures[meter][name])
    return agreed({owner: lower_median(reports) for owner, reports in said.items()}, each.tolerance)


def reports(proposal: Proposal) -> dict[ValueId, tuple[Ppm, ...]]:
    """Return the different reports on each value, the lowest first."""
    charter = proposal.frozen.charter
    return {
        name: tuple(
            sorted({proposal.measures[m][name] for m in metering(charter, name).meters if m in proposal.measures})
        )
        for name in value_ids(charter)
    }
