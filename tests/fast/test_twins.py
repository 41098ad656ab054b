from hypothesis import example, given
from hypothesis import strategies as st

from moot.core.papers import Project, Round
from moot.core.schulze import schulze
from moot.core.shares import endowment, equal_shares
from moot.fast import schulze as fast
from moot.fast.schulze import ranked, sheet
from moot.fast.shares import Market, _stalls
from tests.core.rounds import NAMES, papers, rounds

PUMP, PATH = Project("pump", 2**40), Project("path", 3)
HUGE = Round((PUMP, PATH), {"ana": {"pump": 2**30}, "bo": {"path": 1}}, 2**41, ("path", "pump"))
ENDLESS = Round((Project("pump", 5),), {"ana": {"pump": 2**70}, "bo": {"pump": 1}}, 10, ("pump",))
RICH = Round((Project("pump", 2**61),), {"ana": {"pump": 1}, "bo": {"pump": 1}}, 2**63, ("pump",))

sizes = st.sampled_from([3, 40_000, 2**40, 2**64])  # of points: small, beyond 16 bits, and beyond what a product bears


@given(sizes.flatmap(lambda most: rounds(most, 40)), st.sampled_from(["points", "cost"]), st.integers(0, 60))
@example(HUGE, "points", 2**40)
@example(ENDLESS, "cost", 5)
@example(RICH, "points", 2**62)
def test_equal_shares_are_the_cores_to_the_micro_credit(asked, utility, each):
    assert Market(asked, utility)(each) == equal_shares(asked, each, utility)


@given(st.integers(1, 2**44).flatmap(lambda dearest: rounds(9, dearest)), st.sampled_from(["points", "cost"]))
def test_equal_shares_are_the_cores_with_large_sums_too(asked, utility):
    market = Market(asked, utility)
    assert market(endowment(asked)) == equal_shares(asked, endowment(asked), utility)


def test_a_market_can_be_asked_again():
    market = Market(RICH, "points")
    assert market(2**62) == market(2**62)
    assert market(2**60).chosen == market(2**60).chosen == ("pump",)


def test_numbers_that_64_bits_cannot_hold_are_left_to_the_core():
    assert _stalls(HUGE) == (2**62, {})
    assert _stalls(ENDLESS) == (2**62, {})


@given(sizes.flatmap(papers), st.permutations(NAMES))
def test_schulzes_ranking_is_the_cores_with_its_reasons(given_papers, ties):
    assert fast.schulze(NAMES, given_papers, ties) == schulze(NAMES, given_papers, ties)


def test_many_papers_are_compared_block_by_block(monkeypatch):
    given_papers = {f"o{number}": {NAMES[number % 6]: 2, NAMES[number % 5]: 1} for number in range(50)}
    whole = ranked(NAMES, sheet(NAMES, given_papers), NAMES)
    monkeypatch.setattr(fast, "_BLOCK", 7)
    assert ranked(NAMES, sheet(NAMES, given_papers), NAMES) == whole == schulze(NAMES, given_papers, NAMES)


def test_papers_may_name_what_was_not_asked():
    given_papers = {"ana": {"bench": 1, "moat": 9}, "bo": {"moat": 1}}
    assert fast.schulze(NAMES, given_papers, NAMES) == schulze(
        NAMES, {owner: {k: v for k, v in paper.items() if k != "moat"} for owner, paper in given_papers.items()}, NAMES
    )
