"""Values are changed by making others, and have the fields they were given."""

import pytest

from moot.core.value import changed, value, wide


@wide
class House:
    epoch: int = 0
    moot: str = ""


@value
class Offer:
    price: int = 0


def test_a_changed_record_differs_in_what_was_named_alone():
    house = House(7, "ours")
    assert (changed(house, epoch=8), house) == (House(8, "ours"), House(7, "ours"))


def test_a_misspelt_field_is_refused():
    with pytest.raises(TypeError, match="House has no field epohc"):
        changed(House(7, "ours"), epohc=8)


def test_only_wide_records_are_changed_so():
    with pytest.raises(TypeError):
        changed(Offer(1), price=2)
