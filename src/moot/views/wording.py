"""Amounts, ids and versions as sentences have them, for reading alone: in the terminal and on pages alike.

>>> percent(661_234), money(3_200_000), short("9c1ee0b7" * 8), counted(2_345, "entry", "entries")
('66.1', '3.20', '9c1ee0b7', '2,345 entries')
"""

from string import ascii_uppercase
from typing import Final

from moot.core.act import Ppm

ID: Final = 8  # as many hex digits of an id as people compare


def percent(ppm: Ppm) -> str:
    """Return a share as percent, without the sign."""
    return f"{ppm / 10_000:.1f}"


def money(micro: int) -> str:
    """Return micro-credits as credits."""
    return f"{micro / 1_000_000:,.2f}"


def short(named: str) -> str:
    """Return the digits of an id that people compare."""
    return named[:ID]


def counted(number: int, one: str, many: str = "") -> str:
    """Return how many of something there are."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def version_name(place: int) -> str:
    """Return what the version at this place among a proposal's is called: `now`, A for the proposal, then B, C, ...

    >>> version_name(0), version_name(2), version_name(27)
    ('now', 'B', 'V27')
    """
    if place == 0:
        return "now"
    return ascii_uppercase[place - 1] if place <= len(ascii_uppercase) else f"V{place}"
