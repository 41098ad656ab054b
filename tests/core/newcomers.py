"""Newcomers for tests: how an owner is invited, admitted, joins, and comes to have a voice."""

from moot.core.commands import AdmitOwner, CommitChance, InviteOwner, RegisterAgent, TakeMandate
from moot.core.lot import chain_tip
from tests.core.house import AI_RIGHTS, FAMILIES, HUMAN_RIGHTS, LINKS, MINUTE, key_of, secret_of


def person(name):
    return f"{name}.human"


def invitation(name, **changes):
    """Return an invitation of `name` and its person; the same key every time."""
    fields = {"owner": name, "person": person(name), "key": key_of(person(name)), "may": HUMAN_RIGHTS}
    return InviteOwner(**{**fields, **changes})


def invite(house, name, by="ana", **changes):
    """Let `by` invite `name`; return the act's id."""
    house.file(person(by), invitation(name, **{"key": house.key(person(name)), **changes}))
    return house.last


def admit(house, name, first="ana", second="bo"):
    """Let two owners admit `name`; return the events of the second's act."""
    return house.file(person(second), AdmitOwner(name, invite(house, name, first)))


def join(house, name):
    """Let the newcomer's own key sign for the first time, and register an agent; return the events of the first."""
    told = house.file(person(name), CommitChance(chain_tip(secret_of(name), LINKS).hex()))
    if f"{name}.ai" not in house.state.agents:
        family = FAMILIES[len(house.state.agents) % 3]
        house.file(person(name), RegisterAgent(f"{name}.ai", "ai", house.key(f"{name}.ai"), family, (), AI_RIGHTS))
    return told


def arrive(house, name, first="ana", second="bo"):
    """Let `name` be admitted and join, and wait until it has its voice; return the epoch's last events."""
    admit(house, name, first, second)
    join(house, name)
    told = ()
    while not house.state.owners[name].voice:
        told = house.end_epoch()
    return told


def settle_in(house, name):
    """Let the newcomer take both mandates, and wait until it has them."""
    for mandate in ("safety", "thrift"):
        house.file(f"{name}.ai", TakeMandate(mandate))
    house.end_epoch()


def sits(house, name):
    """Return for which mandates the owner is drawn on the open proposal."""
    return [mandate for mandate, panel in house.open.panels.items() if any(seat.owner == name for seat in panel.seats)]


def evening(house, stage, fits):
    """Return the first of several evenings from `house` on which the proposal, brought to `stage`, fits."""
    for later in range(100):
        twin = house.copy()
        twin.wait(later * MINUTE)
        twin.propose()
        twin.to(stage)
        if fits(twin):
            return twin
    raise AssertionError
