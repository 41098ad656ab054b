"""The store of docs/how-to/add-a-store.md passes the contract, as the page says, by the page's own test file."""

import runpy
import sys
from pathlib import Path
from types import ModuleType

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = runpy.run_path(str(DOCS / "conftest.py"))["files"](DOCS / "how-to" / "add-a-store.md")

lines = ModuleType("moot.stores.lines")
exec(SHOWN["src/moot/stores/lines.py"], vars(lines))  # noqa: S102 - the page is ours
sys.modules[lines.__name__] = lines
exec(SHOWN["tests/stores/test_lines.py"])  # noqa: S102 - likewise
del sys.modules[lines.__name__]
