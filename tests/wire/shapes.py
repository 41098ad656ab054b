"""Anything that an annotation of the vocabulary allows, as a Hypothesis strategy."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from moot.core.act import SAFE, Between, Length, Pattern

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOST = 3  # items of a list or mapping, so that a charter stays a page


def values(form):
    """Return a strategy for values of `form`."""
    arguments, origin = get_args(form), get_origin(form)
    if origin is Annotated:
        return _marked(*arguments)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*(values(each) for each in arguments))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=MOST).map(tuple)
    if origin is Mapping:
        return st.dictionaries(*map(values, arguments), max_size=MOST)
    if is_dataclass(form):
        hints = get_type_hints(form, include_extras=True)
        return st.builds(form, **{field.name: values(hints[field.name]) for field in fields(form)})
    return {int: st.integers(-SAFE, SAFE), str: TEXT, bool: st.booleans(), NoneType: st.none()}[form]


def _marked(form, mark):
    match mark:
        case Between(low, high):
            return st.integers(low, high)
        case Pattern(regex):
            return st.from_regex(regex, fullmatch=True)
        case Length(low, high) if form is str:
            return st.text(st.characters(exclude_categories=["Cs"]), min_size=low, max_size=min(high, low + 20))
        case Length(low, high):
            return st.lists(values(get_args(form)[0]), min_size=low, max_size=min(high, low + MOST)).map(tuple)
