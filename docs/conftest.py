"""The examples of a page run where its reader would run them: in a folder of their own, beside the files it shows.

Laws: a block of code whose first line names a file is that file, or more of it; a page finds the tutorial's files,
which come first, and its own; what a page writes is gone when its examples have run.
"""
# ruff: noqa: INP001 - documents are not a package

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

TUTORIAL: Final = Path(__file__).parent / "tutorial.md"
FILE: Final = re.compile(r"^```\w+\n# ([\w./-]+\.(?:pb|py|toml))\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files(page: Path) -> dict[str, str]:
    """Return the files that `page` shows, by name; of several blocks with one name the text together."""
    texts: dict[str, str] = {}
    for name, text in FILE.findall(page.read_text()):
        texts[name] = f"{texts[name]}\n\n{text}" if name in texts else text
    return texts


@contextmanager
def at_the_desk(page: Path, folder: Path) -> Iterator[None]:
    """Work in `folder`, beside the files that `page` needs; what they define can be imported meanwhile.

    A file under src/moot is found as a module of its package, as it will be once it stands there.
    """
    modules = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))  # what the terminal keeps of moots elsewhere
        patch.syspath_prepend(folder)
        for name, text in (files(TUTORIAL) | files(page)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            inside = Path(name).parts[1:-1] if name.startswith("src/") else ()
            modules.append(".".join((*inside, path.stem)))
            if inside:
                package = import_module(".".join(inside))
                patch.setattr(package, "__path__", [*package.__path__, str(path.parent)])
        yield
    for name in modules:
        sys.modules.pop(name, None)


@pytest.fixture(autouse=True)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Let the examples of a page run at a desk of their own."""
    with at_the_desk(request.path, tmp_path):
        yield
