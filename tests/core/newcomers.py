"""Newcomers for tests: how an owner is invited, admitted, joins, and comes to have a voice."""

from moot.core.commands import AdmitOwner, CommitChance, InviteOwner, TakeMandate
from moot.core.lot import chain_tip
from tests.core.house import HUMAN_RIGHTS, LINKS, key_of, secret_of


def person(name):
    return f"{name}.human"


def invitation(name, **changes):
    """Return an invitation of `name` and its person; the same key every time."""
    fields = {"owner": name, "person": person(name), "key": key_of(person(name)), "may": HUMAN_RIGHTS}
    return InviteOwner(**{**fields, **changes})


def invite(house, name, by="ana", **changes):
    """Let `by` invite `name`; return the act's id."""
    house.file(person(by), invitation(name, **changes))
    return house.last


def admit(house, name, first="ana", second="bo"):
    """Let two owners admit `name`; return the events of the second's act."""
    return house.file(person(second), AdmitOwner(name, invite(house, name, first)))


def join(house, name):
    """Let the newcomer sign its first act."""
    return house.file(person(name), CommitChance(chain_tip(secret_of(name), LINKS).hex()))


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
        house.file(person(name), TakeMandate(mandate))
    house.end_epoch()
