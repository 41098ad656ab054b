"""What executors and meters report of the version that was granted."""

from typing import Literal, TypeAlias

from moot.core.act import ActId, Hash, ProposalId, Terms, VersionId
from moot.core.value import value

Result: TypeAlias = Literal["executed", "partly_executed", "failed", "unknown"]


@value
class ReportExecution:
    """Say what became of a grant, and which terms are in force now."""

    grant: ActId
    version: VersionId
    result: Result
    in_force: Terms
    undone: bool = False
    evidence: Hash | None = None


@value
class ReportMeasure:
    """File a sealed measurement of what ran."""

    proposal: ProposalId
    version: VersionId
    seal: Hash
