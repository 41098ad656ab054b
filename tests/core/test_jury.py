"""The laws of judging and paying: majorities of seats, larger juries, and bonds of which nothing is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.jury import FEWEST, RULINGS, SIZES, Bond, Found, Shares, jury_size, majority, shared
from tests.core.court import found

UPHELD, DISMISSED = Found("upheld"), Found("dismissed")
AMOUNTS = st.integers(0, 10**9)
BONDS = st.lists(st.builds(Bond, st.sampled_from("abcd"), AMOUNTS, st.sampled_from([UPHELD, DISMISSED])), max_size=6)


@pytest.mark.parametrize(
    ("round_", "able", "size"),
    [
        *[(1, 2, 0), (1, 3, 3), (1, 4, 3), (1, 5, 5), (1, 6, 5), (1, 99, 5), (2, 10, 9), (2, 11, 11), (2, 99, 11)],
        *[(3, 22, 21), (3, 23, 23), (3, 99, 23), (1, 0, 0), (3, 1, 0)],
    ],
)
def test_a_jury_is_odd_and_as_large_as_its_round_and_those_who_are_able_allow(round_, able, size):
    assert jury_size(round_, able) == size


@given(st.integers(1, 3), st.integers(0, 60))
def test_no_jury_is_even_smaller_than_three_or_larger_than_those_who_are_able(round_, able):
    size = jury_size(round_, able)
    assert size == 0 or (size % 2 == 1 and FEWEST <= size <= min(able, SIZES[round_ - 1]))
    assert size or able < FEWEST


@pytest.mark.parametrize(
    ("said", "seats", "ruling"),
    [
        (["upheld"] * 3, 5, "upheld"),
        (["upheld"] * 2, 5, None),
        (["upheld"] * 2, 4, None),
        (["upheld"] * 2 + ["dismissed"], 5, None),
        (["upheld"] * 2 + ["dismissed"] * 3, 5, "dismissed"),
        ([], 5, None),
        (["upheld"], 1, "upheld"),
    ],
)
def test_a_ruling_needs_more_than_half_of_the_seats_not_of_those_who_spoke(said, seats, ruling):
    reached = majority([found(each) for each in said], seats, ())
    assert reached == Found(ruling) if ruling else reached is None


def test_every_report_that_stands_needs_a_majority_of_its_own():
    one, other = found("measured", heat=1, cost=5), found("measured", heat=2, cost=5)
    names = ("heat", "cost")
    assert majority([one, one, one, other], 5, names) == Found("measured", {"heat": 1, "cost": 5})
    assert majority([one, one, other, other], 5, names) is None
    assert majority([one, other, found("void"), found("void"), found("void")], 5, names) == Found("void")
    assert majority([one, one, other, found("void"), found("void")], 5, names) is None


@given(st.lists(st.sampled_from(["upheld", "dismissed"]), max_size=9), st.randoms(use_true_random=True))
def test_the_order_of_verdicts_never_matters(said, chance):
    verdicts = [found(each) for each in said]
    mixed = chance.sample(verdicts, len(verdicts))
    assert majority(verdicts, 9, ()) == majority(mixed, 9, ())


def test_who_fought_what_holds_pays_the_jurors_and_then_who_was_right():
    bonds = [Bond("ana", 20, DISMISSED), Bond("bo", 44, UPHELD)]
    assert shared(bonds, UPHELD, 10) == Shares({"ana": 20 + 34}, 10, 0)
    assert shared(bonds, DISMISSED, 10) == Shares({"bo": 44 + 10}, 10, 0)
    assert shared(bonds, DISMISSED, 50) == Shares({"bo": 44}, 20, 0)  # the fund bears the rest of 50
    assert shared(bonds[:1], DISMISSED, 6) == Shares({}, 6, 14)  # nobody posted anything on the other side
    assert shared(bonds[:1], UPHELD, 6) == Shares({"ana": 20}, 0, 0)
    assert shared(bonds, None, 6) == Shares({"ana": 20, "bo": 44}, 0, 0)
    nothing = Bond("cy", 0, DISMISSED)
    assert shared([nothing, bonds[1]], UPHELD, 6) == Shares({"cy": 0}, 6, 38)
    assert shared([], DISMISSED, 6) == Shares({}, 0, 0)


def test_those_who_were_right_share_by_their_bonds_and_the_fund_has_what_is_left_over():
    bonds = [Bond("ana", 1, DISMISSED), Bond("cy", 2, DISMISSED), Bond("bo", 10, UPHELD)]
    assert shared(bonds, UPHELD, 0) == Shares({"ana": 1 + 3, "cy": 2 + 6}, 1, 0)
    assert shared([bonds[0], bonds[0], bonds[2]], UPHELD, 0) == Shares({"ana": 2 + 10}, 0, 0)


@given(BONDS, st.sampled_from([UPHELD, DISMISSED, None]), st.integers(0, 10**9))
def test_bonds_are_paid_out_whole_and_nobody_loses_more_than_its_own(bonds, final, spent):
    shares = shared(bonds, final, spent)
    assert sum(shares.owners.values()) + shares.fund + shares.others == sum(bond.amount for bond in bonds)
    assert min([shares.fund, shares.others, *shares.owners.values()]) >= 0
    right = Counter()
    for bond in bonds:
        right[bond.owner] += bond.amount if bond.against != final else 0
    assert all(shares.owners.get(owner, 0) >= amount for owner, amount in right.items())
    assert not shares.others or not +right


def test_every_matter_has_an_answer_that_changes_nothing_or_ends_it():
    assert RULINGS == {
        "measurement": ("measured", "void"),
        "execution": ("executed", "partly_executed", "failed", "void"),
        "block": ("upheld", "dismissed"),
        "conduct": ("upheld", "dismissed"),
    }


def test_juries_have_five_eleven_and_twenty_three_seats():
    assert SIZES == (5, 11, 23)
