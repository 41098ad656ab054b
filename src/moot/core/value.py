"""The only kind of data: frozen, slotted, compared by content.

>>> @value
... class Offer:
...     price: int
>>> Offer(3) == Offer(3)
True
"""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Return `cls` as a frozen, slotted dataclass."""
    return dataclass(frozen=True, slots=True)(cls)
