import random
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.papers import Project, Round, ranks
from moot.core.shares import Bought, Missed, endowment, equal_shares, raised
from tests.core.rounds import rounds

utilities = st.sampled_from(["points", "cost"])


def town(budget, costs, **papers):
    projects = tuple(Project(name, cost) for name, cost in costs.items())
    return Round(projects, {owner: paper or {} for owner, paper in papers.items()}, budget, tuple(costs))


def buy(asked, utility="points", each=None):
    return equal_shares(asked, endowment(asked) if each is None else each, utility)


def paid_by_each(asked, utility, each):
    """Buy one project after the other by the definition: who could not pay its part pays all it has (in fractions)."""
    purses = dict.fromkeys(asked.papers, each)
    rank, bought = ranks(asked.ties), []
    while offers := sorted(_offers(asked, purses, utility, rank, {name for name, *_ in bought})):
        (price, _, project), *others = offers
        point = price * (project.cost if utility == "cost" else 1)
        takes = {}
        for owner, paper in asked.papers.items():
            if project.id in paper:
                takes[owner] = min(purses[owner], (point * paper[project.id]).__ceil__())
                purses[owner] -= takes[owner]
        rival = (others[0][2].id, others[0][0]) if others else (None, None)
        bought.append((project.id, price, len(takes), sum(takes.values()), *rival))
    return bought, purses


def _offers(asked, purses, utility, rank, done):
    for project in asked.projects:
        backers = {owner: paper[project.id] for owner, paper in asked.papers.items() if project.id in paper}
        if project.id in done or project.cost > asked.budget:
            continue
        poorest_first = sorted(backers, key=lambda owner: Fraction(purses[owner], backers[owner]))
        missing, points = project.cost, sum(backers.values())
        for owner in poorest_first:
            price = Fraction(missing, points)
            if price * backers[owner] <= purses[owner]:
                yield price / (project.cost if utility == "cost" else 1), rank[project.id], project
                break
            missing -= purses[owner]
            points -= backers[owner]


def test_a_share_is_the_budget_divided_and_rounded_down():
    assert endowment(town(100, {}, ana="", bo="", cy="")) == 33
    assert endowment(town(100, {})) == 0


def test_a_minority_buys_with_its_part_what_the_majority_would_not():
    asked = town(90, {"pump": 30, "path": 30, "shed": 30}, ana="", bo="", cy="")
    asked = replace(asked, papers={"ana": {"pump": 1, "path": 1}, "bo": {"pump": 1, "path": 1}, "cy": {"shed": 1}})
    assert buy(asked).chosen == ("pump", "path", "shed")


def test_the_reasons_of_what_is_bought_and_missed():
    papers = {
        "ana": {"pump": 1, "path": 1},
        "bo": {"pump": 1, "shed": 1},
        "cy": {"path": 1, "shed": 1},
        "dee": {"path": 1},
    }
    costs = {"pump": 40, "path": 50, "shed": 39, "moat": 5, "tower": 121}
    asked = town(120, costs, **papers)
    found = buy(asked)
    assert found.bought == (
        Bought("path", 50, Fraction(50, 3), 3, 0, 51, "shed", Fraction(39, 2)),
        Bought("shed", 39, Fraction(26), 2, 1, 39, "pump", Fraction(27)),
    )
    assert found.missed == (Missed("pump", 40, 2, 17), Missed("moat", 5, 0, 0), Missed("tower", 121, 0, 0))
    assert found.purses == {"ana": 13, "bo": 4, "cy": 0, "dee": 13}
    assert (found.endowment, found.cost, found.chosen) == (30, 89, ("path", "shed"))
    assert [one.price for one in found.bought] == sorted(one.price for one in found.bought)


def test_supporters_pay_in_proportion_to_their_points():
    asked = town(200, {"pump": 80}, ana={"pump": 3}, bo={"pump": 1})
    assert buy(asked).purses == {"ana": 40, "bo": 80}


def test_who_has_less_than_its_part_pays_all_it_has():
    asked = town(120, {"pump": 100}, ana={"pump": 3}, bo={"pump": 1})
    assert buy(asked).purses == {"ana": 0, "bo": 20}
    assert buy(asked).bought[0].price == 40


def test_each_payment_is_rounded_up():
    asked = town(12, {"pump": 10}, ana={"pump": 1}, bo={"pump": 1}, cy={"pump": 1})
    [bought] = buy(asked).bought
    assert (bought.price, bought.paid) == (Fraction(10, 3), 12)
    assert bought.spent_out == 3


def test_with_the_cost_as_utility_the_project_with_more_support_comes_first():
    asked = town(300, {"shed": 10, "path": 90}, ana={"path": 1}, bo={"path": 1}, cy={"shed": 1})
    assert buy(asked, "points").chosen == ("shed", "path")
    assert buy(asked, "cost").chosen == ("path", "shed")
    assert [bought.price for bought in buy(asked, "cost").bought] == [Fraction(1, 2), 1]


@pytest.mark.parametrize("utility", ["points", "cost"])
def test_of_equal_prices_the_earlier_in_the_order_of_ties_is_bought(utility):
    asked = town(20, {"pump": 20, "path": 20}, ana={"pump": 1, "path": 1})
    assert buy(asked, utility).chosen == ("pump",)
    assert buy(replace(asked, ties=("path", "pump")), utility).chosen == ("path",)
    [bought] = buy(asked, utility).bought
    assert (bought.rival, bought.rival_price) == ("path", bought.price)


def test_the_only_one_that_can_be_bought_has_no_rival():
    [bought] = buy(town(20, {"pump": 20}, ana="", bo="")).bought or [None]
    assert bought is None
    [bought] = buy(town(20, {"pump": 20}, ana={"pump": 1})).bought
    assert (bought.rival, bought.rival_price) == (None, None)


def test_what_costs_more_than_the_budget_is_not_bought_with_larger_shares():
    asked = town(20, {"pump": 21, "path": 20}, ana={"pump": 2, "path": 1})
    assert buy(asked, each=50).chosen == ("path",)


def test_nobody_pays_for_what_its_paper_does_not_name():
    asked = town(20, {"pump": 20}, ana={"pump": 1}, bo={"moat": 5})
    assert buy(asked).missed == (Missed("pump", 20, 1, 10),)


def follows_the_definition(asked, utility, each):
    found = equal_shares(asked, each, utility)
    bought, purses = paid_by_each(asked, utility, each)
    assert found.purses == purses
    assert bought == [
        (one.project, one.price, one.supporters, one.paid, one.rival, one.rival_price) for one in found.bought
    ]


@given(rounds(), utilities, st.integers(0, 60))
def test_what_is_bought_and_paid_follows_the_definition(asked, utility, each):
    follows_the_definition(asked, utility, each)


@pytest.mark.parametrize("utility", ["points", "cost"])
def test_in_crowded_rounds_it_follows_the_definition_too(utility):
    chance = random.Random(3)
    names = [f"p{number}" for number in range(14)]
    for _ in range(60):
        papers = {
            f"o{number}": {name: chance.randint(1, 2) for name in chance.sample(names, chance.randint(1, 8))}
            for number in range(9)
        }
        projects = tuple(Project(name, chance.randint(1, 30)) for name in names)
        asked = Round(projects, papers, chance.randint(60, 200), tuple(chance.sample(names, len(names))))
        follows_the_definition(asked, utility, endowment(asked))


@given(rounds(), utilities)
def test_what_everybody_had_is_paid_or_left_and_what_is_missed_its_supporters_cannot_pay(asked, utility):
    found = buy(asked, utility)
    assert sum(found.purses.values()) + sum(one.paid for one in found.bought) == len(asked.papers) * found.endowment
    assert all(left >= 0 for left in found.purses.values())
    assert all(one.cost <= one.paid < one.cost + one.supporters for one in found.bought)
    assert found.cost <= asked.budget
    assert {one.project for one in found.missed} | set(found.chosen) == set(asked.ties)
    assert all(one.money < one.cost or one.cost > asked.budget for one in found.missed)


@given(rounds(), utilities)
def test_the_order_of_papers_never_matters(asked, utility):
    turned = replace(asked, papers=dict(reversed(asked.papers.items())))
    assert buy(turned, utility) == buy(asked, utility)


def test_shares_are_raised_until_nothing_wanted_fits():
    asked = town(100, {"pump": 40, "path": 50}, ana={"pump": 1}, bo={"path": 1}, cy={"moat": 1})
    assert buy(asked).chosen == ()
    found = raised(asked, 5, partial(equal_shares, asked, utility="points"))
    assert (found.endowment, found.chosen) == (53, ("pump", "path"))


def test_the_raise_that_would_overspend_is_not_made():
    asked = town(100, {"pump": 60, "path": 61}, ana={"pump": 1}, bo={"path": 1})
    found = raised(asked, 1, partial(equal_shares, asked, utility="points"))
    assert (found.endowment, found.chosen) == (60, ("pump",))
    assert raised(asked, 7, partial(equal_shares, asked, utility="points")).chosen == ()


def test_a_raise_may_spend_all_there_is_and_the_last_project_may_take_all_that_is_left():
    asked = town(100, {"pump": 40, "path": 60}, ana={"pump": 1}, bo={"path": 1})
    assert buy(asked).chosen == ("pump",)
    found = raised(asked, 1, partial(equal_shares, asked, utility="points"))
    assert (found.endowment, found.chosen, found.cost) == (60, ("pump", "path"), 100)


def test_a_result_that_spends_all_is_not_raised():
    asked = town(100, {"pump": 50, "path": 50, "shed": 1}, ana={"pump": 1}, bo={"path": 1, "shed": 1})
    found = raised(asked, 1, partial(equal_shares, asked, utility="cost"))
    assert found.endowment == 50
    assert found.cost <= 100


@given(rounds(), utilities, st.integers(1, 9))
def test_raising_never_overspends_and_ends_for_a_reason(asked, utility, step):
    call = partial(equal_shares, asked, utility=utility)
    found = raised(asked, step, call)
    assert found.cost <= asked.budget
    left = asked.budget - found.cost
    exhausted = not any(one.supporters and one.cost <= left for one in found.missed)
    assert exhausted or call(found.endowment + step).cost > asked.budget
    assert (found.endowment - endowment(asked)) % step == 0
