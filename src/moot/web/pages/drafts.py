"""A draft: what a form says, as a command and what it seals; the same reading as `draft.js` does in the browser.

Laws: a field is called by its place (`payload/choice`) and its type (`:int`, `:percent`, `:credits`, `:text`); what is
left empty leaves out its element of a list, and nothing else, but a text is none where all around it is said; a number
is exact or refused, nothing is rounded; texts are held last, so that what is refused leaves none behind.

>>> said = {"act": "CastVote", "body": '{"seal":""}', "payload": '{"choice":null}', "payload/choice": "for"}
>>> draft = read_draft(said, hold=str)
>>> draft.kind, draft.payload
('CastVote', {'choice': 'for'})
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from moot.core.refusal import BadShape
from moot.core.value import value

Tree = dict[str, Any]
Path: TypeAlias = tuple[str, ...]

STEPS: Final = 8  # of a place, at most
MOST: Final = 2**53 - 1  # that a number of an act is
_PLACE: Final = re.compile("[0-9]{1,2}")  # in a list; ids are longer
_NUMBER: Final = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*?)0*)?")


@value
class Draft:
    """The name of an act, its fields, and what is to be sealed with it."""

    kind: str
    body: Tree
    payload: Tree | None


def read_draft(fields: Mapping[str, str], hold: Callable[[str], str]) -> Draft:
    """Return what a form says, its texts as what `hold` returns; refuses with `BadShape` what is no number or JSON."""
    parts: dict[str, Any] = {name: _json(fields[name], name) for name in ("body", "payload") if name in fields}
    texts: dict[Path, str] = {}
    emptied: set[Path] = set()
    silent: list[Path] = []
    for name, said in fields.items():
        path, kind = _place(name)
        if path[0] not in parts or len(path) == 1:
            continue
        if not said.strip():
            emptied |= {path[: at + 1] for at, step in enumerate(path) if _PLACE.fullmatch(step)}
            silent += [path] if kind == "text" else []
        elif kind == "text":
            texts[path] = said
        else:
            _put(parts, path, _read(kind, said.strip(), name))
    for path, text in texts.items():
        _put(parts, path, hold(text))
    for path in silent:
        _leave(parts, path)
    for path in sorted(emptied, reverse=True):
        _drop(parts, path)
    return Draft(fields.get("act", ""), _listed(parts.get("body", {})), _listed(parts.get("payload")))


def _place(name: str) -> tuple[Path, str]:
    place, _, kind = name.partition(":")
    path = tuple(place.split("/"))
    if len(path) > STEPS:
        raise BadShape(f"{name[:60]}: is no field of an act", mend="Fill in the form on its page.")
    return path, kind


def _json(text: str, name: str) -> Tree | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadShape(f"{name}: is not JSON", mend="Fill in the form on its page.") from error
    if not isinstance(found, dict) and not (found is None and name == "payload"):
        raise BadShape(f"{name}: is no object", mend="Fill in the form on its page.")
    return found


def _put(parts: Tree, path: Path, said: object) -> None:
    at = parts
    for step in path[:-1]:
        if not isinstance(at.get(step), dict):
            at[step] = {}
        at = at[step]
    at[path[-1]] = said


def _leave(parts: Tree, path: Path) -> None:
    """Let an object that is there say nothing under a name, where it doesn't say something."""
    at: object = parts
    for step in path[:-1]:
        at = at.get(step) if isinstance(at, dict) else None
    if isinstance(at, dict):
        at.setdefault(path[-1], None)


def _drop(parts: Tree, path: Path) -> None:
    """Leave out an element; a list that has none left is an empty list."""
    around, at, step = parts, parts, ""
    for step in path[:-1]:
        if not isinstance(at.get(step), dict):
            return
        around, at = at, at[step]
    at.pop(path[-1], None)
    if not at:
        around[step] = []


def _listed(tree: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return `tree` with every object whose keys are places in a list as that list."""
    if not isinstance(tree, dict):
        return tree
    inside = {name: _listed(each) for name, each in tree.items()}
    if inside and all(_PLACE.fullmatch(name) for name in inside):
        return [inside[name] for name in sorted(inside, key=int)]
    return inside


def _read(kind: str, said: str, name: str) -> object:
    if kind == "":
        return said
    if kind not in PLACES:
        raise BadShape(f"{name[:60]}: is of no type that a form has", mend="Fill in the form on its page.")
    found = _NUMBER.fullmatch(said.replace(",", ""))
    if found is None:
        raise BadShape(f"{name}: {said[:40]!r} is no number", mend="Write it in digits.")
    sign, whole, rest = found.group(1), found.group(2), found.group(3) or ""
    if len(rest) > PLACES[kind]:
        raise BadShape(f"{name}: {said[:40]!r} is finer than is counted", mend="Give fewer digits.")
    digits = whole.lstrip("0") + rest.ljust(PLACES[kind], "0")
    if len(digits) > len(str(MOST)) or int(digits or "0") > MOST:
        raise BadShape(f"{name}: {said[:40]!r} is larger than any number here", mend="Give a smaller one.")
    return int(f"{sign}{digits or '0'}")


PLACES: Final[Mapping[str, int]] = {"int": 0, "percent": 4, "credits": 6}  # after the point, that are counted
