"""The mutants that no test can kill, each with the reason, as `survivors.toml` lists them."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILE = HERE / "survivors.toml"
CORE = HERE.parents[1] / "src" / "moot" / "core"

MODULES = (
    "apportion",
    "ballot",
    "counting",
    "delegation",
    "coverage",
    "forecast",
    "influence",
    "jury",
    "lane",
    "ledger",
    "lot",
    "measurement",
    "negotiation",
    "papers",
    "schulze",
    "settlement",
    "shares",
    "trial",
    "values",
)


@dataclass(frozen=True, order=True)
class Survivor:
    """A mutant by what a reader sees of it; printed as the entry that lists it."""

    module: str
    function: str
    before: str
    after: str
    reason: str = field(default="", compare=False)

    def __str__(self) -> str:
        said = (f"{name} = '{getattr(self, name)}'" for name in ("module", "function", "before", "after", "reason"))
        return "\n".join(["[[survivor]]", *said])


def listed() -> list[Survivor]:
    return [Survivor(**entry) for entry in tomllib.loads(FILE.read_text())["survivor"]]


def source_of(module: str) -> str:
    return (CORE / f"{module}.py").read_text()
