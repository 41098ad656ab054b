"""Envelopes: what comes with a sealed act, checked on receipt and kept until it may be opened.

Laws: a sealed act without its content is refused, and so is content that was not sealed, cannot be
read, or is out of bounds: what the clerk acknowledged can always be opened; what is held is in no entry.
"""

from moot.clerk.ports import Held
from moot.core.act import ActId, Hash
from moot.core.assembly import Assembly
from moot.core.assembly.opening import KINDS, sealed_in, sealing_in
from moot.core.commands import SEALS, Act, OpenEnvelope, Payload, Sealed
from moot.core.refusal import BadShape, Refused, SealIsBroken
from moot.core.sealing import seal_bytes, sealing_of
from moot.core.value import value
from moot.wire.acts import read_payload, read_salt


@value
class Content:
    """What a sealed act holds: to be kept as it came, and as it reads."""

    held: Held
    payload: Payload


def content_of(act: Act, named: ActId, sent: tuple[str, bytes] | None) -> Content | None:
    """Return what was `sent` along with `act`, whose id is `named`, or nothing if it seals nothing.

    Refuses what is missing, cannot be read, or does not fit the seal. Bounds are the assembly's matter.
    """
    command = act.command
    name = type(command).__name__
    if not isinstance(command, Sealed):
        if sent is not None:
            raise BadShape(f"a payload came with {name}, which seals nothing", mend="Send the act alone.")
        return None
    if sent is None:
        raise BadShape(
            f"the content of this {name} is missing",
            clause="protocol.sealing",
            mend="Send the salt and the payload along; nobody else sees them before the opening.",
        )
    salt, data = read_salt(sent[0]), sent[1]
    payload = read_payload(SEALS[type(command)], data)
    _require_seal(act, command, salt, data)
    return Content(Held(named, salt, data), payload)


def opening_of(assembly: Assembly, held: Held) -> OpenEnvelope | None:
    """Return the act that opens a sealed act with what is `held` for it, or nothing if that was not sealed.

    What was acknowledged fits; but a drawer may be damaged or tampered with afterwards.
    """
    matter, envelope = sealed_in(assembly, held.act)
    try:
        salt, payload = read_salt(held.salt), read_payload(SEALS[KINDS[matter.stage]], held.payload)
    except Refused:
        return None
    sealing = sealing_in(assembly, matter, envelope)
    return OpenEnvelope(held.act, salt, payload) if seal_bytes(sealing, salt, held.payload) == envelope.seal else None


def _require_seal(act: Act, command: Sealed, salt: Hash, data: bytes) -> None:
    """Refuse with `SealIsBroken` unless `command` carries the seal of the payload that `data`, as read, says."""
    if seal_bytes(sealing_of(act.moot, act.by, command), salt, data) != command.seal:
        raise SealIsBroken(
            "the salt and payload do not give the seal in the act",
            clause="protocol.sealing",
            mend="Seal exactly what you send: moot, member, proposal, kind, mandate, salt and payload.",
        )
