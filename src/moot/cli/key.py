"""`moot key`: to replace a key that was lost or stolen, and to commit to fresh chance.

Laws: only the recovery key replaces a key, and the key that it replaces cannot undo that; the new key is on
disk before the record knows it, so that no failure leaves a member without one.
"""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, Declined, json_option
from moot.cli.floor import Asked, floor, folder_argument, name_option, taking_the_floor, url_option
from moot.cli.rows import tell
from moot.cli.surroundings import surroundings
from moot.core.refusal import AlreadyDone, NoRight, Refused
from moot.views import Shown

if TYPE_CHECKING:
    from moot.core.assembly import Assembly
    from moot.hall import Hall
    from moot.kit.member import Member
    from moot.record.signature import Signer


@click.group(short_help="Replace a key, or commit to fresh chance.")
def key() -> None:
    """Look after your key."""


@key.command(short_help="Replace a key that was lost or stolen.")
@folder_argument
@url_option
@name_option
@click.option(
    "--recovery",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The file with your recovery key.",
)
@json_option("Print one JSON object: whose key, where the new one lies, how many were revoked.")
def replace(*, folder: Path, name: str | None, keys: Path | None, recovery: Path, as_json: bool) -> None:
    """Replace your key in the moot in FOLDER by a new one, with the recovery key from the founding.

    The old key counts for nothing from then on, wherever it is. The recovery key stays good: put it away again.
    """
    from moot.cli.house import clock_of, writing
    from moot.cli.voice import ENDING, KEYS, speaker
    from moot.kit.keys import SEED_BYTES, Keyring
    from moot.kit.member import Member
    from moot.kit.secret import make_secret

    with writing(folder) as hall:
        name, clock = speaker(folder, keys, name), clock_of(folder)
        signer = _recovery(hall.clerk.assembly, name, recovery)
        place = (keys or folder / KEYS) / f"{name}{ENDING}"
        seed = surroundings().chance(SEED_BYTES)
        ring = Keyring(seed, hall.clerk.assembly.charter.agency.links)
        member = Member(hall.door(), ring, name, hall.clerk.assembly.agents[name].owner, clock.now)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        made = place.with_name(f"{place.name}.{member.signer.public.hex()[:8]}")
        make_secret(made, f"{seed.hex()}\n")
        try:
            revoked, fresh = _replace(hall, member, signer, made)
        except Refused:
            made.unlink(missing_ok=True)  # the record knows nothing of it
            raise
    said = {"kind": "replaced", "agent": name, "key": str(place), "revoked": revoked, "chance": fresh}
    if as_json:
        click.echo(one_line(said))
    else:
        _tell(folder, said)


def _tell(folder: Path, said: Shown) -> None:
    click.echo(f"The key of {said['agent']} is replaced.")
    rows = [("new key", said["key"]), ("revoked", f"{said['revoked']} before it")]
    rows.append(("recovery", "stays good; put it away again"))
    if not said["chance"]:
        waits = "an open proposal draws on your old numbers; once it is closed"
        rows.append(("chance", f"{waits}: moot key chance {folder}"))
    tell(rows)


@key.command(short_help="Commit to fresh chance for the lot.")
@taking_the_floor
def chance(**asked: Unpack[Asked]) -> None:
    """Commit to fresh chance for your owner in the moot in FOLDER: after a new key, or when the old is used up."""
    with floor(asked) as now:
        rows = [("commits", f"{now.charter.agency.links:,} numbers that nobody can foresee or change afterwards")]
        now.file(f"a chance chain of {now.member.owner}", rows, now.member.commit_chance)


def _recovery(assembly: "Assembly", name: str, path: Path) -> "Signer":
    """Return the recovery key in a file; ends with a `Failure` unless it is the member's."""
    from moot.record.failure import RecordFailure
    from moot.record.signature import Signer

    lines = path.read_text(encoding="utf-8", errors="replace").split()
    try:
        signer = Signer.from_seed(bytes.fromhex(lines[-1] if lines else ""))
    except (ValueError, RecordFailure) as error:
        raise BadUsage(
            f"{path} ends in no recovery key",
            code="BadKey",
            mend="bring the page as it was written: its last line has 64 hexadecimal digits",
        ) from error
    agent = assembly.agents.get(name)
    if agent is None or hashlib.sha256(signer.public).hexdigest() not in agent.recovery:
        raise Declined(
            f"this is not the recovery key of {name}",
            code="KeyNotValid",
            mend="say whose it is with --as NAME; the page names its member",
        )
    return signer


def _replace(hall: "Hall", member: "Member", recovery: "Signer", seed_file: Path) -> tuple[int, bool]:
    """Add the member's new key, revoke the old ones, commit to fresh chance; return how many, and whether it is."""
    from moot.core.commands import AddKey, RevokeKey

    keys, name, own = hall.clerk.assembly.keys, member.agent, member.signer
    old = [each for each, known in keys.items() if known.agent == name and not (known.level or known.revoked)]
    known = keys.get(recovery.public.hex())
    member.signer, member.nonce = recovery, known.nonce if known else -1
    member.file(AddKey(name, own.public.hex()))
    os.replace(seed_file, seed_file.with_suffix(""))  # noqa: PTH105 - the new key, whole, in place of the old one
    for each in old:
        member.file(RevokeKey(name, each))
    member.signer, member.nonce = own, -1
    return len(old), _commit(member)


def _commit(member: "Member") -> bool:
    """Commit to chance of the new key; not while an open proposal draws on the old one's."""
    try:
        member.commit_chance()
    except (AlreadyDone, NoRight):
        return False
    return True
