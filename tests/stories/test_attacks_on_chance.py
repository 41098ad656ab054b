"""The lot: owners and clerks who keep a link back, authors who draw again, versions that are made to win ties."""

from dataclasses import replace
from itertools import combinations, permutations, product

import pytest

from moot.core.act import Condition
from moot.core.charter import CREDIT
from moot.core.commands import CommitChance, RevealChance, Review
from moot.core.events import FaultPublished
from moot.core.ledger import FUND
from moot.core.lot import link, order
from moot.core.refusal import AlreadyDone, LinkDoesNotFit, NotYours, StageIsOver
from tests.clerk.town import CLERK_KEYS, Town
from tests.core.house import LINKS, House, charter, secret_of
from tests.stories.attackers import BOND, FEE, amend, believing, gains, purse, turned_away, withdraw

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


def lots(house, *owners):
    """Return owners as the lot has them, which everybody can compute by now."""
    return order(bytes.fromhex(house.open.seeds["drawing"]), "candidates", owners)


def tied(*offers):
    """Return a house with one candidate for many, in which owners have offered hours that nobody asked for."""
    law = charter()
    house = House(replace(law, structure=replace(law.structure, candidates=1)))
    house.propose(degrees=18)
    house.to("review")
    house.review(lambda *_: Review("against"))
    for owner, hours in offers:
        amend(house, f"{owner}.ai", hours=hours)
    return house


def taken(house):
    """Return whose version has the one place, and its hours."""
    house.advance()
    [chosen] = (each.version for each in house.open.slate.candidates[2:])
    return house.open.versions[chosen].owner, house.open.versions[chosen].terms["hours"]


def test_whatever_terms_somebody_tries_its_chance_to_win_a_tie_is_the_same():
    first, second = lots(tied(), "flo", "gus")
    for hours in (0, 1, 2, 3, 5, 7, 9, 12, 17, 24):
        assert taken(tied((second, hours), (first, 10))) == (first, 10)
        assert taken(tied((second, 10), (first, hours))) == (first, hours)


def test_of_ones_own_versions_the_first_wins_a_tie_so_that_the_second_is_no_second_chance():
    for owner, (one, other) in product(("flo", "gus"), permutations((0, 9, 24), 2)):
        assert taken(tied((owner, one), (owner, other))) == (owner, one)


def test_a_tie_on_the_recommendation_goes_to_the_same_owner_whatever_terms_it_tries():
    def recommended(hours):
        house = House(charter(exploration=0))
        house.propose(degrees=18)
        house.to("negotiation")
        versions = {owner: amend(house, f"{owner}.ai", hours=of_it) for owner, of_it in zip(rivals, hours, strict=True)}
        house.to("forecast")
        house.forecast(believing(dict.fromkeys(versions.values(), 700_000)))
        return next(owner for owner, version in versions.items() if version == house.open.paper.recommended)

    rivals = ("flo", "gus")
    assert len({recommended(hours) for hours in permutations((2, 9, 24), 2)}) == 1


def test_a_version_that_is_made_to_win_ties_takes_no_place_from_one_with_a_supporter_more():
    law = charter()
    house = House(replace(law, structure=replace(law.structure, candidates=1)))
    house.propose(degrees=18)
    house.to("review")
    backer = house.open.panels["safety"].seats[0].owner
    warm = Review("against", (), (Condition("must", "degrees", ">=", (22,)),))
    house.review(lambda agent, _: warm if agent.startswith(backer) else Review("against"))
    # Whoever has the best lot of all cannot use it against a supporter.
    sly, *_, rival = lots(house, *(owner for owner in ("eli", "gus", "flo", "bo") if owner != backer))
    supported = amend(house, f"{rival}.ai", degrees=22)
    lucky = amend(house, f"{sly}.ai", hours=9)
    house.advance()
    chosen = {each.version for each in house.open.slate.candidates}
    assert supported in chosen
    assert lucky not in chosen
