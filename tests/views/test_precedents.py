"""Precedents: earlier proposals by likeness of terms and words, with what became of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import events as e
from moot.core.charter import Kind, Term, WorstCase
from moot.views.precedents import distance, overlap
from moot.views.views import Views
from tests.views.conftest import AMENDED, CELLS, FOUNDING, MIDDLE, ORIGINAL, QUO, TEXT, P

BOUNDS = ((0, 100), (-50, 50), (7, 7))
KIND = Kind(
    "limit",
    "garage",
    tuple(Term(f"t{n}", "", low, high) for n, (low, high) in enumerate(BOUNDS)),
    "ed",
    "",
    WorstCase(0, {}),
    1,
)
TERMS = st.tuples(*(st.integers(low, high) for low, high in BOUNDS)).map(
    lambda each: {f"t{n}": x for n, x in enumerate(each)}
)
WORDS = st.lists(st.sampled_from(["more", "current", "for", "all", "Straße", "2"]), max_size=6).map(" ".join)


def rows(views, **asked):
    return views.view("precedents", kind="limit", **asked)["rows"]


@given(TERMS, TERMS, TERMS)
def test_distance_is_a_metric_between_nothing_and_the_whole(one, other, third):
    apart = distance(KIND, one, other)
    assert apart == distance(KIND, other, one)
    assert (apart == 0) == (one == other)
    assert 0 <= apart <= 10**6
    assert distance(KIND, one, third) <= apart + distance(KIND, other, third) + 1  # both were floored


def test_opposite_bounds_lie_as_far_apart_as_can_be():
    low, high = ({f"t{n}": bound[side] for n, bound in enumerate(BOUNDS[:2])} for side in (0, 1))
    assert distance(KIND, low, high) == 10**6
    assert distance(KIND, {}, high) == 0


@given(WORDS, WORDS)
def test_overlap_is_whole_for_the_same_words_in_any_order(one, other):
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, " ".join(reversed(one.upper().split()))) == (10**6 if one else 0)


def test_a_precedent_shows_the_version_most_like_ones_own_and_what_became_of_it(chronicle):
    [row] = rows(chronicle.until("settled").views, terms='{"amps": 65}')
    assert row == {
        "proposal": P,
        "version": AMENDED,
        "terms": MIDDLE,
        "role": "amendment",
        "distance": 50_000,
        "overlap": None,
        "likeness": 950_000,
        "outcome": "settled",
        "why": "executed, measured and settled",
        "recommended": True,
        "ran": True,
        "forecast": CELLS[AMENDED],
        "score": 620_000,
        "measured": {"safety": 650_000, "thrift": 500_001},
        "measured_score": 590_000,
    }


@pytest.mark.parametrize(
    ("amps", "version", "role", "ran"),
    [
        (80, ORIGINAL, "original", False),
        (70, ORIGINAL, "original", False),
        (69, AMENDED, "amendment", True),
        (40, AMENDED, "amendment", True),
    ],
)
def test_of_equal_versions_what_was_asked_for_is_shown(chronicle, amps, version, role, ran):
    [row] = rows(chronicle.until("settled").views, terms=json.dumps({"amps": amps}))
    assert (row["version"], row["role"], row["ran"]) == (version, role, ran)


def test_a_status_quo_that_stayed_and_was_measured_is_a_precedent_of_its_terms(chronicle):
    chronicle.until("objection")
    chronicle.happens(e.OutcomeMeasured(P, QUO, {"safety": 1}, ("thrift",), None), e.ProposalClosed(P, "rejected", ""))
    [row] = rows(chronicle.views, terms='{"amps": 40}')
    assert (row["version"], row["role"], row["ran"], row["distance"]) == (QUO, "status_quo", True, 0)


def test_without_terms_or_text_the_newest_stands_first(chronicle):
    first, second = (chronicle.decides(number, {}, (0, 0, 0), 0) for number in (1, 2))
    shown = rows(chronicle.views)
    assert [each["proposal"] for each in shown] == [second, first]
    assert [(each["role"], each["likeness"]) for each in shown] == [("original", None)] * 2


def test_an_open_proposal_is_no_precedent(chronicle):
    assert rows(chronicle.until("opening_measures").views, terms="{}") == []


def test_the_likest_stands_first(chronicle):
    chronicle.until("settled")
    other = chronicle.decides(1, {}, (0, 0, 0), 0)  # asked for 80 A, of which P had one too
    assert [each["proposal"] for each in rows(chronicle.views, terms='{"amps": 60}')] == [P, other]
    assert [each["proposal"] for each in rows(chronicle.views, terms='{"amps": 80}')] == [other, P]  # the newest


def test_texts_count_where_both_are_there(chronicle):
    held = {TEXT: "Empty stalls, full stalls."}
    views = Views(held.get)
    chronicle.views = views
    chronicle.size = 0
    chronicle.happens(*FOUNDING)
    chronicle.until("settled")
    [row] = rows(views, text="full stalls everywhere")
    assert (row["overlap"], row["distance"], row["likeness"]) == (500_000, None, 500_000)
    [row] = rows(views, terms='{"amps": 80}', text="full stalls everywhere")
    assert row["likeness"] == 750_000
    assert "stalls" not in json.dumps(row)
    del held[TEXT]  # erased
    assert rows(views, text="full stalls")[0]["overlap"] is None


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "dim"}, "no kind of action is called 'dim'; there are: limit"),
        ({"kind": "limit", "terms": "{"}, "must be a JSON object of whole numbers"),
        ({"kind": "limit", "terms": "[]"}, "must be a JSON object of whole numbers"),
        ({"kind": "limit", "terms": '{"amps": 1.5}'}, "must be a JSON object of whole numbers"),
        ({"kind": "limit", "terms": '{"amps": true}'}, "must be a JSON object of whole numbers"),
        ({"kind": "limit", "terms": '{"volts": 3}'}, "no term of 'limit' is called 'volts'; there are: amps"),
    ],
)
def test_what_is_not_of_this_kind_is_refused(chronicle, asked, says):
    with pytest.raises(ValueError, match=says):
        chronicle.views.view("precedents", **asked)


def test_a_withdrawn_proposal_is_one_without_a_forecast(chronicle):
    chronicle.until("review").happens(e.ProposalClosed(P, "withdrawn", "withdrawn by its author"))
    [row] = rows(chronicle.views, terms='{"amps": 80}')
    assert (row["outcome"], row["forecast"], row["score"], row["ran"]) == ("withdrawn", {}, None, False)
