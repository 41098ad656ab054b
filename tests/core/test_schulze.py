from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.schulze import preferences, schulze
from tests.core.rounds import NAMES, papers


def ranked(groups):
    """Papers from how many owners have which order."""
    return {
        f"{order}-{number}": {option: len(order) - place for place, option in enumerate(order)}
        for order, owners in groups.items()
        for number in range(owners)
    }


# Markus Schulze's own example of 45 voters and five candidates (his paper, example 1).
SCHULZE = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}


def test_the_example_of_the_paper():
    found = schulze("ABCDE", ranked(SCHULZE), "ABCDE")
    assert found.order == tuple("EACBD")
    assert found.preferred["A"] == {"B": 20, "C": 26, "D": 30, "E": 22}
    assert found.preferred["B"] == {"A": 25, "C": 16, "D": 33, "E": 18}
    assert found.strengths == {
        "A": {"B": 28, "C": 28, "D": 30, "E": 24},
        "B": {"A": 25, "C": 28, "D": 33, "E": 24},
        "C": {"A": 25, "B": 29, "D": 29, "E": 24},
        "D": {"A": 25, "B": 28, "C": 28, "E": 24},
        "E": {"A": 25, "B": 28, "C": 28, "D": 31},
    }


def test_left_out_options_have_no_points_and_equals_are_not_compared():
    counts = preferences(("bench", "lamp", "path"), {"ana": {"bench": 2, "lamp": 2}, "bo": {"lamp": 1}, "cy": {}})
    assert counts == {"bench": {"lamp": 0, "path": 1}, "lamp": {"bench": 1, "path": 2}, "path": {"bench": 0, "lamp": 0}}


def test_options_that_were_not_asked_about_are_passed_over():
    counts = preferences(("bench", "lamp"), {"ana": {"bench": 1, "moat": 9}})
    assert counts == {"bench": {"lamp": 1}, "lamp": {"bench": 0}}


@pytest.mark.parametrize("ties", list(permutations("ABC")))
def test_where_nobody_beats_anybody_the_order_of_ties_decides(ties):
    found = schulze("ABC", {}, ties)
    assert found.order == ties
    assert found.by_lot("A", "B")


def test_the_order_of_ties_never_puts_a_beaten_option_before_what_beats_it():
    found = schulze("ABC", ranked({"ABC": 3, "BAC": 1}), "CBA")
    assert found.order == tuple("ABC")
    assert not found.by_lot("A", "B")


def test_a_defeat_is_as_strong_as_the_papers_that_won_it_and_no_defeat_has_no_strength():
    found = schulze("AB", ranked({"AB": 3, "BA": 2}), "BA")
    assert (found.strengths["A"]["B"], found.strengths["B"]["A"]) == (3, 0)


@given(papers())
def test_the_order_of_papers_never_matters(given_papers):
    assert schulze(NAMES, given_papers, NAMES) == schulze(NAMES, dict(reversed(given_papers.items())), NAMES)


@given(papers(), st.permutations(NAMES))
def test_everything_is_ranked_and_no_option_stands_before_one_that_beats_it(given_papers, ties):
    found = schulze(NAMES, given_papers, ties)
    assert sorted(found.order) == sorted(NAMES)
    for place, one in enumerate(found.order):
        for other in found.order[place + 1 :]:
            assert found.strengths[other][one] <= found.strengths[one][other]


@given(papers(), st.permutations(NAMES))
def test_of_what_nobody_left_beats_the_earlier_in_the_order_of_ties_comes_first(given_papers, ties):
    found = schulze(NAMES, given_papers, ties)
    for place, one in enumerate(found.order):
        left = found.order[place:]
        unbeaten = [
            each
            for each in ties
            if each in left and all(found.strengths[each][it] >= found.strengths[it][each] for it in left if it != each)
        ]
        assert unbeaten[0] == one


@given(papers())
def test_who_wins_every_comparison_comes_first(given_papers):
    found = schulze(NAMES, given_papers, NAMES)
    for one in NAMES:
        if all(votes > found.preferred[other][one] for other, votes in found.preferred[one].items()):
            assert found.order[0] == one


@given(papers())
def test_a_chain_is_as_strong_as_the_best_of_all_chains(given_papers):
    names = NAMES[:4]
    found = schulze(names, given_papers, names)

    def defeat(one, other):
        votes = found.preferred[one][other]
        return votes if votes > found.preferred[other][one] else 0

    for one, other in permutations(names, 2):
        between = [each for each in names if each not in (one, other)]
        chains = [(one, *through, other) for n in range(3) for through in permutations(between, n)]
        best = max(min(defeat(*link) for link in pairwise(chain)) for chain in chains)
        assert found.strengths[one][other] == best
