"""The lot: chance that was committed to before anybody knew what it would decide.

Laws: a link is checked against any earlier known point of its chain; the seed hangs on every
contribution, also on a missing one, and never on the order in which they came; every owner has at
most one seat of a panel, no seat stays empty while anybody is left, and a family takes more than
its cap only where a seat would stay empty otherwise.

>>> follows(link(b"secret", 7), 7, chain_tip(b"secret"), 0)
True
>>> order(b"seed", "ethics", ["ana", "bo", "cy"])
('cy', 'ana', 'bo')
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

from moot.core.act import ActId, AgentId, MandateId, OwnerId
from moot.core.canonical import framed
from moot.core.events import Seat
from moot.core.value import value

LENGTH: Final = 4096  # links of a chain
_MISSING: Final = b"\x00"
_REVEALED: Final = b"\x01"

Agents: TypeAlias = Mapping[OwnerId, Sequence[tuple[AgentId, str | None]]]  # each with its family; people have none


@value
class Panel:
    """Who sits, in the order drawn, and who is next when a seat falls silent."""

    seats: tuple[Seat, ...]
    standins: tuple[Seat, ...]


def chain_tip(secret: bytes, length: int = LENGTH) -> bytes:
    """Return what is committed to: `secret` hashed `length` times."""
    return link(secret, 0, length)


def link(secret: bytes, number: int, length: int = LENGTH) -> bytes:
    """Return the link that gives the tip when it is hashed `number` times; `number` is at most `length`."""
    return _hashed(secret, length - number)


def follows(disclosed: bytes, number: int, known: bytes, known_number: int) -> bool:
    """Whether `disclosed` is link `number` of the chain whose earlier link `known_number` is `known` (the tip: 0).

    Takes one hash per link in between.
    """
    return number > known_number and _hashed(disclosed, number - known_number) == known


def fits(disclosed: bytes, number: int, known: bytes, known_number: int) -> bool:
    """Whether `disclosed` is link `number` of the chain, which may lie before or behind the known link."""
    if number > known_number:
        return follows(disclosed, number, known, known_number)
    return _hashed(known, known_number - number) == disclosed


def _hashed(disclosed: bytes, times: int) -> bytes:
    for _ in range(times):
        disclosed = sha256(disclosed).digest()
    return disclosed


def contributors(assigned: Mapping[OwnerId, int], number: int) -> tuple[OwnerId, ...]:
    """Return the `number` owners with the fewest links assigned so far, ties by id, in id order (protocol 9)."""
    return tuple(sorted(sorted(assigned, key=lambda owner: (assigned[owner], owner))[:number]))


def seed(preimages: Mapping[str, bytes | None], freezing: ActId, purpose: str) -> bytes:
    """Return SHA-256 over each contributor and its link (None: missing) in id order, the freezing act, the purpose."""
    fields = [
        field
        for name, preimage in sorted(preimages.items())
        for field in (name.encode(), _MISSING if preimage is None else _REVEALED + preimage)
    ]
    return sha256(framed(*fields, freezing.encode(), purpose.encode())).digest()


def lot(seed: bytes, *fields: str) -> bytes:
    """Return the lot that `seed` gives to `fields`: HMAC-SHA256 over them, each with its length before it."""
    return hmac.digest(seed, framed(*(field.encode() for field in fields)), "sha256")


def order(seed: bytes, purpose: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return `names` in the order of their lots for `purpose`: a mandate's owners, or versions in a tie."""
    known = tuple(names)
    if len(known) == 1:  # most owners have one agent: it needs no lot
        return known
    return tuple(sorted(known, key=lambda name: lot(seed, purpose, name)))


def below(seed: bytes, purpose: str, bound: int) -> int:
    """Return a number in [0, bound), for bound >= 1.

    A lot has 256 bits, so no number is likelier than another by more than bound in 2^256 parts.
    """
    return int.from_bytes(lot(seed, purpose), "big") % bound


def draw(seed: bytes, mandate: MandateId, seats: int, holders: Agents, uninvolved: Agents) -> Panel:
    """Return the panel of `mandate`, with its stand-ins in the order they would be called (protocol 9).

    Where owners of `holders` are too few, the others of `uninvolved` fill up, marked degraded.
    """
    able = _line(seed, mandate, holders, degraded=False)
    others = _line(
        seed, mandate, {owner: uninvolved[owner] for owner in uninvolved.keys() - holders.keys()}, degraded=True
    )
    cap = _family_cap(seats, able if len(able) >= seats else able + others)
    seated, rest = _seated((), able, seats, cap)
    seated, spare = _seated(seated, others, seats, cap)
    return Panel(seated, rest + spare)


def _line(seed: bytes, mandate: MandateId, agents: Agents, *, degraded: bool) -> tuple[Seat, ...]:
    """Return a seat for each owner that has an agent, in the order of the owners' lots."""
    able = {owner: dict(those) for owner, those in agents.items() if those}
    line = []
    for owner in order(seed, mandate, able):
        agent = order(seed, mandate, able[owner])[0]
        line.append(Seat(owner, agent, able[owner][agent], degraded))
    return tuple(line)


def _kin(seat: Seat) -> tuple[str | None, OwnerId | None]:
    # A person is its own family: it shares no model, hence no blind spot, with anybody.
    return (None, seat.owner) if seat.family is None else (seat.family, None)


def _family_cap(seats: int, line: Sequence[Seat]) -> int:
    families = len({_kin(seat) for seat in line}) or 1
    return max(-(-seats // 3), -(-seats // families))


def _seated(
    already: tuple[Seat, ...], line: Sequence[Seat], seats: int, cap: int
) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
    """Return who sits now and who is left of `line`, in its order; the cap yields before a seat stays empty."""
    taken = Counter(_kin(seat) for seat in already)
    seated, skipped = list(already), []
    for seat in line:
        if len(seated) < seats and taken[_kin(seat)] < cap:
            seated.append(seat)
            taken[_kin(seat)] += 1
        else:
            skipped.append(seat)
    empty = seats - len(seated)
    return tuple(seated + skipped[:empty]), tuple(skipped[empty:])
