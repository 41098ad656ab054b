"""What would flip: held against trying every weight, one by one, with nothing but the core's own ranking."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core import events as e
from moot.core.forecast import recommend, score
from moot.views.contest import Contest, crossing, moved, winner
from moot.views.flips import STEP
from tests.views.conftest import AMENDED, CHARTER, FOUNDING, MIDDLE, ORIGINAL, QUO, STAGES, Chronicle, P

WHOLE = 60  # small, so that every weight can be tried
NAMES = ("a", "b", "c")
SAFETY, THRIFT = CHARTER.purpose.values


@st.composite
def contests(draw):
    """Any small contest: two to four candidates, two or three values, forecasts that are often equal."""
    values = NAMES[: draw(st.integers(1, 3))]
    versions = ("now", *"ABC"[: draw(st.integers(0, 3))])
    pools = {each: {name: draw(st.integers(0, 6)) for name in values} for each in versions}
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=len(values) - 1, max_size=len(values) - 1)))
    parts = [high - low for low, high in zip((0, *cuts), (*cuts, WHOLE), strict=True)]
    rivals = draw(st.permutations(versions[1:]))
    weights = dict(zip(values, parts, strict=True))
    return Contest(pools, weights, "now", tuple(rivals[: draw(st.integers(0, 3))]), must_beat=draw(st.booleans()))


def by_hand(contest, weights):
    """Return who would be recommended, asked of the core directly."""
    scores = {version: score(weights, cells) for version, cells in contest.pools.items()}
    return recommend(scores, contest.rivals, contest.status_quo, contest.rivals, must_beat=contest.must_beat)


def placed(contest, name, to):
    """Return the weights with `name` at `to`, as whole numbers of a common measure, written down anew."""
    others = {each: weight for each, weight in contest.weights.items() if each != name}
    if sum(others.values()) == 0:
        others = dict.fromkeys(others, 1)
    whole = sum(others.values())
    return {each: to * whole if each == name else others[each] * (WHOLE - to) for each in contest.weights}


@settings(max_examples=300)
@given(contests(), st.booleans())
def test_a_crossing_is_the_nearest_weight_at_which_another_is_recommended(contest, rising):
    for name, now in contest.weights.items():
        present = by_hand(contest, contest.weights)
        tried = range(now + 1, WHOLE + 1) if rising else range(now - 1, -1, -1)
        if len(contest.weights) == 1:
            tried = ()
        nearest = next(
            ((to, won) for to in tried if (won := by_hand(contest, placed(contest, name, to))) != present), None
        )
        found = crossing(contest, name, rising=rising)
        assert (found and (found.weight, found.version)) == nearest


@given(contests(), st.sampled_from(NAMES), st.integers(0, WHOLE))
def test_the_others_keep_their_proportions_and_the_whole_is_kept(contest, name, to):
    if name not in contest.weights or len(contest.weights) == 1:
        return
    after = moved(contest.weights, name, to)
    assert after[name] * WHOLE == to * sum(after.values())
    others = [each for each in contest.weights if each != name]
    if any(contest.weights[each] for each in others):
        for one in others:
            for two in others:
                assert after[one] * contest.weights[two] == after[two] * contest.weights[one]


@given(contests(), st.sampled_from(NAMES))
def test_to_leave_a_weight_where_it_is_changes_nothing(contest, name):
    if name in contest.weights and len(contest.weights) > 1:
        assert winner(contest, moved(contest.weights, name, contest.weights[name])) == winner(contest, contest.weights)


CELLS = {
    QUO: {"safety": 500_000, "thrift": 300_000},
    ORIGINAL: {"safety": 400_000, "thrift": 600_000},
    AMENDED: {"safety": 700_000, "thrift": 500_000},
}
WEIGHTS = {"safety": 600_000, "thrift": 400_000}


def told(*ending, weights=WEIGHTS, cells=CELLS, kind="limit"):
    """Return views that were told of a proposal whose forecasts are pooled, and what came of it."""
    one = Chronicle()
    charter = replace(CHARTER, purpose=replace(CHARTER.purpose, values=(replace(SAFETY, floor=450_000), THRIFT)))
    one.happens(replace(FOUNDING[0], charter=charter), *FOUNDING[1:])
    one.happens(replace(STAGES["waiting"][0], weights=weights, kind=kind), e.StageEntered(P, "forecast", 0, 9))
    one.happens(e.VersionOffered(P, AMENDED, "bo.ai", "bo", ORIGINAL, MIDDLE, (), (), None))
    pools = {each: {name: e.Pooled(ppm, ppm, ppm, 3) for name, ppm in said.items()} for each, said in cells.items()}
    one.happens(e.ForecastsPooled(P, pools, dict.fromkeys(pools, 0)), *ending)
    return one


CHOSEN = e.CandidateRecommended(P, AMENDED, (QUO, AMENDED), {ORIGINAL: "purpose.values.safety.floor"}, {}, 0, "bb" * 32)


def flips(chronicle, **asked):
    return chronicle.views.view("flips", **asked)


def test_before_the_forecasts_are_pooled_nothing_would_flip(chronicle):
    assert flips(chronicle.until("forecast")) == {"step": STEP, "rows": []}
    assert flips(chronicle, proposal=P)["rows"] == []


def test_what_a_floor_excluded_wins_at_no_weight():
    [row] = flips(told(CHOSEN))["rows"]
    assert row["names"] == {QUO: "now", ORIGINAL: "A", AMENDED: "B"}
    assert (row["present"], row["would"]) == (AMENDED, None)
    never = {"less": None, "more": None, "down": AMENDED, "up": AMENDED}
    assert row["values"] == {name: {"weight": weight, **never} for name, weight in WEIGHTS.items()}


def test_a_decision_says_from_which_weight_on_another_would_have_been_recommended():
    chosen = replace(CHOSEN, eligible=(QUO, ORIGINAL, AMENDED), excluded={})
    one = told(chosen)
    [row] = flips(one)["rows"]
    # A has 10 points more thrift and 30 less safety than B: level at 3 of thrift for 1 of safety.
    assert row["values"]["safety"]["less"] == {"weight": 249_999, "version": ORIGINAL}
    assert row["values"]["thrift"]["more"] == {"weight": 750_001, "version": ORIGINAL}
    assert (row["values"]["safety"]["more"], row["values"]["thrift"]["less"]) == (None, None)
    assert flips(one, proposal=P)["rows"] == [row]
    near = {"safety": 255_000, "thrift": 745_000}
    [row] = flips(told(chosen, weights=near))["rows"]
    assert [(told["down"], told["up"]) for told in row["values"].values()] == [(ORIGINAL, AMENDED), (AMENDED, ORIGINAL)]


@pytest.mark.parametrize(
    ("weights", "would"),
    [
        ({"safety": 1}, AMENDED),
        ({"thrift": 7}, ORIGINAL),
        ({"safety": 249_999, "thrift": 750_001}, ORIGINAL),
        ({"safety": 1, "thrift": 3}, AMENDED),  # level: what was recommended stays
        ({"speed": 5}, None),
        ({}, None),
    ],
)
def test_weights_that_somebody_tries_say_who_would_win_at_them(weights, would):
    one = told(replace(CHOSEN, eligible=(QUO, ORIGINAL, AMENDED), excluded={}))
    [row] = flips(one, weights=json.dumps(weights))["rows"]
    assert row["would"] == would


def test_where_nothing_was_better_who_was_forecast_below_a_floor_stays_out():
    cells = {**CELLS, AMENDED: {"safety": 460_000, "thrift": 310_000}}
    [row] = flips(told(e.NothingBetter(P), cells=cells))["rows"]
    assert row["present"] == QUO
    assert row["values"]["safety"]["less"] == {"weight": 199_999, "version": AMENDED}


def test_other_rules_need_not_beat_those_in_force():
    cells = {**CELLS, ORIGINAL: {"safety": 450_000, "thrift": 0}, AMENDED: {"safety": 460_000, "thrift": 100_000}}
    chosen = replace(CHOSEN, eligible=(QUO, ORIGINAL, AMENDED), excluded={})
    [row] = flips(told(chosen, cells=cells, kind="charter"))["rows"]
    assert row["present"] == AMENDED
    assert {each["up"] for each in row["values"].values()} == {AMENDED}


def test_a_value_that_weighs_everything_gives_way_to_all_others_alike():
    chosen = replace(CHOSEN, eligible=(QUO, ORIGINAL, AMENDED), excluded={})
    [row] = flips(told(chosen, weights={"safety": 1_000_000, "thrift": 0}))["rows"]
    assert row["values"]["safety"]["less"] == {"weight": 249_999, "version": ORIGINAL}


def test_with_a_single_value_no_weight_can_move(chronicle):
    [row] = flips(chronicle.until("settled"))["rows"]
    assert [(each["less"], each["more"]) for each in row["values"].values()] == [(None, None)]


@pytest.mark.parametrize("weights", ["", "[]", "{", '{"safety": -1}', '{"safety": 1.5}', '{"safety": true}'])
def test_what_is_no_weights_is_said(chronicle, weights):
    with pytest.raises(ValueError, match="'weights' must be"):
        flips(chronicle, weights=weights)


def test_a_proposal_that_is_not_there_is_unknown(chronicle):
    with pytest.raises(ValueError, match="proposal"):
        flips(chronicle, proposal="ab" * 32)
