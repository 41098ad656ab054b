"""Owners of every mood who come and go: newcomers, their sponsors, and those who want to be rid of somebody."""

from moot.core.act import MILLION
from moot.core.charter import value_ids
from moot.core.commands import (
    AdmitOwner,
    CommitChance,
    InviteOwner,
    LeaveMoot,
    SuspendMember,
    TakeMandate,
    WeighValues,
)
from moot.core.lot import chain_tip
from tests.core.house import HUMAN_RIGHTS, LINKS, NEWCOMERS, OWNERS, key_of, secret_of


def comings(house, chance):
    """What owners do about newcomers, and newcomers for themselves, one step each."""
    sponsor, name = chance.choice([*OWNERS, *NEWCOMERS]), chance.choice(NEWCOMERS)
    person = f"{name}.human"
    yield f"{sponsor}.human", InviteOwner(name, person, key_of(person), (), HUMAN_RIGHTS)
    for held in house.state.invitations.values():
        other = chance.choice([*OWNERS, held.sponsors[0]])
        yield f"{other}.human", AdmitOwner(held.owner, chance.choice([held.act] * 3 + ["00" * 32]))
    for each in NEWCOMERS:
        if each in house.state.owners:
            yield f"{each}.human", CommitChance(chain_tip(secret_of(each), LINKS).hex())
            yield f"{each}.human", TakeMandate(chance.choice(["safety", "thrift"]))
            first, *others = value_ids(house.state.charter)
            yield f"{each}.human", WeighValues({first: MILLION, **dict.fromkeys(others, 0)})


def partings(house, chance):
    """What owners do to be rid of one another."""
    accused, epochs = chance.choice([*OWNERS, *NEWCOMERS, "m1"]), chance.randint(1, 5)
    for owner in chance.sample(OWNERS, chance.choice([2, 7, 7])):
        yield f"{owner}.human", SuspendMember(accused, epochs)
    yield f"{chance.choice([*house.state.owners])}.human", LeaveMoot()
