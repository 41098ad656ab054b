"""The lot: owners and clerks who keep a link back, authors who draw again, versions that are made to win ties."""

from dataclasses import replace
from itertools import combinations

import pytest

from moot.core.act import Condition
from moot.core.charter import CREDIT
from moot.core.commands import CommitChance, RevealChance, Review
from moot.core.events import FaultPublished
from moot.core.ledger import FUND
from moot.core.lot import link, order
from moot.core.proposal import base, version_of
from moot.core.refusal import AlreadyDone, LinkDoesNotFit, NotYours, StageIsOver
from tests.clerk.town import CLERK_KEYS, Town
from tests.core.house import LINKS, House, charter, secret_of
from tests.stories.attackers import BOND, FEE, amend, gains, purse, turned_away, withdraw

DEPOSIT = 2 * CREDIT
GRANT = 1_000 * CREDIT


@pytest.fixture
def town():
    return Town()


def due(house, member, *, ahead=0):
    """Return the act that reveals a member's link, or one that lies deeper in its chain."""
    number = house.open.links["drawing"][member].number + ahead
    secret = CLERK_KEYS.secret if member == "clerk" else secret_of(member)
    return RevealChance(house.open.id, number, link(secret, number, LINKS).hex())


def drawn_without(*silent):
    """Return a house whose panels were drawn without the links of some members; all else is alike."""
    house = House()
    house.propose()
    for member in house.open.links["drawing"]:
        if member not in {"clerk", *silent}:
            house.file(f"{member}.ai", RevealChance(house.open.id, 1, link(secret_of(member), 1, LINKS).hex()))
    if house.open.stage == "drawing":
        house.advance()
    if "clerk" not in silent:
        house.tend()
    while house.open.stage == "drawing_clerk":
        house.advance()
    return house


# Keeping a link back.


def test_whoever_may_keep_a_link_back_cannot_know_what_it_decides(town):
    town.propose()
    links = town.open.links["drawing"]
    assert "ana" not in links  # an author has no part in its own lot
    assert not any(each.revealed for each in links.values())  # nor could it know a link when it signed its proposal
    for member in ("bo", "cy"):
        town.file(f"{member}.ai", due(town, member))
    turned_away(town, "clerk", due(town, "clerk"), StageIsOver, nonce=0)  # the clerk comes after the owners
    kept = due(town, "dee")
    town.advance()
    turned_away(town, "dee.ai", kept, StageIsOver)  # and once it has come, dee's choice is made
    assert [each.member for each in town.told(FaultPublished)] == ["dee"]
    assert purse(town, "dee") <= GRANT - DEPOSIT


def test_a_link_kept_back_costs_its_deposit_and_makes_another_draw():
    honest, without = drawn_without(), drawn_without("dee")
    assert honest.open.seeds != without.open.seeds
    houses = (honest, without)
    for house in houses:
        withdraw(house)  # the panels' deposits come back, so that nothing but the link tells the two apart
    assert [purse(house, "dee") for house in houses] == [GRANT, GRANT - DEPOSIT]


def test_a_clerk_and_one_owner_in_league_choose_among_four_draws_and_are_named():
    leagues = [who for size in range(3) for who in combinations(("dee", "clerk"), size)]
    houses = {who: drawn_without(*who) for who in leagues}
    assert len({house.open.seeds["drawing"] for house in houses.values()}) == 4
    faults = {who: [each.member for each in house.told(FaultPublished)] for who, house in houses.items()}
    assert faults == {
        (): [],
        ("dee",): ["dee"],
        ("clerk",): ["clerk", "clerk"],  # waited for once more: two windows late, and in public
        ("dee", "clerk"): ["dee", "clerk", "clerk"],
    }


def test_nobody_reveals_another_link_or_anothers(town):
    town.propose()
    wrong = RevealChance(town.open.id, town.open.links["drawing"]["dee"].number, "00" * 32)
    turned_away(town, "dee.ai", wrong, LinkDoesNotFit)
    turned_away(town, "dee.ai", due(town, "dee", ahead=1), NotYours)
    turned_away(town, "eli.ai", due(town, "dee"), NotYours)


def test_nobody_changes_chains_once_it_knows_what_it_is_for(town):
    town.propose()
    turned_away(town, "dee.human", CommitChance("00" * 32), AlreadyDone)
    town.to("review")
    turned_away(town, "dee.human", CommitChance("00" * 32), AlreadyDone)


# Drawing again.


def test_who_dislikes_its_reviewers_and_proposes_the_same_again_has_the_same_reviewers(town):
    town.propose(degrees=18)
    town.to("review")
    drawn = town.open.panels
    assert gains(town, lambda: withdraw(town))[FUND] > BOND  # nobody had staked yet: the bond is the fund's
    assert purse(town, "ana") == GRANT - BOND - FEE
    town.propose(degrees=25)
    assert (town.open.stage, town.open.panels) == ("review", drawn)


def test_every_other_draw_within_an_epoch_costs_a_bond_and_a_fee_and_there_are_few(town):
    seeds = set()
    ways = ({"degrees": 18}, {"hours": 9}, {"degrees": 18, "hours": 9}, {"degrees": 19}, {"hours": 7})
    for terms in ways:
        town.propose(**terms)
        town.to("review")
        seeds.add(town.open.seeds["drawing"])
        withdraw(town)
    # Two terms can be changed alone or together: three draws, and each try had its price.
    assert len(seeds) == 3
    assert purse(town, "ana") == GRANT - len(ways) * (BOND + FEE)


# Winning ties.


def ground(house, rivals):
    """Return hours for which a version comes before `rivals` in the lot, which everybody can compute by now."""
    proposal = house.open
    seed = bytes.fromhex(proposal.seeds["drawing"])
    terms = proposal.versions[proposal.original].terms

    def place(hours):
        version = version_of("set_heat", {**terms, "hours": hours}, base(proposal))
        return order(seed, "candidates", [*rivals, version]).index(version)

    return min((hours for hours in range(25) if hours != terms["hours"]), key=place)


def test_a_version_that_is_made_to_win_ties_takes_no_place_from_one_with_a_supporter_more():
    law = charter()
    house = House(replace(law, structure=replace(law.structure, candidates=1)))
    house.propose(degrees=18)
    house.to("review")
    backer = house.open.panels["safety"].seats[0].owner
    warm = Review("against", (), (Condition("must", "degrees", ">=", (22,)),))
    house.review(lambda agent, _: warm if agent.startswith(backer) else Review("against"))
    rival = next(owner for owner in ("gus", "flo", "bo") if owner != backer)
    supported = amend(house, f"{rival}.ai", degrees=22)
    sly = amend(house, "eli.ai", hours=ground(house, [supported]))
    house.advance()
    chosen = {each.version for each in house.open.slate.candidates}
    assert supported in chosen
    assert sly not in chosen
