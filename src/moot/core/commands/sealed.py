"""What sealed acts hold: reviews, forecasts, votes, measurements and verdicts; the field `what` tells them apart."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from moot.core.act import Between, Choice, Condition, Hash, Length, Pattern, Ppm, ProposalId, Stance, ValueId, VersionId
from moot.core.value import value

# No text of anybody's choosing, and so no instruction to a reader, fits into it.
Clause: TypeAlias = Annotated[str, Pattern("[a-z0-9_.-]{1,120}", "a clause id, such as purpose.values.safety.floor")]
Severity: TypeAlias = Literal["note", "minor", "major", "critical"]
# What a jury can find: which report stands, what became of a grant, whether a claim holds. `void`: it cannot be known.
Ruling: TypeAlias = Literal["measured", "executed", "partly_executed", "failed", "void", "upheld", "dismissed"]


@value
class Finding:
    """What a reviewer found: how grave, under which clause, the hash of the evidence, and whether it posts a bond.

    A bond counts for the floor of a value, where the charter asks for one (`agency.floor_bond`).
    """

    severity: Severity
    clause: Clause
    evidence: Hash | None = None
    bonded: bool = False


@value
class Review:
    """A stance on one version, with what would win the reviewer."""

    stance: Stance
    findings: Annotated[tuple[Finding, ...], Length(0, 64)] = ()
    conditions: Annotated[tuple[Condition, ...], Length(0, 16)] = ()
    what: Literal["review"] = "review"


@value
class Forecast:
    """The expected measurement (ppm) of every value for every candidate, should it run."""

    cells: Mapping[VersionId, Mapping[ValueId, Ppm]]
    what: Literal["forecast"] = "forecast"


@value
class Block:
    """The clause that a vote against says is broken, and the finding's hash."""

    clause: Clause
    finding: Hash | None = None


@value
class Vote:
    """A choice on the printed lottery; a block is a vote against that names a clause."""

    choice: Choice
    block: Block | None = None
    reason: Hash | None = None
    what: Literal["vote"] = "vote"


@value
class Measure:
    """What a meter measured over the horizon (ppm), and the hash of its evidence."""

    values: Mapping[ValueId, Ppm]
    evidence: Hash | None = None
    what: Literal["measure"] = "measure"


@value
class Verdict:
    """What a juror finds, and the hash of its reasons; `values` holds the reports that stand, if it is `measured`."""

    ruling: Ruling
    reason: Hash
    values: Mapping[ValueId, Ppm]
    what: Literal["verdict"] = "verdict"


@value
class Ballot:
    """The points that an owner gives to projects of a round; one that it leaves out has none."""

    points: Mapping[ProposalId, Annotated[int, Between(1, 10)]]
    what: Literal["ballot"] = "ballot"


Payload: TypeAlias = Review | Forecast | Vote | Measure | Verdict | Ballot
