"""The proof stands alone: an auditor may carry `moot.record` off without the rest of Moot."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import moot.record

FOLDER = Path(moot.record.__file__).parent
ALLOWED = {"base64", "collections", "dataclasses", "functools", "hashlib", "re", "typing"}
SIGNATURES = "nacl"


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_the_record_imports_values_one_signature_library_and_itself():
    for path in FOLDER.glob("*.py"):
        strange = {name for name in imports(path) if not f"{name}.".startswith("moot.record.")}
        assert {name.split(".")[0] for name in strange} <= ALLOWED | {SIGNATURES}


def test_one_module_alone_knows_the_signature_library():
    knowing = {path.name for path in FOLDER.glob("*.py") if any(SIGNATURES in name for name in imports(path))}
    assert knowing == {"signature.py"}


def test_the_record_works_where_nothing_else_of_moot_is(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "moot" / "record", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "moot" / "__init__.py").touch()
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import doctest, moot.record\n"
        "failed, tried = doctest.testmod(moot.record)\n"
        "assert tried and not failed and moot.__file__.startswith(sys.path[0])\n"
        "assert not [name for name in sys.modules if name.startswith('moot.') and 'moot.record' not in name]\n"
    )
    subprocess.run([sys.executable, "-I", "-c", program], check=True)
