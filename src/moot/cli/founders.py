"""The founders: who is named in the first act of a moot, and the keys that they get.

Laws: every person has a key and a recovery key that has nothing to do with it; whoever carries out or
measures belongs to an owner without voice; a key lies in a file that its owner alone may read.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from moot.cli.voice import ENDING, HAND_OVER, KEYS
from moot.core.act import Terms
from moot.core.charter import Charter, meters
from moot.core.commands import FoundingClerk, FoundingOwner, FoundingTarget, FoundMoot
from moot.core.refusal import Refused
from moot.core.value import value
from moot.kit import founding
from moot.kit.keys import SEED_BYTES, Keyring
from moot.kit.secret import make_secret
from moot.record.signature import Signer
from moot.wire.entry import Receipt

Chance = Callable[[int], bytes]
RECOVERY: Final = ".recovery"
_WORD: Final = """\
The recovery key of {name}.
It replaces {name}'s key, should that be lost or stolen, and nobody can undo it with the stolen one.
Print this page or copy it to a place of its own, and delete this file. It will not be made again.

{secret}
"""


@value
class Pair:
    """A member's secrets: what its key file holds, and its recovery key's (people only)."""

    seed: str
    recovery: str | None = None

    @property
    def recovers(self) -> str:
        """Return the hash under which the record knows the recovery key of a person."""
        return hashlib.sha256(Signer.from_seed(bytes.fromhex(self.recovery or "")).public).hexdigest()

    def ring(self, charter: Charter) -> Keyring:
        """Return the keyring that the key file gives under `charter`."""
        return Keyring(bytes.fromhex(self.seed), charter.agency.links)


@value
class Plan:
    """Who founds what: the first person, the other owners, the charter, and what is in force by kind."""

    charter: Charter
    first: str
    others: tuple[str, ...]
    in_force: Mapping[str, Terms]

    @property
    def people(self) -> tuple[str, ...]:
        """Return everybody with a voice."""
        return (self.first, *self.others)

    @property
    def workers(self) -> dict[str, list[str]]:
        """Return whoever carries out or measures, with the rights for it."""
        rights: dict[str, list[str]] = {kind.executor: ["ReportExecution"] for kind in self.charter.structure.actions}
        for meter in meters(self.charter):
            rights.setdefault(meter, []).append("ReportMeasure")
        return rights


def enough(charter: Charter) -> int:
    """Return how many owners with voice a moot under `charter` wants at least.

    Beside an author there have to be those who add chance, and one for each seat of the largest panel.
    """
    seats = max(mandate.seats for mandate in charter.structure.mandates)
    return 1 + max(charter.agency.contributors, seats, 1)


def new_keys(plan: Plan, chance: Chance) -> dict[str, Pair]:
    """Return fresh secrets for every founding member."""
    people = {name: Pair(chance(SEED_BYTES).hex(), chance(SEED_BYTES).hex()) for name in plan.people}
    return people | {name: Pair(chance(SEED_BYTES).hex()) for name in plan.workers if name not in people}


def first_act(plan: Plan, keys: Mapping[str, Pair], clerk: FoundingClerk) -> FoundMoot:
    """Return the founding: everybody watches every mandate until they leave one."""
    mandates = tuple(mandate.id for mandate in plan.charter.structure.mandates)
    owners: list[FoundingOwner] = []
    for name in plan.people:
        own = keys[name].ring(plan.charter)
        owners.append(founding.owner(own, name, founding.citizen(own, name, keys[name].recovers, mandates)))
    for name, rights in plan.workers.items():
        owners.append(founding.worker(keys[name].ring(plan.charter), name, name, *rights))
    targets = tuple(FoundingTarget(kind, terms) for kind, terms in plan.in_force.items())
    return FoundMoot(plan.charter, clerk, tuple(owners), targets)


def write_keys(plan: Plan, keys: Mapping[str, Pair], folder: Path) -> dict[str, Path]:
    """Write every key (mode 0600): the first person's to `keys`, the others' to `hand-over`; return where they are."""
    return {
        name: write_pair(name, pair, folder / (KEYS if name == plan.first else HAND_OVER))
        for name, pair in keys.items()
    }


def write_pair(name: str, pair: Pair, place: Path) -> Path:
    """Write a member's key and recovery key (mode 0600) to the folder `place`; return where the key is."""
    place.mkdir(mode=0o700, exist_ok=True)
    make_secret(place / f"{name}{ENDING}", f"{pair.seed}\n")
    if pair.recovery:
        make_secret(place / f"{name}{RECOVERY}", _WORD.format(name=name, secret=pair.recovery))
    return place / f"{name}{ENDING}"


def handed_over(name: str, pair: Pair, place: Path, act: Callable[[], Receipt]) -> Receipt:
    """File an act that names a newcomer, whose keys are written before it; they are gone again if it is refused."""
    path = write_pair(name, pair, place)
    try:
        return act()
    except Refused:
        for made in (path, path.with_name(f"{name}{RECOVERY}")):
            made.unlink(missing_ok=True)  # the record knows nothing of it
        raise


def names_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the names in `texts`, which may hold several each, with commas or spaces between them."""
    return tuple(name for text in texts for name in text.replace(",", " ").split())
