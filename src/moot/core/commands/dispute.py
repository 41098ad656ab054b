"""What is asked when members disagree about what happened: disputes, verdicts, appeals, and a guardian's acts."""

from typing import Annotated, Literal, TypeAlias

from moot.core.act import ActId, Between, Credits, Hash, Name, ProposalId
from moot.core.commands.sealed import Clause
from moot.core.value import value

Matter: TypeAlias = Literal["measurement", "execution", "block", "conduct"]


@value
class Dispute:
    """Dispute what meters agreed on, what an executor reported, or how an agent acts; with a bond (micro-credits).

    `subject` is the id of an open proposal, or of an agent where it is about conduct.
    """

    about: Literal["measurement", "execution", "conduct"]
    subject: Name
    clause: Clause
    bond: Credits
    evidence: Hash | None = None


@value
class Judge:
    """File a sealed verdict for one's seat on a jury."""

    dispute: ActId
    seal: Hash


@value
class Appeal:
    """Appeal against the verdict of a round (from 1), with a bond (micro-credits)."""

    dispute: ActId
    round: Annotated[int, Between(1, 3)]
    bond: Credits
    evidence: Hash | None = None


@value
class CancelProposal:
    """Cancel a proposal in its timelock, as a guardian, under a clause and for a reason."""

    proposal: ProposalId
    clause: Clause
    reason: Hash


@value
class Pause:
    """Pause an open proposal, named by its id or by its target, as a guardian, under a clause and for a reason."""

    subject: Name
    clause: Clause
    reason: Hash
