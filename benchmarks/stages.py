"""Where the time of a signed act goes on its way through the clerk: stage by stage, and the whole way in groups.

The acts are those of `filing`. Stages are timed one by one, on one thread, in seconds of the process;
the whole way is timed by the wall, with its verification on all processors, its two signatures and
its three waits for the disk a group. What the stages leave is appending, the tree, and waiting.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks._measure import VERIFIED, Side, interleaved, options, seconds, show, verification
from benchmarks._members import to_ballot
from benchmarks._town import SEATED, Town
from benchmarks.filing import votes
from moot.clerk.envelopes import content_of
from moot.clerk.head import Signed, read_signed, require_signature
from moot.core.assembly import step
from moot.core.commands import Filed
from moot.wire.entry import Submission
from moot.wire.events import write_events

QUICK = True
MICROSECONDS = 1_000_000

T = TypeVar("T")


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "stages", repeats=7)
    parser.add_argument("--group", type=int, default=64, help="acts that are filed together")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        town = Town(SEATED, Path(name) / "moot")
        acts = votes(town, to_ballot(town))
        with town.hall:
            show(interleaved(asked.repeats, stages(town, acts, asked.group)), "microseconds an act")


def stages(town: Town, acts: Iterator[Submission], size: int) -> dict[str, Side]:
    """Return what each stage costs an act, in microseconds."""
    verified = verification(500)

    def group() -> list[Submission]:
        return list(islice(acts, size))

    return {
        VERIFIED: lambda: MICROSECONDS / verified(),
        "reading its bytes strictly": lambda: timed(group(), read),
        "its key and signature": lambda: timed(read(group()), verify),
        "reading and sealing its envelope anew": lambda: timed(group(), sealed),
        "deciding, and writing the events": lambda: timed(read(group()), lambda taken: decided(town, taken)),
        f"the whole way, {size} together, by the wall": lambda: timed(group(), town.hall.clerk.file, perf_counter),
    }


def timed(taken: list[T], work: Callable[[list[T]], object], clock: Callable[[], float] = process_time) -> float:
    """Return the microseconds an act that `work` takes for all."""
    return seconds(lambda: work(taken), clock) * MICROSECONDS / len(taken)


def verify(taken: Sequence[Signed]) -> None:
    for each in taken:
        require_signature(each)


def read(taken: Sequence[Submission]) -> list[Signed]:
    return [read_signed(each.act, each.signature) for each in taken]


def sealed(taken: list[Submission]) -> None:
    for act, each in zip(read(taken), taken, strict=True):
        content_of(act.act, act.id, each.payload)


def decided(town: Town, taken: list[Signed]) -> None:
    clerk = town.hall.clerk
    assembly, now = clerk.assembly, town.clock.now()
    for at, signed in enumerate(taken):
        assembly, events = step(assembly, Filed(signed.act, signed.id, clerk.size + at, now))
        write_events(events)
