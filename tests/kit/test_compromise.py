"""The search for the version that most owners support, against trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.negotiation import Opinion, supporters
from moot.kit import compromise as module
from moot.kit.compromise import Question, best_version, compromise

BOUNDS = {"amps": (0, 6), "hours": (-2, 3)}
numbers = {term: st.integers(low, high) for term, (low, high) in BOUNDS.items()}
terms = st.fixed_dictionaries(numbers)
conditions = st.builds(
    Condition,
    st.sampled_from(["must", "must", "should"]),
    st.sampled_from(list(BOUNDS)),
    st.sampled_from(["<=", ">=", "=", "in"]),
    st.lists(st.integers(-4, 8), min_size=1, max_size=3).map(tuple),
)
opinions = st.builds(
    Opinion, st.sampled_from(["for", "could_live", "against"]), st.lists(conditions, max_size=3).map(tuple)
)
questions = st.builds(
    Question,
    st.just(BOUNDS),
    terms,
    terms,
    st.lists(terms, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.none() | opinions | opinions, max_size=2), max_size=6),
)


def support(question, version):
    return len(supporters(question.opinions, version, original=version == question.original))


def new_versions(question):
    known = [question.status_quo, question.original, *question.offered]
    ranges = [range(low, high + 1) for low, high in BOUNDS.values()]
    return [each for choice in product(*ranges) if (each := dict(zip(BOUNDS, choice, strict=True))) not in known]


def far(version, other):
    return sum(abs(version[term] - other[term]) * 1_000_000 // (high - low) for term, (low, high) in BOUNDS.items())


@given(questions)
def test_it_finds_the_most_support_there_is_and_nothing_less(question):
    found = compromise(question)
    before = support(question, best_version(question))
    best = max(support(question, each) for each in new_versions(question))
    if found is None:
        assert best <= before
    else:
        assert support(question, found) == best > before


@given(questions)
def test_it_never_leaves_the_bounds_and_never_repeats_a_version(question):
    found = compromise(question, estimate=lambda version: version["amps"] * 1_000)
    assert found is None or found in new_versions(question)


@given(questions)
def test_of_equals_it_takes_the_nearest_to_the_original(question):
    found = compromise(question)
    if found is not None:
        rivals = [each for each in new_versions(question) if support(question, each) == support(question, found)]
        assert far(found, question.original) == min(far(each, question.original) for each in rivals)


@given(questions, st.randoms())
def test_the_order_of_owners_never_matters(question, chance):
    owners = list(question.opinions)
    chance.shuffle(owners)
    again = Question(
        question.bounds,
        question.status_quo,
        question.original,
        question.offered,
        {owner: question.opinions[owner] for owner in owners},
    )
    assert compromise(question) == compromise(again)


@given(questions)
def test_an_estimate_never_costs_a_supporter(question):
    plain, estimated = compromise(question), compromise(question, estimate=lambda version: -version["hours"])
    assert (plain is None) == (estimated is None)
    if plain is not None:
        assert support(question, plain) == support(question, estimated)
        assert estimated["hours"] <= plain["hours"]


def ask(*bounds, original=10, status_quo=0, offered=()):
    """Return a question about one term, with one owner for each bound."""
    opinions = {
        f"o{number}": [Opinion("against", (Condition("must", "amps", relation, (value,)),))]
        for number, (relation, value) in enumerate(bounds)
    }
    versions = tuple({"amps": each} for each in offered)
    return Question({"amps": (0, 20)}, {"amps": status_quo}, {"amps": original}, versions, opinions)


@pytest.mark.parametrize(
    ("question", "amps"),
    [
        (ask(("<=", 6)), 6),
        (ask(("<=", 6), (">=", 4)), 6),
        (ask(("<=", 6), (">=", 4), original=2), 4),
        (ask(("<=", 6), ("<=", 3)), 3),
        (ask(("<=", 6), (">=", 15), ("<=", 5)), 5),
        (ask((">=", 8)), 9),  # it was against the original, though its must holds there
        (ask(("<=", 6), status_quo=6), 5),
        (ask(("<=", 6), status_quo=5, original=6), 4),
        (ask(("<=", 6), offered=(6,)), None),  # somebody offered it
        (ask((">=", 25)), None),  # beyond the bounds
        (ask(("<=", 0)), None),  # only the status quo
        (ask(), None),
    ],
)
def test_what_it_offers(question, amps):
    found = compromise(question)
    assert found == (None if amps is None else {"amps": amps})


def test_when_every_version_is_taken_there_is_none_to_offer():
    opinions = {"ana": [Opinion("for", (Condition("must", "amps", "<=", (0,)),))]}
    assert compromise(Question({"amps": (0, 1)}, {"amps": 0}, {"amps": 1}, (), opinions)) is None


def test_a_silent_reviewer_of_an_owner_wins_nothing():
    question = Question(
        {"amps": (0, 20)},
        {"amps": 0},
        {"amps": 10},
        (),
        {"ana": [Opinion("for", (Condition("must", "amps", "<=", (5,)),)), None]},
    )
    assert compromise(question) is None


def test_a_reviewer_against_everything_is_not_courted():
    assert compromise(Question({"amps": (0, 20)}, {"amps": 0}, {"amps": 10}, (), {"ana": [Opinion("against")]})) is None


def test_the_nearest_to_the_best_version_breaks_the_next_tie():
    # 6 and 14 are equally far from the original; 14 is nearer to the version that was offered.
    musts = Condition("must", "amps", "in", (6, 14))
    question = Question(
        {"amps": (0, 20)},
        {"amps": 0},
        {"amps": 10},
        ({"amps": 15},),
        {"ana": [Opinion("for", (musts,))], "bo": [Opinion("for", (Condition("must", "amps", "<=", (15,)),))]},
    )
    assert best_version(question) == {"amps": 10}
    again = Question(
        question.bounds,
        question.status_quo,
        question.original,
        question.offered,
        {**question.opinions, "cy": [Opinion("for", (Condition("must", "amps", ">=", (11,)),))]},
    )
    assert best_version(again) == {"amps": 15}
    assert compromise(again) == {"amps": 14}


def test_an_estimate_decides_among_equals():
    question = ask(("<=", 6), offered=(3,), original=8)
    assert compromise(question) is None
    free = Question(
        {"amps": (0, 20), "hours": (0, 9)},
        {"amps": 0, "hours": 0},
        {"amps": 10, "hours": 5},
        ({"amps": 12, "hours": 9},),
        {"ana": [Opinion("against", (Condition("must", "amps", "<=", (6,)),))]},
    )
    assert compromise(free) == {"amps": 6, "hours": 5}
    assert compromise(free, estimate=lambda version: version["amps"]) == {"amps": 6, "hours": 5}
    assert compromise(free, estimate=lambda version: version["hours"]) == {"amps": 6, "hours": 9}
    assert compromise(free, estimate=lambda version: -version["hours"] - version["amps"]) == {"amps": 0, "hours": 1}


def test_a_narrow_search_still_finds_something_better(monkeypatch):
    monkeypatch.setattr(module, "WIDTH", 1)
    question = ask(("<=", 6), (">=", 4), ("<=", 5))
    assert compromise(question) == {"amps": 5}
