"""What the tests of refusals share: houses at every stage, acts that would do, and how a refusal must read."""

import re
from dataclasses import fields, is_dataclass, replace

import pytest

from moot.core import refusal as r
from moot.core.canonical import digest
from moot.core.commands import (
    FileForecast,
    OfferAmendment,
    ReportExecution,
    RevealChance,
)
from moot.core.lot import link
from moot.core.proposal import base_of
from tests.core.house import LINKS, MINUTE, House, founding, secret_of

NONE = "00" * 32
HOUR = 60 * MINUTE
STAGES = ("quiet", "drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "executing")


def at_stage(name, first=None):
    house = House(first=first)
    if name != "quiet":
        house.propose()
        house.to(name)
    return house


def everybody_may(act):
    """A founding at which executors and meters have one right more than they need."""
    plain = founding()

    def widened(owner):
        return replace(owner, agents=tuple(replace(each, may=(*each.may, act)) for each in owner.agents))

    return replace(plain, owners=tuple(each if each.voice else widened(each) for each in plain.owners))


def stands(charter, clause):
    """Whether a charter has a clause with this id."""
    at = charter
    for part in clause.split("."):
        if is_dataclass(at) and part in {field.name for field in fields(at)}:
            at = getattr(at, part)
        elif isinstance(at, tuple):
            at = next((each for each in at if part in {getattr(each, "id", None), getattr(each, "value", None)}), None)
        else:
            return False
        if at is None:
            return False
    return True


def refused(house, refusal, by, command, /, **changes):
    """File an act that must be refused; return the refusal."""
    before, told = house.state, len(house.events)
    digested = digest(before)
    with pytest.raises(r.Refused) as caught:
        house.file(by, command, **changes)
    assert type(caught.value) is refusal, str(caught.value)
    assert house.state is before
    assert digest(before) == digested
    assert len(house.events) == told
    reads_well(caught.value, house.state.charter)
    return caught.value


def reads_well(reason, charter):
    """Check that a refusal says what, why and what to do, and what did not happen."""
    message = str(reason)
    assert message == f"{reason.why} ({reason.clause}). {reason.mend} Nothing was recorded."
    assert reason.why
    assert not reason.why.endswith(".")
    assert re.fullmatch(r"[A-Z`'].*[.]", reason.mend), message
    assert reason.clause.startswith("protocol") or stands(charter, reason.clause), message
    assert reason.code == type(reason).__name__


def of(house):
    return house.open.id


def reveal(house, member="clerk", number=None, side="drawing"):
    chosen = number or house.open.links[side][member].number
    return RevealChance(of(house), chosen, link(secret_of(member), chosen, LINKS).hex())


def contributor(house, side="drawing"):
    return next(member for member in house.open.links[side] if member != "clerk")


def reviewer(house):
    return house.open.panels["safety"].seats[0].agent


def forecaster(house):
    return next(iter(house.open.slate.pooled))


def forecast(house, stake=10_000_000, slate=None):
    return FileForecast(of(house), slate or house.open.slate.id, stake, NONE)


def amendment(house, base=None, **changes):
    version = base or house.open.original
    return OfferAmendment(of(house), version, changes.pop("terms", {"hours": 9}), **changes)


def report(house, grant=None, version=None, terms=None, result="executed"):
    run = house.open.run
    granted = house.open.versions[run.version].terms
    return ReportExecution(grant or run.grant, version or run.version, result, terms or granted)


def now(house):
    return base_of("hall", house.state.targets["hall"].terms)


def outsider(house):
    """An agent of a voiced owner, not the author's, that holds no seat for safety."""
    seated = {seat.agent for seat in house.open.panels["safety"].seats}
    return next(f"{owner}.ai" for owner in house.open.frozen.voters if owner != "ana" and f"{owner}.ai" not in seated)


def idle(house):
    """An agent that was not drawn to forecast."""
    drawn = {**house.open.slate.pooled, **house.open.slate.scored}
    return next(f"{owner}.human" for owner in house.open.frozen.voters if f"{owner}.human" not in drawn)
