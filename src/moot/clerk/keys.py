"""Keys that nobody may use: points of low order, under which anybody can sign.

Laws: no act signed with such a key and none that brings one in is recorded; whoever derives the
record again refuses the same acts. What a recovery key commits to is a hash, and is checked once it
signs.
"""

from collections.abc import Iterator

from moot.core.act import KeyId
from moot.core.commands import AddKey, Command, FoundMoot, InviteOwner, RegisterAgent
from moot.core.refusal import KeyNotValid
from moot.record.signature import is_acceptable_key


def require_usable(key: KeyId, where: str) -> None:
    """Refuse with `KeyNotValid` a key under which anybody could sign; `where` the act names it."""
    if not is_acceptable_key(bytes.fromhex(key)):
        raise KeyNotValid(
            f"{where}: {key} is a point of low order, under which anybody can sign",
            clause="protocol.acts",
            mend="Make a new key pair, and name its public key.",
        )


def require_usable_keys(command: Command) -> None:
    """Refuse with `KeyNotValid` a command that brings in a key under which anybody could sign."""
    for where, key in _brought(command):
        require_usable(key, f"body.{where}")


def _brought(command: Command) -> Iterator[tuple[str, KeyId]]:
    """Yield each signing key that `command` brings in, with its place."""
    match command:
        case FoundMoot():
            yield "clerk.key", command.clerk.key
            for owner in command.owners:
                yield from ((f"owners.{owner.id}.agents.{each.id}.key", each.key) for each in owner.agents)
        case RegisterAgent() | InviteOwner() | AddKey(level=0):
            yield "key", command.key
        case _:
            pass
