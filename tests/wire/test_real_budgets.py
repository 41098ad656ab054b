"""Counts of real budgets beside what the cities decided.

All whose city counted greedily are here, and come out exactly. Left out: Gdańsk, whose file does not say what was
selected, and Józsefváros, whose rule is unknown and whose file lacks the votes on paper (it says so itself).
"""

from functools import partial

import pytest

from moot.core.counting import greedy
from moot.core.papers import scores
from moot.core.shares import equal_shares, raised
from moot.wire.pabulib import read_pabulib

GREEDY = {
    "Poland_Krakow_2022": {},
    "Poland_Lodz_2023": {"least": 100},
    "Poland_Warszawa_2023_Mokotow": {},
    "Poland_Warszawa_2023_Praga-Polnoc": {},
    "Poland_Wroclaw_2017": {"skip": False},
}
UNIT = 1_000_000


@pytest.fixture
def read(shared_data):
    """Give a way to read a real budget."""
    return lambda name: read_pabulib(shared_data(f"pabulib/{name}.pb").read_bytes())


def official(poll):
    return {project for project, selected in poll.official.items() if selected}


@pytest.mark.parametrize("name", GREEDY)
def test_where_the_city_counted_greedily_its_result_comes_out(read, name):
    poll = read(name)
    assert poll.meta["rule"].startswith("greedy")
    assert poll.meta.get("min_project_score_threshold", "1") == str(GREEDY[name].get("least", 1))
    points = scores(poll.asked.ties, poll.asked.papers)
    assert points == poll.told
    told = greedy(poll.asked, points, **GREEDY[name])
    assert {each.project for each in told if each.verdict == "chosen"} == official(poll)


def test_where_the_city_used_equal_shares_its_result_comes_out(read):
    # Świecie, the other such city, needs the twin's speed: tests/fast.
    poll = read("Netherlands_Assen_2024")
    assert poll.meta["rule"] == "equalshares/add1"
    found = raised(poll.asked, UNIT, partial(equal_shares, poll.asked, utility="cost"))
    assert set(found.chosen) == official(poll)


@pytest.mark.parametrize(
    ("name", "papers"),
    [("Switzerland_Zurich_D10", 180), ("Switzerland_Zurich_S5R", 180), ("Poland_Gdansk_2020", 30_237)],
)
def test_other_kinds_of_votes_are_read_whole(read, name, papers):
    poll = read(name)
    assert len(poll.asked.papers) == papers
    odd = {option for option, told in poll.told.items() if told != scores([option], poll.asked.papers)[option]}
    # The file of the ranked experiment says 198 for one project, whose papers give 202.
    assert odd == ({"24"} if name == "Switzerland_Zurich_S5R" else set())
