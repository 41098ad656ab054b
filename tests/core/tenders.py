"""Rounds for tests: a street with a budget, whose owners put works in it, vote on them, and have them built."""

from dataclasses import replace

from moot.core.assembly import dues
from moot.core.canonical import digest
from moot.core.charter import Budget, Kind, Priced, Term, WorstCase
from moot.core.commands import (
    Advance,
    Ballot,
    CloseRound,
    FileBallot,
    FoundingTarget,
    OpenEnvelope,
    OpenRound,
    Propose,
    ReportExecution,
    RevealChance,
)
from moot.core.events import RoundClosed
from moot.core.lot import link
from moot.core.proposal import base_of
from moot.core.sealing import Sealing, seal
from tests.core.house import LINKS, MINUTE, House, charter, founding, secret_of

CREDIT = 1_000_000
DAY = 24 * 60 * MINUTE


def street(**budget):
    """Return the charter of the test house with a street, on which a budget of 100 credits builds what is asked."""
    law = charter()
    build = Kind(
        "build",
        "street",
        (Term("size", "credits", 0, 200), Term("place", "yards", 0, 99)),
        "ed.ai",
        "it is taken away",
        WorstCase(0, {}),
        horizon=60 * MINUTE,
    )
    fields = {"id": "works", "amount": 100 * CREDIT, "kinds": (Priced("build", 0, {"size": CREDIT}),), **budget}
    actions = (*law.structure.actions, build)
    return replace(law, structure=replace(law.structure, actions=actions, rounds=(Budget(**fields),)))


def founded(law):
    """Return the founding of the street."""
    first = founding(law)
    targets = tuple(
        FoundingTarget("build", {"size": 0, "place": 0}) if each.kind == "build" else each for each in first.targets
    )
    return replace(first, targets=targets)


def tender(house):
    """Return the one open round."""
    [found] = house.state.rounds.values()
    return found


def open_round(house, by="ana.ai", budget="works"):
    house.file(by, OpenRound(budget))
    return house.last


def put_in(house, owner, size, place):
    """Put a work in the open round; return its id."""
    base = base_of("street", house.state.targets["street"].terms)
    house.file(f"{owner}.ai", Propose("build", {"size": size, "place": place}, base))
    return house.last


def ballot(house, owner, points, kind="human"):
    """File a ballot of `owner`; return its act's id."""
    by = f"{owner}.{kind}"
    salt = digest([by, len(house.held), house.now])
    found = seal(Sealing(house.state.moot, by, tender(house).id, "FileBallot"), salt, Ballot(points))
    house.held[found] = (salt, Ballot(points))
    house.file(by, FileBallot(tender(house).id, found))
    return house.last


def pass_deadline(house):
    """Let the open round's deadline pass; the clerk of a house is told to move it on, that of a town knows."""
    house.now = max(house.now, tender(house).until)
    if hasattr(house, "clerk"):
        house.tend()
    else:
        house.file("clerk", Advance(tender(house).id, tender(house).stage))


def opened(house):
    """Let the clerk open every ballot."""
    if hasattr(house, "clerk"):
        house.tend()
    for act in dues(house.state, house.now).envelopes:
        house.file("clerk", OpenEnvelope(act, *house.held[tender(house).sealed[act].seal]))


def revealed(house, *, but=()):
    """Let the named owners reveal their links, then the clerk."""
    for member, each in tender(house).links.items():
        if member not in {"clerk", *but}:
            disclosed = link(secret_of(member), each.number, LINKS).hex()
            house.file(f"{member}.ai", RevealChance(tender(house).id, each.number, disclosed))
    if but:
        pass_deadline(house)
    if hasattr(house, "clerk"):
        house.tend()
    elif tender(house).stage == "sortition_clerk":
        number = tender(house).links["clerk"].number
        house.file("clerk", RevealChance(tender(house).id, number, link(secret_of("clerk"), number, LINKS).hex()))


def counted(house):
    """Let the round be counted, by the clerk or by anybody."""
    if house.state.rounds:
        house.file("bo.ai", CloseRound(tender(house).id))


def decided(house, ballots):
    """Bring the open round from its submission to its end; `ballots` hold the points of each owner."""
    pass_deadline(house)
    for owner, points in ballots.items():
        ballot(house, owner, points)
    pass_deadline(house)
    if house.state.rounds and tender(house).stage == "opening_ballots":
        opened(house)
    revealed(house)
    counted(house)


def built(house, proposal, result="executed"):
    """Let the executor report on a work that was bought."""
    found = house.state.proposals[proposal]
    terms = found.versions[found.original].terms
    house.file("ed.ai", ReportExecution(found.run.grant, found.original, result, terms))


def house(**budget):
    return House(first=founded(street(**budget)))


def in_round(**budget):
    found = house(**budget)
    open_round(found)
    return found


def now(found):
    return base_of("street", found.state.targets["street"].terms)


def work(found, size=10, place=1):
    return Propose("build", {"size": size, "place": place}, now(found))


def at_ballots(works=(("ana", 10, 1), ("bo", 20, 2)), **budget):
    found = in_round(**budget)
    names = [put_in(found, *each) for each in works]
    pass_deadline(found)
    return found, names


def fates(found):
    return {fate.proposal: fate for fate in found.told(RoundClosed)[-1].fates}
