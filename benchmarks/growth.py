"""How the cost of one act grows with the record, the owners, the open proposals, and the acts since the last pricing.

The records are real: signed votes of 60 owners, which the clerk filed 1,000 at a time to SQLite. A
million of them, and 10,000 owners, are for those who ask: `--entries 1000000 --owners 10000`. Seconds
are those of the process: waiting for the disk is not in them. A hundred thousand entries and their tenths
take half a minute of one processor, 130 MB on disk and 95 MB of memory; ten times as many, ten times the time and disk.
"""

import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks._measure import VERIFIED, Side, interleaved, options, seconds, show, verification
from benchmarks._members import ballot_of, submit, to_ballot, vote, weights
from benchmarks._town import CLERK, SEATED, House, Town, owner
from benchmarks.ballot import decided
from benchmarks.filing import votes
from moot.core.assembly import Assembly, dues
from moot.core.commands import Filed, Vote, WeighValues
from moot.hall import STORE, open_hall

QUICK = True
TIMED = 64  # acts of a group that is timed
FILED = 1_000  # acts of a group that only makes the record longer
UNIT = "millionths of a second of the process"
MILLION = 1_000_000


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "growth", repeats=5)
    parser.add_argument("--entries", type=int, default=5_000, help="of the longest record; others have tenths of it")
    parser.add_argument("--owners", type=int, default=1_000, help="of the largest ballot; others have tenths of it")
    parser.add_argument("--proposals", type=int, default=50, help="open at most")
    parser.add_argument("--reweighed", type=int, default=5_000, help="acts since the last pricing, at most")
    asked = parser.parse_args(arguments)
    yardstick: dict[str, Side] = {VERIFIED: lambda: MILLION / verification(500)()}
    ruled = by_owners(tenths(asked.owners, SEATED)) | by_weights(tenths(asked.reweighed, 500))
    show(interleaved(asked.repeats, yardstick | ruled | by_proposals(tenths(asked.proposals, 1))), UNIT)
    with tempfile.TemporaryDirectory() as folder:
        records = [Record(Path(folder) / str(size), size) for size in tenths(asked.entries, 500)]
        filing: dict[str, Side] = {
            f"{TIMED} acts filed together, one, after {each.size:,}": each.filing for each in records
        }
        again: dict[str, Side] = {f"an act that was filed before, among {each.size:,}": each.again for each in records}
        show(interleaved(asked.repeats, yardstick | filing | again), UNIT)
        for each in records:
            each.reopen()


def tenths(most: int, least: int) -> list[int]:
    """Return `most` and its tenths that are not below `least`, rising."""
    return sorted({most, *(most // 10**n for n in range(1, 7) if most // 10**n >= least)})


def ruling(before: Assembly, filed: Sequence[Filed]) -> Side:
    """Return the cost of one of `filed` to the rules."""
    return lambda: MILLION * seconds(lambda: decided(before, filed)) / len(filed)


def by_owners(sizes: list[int]) -> dict[str, Side]:
    """Return the cost of a vote when all have voted before, by the owners of the ballot."""
    sides = {}
    for size in sizes:
        house = House(max(size, SEATED))
        proposal = to_ballot(house)
        vote(house, proposal)
        filed = [house.prepare(f"{owner(n)}.me", ballot_of(house, proposal), Vote("against")) for n in range(SEATED)]
        sides[f"a vote, of {house.owners:,} owners"] = ruling(house.state, filed)
    return sides


def by_weights(sizes: list[int]) -> dict[str, Side]:
    """Return the cost of weighing values anew, by how often that was done since they were priced."""
    sides, house = {}, House(SEATED)
    for size in sizes:
        while len(house.filed) <= size:
            house.file(f"{owner(len(house.filed) % SEATED)}.me", WeighValues(weights(len(house.filed))))
        filed = [house.prepare(f"{owner(n)}.me", WeighValues(weights(n))) for n in range(SEATED)]
        sides[f"values weighed anew, after {size:,} times"] = ruling(house.state, filed)
    return sides


def by_proposals(sizes: list[int]) -> dict[str, Side]:
    """Return the cost of looking what falls due, which the clerk does after every group."""
    sides = {}
    for size in sizes:
        house = House(SEATED, kinds=max(sizes))
        for kind in range(size):
            submit(house, author=kind % SEATED, kind=kind)
        sides[f"a look at the calendar of {size:,} proposals"] = looking(house.state, house.clock.now())
    return sides


def looking(state: Assembly, now: int) -> Side:
    return lambda: MILLION * seconds(lambda: [dues(state, now) for _ in range(TIMED)]) / TIMED


class Record:
    """A moot on disk with many entries."""

    def __init__(self, folder: Path, size: int) -> None:
        """Fill it with votes until it has `size` entries."""
        start = perf_counter()
        self._folder = folder
        self._town = Town(SEATED, folder)
        self._votes = votes(self._town, to_ballot(self._town))
        self._clerk = self._town.hall.clerk
        [self._first] = islice(self._votes, 1)
        self._town.hall.submit(self._first)
        while (missing := size - self._clerk.size) > 0:
            self._clerk.file(list(islice(self._votes, min(missing, FILED))))
        self.size = self._clerk.size
        print(f"  {self.size:,} entries were signed and filed in {perf_counter() - start:.1f} s", flush=True)

    def filing(self) -> float:
        """Return the cost of an act that is filed with others."""
        signed = list(islice(self._votes, TIMED))
        return MILLION * seconds(lambda: self._clerk.file(signed)) / TIMED

    def again(self) -> float:
        """Return the cost of an act whose bytes came before, and get their first receipt."""
        return MILLION * seconds(lambda: [self._clerk.file([self._first]) for _ in range(TIMED)]) / TIMED

    def reopen(self) -> None:
        """Close the moot, open it again, and print what that took."""
        size, clock = self._clerk.size, self._town.clock
        self._town.hall.close()
        taken = (self._folder / STORE).stat().st_size // size
        start = perf_counter()
        open_hall(self._folder, clock=clock, keys=CLERK).close()
        print(
            f"  {size:,} entries, {taken:,} bytes each, were opened again in {perf_counter() - start:.1f} s", flush=True
        )
