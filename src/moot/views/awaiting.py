"""What awaits somebody: whose act it is, and the matter for which it is awaited.

Laws: a matter on the docket is called by its own id, under its own key, so that no reader takes one sort for
another; whom it awaits follows from the rules.

>>> Awaited("bo.ai", "bo", "ReportGuard").number is None
True
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from moot.core.act import AgentId, Instant, MandateId, OwnerId
from moot.core.canonical import Plain
from moot.core.value import value


@value
class Awaited:
    """Whose act a stage waits for; without an agent, any entitled agent of the owner will do."""

    agent: AgentId | None
    owner: OwnerId | None
    act: str
    mandate: MandateId | None = None
    number: int | None = None  # of the chance link to reveal


@value
class Matter:
    """Something open that is no proposal: its id, what its row says, until when, what is at stake (micro-credits)."""

    id: str
    facts: Mapping[str, Plain]
    until: Instant | None
    stakes: int
    awaits: tuple[Awaited, ...]


class Source(Protocol):
    """A view that keeps open matters."""

    def matters(self) -> Iterator[Matter]:
        """Yield what is open now."""
        ...
