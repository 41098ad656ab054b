"""The only kind of data: frozen, slotted, compared by content.

>>> @value
... class Offer:
...     price: int
>>> Offer(3) == Offer(3)
True
>>> @wide
... class House:
...     epoch: int
...     moot: str
>>> changed(House(7, "ours"), epoch=8)
House(epoch=8, moot='ours')
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, dataclass_transform

__all__ = ["changed", "value", "wide"]

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Return `cls` as a frozen, slotted dataclass."""
    return dataclass(frozen=True, slots=True)(cls)


@dataclass_transform(frozen_default=True)
def wide(cls: type[T]) -> type[T]:
    """Return `cls`, which has so many fields that it is changed all at once, as a frozen dataclass without slots."""
    return dataclass(frozen=True)(cls)


if TYPE_CHECKING:
    # So that the checker knows which fields each record has.
    from dataclasses import replace as changed
else:

    def changed(record: T, **fields: object) -> T:
        """Return a `wide` record with other `fields`: `dataclasses.replace`, at a tenth of its price.

        Refuses with `TypeError` what is no field of it.
        """
        known = vars(record)
        held = known | fields
        if len(held) != len(known):
            message = f"{type(record).__name__} has no field {', '.join(sorted(fields.keys() - known))}"
            raise TypeError(message)
        new = object.__new__(type(record))
        object.__setattr__(new, "__dict__", held)
        return new
