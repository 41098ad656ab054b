"""Other people's countings, asked through a pipe: they stand in an environment of their own.

Laws: nothing of theirs is imported here; who has not installed them is told how to.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parents[1] / ".venv-oracles" / "bin" / "python"
MISSING = "needs pabutools and pref_voting: ./dev oracles installs them"


class Oracle:
    """A process that answers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, what: str, **question: object) -> Any:
        """Return the answer."""
        return self._asked({"ask": what, **question})["answer"]

    def again(self) -> float:
        """Ask the last question again, and return how many seconds of its process the rule took."""
        return float(self._asked({"ask": "again"})["seconds"])

    def _asked(self, question: dict[str, object]) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            message = "an oracle is asked through pipes"
            raise ValueError(message)
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        if not (line := self._process.stdout.readline()):
            message = f"the oracle ended with {self._process.wait()}; what it said stands above"
            raise RuntimeError(message)
        return json.loads(line)


@contextmanager
def oracle() -> Iterator[Oracle | None]:
    """Give an oracle, or None where they are not installed."""
    if not PYTHON.exists():
        yield None
        return
    with subprocess.Popen(
        [PYTHON, "-W", "ignore", HERE / "answer.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Oracle(process)
        process.communicate()
