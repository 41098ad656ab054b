from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from moot.core.ledger import (
    FUND,
    MINT,
    Ledger,
    balance,
    held_account,
    moved,
    owner_account,
)

names = st.sampled_from([MINT, FUND, owner_account("ana"), owner_account("bo"), held_account("ab" * 32)])
moves = st.lists(st.tuples(names, names, st.integers(0, 10**9)), max_size=20)


def booked(those):
    return reduce(lambda ledger, move: moved(ledger, *move), those, Ledger())


def test_accounts_have_names():
    assert owner_account("ana") == "owner/ana"
    assert held_account("ab") == "held/ab"
    assert (MINT, FUND) == ("mint", "fund")  # as they stand in the record


def test_a_move_takes_here_what_it_gives_there():
    ledger = moved(moved(Ledger(), MINT, FUND, 10), FUND, "owner/ana", 3)
    assert ledger == Ledger({MINT: -10, FUND: 7, "owner/ana": 3})
    assert (balance(ledger, FUND), balance(ledger, "owner/nobody")) == (7, 0)


def test_an_account_may_pay_itself():
    ledger = moved(Ledger(), MINT, FUND, 10)
    assert moved(ledger, FUND, FUND, 4) == ledger


def test_a_ledger_never_changes_under_who_holds_it():
    ledger = moved(Ledger(), MINT, FUND, 10)
    moved(ledger, FUND, "owner/ana", 10)
    assert ledger == Ledger({MINT: -10, FUND: 10})


@given(moves)
def test_all_balances_always_sum_to_nothing(those):
    assert sum(booked(those).accounts.values()) == 0


@given(moves)
def test_only_the_mint_is_ever_negative_if_every_move_is_covered(those):
    ledger = Ledger()
    for source, target, amount in those:
        if source == MINT or balance(ledger, source) >= amount:
            ledger = moved(ledger, source, target, amount)
    assert all(amount > 0 for account, amount in ledger.accounts.items() if account != MINT)


@given(moves)
def test_the_order_of_moves_never_matters(those):
    assert booked(those) == booked(reversed(those))


@given(moves)
def test_what_is_moved_back_leaves_no_trace(those):
    back = [(target, source, amount) for source, target, amount in those]
    assert booked(those + back) == Ledger()
