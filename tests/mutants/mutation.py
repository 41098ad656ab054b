"""Mutants: copies of a module, each with one small mistake.

Laws: a mutant differs from its source in one place and is still Python; annotations, imports,
docstrings, decorators and `assert_never`, of which tests can't know, are left alone; the same
source gives the same mutants in the same order.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

Edit: TypeAlias = tuple[int, int, str]  # from, to (outside), and what stands there instead

OPERATORS: dict[type[ast.AST], tuple[str, ...]] = {  # each with its mistakes after it
    ast.Lt: ("<", "<=", ">="),
    ast.LtE: ("<=", "<", ">"),
    ast.Gt: (">", ">=", "<="),
    ast.GtE: (">=", ">", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+", "//"),
    ast.FloorDiv: ("//", "*", "%"),
    ast.Mod: ("%", "//"),
    ast.Pow: ("**", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Not: ("not", ""),
    ast.USub: ("-", ""),
}
CALLS = {
    "abs": "int",
    "all": "any",
    "any": "all",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
    "max": "min",
    "min": "max",
    "reversed": "list",
    "sorted": "list",
    "sum": "max",
}
REMOVABLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.While, ast.Raise, ast.Delete)


@dataclass(frozen=True)
class Mutant:
    """The function (or class) with the mistake, its line before and after, blanks evened out, and the whole source."""

    function: str
    before: str
    after: str
    source: str


class Text:
    """A source in bytes, in which the parser counts, and where its nodes stand."""

    def __init__(self, source: str) -> None:
        self.bytes = source.encode()
        self._lines = list(accumulate(map(len, self.bytes.splitlines(keepends=True)), initial=0))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def part(self, start: int, end: int) -> str:
        return self.bytes[start:end].decode()

    def instead(self, node: ast.expr | ast.stmt, *texts: str) -> Iterator[Edit]:
        for text in texts:
            yield self.start(node), self.end(node), text

    def operator(self, operator: ast.AST, start: int, end: int) -> Iterator[Edit]:
        """Yield the mistakes for the operator that stands somewhere between two places."""
        symbol, *mistakes = OPERATORS.get(type(operator), ("",))
        at = start + self.part(start, end).find(symbol)
        for mistake in mistakes:
            yield at, at + len(symbol), mistake

    def swapped(self, nodes: list[ast.expr]) -> Iterator[Edit]:
        """Yield each pair of neighbours the other way round."""
        for left, right in pairwise(nodes):
            between = self.part(self.end(left), self.start(right))
            first, second = (self.part(self.start(node), self.end(node)) for node in (left, right))
            yield self.start(left), self.end(right), second + between + first


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    text = Text(source)
    found = dict.fromkeys(
        (function, edit) for node, function in _walk(ast.parse(source), "") for edit in _edits(text, node)
    )
    made = [_mutant(text, function, edit) for function, edit in found]
    return [mutant for mutant in made if _parses(mutant.source) and mutant.source != source]


def evened(text: str) -> str:
    """Return `text` with one blank wherever it has blanks or lines end."""
    return " ".join(text.split())


def _mutant(text: Text, function: str, edit: Edit) -> Mutant:
    start, end, instead = edit
    first, last = text.bytes.rfind(b"\n", 0, start) + 1, text.bytes.find(b"\n", end)
    after = text.part(first, start) + instead + text.part(end, last)
    whole = text.part(0, first) + after + text.part(last, len(text.bytes))
    return Mutant(function, evened(text.part(first, last)), evened(after), whole)


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _walk(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Yield each node that a mistake can be made in, with the function or class it stands in."""
    yield node, function
    for name, below in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for each in below if isinstance(below, list) else [below]:
            if isinstance(each, ast.AST) and not _left_alone(each):
                named = isinstance(each, ast.FunctionDef | ast.ClassDef)
                yield from _walk(each, each.name if named else function)


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Expr(value=ast.Constant() | ast.Call(func=ast.Name(id="assert_never"))):
            return True
        case _:
            return False


def _edits(text: Text, node: ast.AST) -> Iterator[Edit]:
    yield from _operators(text, node)
    yield from _parts(text, node)
    yield from _branches(text, node)


def _operators(text: Text, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.Compare():
            for operator, (left, right) in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
                yield from text.operator(operator, text.end(left), text.start(right))
        case ast.BinOp():
            yield from text.operator(node.op, text.end(node.left), text.start(node.right))
        case ast.UnaryOp():
            yield from text.operator(node.op, text.start(node), text.start(node.operand))
        case ast.BoolOp():
            for left, right in pairwise(node.values):
                yield from text.operator(node.op, text.end(left), text.start(right))
            for operand in node.values:  # without this operand
                yield from text.instead(operand, str(isinstance(node.op, ast.And)))


def _parts(text: Text, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.Constant():
            yield from text.instead(node, *_constants(node, text.part(text.start(node), text.end(node))))
        case ast.Call():
            yield from _calls(text, node)
        case ast.Tuple(ctx=ast.Load()):
            yield from text.swapped(node.elts)
        case ast.Slice():
            for bound in filter(None, (node.lower, node.upper, node.step)):
                yield from text.instead(bound, "")


def _branches(text: Text, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.If() | ast.IfExp():
            yield from text.instead(node.test, "True", "False")
        case ast.While():
            yield from text.instead(node.test, "False")
        case ast.comprehension():
            for test in node.ifs:
                yield from text.instead(test, "True", "False")
        case ast.Return(value=ast.expr() as value):
            yield from text.instead(value, "None")
    if isinstance(node, REMOVABLE):
        yield from text.instead(node, "pass")


def _calls(text: Text, node: ast.Call) -> Iterator[Edit]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in CALLS:
        yield from text.instead(node.func, CALLS[name])
    if name not in {"min", "max"}:  # of several numbers, whatever their order
        yield from text.swapped(node.args)
    before = node.args[-1] if node.args else node.func
    for keyword in node.keywords:  # without this keyword, unless it is a truth, which has its own mistake
        if node.args and not isinstance(keyword.value, ast.Constant):
            yield text.end(before), text.end(keyword.value), ""
        before = keyword.value


def _constants(node: ast.Constant, said: str) -> list[str]:
    match node.value:
        case bool(truth):
            return [str(not truth)]
        case int(number):
            return [str(number + 1), str(number - 1)]
        case str() | bytes():
            return [re.sub(r"(?s)(.)$", r"~\1", said)]  # one letter more
        case None:
            return ["0"]
        case _:
            return []
