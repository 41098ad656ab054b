"""A redline loses no word of either side."""

from hypothesis import given
from hypothesis import strategies as st

from moot.web.pages.redline import NOTHING, runs, spoken

WORDS = st.lists(st.sampled_from(["share", "the", "current", "by", "night"]), max_size=12).map(" ".join)


def joined(*said):
    return " ".join(" ".join(said).split())


@given(WORDS, WORDS)
def test_what_is_kept_and_what_was_is_what_stood_before_and_with_what_becomes_what_stands_after(before, after):
    found = runs(before, after)
    assert joined(*(f"{kept} {was}" for kept, was, _ in found)) == before
    assert joined(*(f"{kept} {will}" for kept, _, will in found)) == after


def test_of_a_text_only_the_words_that_change_are_marked():
    found = runs("Share the current by day and by night.", "Share all the current by night.")
    assert found == [("Share", "", "all"), ("the current by", "day and by", ""), ("night.", "", "")]


def test_a_number_is_replaced_as_one_and_its_unit_stands_behind_what_becomes():
    assert runs("50 %", "90 %") == [("", "50 %", "90 %")]
    assert runs(None, 2, "h") == [("", NOTHING, "2\N{NO-BREAK SPACE}h")]
    assert runs(8, 8, "h") == [("8\N{NO-BREAK SPACE}h", "", "")]
    assert spoken("hours", 8, None, "h") == "hours 8 to nothing h"
