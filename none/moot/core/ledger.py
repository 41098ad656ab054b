"""The ledger: double entry between named accounts, in micro-credits.

Laws: all balances always sum to 0; only the mint is ever negative, if every move was covered; an
account that is empty is no account, so that equal ledgers compare equal.

>>> ledger = moved(Ledger(), MINT, owner_account("ana"), 5_000_000)
>>> balance(ledger, "owner/ana"), balance(ledger, MINT), covers(ledger, "owner/ana", 6_000_000)
(5000000, -5000000, False)
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final, TypeAlias

from moot.core.act import Credits, OwnerId, ProposalId
from moot.core.value import value

MINT: Final = "mint"
FUND: Final = "fund"

Account: TypeAlias = str


@value
class Move:
    source: Account
    target: Account
    amount: Credits


@value
class Ledger:
    accounts: Mapping[Account, int] = field(default_factory=dict)


def owner_account(owner: OwnerId) -> Account:
    """Return the name of an owner's free credits."""
    return f"owner/{owner}"


def held_account(proposal: ProposalId) -> Account:
    """Return the name of what is held for a proposal: bond, deposits, stakes."""
    return f"held/{proposal}"


def balance(ledger: Ledger, account: Account) -> int:
    """Return the micro-credits of an account: negative for the mint, 0 for a stranger."""
    return ledger.accounts.get(account, 0)


def covers(ledger: Ledger, account: Account, amount: Credits) -> bool:
    """Whether `amount` may be moved from the account; the mint covers everything."""
    return account == MINT or balance(ledger, account) >= amount


def moved(ledger: Ledger, source: Account, target: Account, amount: Credits) -> Ledger:
    """Return the ledger after one move. Never refuses: ask `covers` first."""
    return booked(ledger, [Move(source, target, amount)])


def booked(ledger: Ledger, moves: Iterable[Move]) -> Ledger:
    """Return the ledger after all moves, copied once. Never refuses."""
    accounts = dict(ledger.accounts)
    for move in moves:
        accounts[move.source] = accounts.get(move.source, 0) - move.amount
        accounts[move.target] = accounts.get(move.target, 0) + move.amount
    return Ledger({account: amount for account, amount in accounts.items() if amount})
