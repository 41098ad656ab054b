"""What `import moot` offers: small, sorted, complete, and of the version that is released."""

import tomllib
from pathlib import Path
from types import ModuleType

import moot

ROOT = Path(__file__).resolve().parent.parent


def test_the_public_names_are_sorted():
    assert list(moot.__all__) == sorted(moot.__all__)


def test_every_public_name_is_announced_and_exists():
    offered = {
        name for name, thing in vars(moot).items() if not name.startswith("_") and not isinstance(thing, ModuleType)
    }
    assert offered | {"__version__"} == set(moot.__all__)


def test_the_version_is_the_released_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert moot.__version__ == project["version"]
