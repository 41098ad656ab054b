"""What the stories of a house have in common: how they begin, what they look at, who is short of money."""

from dataclasses import replace

from moot.core.act import Condition
from moot.core.commands import CastVote, Propose, Vote
from moot.core.proposal import base_of
from tests.core.house import House

CREDIT = 1_000_000
COLD = Condition("must", "degrees", "<=", (15,))
SHORT = Condition("must", "hours", "<=", (6,))


def at(stage, law=None, **terms):
    """Return a house whose first proposal went well as far as `stage`."""
    house = House(law)
    house.propose(**terms)
    house.to(stage)
    return house


def balance(house, owner):
    return house.state.ledger.accounts.get(f"owner/{owner}", 0)


def with_balance(house, owners, amount):
    """Give owners exactly this many credits, at the cost of the fund."""
    accounts = {**house.state.ledger.accounts}
    for owner in owners:
        accounts["fund"] += accounts[f"owner/{owner}"] - amount
        accounts[f"owner/{owner}"] = amount
    house.state = replace(house.state, ledger=replace(house.state.ledger, accounts=accounts))


def propose_light(house, by="ana.ai", **terms):
    now = house.state.targets["lamp"].terms
    house.file(by, Propose("set_light", {**now, **terms}, base_of("lamp", now)))
    return house.last


def named(house):
    """Return the owners whose links the draw waits for."""
    return [member for member in house.open.links["drawing"] if member != "clerk"]


def vote(house, owner, choice, block=None):
    seal = house.sealed(f"{owner}.human", "CastVote", Vote(choice, block))
    return house.file(f"{owner}.human", CastVote(house.open.id, house.open.paper.id, seal))


def outcome(house):
    return (house.closed.outcome, house.closed.why)


def measured(house, **law):
    house.to("measuring")
    house.measure(**law)
    return house
