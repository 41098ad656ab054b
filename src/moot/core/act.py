"""Who says what, when, and in which units: the words that every act and rule shares.

Units: `Ppm` 0..1,000,000 (a share, a forecast, a measured value); `Credits` micro-credits;
`Instant` milliseconds UTC since 1970; `Mass` influence in units of 10^-12. Ids of acts, proposals
and versions are SHA-256 in lower-case hex; members choose their own names.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from moot.core.value import value

MILLION: Final = 1_000_000
WHOLE: Final = 10**12  # the influence of everybody together on one value
SAFE: Final = 2**53 - 1  # the largest integer that every JSON reader keeps exact
CENTURY: Final = 100 * 365 * 86_400_000  # milliseconds; sums of an instant and some durations stay below SAFE


@value
class Between:
    """The bounds of an integer, both included."""

    low: int
    high: int


@value
class Length:
    """The bounds of a text's or list's length, both included."""

    low: int
    high: int


@value
class Pattern:
    """The regular expression that a whole text must match, and its name in messages."""

    regex: str
    name: str


_HASH = Pattern("[0-9a-f]{64}", "64 lower-case hex digits")
_NAME = Pattern("[a-z0-9][a-z0-9._-]{0,63}", "a name: lower-case letters, digits, '.', '_' and '-', at most 64")
_TOPIC = Pattern("all|(kind|value)/[a-z0-9][a-z0-9._-]{0,63}", "a topic: all, kind/NAME or value/NAME")

Hash: TypeAlias = Annotated[str, _HASH]
ActId: TypeAlias = Annotated[str, _HASH]
ProposalId: TypeAlias = Annotated[str, _HASH]
VersionId: TypeAlias = Annotated[str, _HASH]
KeyId: TypeAlias = Annotated[str, _HASH]  # an Ed25519 public key
Name: TypeAlias = Annotated[str, _NAME]
AgentId: TypeAlias = Annotated[str, _NAME]
OwnerId: TypeAlias = Annotated[str, _NAME]
ValueId: TypeAlias = Annotated[str, _NAME]
MandateId: TypeAlias = Annotated[str, _NAME]
TermId: TypeAlias = Annotated[str, _NAME]
Topic: TypeAlias = Annotated[str, _TOPIC]  # of votes that are handed on
Ppm: TypeAlias = Annotated[int, Between(0, MILLION)]
Credits: TypeAlias = Annotated[int, Between(0, 10**12)]  # sums of many stay below SAFE
Instant: TypeAlias = Annotated[int, Between(0, SAFE)]
Duration: TypeAlias = Annotated[int, Between(0, CENTURY)]
Mass: TypeAlias = int
Terms: TypeAlias = Mapping[TermId, int]

Relation: TypeAlias = Literal["<=", ">=", "=", "in"]
Holder: TypeAlias = Literal["member", "door"]  # of a key
Strength: TypeAlias = Literal["must", "should"]
Stance: TypeAlias = Literal["for", "could_live", "against"]
Choice: TypeAlias = Literal["for", "abstain", "against"]
Nature: TypeAlias = Literal["human", "ai"]


@value
class Condition:
    """What would win a reviewer: a predicate over one term.

    `value` holds one integer for `<=`, `>=` and `=`, and the accepted integers for `in`.
    """

    strength: Strength
    term: TermId
    relation: Relation
    value: Annotated[tuple[int, ...], Length(1, 16)]
