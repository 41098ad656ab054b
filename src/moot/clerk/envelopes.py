"""Envelopes: what comes with a sealed act, checked on receipt and kept until it may be opened.

Laws: a sealed act without its content is refused, and so is content that was not sealed, cannot be
read, or is out of bounds: what the clerk acknowledged can always be opened; what is held is in no entry.
"""

from moot.clerk.head import Signed
from moot.clerk.ports import Held
from moot.core.act import Hash
from moot.core.canonical import seal
from moot.core.commands import SEALS, Act, FileReview, Payload, Sealed
from moot.core.refusal import BadShape, SealIsBroken
from moot.wire.acts import read_payload
from moot.wire.codec import read


def held_for(signed: Signed, payload: tuple[str, bytes] | None) -> Held | None:
    """Return what is to be held for an act, or nothing if it seals nothing; refuses what does not fit it."""
    command = signed.act.command
    name = type(command).__name__
    if not isinstance(command, Sealed):
        if payload is not None:
            raise BadShape(f"a payload came with {name}, which seals nothing", mend="Send the act alone.")
        return None
    if payload is None:
        raise BadShape(
            f"the content of this {name} is missing",
            clause="protocol.sealing",
            mend="Send the salt and the payload along; nobody else sees them before the opening.",
        )
    salt, data = read(Hash, payload[0], "salt"), payload[1]
    require_seal(signed.act, command, salt, read_payload(SEALS[type(command)], data))
    return Held(signed.id, salt, data)


def require_seal(act: Act, command: Sealed, salt: Hash, payload: Payload) -> None:
    """Refuse with `SealIsBroken` unless `command` carries the seal of `payload`."""
    expected = seal(
        moot=act.moot,
        by=act.by,
        proposal=command.proposal,
        kind=type(command).__name__,
        mandate=command.mandate if isinstance(command, FileReview) else "",
        salt=salt,
        payload=payload,
    )
    if expected != command.seal:
        raise SealIsBroken(
            "the salt and payload do not give the seal in the act",
            clause="protocol.sealing",
            mend="Seal exactly what you send: moot, member, proposal, kind, mandate, salt and payload.",
        )
