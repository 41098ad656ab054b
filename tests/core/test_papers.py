from hypothesis import given

from moot.core.papers import Project, Round, after, approvals, ranks, scores
from tests.core.rounds import NAMES, papers, rounds

PAPERS = {"ana": {"bench": 3, "tree": 1}, "bo": {"tree": 2}, "cy": {}}


def test_an_approval_is_counted_once_whatever_its_points():
    assert approvals(("bench", "tree", "lamp"), PAPERS) == {"bench": 1, "tree": 2, "lamp": 0}


def test_points_are_summed():
    assert scores(("bench", "tree", "lamp"), PAPERS) == {"bench": 3, "tree": 3, "lamp": 0}


def test_only_what_was_asked_is_counted():
    assert approvals(("tree",), PAPERS) == {"tree": 2}
    assert scores(("tree",), PAPERS) == {"tree": 3}


@given(papers())
def test_the_order_of_papers_never_matters(given_papers):
    turned = dict(reversed(given_papers.items()))
    assert scores(NAMES, turned) == scores(NAMES, given_papers)
    assert approvals(NAMES, turned) == approvals(NAMES, given_papers)


def test_the_first_in_the_order_of_ties_has_the_lowest_rank():
    assert ranks(("tree", "bench")) == {"tree": 0, "bench": 1}


def test_what_is_bought_leaves_with_its_cost():
    asked = Round(
        (Project("bench", 60), Project("tree", 40), Project("lamp", 7)), PAPERS, 110, ("tree", "bench", "lamp")
    )
    left = Round((Project("bench", 60),), PAPERS, 63, ("tree", "bench", "lamp"))
    assert after(asked, {"tree", "lamp"}) == left
    assert after(asked, ()) == asked


@given(rounds())
def test_what_is_spent_and_what_is_left_make_the_budget(asked):
    half = asked.ties[: len(asked.ties) // 2]
    left = after(asked, half)
    spent = sum(project.cost for project in asked.projects if project.id in half)
    assert left.budget + spent == asked.budget
    assert {project.id for project in left.projects} == set(asked.ties) - set(half)
