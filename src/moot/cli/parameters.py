"""Kinds of parameters: what the terminal takes, and what it says of what it cannot take.

Laws: what is refused is refused in words of what was asked for, before anything is started.
"""

from typing import Any, Final

import click

from moot.wire.units import MONEY

LEAST_SHARE: Final = 0.05


class Whole(click.IntRange):
    """A whole number in a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as the library has it
        try:
            int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number.", param, ctx)
        return super().convert(value, param, ctx)


class Share(click.FloatRange):
    """A share of the garage's power, and enough of it to tell policies apart."""

    min: float  # both bounds are given
    max: float

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - as the library has it
        try:
            share = float(value)
        except ValueError:
            self.fail(f"{value!r} is not a number.", param, ctx)
        if not self.min <= share <= self.max:  # nor is nan
            self.fail(f"{value} is not a share from {self.min} to {self.max}.", param, ctx)
        return share


class Amount(click.ParamType[int]):
    """An amount of money above 0, with at most six decimals, in millionths."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - as the library has it
        try:
            amount = MONEY.read(f"{value} credits")
        except ValueError:
            amount = 0
        if amount == 0:
            self.fail(f"{value!r} is not an amount above 0, such as 1 or 0.5.", param, ctx)
        return amount


class Folder(click.Path):
    """A folder that has a name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as the library has it
        if not str(value):
            self.fail("the folder has no name: name a new one, such as season.", param, ctx)
        return super().convert(value, param, ctx)
