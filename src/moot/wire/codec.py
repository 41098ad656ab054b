"""The reader that annotations drive: plain JSON in, a frozen value of the vocabulary out.

Laws: an unknown or missing field, a wrong type (a truth value is no number), a number or a size out
of bounds is `BadShape`, with the path to it; nothing is filled in: a default must be spelled out; one
reader is built per type, once.

>>> from moot.core.commands import Vote
>>> read(Vote, {"choice": "for", "block": None, "reason": None, "what": "vote"})
Vote(choice='for', block=None, reason=None, what='vote')
>>> read(Vote, {"choice": "aye", "block": None, "reason": None, "what": "vote"}, "body")  # doctest: +ELLIPSIS
Traceback (most recent call last):
moot.core.refusal.BadShape: body.choice: 'aye' is none of abstain, against, for (protocol)...
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from moot.core.act import SAFE, Between, Length, Pattern
from moot.core.canonical import Plain
from moot.core.refusal import BadShape

T = TypeVar("T")
Opaque: TypeAlias = object  # read later, by whoever knows what it is
Reader: TypeAlias = Callable[[Plain], Any]
_MOST_SHOWN = 60
_ENDLESS = 2**53 - 1


class Misfit(Exception):
    """Something does not fit; each level on the way out adds its name to the path."""

    def __init__(self, why: str) -> None:
        """Keep why, and a path that is still empty."""
        super().__init__(why)
        self.why = why
        self.path: list[str] = []

    def told(self, where: str) -> str:
        """Return the path below `where`, and why."""
        path = ".".join([where] * bool(where) + self.path[::-1])
        return f"{path}: {self.why}" if path else self.why


def read(form: type[T], plain: Plain, where: str = "") -> T:
    """Return `plain` as a value of `form`, or refuse with `BadShape` and the path to what does not fit."""
    try:
        return cast(T, reader(cast(Hashable, form))(plain))
    except Misfit as misfit:
        raise BadShape(misfit.told(where), mend="Correct that field, and sign again.") from None


@cache
def reader(form: Any) -> Reader:  # noqa: ANN401 - any annotation of the vocabulary
    """Return the reader of one annotation."""
    arguments = get_args(form)
    origin = get_origin(form)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1])
    if origin is Literal:
        return _one_of(arguments)
    if origin in (Union, UnionType):
        return _either(arguments)
    if origin is tuple:
        return _row(arguments[0], Length(0, _ENDLESS))
    if origin is Mapping:
        return _mapping(*arguments)
    return _plain(form)


def _marked(form: Any, mark: object) -> Reader:  # noqa: ANN401 - an annotation, or what it reads
    match mark:
        case Between(low, high):
            return _whole(low, high)
        case Pattern(regex, name):
            return _matching(re.compile(regex), name)
        case Length() if form is str:
            return _text(mark)
        case Length():
            return _row(get_args(form)[0], mark)
        case _:
            message = f"{mark} is no mark that a reader knows"
            raise TypeError(message)


def _plain(form: Any) -> Reader:  # noqa: ANN401 - an annotation, or what it reads
    if is_dataclass(form):
        return _record(cast(type, form))
    if form is int:
        return _whole(-SAFE, SAFE)
    if form is str:
        return _text(Length(0, _ENDLESS))
    if form is bool:
        return _truth
    if form is Opaque:
        return _as_it_is
    message = f"{form} has no place in the vocabulary"
    raise TypeError(message)


def shown(plain: object) -> str:
    """Return `plain` as a message can quote it: what a stranger sent is cut and escaped."""
    text = ascii(plain)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def _step(name: str) -> str:
    """Return a stranger's name for something as a path can hold it, cut and escaped."""
    return ascii(name[:_MOST_SHOWN])[1:-1]


def _as_it_is(plain: Plain) -> Plain:
    return plain


def _truth(plain: Plain) -> bool:
    if type(plain) is not bool:
        raise Misfit(f"{shown(plain)} is neither true nor false")
    return plain


def _whole(low: int, high: int) -> Reader:
    def read_whole(plain: Plain) -> int:
        if type(plain) is not int:
            raise Misfit(f"{shown(plain)} is no whole number")
        if plain < low:
            raise Misfit(f"{plain} is below {low}")
        if plain > high:
            raise Misfit(f"{plain} is above {high}")
        return plain

    return read_whole


def _matching(pattern: re.Pattern[str], name: str) -> Reader:
    fits = pattern.fullmatch

    def read_matching(plain: Plain) -> str:
        if type(plain) is not str:
            raise Misfit(f"{shown(plain)} is no text")
        if fits(plain) is None:
            raise Misfit(f"{shown(plain)} is not {name}")
        return plain

    return read_matching


def _text(length: Length) -> Reader:
    def read_text(plain: Plain) -> str:
        if type(plain) is not str:
            raise Misfit(f"{shown(plain)} is no text")
        _require(length, plain, "characters")
        return plain

    return read_text


def _require(length: Length, what: Sequence[object], unit: str) -> None:
    if not length.low <= len(what) <= length.high:
        raise Misfit(f"it has {len(what)} {unit}, not {length.low} to {length.high}")


def _one_of(choices: tuple[str, ...]) -> Reader:
    named = ", ".join(sorted(choices))

    def read_one(plain: Plain) -> str:
        if type(plain) is not str or plain not in choices:
            raise Misfit(f"{shown(plain)} is none of {named}")
        return plain

    return read_one


def _either(forms: tuple[Any, ...]) -> Reader:
    """Return the reader of `X | None`, or of several records that their `what` tells apart."""
    some = [form for form in forms if form is not NoneType]
    inner = reader(some[0]) if len(some) == 1 else _told_apart(some)
    if NoneType not in forms:
        return inner

    def read_optional(plain: Plain) -> Any:  # noqa: ANN401 - an annotation, or what it reads
        return None if plain is None else inner(plain)

    return read_optional


def _told_apart(forms: Sequence[type]) -> Reader:
    readers = {get_args(get_type_hints(form)["what"])[0]: reader(form) for form in forms}
    choose = _one_of(tuple(readers))

    def read_told_apart(plain: Plain) -> Any:  # noqa: ANN401 - an annotation, or what it reads
        what = dictionary(plain).get("what")
        try:
            found = readers[choose(what)]
        except Misfit as misfit:
            misfit.path.append("what")
            raise
        return found(plain)

    return read_told_apart


def _row(form: Any, length: Length) -> Reader:  # noqa: ANN401 - an annotation, or what it reads
    each = reader(form)

    def read_row(plain: Plain) -> tuple[Any, ...]:
        if type(plain) is not list:
            raise Misfit(f"{shown(plain)} is no list")
        _require(length, plain, "items")
        row: list[Any] = []
        try:
            row.extend(map(each, plain))
        except Misfit as misfit:
            misfit.path.append(called(plain[len(row)], len(row)))
            raise
        return tuple(row)

    return read_row


def called(item: object, place: int) -> str:
    """Return what a path or a clause id calls an item of a list: by its own id, or else by its place."""
    names = (item.get("id"), item.get("value")) if isinstance(item, Mapping) else ()
    return next((_step(name) for name in names if isinstance(name, str)), str(place))


def dictionary(plain: Plain) -> dict[str, Plain]:
    """Return `plain` if it is an object, else raise `Misfit`."""
    if type(plain) is not dict:
        raise Misfit(f"{shown(plain)} is no object")
    return plain


def _mapping(key_form: Any, form: Any) -> Reader:  # noqa: ANN401 - an annotation, or what it reads
    read_key, each = reader(key_form), reader(form)

    def read_mapping(plain: Plain) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        key = ""
        try:
            for key, entry in dictionary(plain).items():
                entries[read_key(key)] = each(entry)
        except Misfit as misfit:
            if key:
                misfit.path.append(_step(key))
            raise
        return entries

    return read_mapping


def _record(form: type) -> Reader:
    hints = get_type_hints(form, include_extras=True)
    parts = [(field.name, reader(hints[field.name])) for field in fields(form)]
    names = dict.fromkeys(name for name, _ in parts).keys()

    def read_record(plain: Plain) -> Any:  # noqa: ANN401 - an annotation, or what it reads
        entries = dictionary(plain)
        if entries.keys() != names:
            raise Misfit(_difference(entries, names))
        row: list[Any] = []
        name = ""
        try:
            for name, part in parts:
                row.append(part(entries[name]))
        except Misfit as misfit:
            misfit.path.append(name)
            raise
        return form(*row)

    return read_record


def _difference(entries: Mapping[str, Plain], names: Any) -> str:  # noqa: ANN401 - an annotation, or what it reads
    if missing := sorted(names - entries.keys()):
        return f"the field '{missing[0]}' is missing"
    return f"the field {shown(min(entries.keys() - names))} is unknown"
