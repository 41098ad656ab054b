from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from moot.core.counting import Considered, Place, greedy, placed
from moot.core.papers import Project, Round, scores
from tests.core.rounds import NAMES, rounds

COSTS = {"bench": 60, "lamp": 50, "path": 40, "pump": 30}
ASKED = Round(tuple(Project(name, cost) for name, cost in COSTS.items()), {}, 100, tuple(COSTS))
POINTS = {"bench": 9, "lamp": 5, "path": 5, "pump": 2}

counts = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4))
orders = st.permutations(NAMES)


def chosen(told):
    return [each.project for each in told if each.verdict == "chosen"]


def points_of(asked):
    return scores(asked.ties, asked.papers)


def test_most_comes_first_and_of_equals_the_earlier_in_the_order_of_ties():
    found = placed({"bench": 1, "lamp": 3, "path": 1, "pump": 3}, ("pump", "path", "lamp", "bench"))
    assert found == (Place("pump", 3, True), Place("lamp", 3, False), Place("path", 1, True), Place("bench", 1, False))
    assert placed({}, ()) == ()


@given(counts, orders)
def test_each_option_has_a_place_behind_all_that_have_more(given_counts, ties):
    found = placed(given_counts, ties)
    assert {place.option: place.count for place in found} == given_counts
    assert [place.count for place in found] == sorted(given_counts.values(), reverse=True)


@given(counts, orders, st.sampled_from(NAMES))
def test_one_more_for_an_option_never_costs_it_a_place(given_counts, ties, option):
    more = {**given_counts, option: given_counts.get(option, 0) + 1}
    before = [place.option for place in placed({option: 0, **given_counts}, ties)].index(option)
    assert [place.option for place in placed(more, ties)].index(option) <= before


def test_the_most_wanted_are_bought_and_what_is_too_dear_is_passed_over():
    assert greedy(ASKED, POINTS) == (
        Considered("bench", 60, 9, 100, "chosen", False),
        Considered("lamp", 50, 5, 40, "too_dear", True),
        Considered("path", 40, 5, 40, "chosen", False),
        Considered("pump", 30, 2, 0, "too_dear", False),
    )


def test_without_skipping_the_first_that_is_too_dear_ends_the_buying():
    told = greedy(ASKED, POINTS, skip=False)
    assert [each.verdict for each in told] == ["chosen", "too_dear", "ended", "ended"]
    assert [each.left for each in told] == [100, 40, 40, 40]


def test_a_project_with_too_few_points_is_not_bought_and_ends_nothing():
    told = greedy(ASKED, POINTS, least=6)
    assert [each.verdict for each in told] == ["chosen", "too_few", "too_few", "too_few"]
    assert [each.verdict for each in greedy(ASKED, POINTS, least=5)] == ["chosen", "too_dear", "chosen", "too_few"]
    assert greedy(ASKED, POINTS, skip=False, least=10)[-1].verdict == "too_few"


def test_what_nobody_wants_is_not_bought():
    assert chosen(greedy(ASKED, dict.fromkeys(COSTS, 0))) == []
    assert chosen(greedy(ASKED, {**dict.fromkeys(COSTS, 0), "pump": 1})) == ["pump"]


def test_only_the_projects_of_the_round_are_considered():
    left = replace(ASKED, projects=ASKED.projects[2:])
    assert chosen(greedy(left, POINTS)) == ["path", "pump"]


@given(rounds(), st.booleans(), st.integers(0, 3))
def test_never_more_is_spent_than_there_is(asked, skip, least):
    told = greedy(asked, points_of(asked), skip=skip, least=least)
    assert sum(each.cost for each in told if each.verdict == "chosen") <= asked.budget
    assert len(told) == len(asked.projects)
    assert all(each.left >= each.cost for each in told if each.verdict == "chosen")


@given(rounds())
def test_with_skipping_nothing_that_is_wanted_would_still_fit(asked):
    told = greedy(asked, points_of(asked))
    left = asked.budget - sum(each.cost for each in told if each.verdict == "chosen")
    assert all(each.cost > left for each in told if each.verdict == "too_dear")
