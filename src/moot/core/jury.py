"""A jury: how many seats it has, what a majority of them found, and who pays in the end.

Laws: a ruling needs the majority of the seats, not of those who spoke; whoever fought what holds in the
end pays, first for the jurors, then to those who were right; nothing is lost in between.

>>> jury_size(1, able=9), jury_size(2, able=9), jury_size(1, able=2)
(5, 9, 0)
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final, TypeVar

from moot.core.act import OwnerId, Ppm, ValueId
from moot.core.commands import Matter, Ruling, Verdict
from moot.core.value import value

T = TypeVar("T")
SIZES: Final = (5, 11, 23)  # of the jury, round by round
FEWEST: Final = 3  # fewer jurors are no jury
RULINGS: Final[Mapping[Matter, tuple[Ruling, ...]]] = {
    "measurement": ("measured", "void"),
    "execution": ("executed", "partly_executed", "failed", "void"),
    "block": ("upheld", "dismissed"),
    "conduct": ("upheld", "dismissed"),
}


@value
class Found:
    """What was found, or held before: a ruling, and for `measured` the reports that stand."""

    ruling: Ruling
    values: Mapping[ValueId, Ppm] = field(default_factory=dict)


@value
class Bond:
    """What an owner posted (micro-credits), and against what it did so: it is lost if that holds in the end."""

    owner: OwnerId
    amount: int
    against: Found


@value
class Shares:
    """How bonds end: what goes to each owner, to the fund, and to the side that posted none."""

    owners: Mapping[OwnerId, int]
    fund: int
    others: int


def jury_size(round_: int, able: int) -> int:
    """Return the seats of a round's jury (rounds count from 1) if so many owners are able to sit; 0 is no jury."""
    most = min(SIZES[round_ - 1], able)
    size = most - (1 - most % 2)
    return size if size >= FEWEST else 0


def majority(verdicts: Iterable[Verdict], seats: int, names: Collection[ValueId]) -> Found | None:
    """Return what more than half of all `seats` found, or nothing; the report on each of `names` needs them too."""
    said = tuple(verdicts)
    ruling = _most([each.ruling for each in said], seats)
    if ruling != "measured":
        return Found(ruling) if ruling else None
    picks = {name: _most([each.values[name] for each in said if each.values], seats) for name in names}
    values = {name: pick for name, pick in picks.items() if pick is not None}
    return Found(ruling, values) if len(values) == len(picks) else None


def _most(said: Iterable[T], seats: int) -> T | None:
    return next((each for each, times in Counter(said).items() if 2 * times > seats), None)


def shared(bonds: Sequence[Bond], final: Found | None, spent: int) -> Shares:
    """Return who gets what of the bonds when `final` holds (None: no jury found anything) and jurors cost `spent`.

    Lost bonds first pay for the jurors; the rest goes to the bonds that won, in proportion, floored, what is
    left over to the fund; where none won, to the others. Where nothing was found, every bond goes back.
    """
    won = [bond for bond in bonds if bond.against != final]
    lost = sum(bond.amount for bond in bonds if bond.against == final)
    costs = min(lost, spent)
    rest, whole = lost - costs, sum(bond.amount for bond in won)
    owners: Counter[OwnerId] = Counter()
    for bond in won:
        owners[bond.owner] += bond.amount + (rest * bond.amount // whole if whole else 0)
    others = 0 if whole else rest
    fund = whole + lost - sum(owners.values()) - others
    return Shares(dict(owners), fund, others)
