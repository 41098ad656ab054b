"""A dispute: what is contested, who judges it, what they found, and who pays.

Laws: a dispute's stages are one table, `DISPUTE_STAGES`, like a proposal's: each has a deadline, a next
actor and a default; a ruling needs the majority of the seats, not of those who spoke; an appeal goes to
a larger jury or there is none; an appeal without a verdict leaves the one before; whoever fought what
holds in the end pays, first for the jurors, then to those who were right; nothing is lost in between.

>>> jury_size(1, able=9), jury_size(2, able=9), jury_size(1, able=2)
(5, 9, 0)
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final, TypeVar

from moot.core.act import ActId, AgentId, Instant, OwnerId, Ppm, ProposalId, ValueId
from moot.core.charter import Charter
from moot.core.commands import Matter, Ruling, Verdict
from moot.core.events import Seat
from moot.core.proposal import Envelope, Link, Stage
from moot.core.value import value, wide

T = TypeVar("T")
SIZES: Final = (5, 11, 23)  # of the jury, round by round
FEWEST: Final = 3  # fewer jurors are no jury

DISPUTE_STAGES: Final[Mapping[str, Stage]] = {
    "summoning": Stage(
        "the named owners reveal their links",
        ("RevealChance",),
        "a silent owner loses its deposit, and its link counts as missing",
        ("summoning_clerk", "closed"),
    ),
    "summoning_clerk": Stage(
        "the clerk reveals its link, which draws the jury",
        ("RevealChance",),
        "extended once and published as a fault, then the link counts as missing",
        ("summoning_clerk", "judging", "closed"),
    ),
    "judging": Stage(
        "each juror files a sealed verdict",
        ("Judge",),
        "a silent juror loses its deposit and is replaced once",
        ("judging_standins", "opening_verdicts", "closed"),
    ),
    "judging_standins": Stage(
        "each stand-in files a sealed verdict",
        ("Judge",),
        "the seat stays empty",
        ("opening_verdicts", "closed"),
    ),
    "opening_verdicts": Stage(
        "the clerk opens the verdicts; a juror may open its own",
        ("OpenEnvelope",),
        "an unopened verdict is silence",
        ("appealing", "closed"),
    ),
    "appealing": Stage(
        "any owner with voice may appeal to a larger jury",
        ("Appeal",),
        "the verdict is final",
        ("summoning", "closed"),
    ),
}
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


@wide
class Case:
    """The whole of one dispute while it is open."""

    id: ActId
    about: Matter
    proposal: ProposalId | None
    agent: AgentId | None
    clause: str
    charter: Charter
    stands: Found
    reported: Mapping[ValueId, tuple[Ppm, ...]]
    barred: frozenset[OwnerId]
    bonds: tuple[Bond, ...]
    stage: str = "summoning"
    since: Instant = 0
    until: Instant = 0
    extended: bool = False
    round: int = 1
    links: Mapping[str, Link] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()
    size: int = 0  # seats drawn, also those that were left empty
    standins: tuple[Seat, ...] = ()
    deposits: Mapping[AgentId, int] = field(default_factory=dict)
    fee: int = 0
    fees: int = 0  # held for verdicts to come
    spent: int = 0  # on verdicts, which the fund paid in advance
    sealed: Mapping[ActId, Envelope] = field(default_factory=dict)
    verdicts: Mapping[AgentId, Verdict] = field(default_factory=dict)
    found: Found | None = None  # in the last round that gave a verdict


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


def _most(said: Sequence[T], seats: int) -> T | None:
    best = Counter(said).most_common(1)
    return best[0][0] if best and 2 * best[0][1] > seats else None


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


def stands(case: Case) -> Found:
    """Return what holds as things are: the last verdict, or what held before the dispute."""
    return case.found or case.stands
