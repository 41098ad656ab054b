"""Sealing: the hash that a sealed act carries until its envelope is opened.

Laws: equal content of two members, proposals, acts or mandates has different seals; without the salt
nobody can try out contents; no field can be taken for its neighbour.

>>> sealing = Sealing("00" * 32, "ana.ai", "11" * 32, "FileReview", "ethics")
>>> seal(sealing, "22" * 32, {"stance": "for"})[:16]
'bc65dba6c1984e72'
"""

import hashlib

from moot.core.act import ActId, AgentId, Hash, ProposalId
from moot.core.canonical import canonical, framed
from moot.core.commands import FileBallot, FileReview, Judge, Sealed
from moot.core.value import value


@value
class Sealing:
    """What is sealed with a payload: moot, author, matter, kind, and mandate (but for reviews: empty)."""

    moot: ActId
    by: AgentId
    proposal: ProposalId
    kind: str
    mandate: str = ""


def sealing_of(moot: ActId, by: AgentId, command: Sealed) -> Sealing:
    """Return what is sealed with the payload of `command`, whatever seal that carries yet."""
    mandate = command.mandate if isinstance(command, FileReview) else ""
    return Sealing(moot, by, matter_of(command), type(command).__name__, mandate)


def matter_of(command: Sealed) -> str:
    """Return the id of the proposal, dispute or round that a sealed act is about."""
    match command:
        case Judge():
            return command.dispute
        case FileBallot():
            return command.round
        case _:
            return command.proposal


def seal(sealing: Sealing, salt: Hash, payload: object) -> Hash:
    """Return SHA-256 over the framed fields of `sealing`, the salt's bytes and the payload's canonical bytes."""
    return seal_bytes(sealing, salt, canonical(payload))


def seal_bytes(sealing: Sealing, salt: Hash, payload: bytes) -> Hash:
    """Return the seal of a payload that is given as its canonical bytes."""
    named = (sealing.moot, sealing.by, sealing.proposal, sealing.kind, sealing.mandate)
    parts = (part.encode() for part in named)
    return hashlib.sha256(framed(*parts, bytes.fromhex(salt), payload)).hexdigest()
