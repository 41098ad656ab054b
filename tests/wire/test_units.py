"""Amounts are read and written without rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import SAFE
from moot.wire.units import MONEY, PPM, TIME


@given(st.sampled_from([PPM, TIME, MONEY]), st.integers(0, SAFE))
def test_an_amount_is_read_as_it_was_written(unit, amount):
    assert unit.read(unit.write(amount)) == amount


@pytest.mark.parametrize(
    ("unit", "text", "amount"),
    [
        (PPM, "20 %", 200_000),
        (PPM, "20%", 200_000),
        (PPM, "0.0001 %", 1),
        (TIME, "60 min", 3_600_000),
        (TIME, "7 days", 604_800_000),
        (TIME, "1 day", 86_400_000),
        (TIME, "1.5 h", 5_400_000),
        (TIME, "90 s", 90_000),
        (TIME, "5 ms", 5),
        (MONEY, "20 credits", 20_000_000),
        (MONEY, "1 credit", 1_000_000),
    ],
)
def test_amounts_are_read_as_people_write_them(unit, text, amount):
    assert unit.read(text) == amount


@pytest.mark.parametrize(
    ("unit", "amount", "text"),
    [
        (PPM, 0, "0 %"),
        (PPM, 1, "0.0001 %"),
        (TIME, 0, "0 ms"),
        (TIME, 5_400_000, "90 min"),
        (TIME, 604_800_000, "7 days"),
        (MONEY, 0, "0 credits"),
        (MONEY, 1_000, "0.001 credits"),
        (MONEY, 1_000_000, "1 credit"),
    ],
)
def test_amounts_are_written_in_the_largest_unit_that_fits(unit, amount, text):
    assert unit.write(amount) == text


@pytest.mark.parametrize("text", ["", "20", "twenty %", "-5 %", "5 min %", "5 parsecs", "1e3 %", "5,5 %"])
def test_what_is_no_amount_says_how_one_looks(text):
    with pytest.raises(ValueError, match="is not an amount such as '20 %'"):
        PPM.read(text)


def test_nothing_is_rounded():
    with pytest.raises(ValueError, match=r"'0.5 ms' is finer than the smallest unit"):
        TIME.read("0.5 ms")
