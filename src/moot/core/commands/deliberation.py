"""What is asked of a proposal from its submission to its vote, and what moves it on."""

from typing import Annotated, Literal

from moot.core.act import ActId, AgentId, Between, Credits, Hash, Length, MandateId, Name, ProposalId, Terms, VersionId
from moot.core.charter import Charter
from moot.core.commands.sealed import Payload
from moot.core.value import value


@value
class Propose:
    """Propose terms for an action; `base` is the digest of the terms now in force.

    The kind `charter` takes no terms: it proposes a whole `charter`, and its base is the digest of the present one.
    """

    kind: Name
    terms: Terms
    base: Hash
    reason: Hash | None = None
    charter: Charter | None = None


@value
class Withdraw:
    """Withdraw one's proposal, before forecasts close."""

    proposal: ProposalId
    reason: Hash | None = None


@value
class FileReview:
    """File a sealed review of a version for the seat of a mandate."""

    proposal: ProposalId
    version: VersionId
    mandate: MandateId
    seal: Hash


@value
class Answer:
    """The condition that an amendment answers: whose, for which seat, and which of them."""

    agent: AgentId
    mandate: MandateId
    condition: Annotated[int, Between(0, 15)]


@value
class OfferAmendment:
    """Offer a version: `base` with some terms set anew, or another whole `charter`."""

    proposal: ProposalId
    base: VersionId
    set: Terms
    answers: Annotated[tuple[Answer, ...], Length(0, 64)] = ()
    merges: Annotated[tuple[VersionId, ...], Length(0, 16)] = ()
    reason: Hash | None = None
    charter: Charter | None = None


@value
class FileForecast:
    """File one sealed forecast of every candidate, with a stake (micro-credits)."""

    proposal: ProposalId
    slate: Hash
    stake: Credits
    seal: Hash


@value
class CastVote:
    """Cast one's owner's sealed vote on the printed paper; a later vote replaces it."""

    proposal: ProposalId
    paper: Hash
    seal: Hash


@value
class Object:
    """Move or add one's owner's open vote towards against; in the consent lane, mind the adoption."""

    proposal: ProposalId
    paper: Hash
    choice: Literal["abstain", "against"] = "against"
    reason: Hash | None = None


@value
class Comment:
    """Remark on an open proposal, in any stage. The text, held by its hash, is open at once, whatever is sealed."""

    proposal: ProposalId
    text: Hash


@value
class OpenEnvelope:
    """Disclose what a sealed act holds."""

    act: ActId
    salt: Hash
    payload: Payload


@value
class Advance:
    """Move a proposal on from a stage whose deadline is over."""

    proposal: ProposalId
    stage: Annotated[str, Length(1, 40)]
