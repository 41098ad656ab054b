"""The habits of the house that no other tool can check, as tests.

The linter holds arguments, complexity, imports at the top and leftover notes (see pyproject.toml).
"""

import ast
import functools
import re
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "moot"
MODULES = sorted(path for room in ("src", "tests", "benchmarks") for path in (ROOT / room).rglob("*.py"))
OURS = [path for path in MODULES if path.is_relative_to(SOURCE)]
EXACT = [path for path in OURS if path.relative_to(SOURCE).parts[0] in {"core", "record", "wire"}]

MODULE_LINES, FUNCTION_LINES = 400, 50
TYPICAL_FUNCTION, LONG_FUNCTION = 10, 25  # the median and the 90th percentile, at most

EMPTY_NAMES = {"base", "common", "data", "handler", "handlers", "helper", "helpers", "manager", "managers"}
EMPTY_NAMES |= {"misc", "models", "service", "services", "stuff", "util", "utils"}
EMPTY_CLASSES = ("Handler", "Helper", "Manager", "Service", "Util", "Utils")
LEFTOVERS = re.compile(r"\b(NotImplementedError|TODO|FIXME|XXX)\b|from __future__")
SOMEBODYS_MACHINE = re.compile(r"(?<![\w.~-])/(home|mnt|root|work|Users)/\w")
TEXTS = {".css", ".html", ".js", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml", ""}


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def place(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{named(path)}:{node.lineno}"


def functions(paths: list[Path]) -> dict[str, int]:
    """How long each function is, without its signature and docstring."""
    sizes = {}
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                says_something = ast.get_docstring(node) and len(node.body) > 1
                first = node.body[1] if says_something else node.body[0]
                sizes[f"{place(path, node)} {node.name}"] = (node.end_lineno or 0) - first.lineno + 1
    return sizes


def is_inexact(node: ast.AST) -> bool:
    """Whether a node brings a float into whole numbers."""
    match node:
        case ast.Constant(value=float() | complex()) | ast.Call(func=ast.Name(id="float")):
            return True
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return True
        case _:
            return False


def test_every_module_says_what_it_is():
    # A test's name is its sentence; all else opens with one.
    rooms = [path for path in MODULES if not path.is_relative_to(ROOT / "tests")]
    assert not [named(path) for path in rooms if not ast.get_docstring(tree(path))]


def test_every_module_is_one_reading():
    lines = {named(path): len(path.read_text().splitlines()) for path in MODULES}
    # Too long? A part of it deserves a name and a file of its own.
    assert not {name: size for name, size in lines.items() if size > MODULE_LINES}


def test_every_function_fits_a_screen():
    assert not {name: size for name, size in functions(MODULES).items() if size > FUNCTION_LINES}


def test_functions_are_short_as_a_rule():
    sizes = functions(OURS).values()
    assert statistics.median(sizes) <= TYPICAL_FUNCTION
    assert statistics.quantiles(sizes, n=10)[-1] <= LONG_FUNCTION


def test_modules_and_classes_are_named_after_what_they_are():
    assert not [named(path) for path in MODULES if EMPTY_NAMES & set(path.stem.removeprefix("test_").split("_"))]
    classes = [(path, node) for path in OURS for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert not [f"{place(path, node)} {node.name}" for path, node in classes if node.name.endswith(EMPTY_CLASSES)]


def test_nothing_is_left_for_later():
    assert not {named(path): found.group() for path in OURS for found in LEFTOVERS.finditer(path.read_text())}


def test_the_rules_and_the_proof_count_in_whole_numbers():
    # Use //, divmod or an exact share: floats stop at the kit.
    assert not [place(path, node) for path in EXACT for node in ast.walk(tree(path)) if is_inexact(node)]


def test_no_text_speaks_of_somebodys_machine():
    texts = [*ROOT.iterdir(), *(ROOT / ".ci").iterdir()]
    for room in ("benchmarks", "changes", "docs", "examples", "src", "tests"):
        texts += (ROOT / room).rglob("*")
    texts = [path for path in texts if path.suffix in TEXTS and path.is_file() and "__pycache__" not in path.parts]
    texts = [path for path in texts if not path.name.startswith(".coverage")]  # left by a measured run
    found = {named(path): SOMEBODYS_MACHINE.search(path.read_text(errors="replace")) for path in texts}
    assert not {name: match.group() for name, match in found.items() if match}
