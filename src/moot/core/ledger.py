"""The ledger: double entry between named accounts, in micro-credits.

Laws: all balances always sum to 0; only the mint is ever negative, if every move was covered; an
account that is empty is no account, so that equal ledgers compare equal.

>>> ledger = moved(Ledger(), MINT, owner_account("ana"), 5_000_000)
>>> balance(ledger, "owner/ana"), balance(ledger, MINT)
(5000000, -5000000)
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, TypeAlias

from moot.core.act import Credits, OwnerId, ProposalId
from moot.core.persistent import put, without
from moot.core.value import value

MINT: Final = "mint"
FUND: Final = "fund"
FINDINGS: Final = "findings"  # the bonds behind findings on floors

Account: TypeAlias = str


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


def moved(ledger: Ledger, source: Account, target: Account, amount: Credits) -> Ledger:
    """Return the ledger after one move. Never refuses: ask for the balance first."""
    accounts = ledger.accounts
    for account, change in ((source, -amount), (target, amount)):
        left = accounts.get(account, 0) + change
        accounts = put(accounts, account, left) if left else without(accounts, account)
    return Ledger(accounts)
