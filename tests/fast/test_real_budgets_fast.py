import pytest

from moot.core.schulze import schulze
from moot.core.shares import endowment, equal_shares, raised
from moot.fast import schulze as fast
from moot.fast.shares import Market
from moot.wire.pabulib import read_pabulib

UNIT = 1_000_000


@pytest.mark.parametrize("name", ["Netherlands_Assen_2024", "Poland_Swiecie_2023"])
def test_where_the_city_used_equal_shares_its_result_comes_out(shared_data, name):
    poll = read_pabulib(shared_data(f"pabulib/{name}.pb").read_bytes())
    found = raised(poll.asked, UNIT, Market(poll.asked, "cost"))
    assert {project for project, selected in poll.official.items() if selected} == set(found.chosen)


def test_on_a_real_budget_the_twins_are_the_cores(shared_data):
    asked = read_pabulib(shared_data("pabulib/Switzerland_Zurich_D10.pb").read_bytes()).asked
    for utility in ("points", "cost"):
        assert Market(asked, utility)(endowment(asked)) == equal_shares(asked, endowment(asked), utility)
    assert fast.schulze(asked.ties, asked.papers, asked.ties) == schulze(asked.ties, asked.papers, asked.ties)
