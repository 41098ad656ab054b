"""A budget that is spent by its rule: what is bought is the counting's, told with its reasons, and never too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.budgeting import cost_of, funded, spend
from moot.core.charter import Budget, Priced
from moot.core.counting import greedy
from moot.core.papers import Project, Round, after, scores
from moot.core.shares import endowment, equal_shares
from tests.core.rounds import rounds

PAID = (Priced("build", 5, {"metres": 2}),)
BUDGETS = st.builds(
    Budget,
    id=st.just("works"),
    amount=st.just(1),
    kinds=st.just(PAID),
    rule=st.sampled_from(["equal_shares", "greedy"]),
    completion=st.sampled_from(["none", "greedy", "raise"]),
    raises=st.integers(1, 50),
)


def budget(**changes):
    return Budget(**{"id": "works", "amount": 1, "kinds": PAID, "completion": "none", **changes})


def bought(spent):
    return {fate.proposal for fate in spent.fates if funded(fate)}


@given(rounds(), BUDGETS)
def test_never_more_is_spent_than_there_is_and_every_project_has_one_fate(asked, rule):
    spent = spend(asked, rule)
    assert spent.cost <= asked.budget
    assert tuple(fate.proposal for fate in spent.fates) == asked.ties
    wanted = {name for paper in asked.papers.values() for name in paper}
    assert bought(spent) <= wanted
    assert all((fate.verdict == "unwanted") <= (fate.proposal not in wanted) for fate in spent.fates)


@given(rounds())
def test_equal_shares_are_those_of_the_counting(asked):
    found = equal_shares(asked, endowment(asked), "cost")
    spent = spend(asked, budget())
    assert bought(spent) == set(found.chosen)
    assert spent.endowment == endowment(asked)
    for each in found.bought:
        [fate] = [fate for fate in spent.fates if fate.proposal == each.project]
        assert (fate.money, fate.supporters, fate.spent_out) == (each.paid, each.supporters, each.spent_out)
        assert fate.price - 1 < each.price * each.cost <= fate.price


@given(rounds())
def test_nobody_pays_more_than_its_share_unless_shares_are_raised(asked):
    spent = spend(asked, budget())
    together = sum(fate.money for fate in spent.fates if funded(fate))
    assert together <= spent.endowment * len(asked.papers) <= asked.budget


@given(rounds())
def test_greed_is_that_of_the_counting(asked):
    chosen = {each.project for each in greedy(asked, scores(asked.ties, asked.papers)) if each.verdict == "chosen"}
    spent = spend(asked, budget(rule="greedy"))
    assert bought(spent) == chosen
    assert spent.endowment == 0


@given(rounds())
def test_what_is_left_over_buys_by_points_and_takes_nothing_back(asked):
    plain, more = spend(asked, budget()), spend(asked, budget(completion="greedy"))
    assert bought(plain) <= bought(more)
    left = after(asked, bought(plain))
    points = scores(left.ties, left.papers)
    rest = {each.project for each in greedy(left, points) if each.verdict == "chosen"}
    assert bought(more) == bought(plain) | rest


@given(rounds(), st.integers(1, 50))
def test_a_raised_share_buys_with_no_more_than_the_whole_budget_and_some_steps(asked, raises):
    spent = spend(asked, budget(completion="raise", raises=raises))
    share = endowment(asked)
    step = max(1, -(-(asked.budget - share) // raises))
    assert spent.endowment >= share
    assert (spent.endowment - share) // step <= raises + len(asked.projects)


@given(rounds(), BUDGETS, st.randoms(use_true_random=False))
def test_neither_the_order_of_papers_nor_that_of_projects_matters(asked, rule, chance):
    projects, papers = list(asked.projects), list(asked.papers.items())
    chance.shuffle(projects)
    chance.shuffle(papers)
    assert spend(Round(tuple(projects), dict(papers), asked.budget, asked.ties), rule) == spend(asked, rule)


def test_of_two_that_are_as_good_the_lot_chooses_and_it_is_said():
    papers = {"ana": {"bench": 1, "tree": 1}, "bo": {"bench": 1, "tree": 1}}
    projects = (Project("bench", 10), Project("tree", 10))
    for ties in (("bench", "tree"), ("tree", "bench")):
        first, second = spend(Round(projects, papers, 10, ties), budget()).fates
        assert (first.proposal, first.verdict, first.by_lot) == (ties[0], "equal_shares", True)
        assert (second.proposal, second.verdict, second.money) == (ties[1], "too_dear", 0)


@pytest.mark.parametrize(("terms", "cost"), [({"metres": 10}, 25), ({"metres": 0}, 5), ({}, 5), ({"metres": -3}, -1)])
def test_a_cost_is_a_constant_and_a_price_per_unit_of_each_term(terms, cost):
    assert cost_of(PAID[0], terms) == cost


def test_who_has_bought_together_has_it_and_the_rest_is_spent_on_what_has_most_points_of_what_is_left():
    projects = (Project("trees", 140), Project("wood", 820), Project("hedge", 500))
    papers = {"ana": {"trees": 1, "hedge": 1}, "bo": {"trees": 1}, "cy": {"hedge": 1}, "dee": {"wood": 1}}
    asked = Round(projects, papers, 900, ("wood", "hedge", "trees"))
    told = [(fate.proposal, fate.verdict, fate.money) for fate in spend(asked, budget(completion="greedy")).fates]
    assert told == [("wood", "too_dear", 260), ("hedge", "greedy", 760), ("trees", "equal_shares", 140)]
