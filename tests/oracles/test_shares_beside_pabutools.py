"""Equal shares beside pabutools, which divides a budget in exact fractions.

Ours divides it in millionths: a share is rounded down and each payment up. So two prices that are equal to theirs can
lie a little apart to us, and another of the two is then bought first, or the last supporters lack a few millionths:
a near-tie. Where the results differ, the first difference must be one.
"""

import random
from fractions import Fraction

import pytest

from moot.core.papers import Project, Round
from moot.core.shares import endowment, equal_shares, raised
from moot.fast.shares import Market
from moot.wire.pabulib import read_pabulib

UNIT = 1_000_000
NEAR = Fraction(1, 100_000)  # of a price or a cost
REAL = (
    "Hungary_Budapest_2023_VIII_Jozsefvaros",
    "Netherlands_Assen_2024",
    "Poland_Swiecie_2023",
    "Poland_Warszawa_2023_Praga-Polnoc",
    "Switzerland_Zurich_S5",
    "Switzerland_Zurich_SN",
    "US_Stanford_Dataset_PB_Vallejo_2015_vote_approvals",
)


def theirs(others, asked, utility, step=None):
    """Ask for the same round in whole units of the currency."""
    papers = [paper if utility == "given" else list(paper) for paper in asked.papers.values()]
    costs = {project.id: project.cost // UNIT for project in asked.projects}
    return others.ask(
        "shares", projects=costs, papers=papers, budget=asked.budget // UNIT, utility=utility,
        ties_and_step=[asked.ties, step],
    )  # fmt: skip


def assert_same_but_for_near_ties(ours, chosen):
    for bought, other in zip(ours.bought, chosen, strict=False):
        if bought.project != other:
            assert bought.rival == other
            assert bought.rival_price - bought.price <= bought.price * NEAR
            return
    if len(chosen) > len(ours.bought):
        [missed] = [each for each in ours.missed if each.project == chosen[len(ours.bought)]]
        assert missed.cost - missed.money <= missed.cost * NEAR
    else:
        assert list(ours.chosen) == chosen


def random_round(chance, points):
    names = [f"p{number}" for number in range(chance.randint(2, 12))]
    papers = {
        f"o{number}": {name: chance.randint(1, points) for name in chance.sample(names, chance.randint(0, len(names)))}
        for number in range(chance.randint(1, 25))
    }
    projects = tuple(Project(name, chance.randint(1, 60) * UNIT) for name in names)
    return Round(projects, papers, chance.randint(1, 120) * UNIT, tuple(chance.sample(names, len(names))))


@pytest.mark.parametrize("utility", ["cost", "points"])
@pytest.mark.parametrize("name", REAL)
def test_on_real_budgets_the_same_projects_are_bought_in_the_same_order(others, shared_data, name, utility):
    asked = read_pabulib(shared_data(f"pabulib/{name}.pb").read_bytes()).asked
    ours = Market(asked, utility)(endowment(asked))
    assert list(ours.chosen) == theirs(others, asked, utility)


def test_raising_everybodys_share_ends_at_the_same_projects(others, shared_data):
    asked = read_pabulib(shared_data("pabulib/Netherlands_Assen_2024.pb").read_bytes()).asked
    ours = raised(asked, UNIT, Market(asked, "cost"))
    assert list(ours.chosen) == theirs(others, asked, "cost", step=1)


def test_on_real_papers_with_points_the_same_projects_are_bought(others, shared_data):
    asked = read_pabulib(shared_data("pabulib/Switzerland_Zurich_D10.pb").read_bytes()).asked
    assert_same_but_for_near_ties(equal_shares(asked, endowment(asked), "points"), theirs(others, asked, "given"))


@pytest.mark.parametrize("utility", ["cost", "points", "given"])
def test_on_random_rounds_the_same_projects_are_bought_but_for_near_ties(others, utility):
    chance = random.Random(11)
    for _ in range(200):
        asked = random_round(chance, 5 if utility == "given" else 1)
        ours = equal_shares(asked, endowment(asked), "cost" if utility == "cost" else "points")
        assert_same_but_for_near_ties(ours, theirs(others, asked, utility))
