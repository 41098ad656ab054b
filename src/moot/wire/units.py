"""Amounts as people write them: "20 %", "60 min", "7 days", "2 credits"; and back.

Laws: an amount is a whole number of the smallest unit or it is refused, nothing is rounded; what is
written reads back as the same amount.

>>> PPM.read("2.5 %"), TIME.read("60 min"), MONEY.read("0.001 credits")
(25000, 3600000, 1000)
>>> PPM.write(2_000), TIME.write(3_600_000), MONEY.write(1_000_000)
('0.2 %', '1 h', '1 credit')
"""

import re
from collections.abc import Mapping
from typing import Final

from moot.core.value import value

_AMOUNT: Final = re.compile(r"([0-9]{1,16})(?:\.([0-9]{1,9}))? ?([a-z%]+)")


@value
class Unit:
    """A kind of amount: its units by name, the largest first, and an example for messages."""

    units: Mapping[str, int]
    example: str

    def read(self, text: str) -> int:
        """Return the amount in the smallest unit; ValueError says what would be right."""
        match = _AMOUNT.fullmatch(text)
        size = self._size(match[3]) if match else None
        if match is None or size is None:
            message = f"'{text[:40]}' is not an amount such as '{self.example}'"
            raise ValueError(message)
        decimals = match[2] or ""
        amount, rest = divmod(int(match[1] + decimals) * size, int("1" + "0" * len(decimals)))
        if rest:
            message = f"'{text[:40]}' is finer than the smallest unit"
            raise ValueError(message)
        return amount

    def _size(self, name: str) -> int | None:
        return self.units.get(name) or self.units.get(name.removesuffix("s"))

    def write(self, amount: int) -> str:
        """Return `amount` in the largest unit that it is a whole number of, else in decimals of the smallest one."""
        for name, size in self.units.items():
            if amount % size == 0 and (amount or size == min(self.units.values())):
                return _named(str(amount // size), name)
        name, size = min(self.units.items(), key=lambda each: each[1])
        digits = len(str(size)) - 1  # every smallest unit is a power of ten
        whole, part = divmod(amount, size)
        return _named(f"{whole}.{part:0{digits}}".rstrip("0"), name)


def _named(number: str, name: str) -> str:
    plural = name in ("day", "credit") and number != "1"
    return f"{number} {name}{'s' * plural}"


PPM: Final = Unit({"%": 10_000}, "20 %")
TIME: Final = Unit({"day": 86_400_000, "h": 3_600_000, "min": 60_000, "s": 1_000, "ms": 1}, "60 min")
MONEY: Final = Unit({"credit": 1_000_000}, "20 credits")
