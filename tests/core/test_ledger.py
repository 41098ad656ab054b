from hypothesis import given
from hypothesis import strategies as st

from moot.core.ledger import (
    FUND,
    MINT,
    Ledger,
    Move,
    balance,
    booked,
    covers,
    held_account,
    moved,
    owner_account,
)

names = st.sampled_from([MINT, FUND, owner_account("ana"), owner_account("bo"), held_account("ab" * 32)])
moves = st.lists(st.builds(Move, names, names, st.integers(0, 10**9)), max_size=20)


def test_accounts_have_names():
    assert owner_account("ana") == "owner/ana"
    assert held_account("ab") == "held/ab"


def test_a_move_takes_here_what_it_gives_there():
    ledger = moved(moved(Ledger(), MINT, FUND, 10), FUND, "owner/ana", 3)
    assert ledger == Ledger({MINT: -10, FUND: 7, "owner/ana": 3})
    assert (balance(ledger, FUND), balance(ledger, "owner/nobody")) == (7, 0)


def test_an_account_covers_what_it_has_and_the_mint_everything():
    ledger = moved(Ledger(), MINT, FUND, 10)
    assert covers(ledger, FUND, 10)
    assert not covers(ledger, FUND, 11)
    assert not covers(ledger, "owner/ana", 1)
    assert covers(ledger, "owner/ana", 0)
    assert covers(ledger, MINT, 10**18)


def test_an_account_may_pay_itself():
    ledger = moved(Ledger(), MINT, FUND, 10)
    assert moved(ledger, FUND, FUND, 4) == ledger


def test_a_ledger_never_changes_under_who_holds_it():
    ledger = moved(Ledger(), MINT, FUND, 10)
    moved(ledger, FUND, "owner/ana", 10)
    assert ledger == Ledger({MINT: -10, FUND: 10})


@given(moves)
def test_all_balances_always_sum_to_nothing(those):
    assert sum(booked(Ledger(), those).accounts.values()) == 0


@given(moves)
def test_only_the_mint_is_ever_negative_if_every_move_is_covered(those):
    ledger = Ledger()
    for move in those:
        if covers(ledger, move.source, move.amount):
            ledger = moved(ledger, move.source, move.target, move.amount)
    assert all(amount > 0 for account, amount in ledger.accounts.items() if account != MINT)


@given(moves)
def test_many_moves_are_one_after_the_other_in_any_order(those):
    ledger = Ledger()
    for move in reversed(those):
        ledger = moved(ledger, move.source, move.target, move.amount)
    assert booked(Ledger(), those) == ledger


@given(moves)
def test_what_is_moved_back_leaves_no_trace(those):
    back = [Move(move.target, move.source, move.amount) for move in those]
    assert booked(Ledger(), those + back) == Ledger()
