"""What owners do about a budget, honestly or not, in the hostile town."""

from moot.core.commands import Ballot, CloseRound, FileBallot, OpenRound, Propose, RevealChance
from moot.core.lot import link
from moot.core.proposal import base_of
from tests.core.house import LINKS, OWNERS, secret_of
from tests.core.town import forget, openings, sealed


def purses(house, chance):
    """What owners do about a budget: open a round, put works in it, file ballots, reveal links, or all too early."""
    if not house.state.rounds or chance.random() < 0.1:
        yield f"{chance.choice(OWNERS)}.ai", OpenRound(chance.choice(["works", "works", "works", "wars"]))
    for tender in house.state.rounds.values():
        if chance.random() < 0.1:
            yield f"{chance.choice(OWNERS)}.ai", CloseRound(tender.id)
        yield from _IN_ROUNDS[tender.stage](house, tender, chance)


def _works(house, _, chance):
    base = base_of("street", house.state.targets["street"].terms)
    for owner in chance.sample(OWNERS, 4):
        terms = {"degrees": chance.choice([0, *range(40)]), "hours": chance.randint(0, 24)}
        yield f"{owner}.ai", Propose("build", terms, base)


def _ballots(house, tender, chance):
    for owner in chance.sample(OWNERS, chance.choice([0, 2, 7, 7])):
        points = {each: 1 for each in tender.costs if chance.random() < 0.4}
        found = sealed(house, tender, f"{owner}.human", Ballot(points))
        forget(house, found, chance)
        yield f"{owner}.human", FileBallot(tender.id, found)


def _round_links(_, tender, chance):
    for member, each in tender.links.items():
        if each.number <= LINKS and chance.random() < 0.9:
            disclosed = link(secret_of(member), each.number, LINKS).hex()
            yield member if member == "clerk" else f"{member}.human", RevealChance(tender.id, each.number, disclosed)


def _nothing(*_):
    return ()


_IN_ROUNDS = {
    "submission": _works,
    "voting": _ballots,
    "opening_ballots": openings,
    "sortition": _round_links,
    "sortition_clerk": _round_links,
    "counting": _nothing,
}
