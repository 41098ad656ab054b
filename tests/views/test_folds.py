"""Every view is a fold, told entry by entry: the same as from entry 0, at a price that the past does not raise."""

import gc
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from moot.views.views import Views
from tests.views.asking import everything
from tests.views.conftest import FOUNDING, Chronicle
from tests.views.played import played


def folded(entries):
    views = Views()
    for told in entries:
        views.tell(told)
    return views


@settings(max_examples=8)
@given(st.data())
def test_at_every_entry_the_views_are_those_of_a_fold_from_entry_0(data):
    record, views = played(data.draw).record, Views()
    for told in record:
        views.tell(told)
        # They are asked at every entry, so that asking would show if it changed anything.
        assert everything(views) == everything(folded(record[: told.index + 1]))


def calls(chronicle, number):
    """Return how many calls the views make to be told of one more decision."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    gc.disable()  # collecting makes calls of its own
    sys.setprofile(counted)
    try:
        chronicle.decides(number, {"bo.ai": 400_000, "cy.ai": 600_000}, (300_000, 500_000, 700_000), 450_000)
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def test_the_price_of_an_entry_does_not_rise_with_the_length_of_the_record():
    chronicle = Chronicle()
    chronicle.happens(*FOUNDING)
    prices = [calls(chronicle, number) for number in range(200)]
    # From the 40th on every list that remembers only the last has its length.
    assert set(prices[40:]) == {prices[40]}
