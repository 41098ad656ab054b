"""Pages: together they hold every row once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.views.paging import paged


@given(st.integers(0, 60), st.integers(1, 20))
def test_pages_in_their_order_hold_every_row_once(size, limit):
    rows, start = [], 0
    while start is not None:
        page = paged(list(range(size)), str(start), str(limit))
        assert (page["size"], len(page["rows"]) <= limit) == (size, True)
        rows += page["rows"]
        assert page["next"] is None or page["next"] < size  # no page is empty
        start = page["next"]
    assert rows == list(range(size))


def test_a_page_of_no_rows_has_no_next():
    assert paged(["ana"], "0", "0") == {"rows": [], "size": 1, "next": None}
    assert paged(["ana"], "9", "5") == {"rows": [], "size": 1, "next": None}


@pytest.mark.parametrize("start", ["-1", "two", "", "1.0", "²", "1e3"])
def test_what_is_no_number_is_refused(start):
    with pytest.raises(ValueError, match="'start' must be a whole number"):
        paged([], start, "1")
