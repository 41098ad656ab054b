"""A draft: what a form says, as a command and what it seals; the same reading as `acts.js` does in the browser.

Laws: a field is called by its place (`payload/choice`) and its type (`:int`, `:percent`, `:credits`, `:text`); what is
left empty leaves out its element of a list, and nothing else; a number is exact or refused, nothing is rounded.

>>> said = {"act": "CastVote", "body": '{"seal":""}', "payload": '{"choice":null}', "payload/choice": "for"}
>>> draft = read_draft(said)
>>> draft.kind, draft.payload
('CastVote', {'choice': 'for'})
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from moot.core.refusal import BadShape
from moot.core.value import value

Tree = dict[str, Any]


@value
class Draft:
    """The name of an act, its fields, what is to be sealed with it, and texts by the place of their hash."""

    kind: str
    body: Tree
    payload: Tree | None
    texts: Mapping[tuple[str, ...], str]


def read_draft(fields: Mapping[str, str]) -> Draft:
    """Return what a form says; refuses with `BadShape` what is no number or no JSON."""
    parts: dict[str, Any] = {name: _json(fields[name], name) for name in ("body", "payload") if name in fields}
    texts: dict[tuple[str, ...], str] = {}
    emptied: set[tuple[str, ...]] = set()
    for name, said in fields.items():
        place, _, kind = name.partition(":")
        path = tuple(place.split("/"))
        if path[0] not in parts or len(path) == 1:
            continue
        if not said.strip():
            emptied |= {path[: at + 1] for at, step in enumerate(path) if step.isdecimal()}
        elif kind == "text":
            texts[path] = said
        else:
            _put(parts, path, READ[kind](said.strip(), name))
    for path in sorted(emptied, reverse=True):
        _drop(parts, path)
    return Draft(fields.get("act", ""), _listed(parts.get("body", {})), _listed(parts.get("payload")), texts)


def _json(text: str, name: str) -> Any:  # noqa: ANN401 - what a stranger sent
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadShape(f"{name}: is not JSON", mend="Fill in the form on its page.") from error


def _put(parts: Tree, path: tuple[str, ...], said: object) -> None:
    at = parts
    for step in path[:-1]:
        if not isinstance(at.get(step), dict):
            at[step] = {}
        at = at[step]
    at[path[-1]] = said


def _drop(parts: Tree, path: tuple[str, ...]) -> None:
    at: Any = parts
    for step in path[:-1]:
        at = at.get(step, {}) if isinstance(at, dict) else {}
    if isinstance(at, dict):
        at.pop(path[-1], None)


def _listed(tree: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return `tree` with every object whose keys are places in a list as that list."""
    if not isinstance(tree, dict):
        return tree
    inside = {name: _listed(each) for name, each in tree.items()}
    if inside and all(name.isdecimal() and len(name) < 3 for name in inside):  # noqa: PLR2004 - places, no ids
        return [inside[name] for name in sorted(inside, key=int)]
    return inside


def _exact(scale: int) -> Callable[[str, str], int]:
    def read(said: str, name: str) -> int:
        try:
            number = Decimal(said.replace(",", "")) * scale
        except InvalidOperation:
            raise BadShape(f"{name}: {said[:40]!r} is no number", mend="Write it in digits.") from None
        if not number.is_finite() or number != int(number):
            raise BadShape(f"{name}: {said[:40]!r} is finer than is counted", mend="Give fewer digits.")
        return int(number)

    return read


READ: Final[Mapping[str, Callable[[str, str], object]]] = {
    "": lambda said, _: said,
    "int": _exact(1),
    "percent": _exact(10_000),
    "credits": _exact(1_000_000),
}
