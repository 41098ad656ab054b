"""How long `moot --help` takes from the shell: beside a Python that does nothing."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks._measure import Side, aim, interleaved, options, seconds, show

QUICK = True
AIM = 150  # milliseconds
MOOT = Path(sys.executable).with_name("moot")


def main(arguments: list[str]) -> None:
    asked = options(__doc__, "start", repeats=10).parse_args(arguments)
    found = interleaved(
        asked.repeats,
        {"python -c pass": command(sys.executable, "-c", "pass"), "moot --help": command(str(MOOT), "--help")},
    )
    show(found, "milliseconds")
    aim(f"moot --help in under {AIM} ms", holds=found[1].median < AIM)


def command(*words: str) -> Side:
    """Return a run of a whole process."""

    def run() -> None:
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own commands

    return lambda: 1_000 * seconds(run, perf_counter)
