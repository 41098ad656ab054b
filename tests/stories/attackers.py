"""What stories of attacks share: a town with real keys, what its members have, and how far a thief gets."""

import hashlib
from collections.abc import Callable, Mapping

import pytest

from moot.core.charter import CREDIT
from moot.core.commands import Act, Command, OfferAmendment, Withdraw
from moot.core.ledger import FUND, balance, owner_account
from moot.core.proposal import Proposal
from moot.core.refusal import Refused
from moot.record.signature import Signer
from moot.wire.acts import write_act
from moot.wire.entry import Submission
from tests.clerk.town import Town, signer
from tests.core.house import MINUTE, OWNERS, VALUES, House, charter

BOND, FEE, CAP = 20 * CREDIT, 12 * CREDIT, 50 * CREDIT  # of the house: six seats at 2 credits
NO_CHANGE = dict.fromkeys(VALUES, 600_000)  # what meters find if nothing came of it


def purse(house: House, *owners: str) -> int:
    """Return the free micro-credits of some owners together."""
    return sum(balance(house.state.ledger, owner_account(owner)) for owner in owners)


def fund(house: House) -> int:
    """Return the micro-credits of the commons fund."""
    return balance(house.state.ledger, FUND)


def gains(house: House, deed: Callable[[], object]) -> dict[str, int]:
    """Return by how many micro-credits each owner and the fund are richer after `deed`, but for those as before."""
    before = {**{owner: purse(house, owner) for owner in OWNERS}, FUND: fund(house)}
    deed()
    assert house.sums_to_zero()
    after = {**{owner: purse(house, owner) for owner in OWNERS}, FUND: fund(house)}
    return {name: after[name] - before[name] for name in before if after[name] != before[name]}


def turned_away(town: Town, by: str, command: Command, kind: type[Refused], **changes: object) -> str:
    """Let `by` try and be refused; return why, after seeing that nothing was recorded or moved."""
    size, state, used = town.clerk.size, town.state, dict(town.nonces)
    with pytest.raises(kind) as refusal:
        town.file(by, command, **changes)
    assert (town.clerk.size, town.state) == (size, state)
    town.nonces = used
    return refusal.value.why


def under(town: Town, key: Signer, by: str, command: Command, *, nonce: int) -> Submission:
    """Return an act of `by` signed with any key that somebody has got hold of."""
    act = Act(town.moot, by, key.public.hex(), nonce, town.now + MINUTE, town.now, command)
    data = write_act(act)
    return Submission(data, key.sign(data))


def commitment(name: str) -> str:
    """Return what commits to the recovery key called `name`."""
    return hashlib.sha256(signer(name).public).hexdigest()


def amend(house: House, by: str, base: str | None = None, **terms: int) -> str:
    """Let `by` offer an amendment; return its version."""
    known = set(house.open.versions)
    house.file(by, OfferAmendment(house.open.id, base or house.open.original, terms))
    [version] = set(house.open.versions) - known
    return version


def withdraw(house: House) -> None:
    """Let the author of the open proposal withdraw it."""
    house.file(house.open.author, Withdraw(house.open.id))


def believing(scores: Mapping[str, int], otherwise: int = 600_000) -> Callable[[str, str, str], int]:
    """Return forecasts of some versions, the same for every value."""
    return lambda _agent, version, _value: scores.get(version, otherwise)


def evening(fits: Callable[[Proposal], object], start: Callable[[Town], object], **agency: int) -> Town:
    """Return a town brought along by `start`, on the first of many evenings on which its open proposal `fits`."""
    for later in range(100):
        town = Town(law=charter(**agency), now=1_800_000_000_000 + later * MINUTE)
        start(town)
        if fits(town.open):
            return town
    raise AssertionError


def of(proposal: Proposal, owner: str) -> str:
    """Return the one version that `owner` has offered."""
    [version] = (version for version, each in proposal.versions.items() if each.owner == owner)
    return version
