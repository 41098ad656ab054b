"""The vocabulary as JSON Schema (draft 2020-12), for programs in other languages: what `moot.wire.codec` would read.

Laws: the schema of a form accepts whatever its reader reads; each record is described once, under its name, and
referred to; a field that is unknown or missing does not fit.

>>> schema(Annotated[int, Between(0, 9)], {})
{'type': 'integer', 'minimum': 0, 'maximum': 9}
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from moot.core.act import SAFE, Between, Length, Pattern
from moot.core.commands import COMMANDS, SEALS, Sealed
from moot.core.events import EVENTS
from moot.wire.acts import Paper

Schema = dict[str, Any]
WHERE: Final = "#/components/schemas/"  # OpenAPI and AsyncAPI agree on it
_SIMPLE: Final[Mapping[object, Schema]] = {
    int: {"type": "integer", "minimum": -SAFE, "maximum": SAFE},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    object: {},
    NoneType: {"type": "null"},
}


def schema(form: Any, known: dict[str, Schema]) -> Schema:  # noqa: ANN401 - any annotation of the vocabulary
    """Return the schema of one annotation; the records that it refers to are added to `known`, by name."""
    arguments, origin = get_args(form), get_origin(form)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1], known)
    if origin is Literal:
        return {"type": "string", "enum": sorted(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema(each, known) for each in arguments]}
    if origin is tuple:
        return {"type": "array", "items": schema(arguments[0], known)}
    if origin is Mapping:
        names = schema(arguments[0], known)
        return {"type": "object", "propertyNames": names, "additionalProperties": schema(arguments[1], known)}
    return _record(form, known) if is_dataclass(form) else dict(_SIMPLE[form])


def _marked(form: Any, mark: object, known: dict[str, Schema]) -> Schema:  # noqa: ANN401 - an annotation
    plain = schema(form, known)
    match mark:
        case Between(low, high):
            return {**plain, "minimum": low, "maximum": high}
        case Pattern(regex, name):
            return {**plain, "pattern": f"^(?:{regex})$", "description": name}
        case Length(low, high):
            some = "Length" if form is str else "Items"
            return {**plain, f"min{some}": low, f"max{some}": high}
        case _:
            message = f"{mark} is no mark that a schema knows"
            raise TypeError(message)


def _record(form: Any, known: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a record
    name = cast(type, form).__name__
    if name not in known:
        known[name] = {}  # a record may hold others of its kind
        known[name] = _described(form, known)
    return {"$ref": WHERE + name}


def _described(form: Any, known: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a record
    hints = get_type_hints(form, include_extras=True)
    names = [field.name for field in fields(form)]
    return {
        "type": "object",
        **_says(form),
        "properties": {each: schema(hints[each], known) for each in names},
        "required": names,
        "additionalProperties": False,
    }


def _says(form: type) -> Schema:
    """Return the first line of a docstring that somebody wrote; a dataclass writes its signature there."""
    first = (form.__doc__ or "").partition("\n")[0]
    return {"description": first} if first and not first.startswith(f"{form.__name__}(") else {}


def act_schemas() -> dict[str, Schema]:
    """Return the schema of every kind of act (`Act`, and one `ActOf...` for each), and of all that they hold."""
    known: dict[str, Schema] = {}
    head = _described(Paper, known)
    for kind, command in sorted(COMMANDS.items()):
        body = schema(command, known)
        known[f"ActOf{kind}"] = {
            **head,
            "description": known[kind].get("description", kind),
            "properties": {**head["properties"], "kind": {"const": kind}, "body": body},
        }
    names = {kind: f"{WHERE}ActOf{kind}" for kind in sorted(COMMANDS)}
    known["Act"] = {
        "oneOf": [{"$ref": each} for each in names.values()],
        "discriminator": {"propertyName": "kind", "mapping": names},
    }
    return known


def event_schemas(known: dict[str, Schema]) -> None:
    """Add the schema of every kind of event to `known`, and of any of them (`Event`)."""
    names = {kind: f"{WHERE}EventOf{kind}" for kind in sorted(EVENTS)}
    for kind, form in sorted(EVENTS.items()):
        plain = _described(form, known)
        known[f"EventOf{kind}"] = {
            **plain,
            "properties": {"event": {"const": kind}, **plain["properties"]},
            "required": ["event", *plain["required"]],
        }
    known["Event"] = {
        "oneOf": [{"$ref": each} for each in names.values()],
        "discriminator": {"propertyName": "event", "mapping": names},
    }


def payload_schema(known: dict[str, Schema]) -> Schema:
    """Return the schema of what a sealed act hides."""
    forms = {SEALS[each].__name__: SEALS[each] for each in sorted(SEALS, key=_named)}
    return {"anyOf": [schema(each, known) for each in forms.values()]}


def _named(kind: type[Sealed]) -> str:
    return kind.__name__
