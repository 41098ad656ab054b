import hashlib
import hmac
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.events import Seat
from moot.core.lot import Panel, below, chain_tip, contributors, draw, fits, follows, link, lot, order, seed

FREEZING = "ab" * 32
names = st.text("abcdefg", min_size=1, max_size=3)
links = st.none() | st.binary(min_size=32, max_size=32)
families = st.sampled_from(["claude", "gpt", "other", None])


def field(content):
    return len(content).to_bytes(8, "big") + content


# ---- chains ---------------------------------------------------------------------------------


def test_the_tip_is_the_secret_hashed_4096_times():
    value = b"secret"
    for _ in range(4096):
        value = hashlib.sha256(value).digest()
    assert chain_tip(b"secret") == value


def test_the_last_link_is_the_secret_itself():
    assert link(b"secret", 9, length=9) == b"secret"
    assert link(b"secret", 8, length=9) == hashlib.sha256(b"secret").digest()


@given(st.binary(max_size=40), st.integers(0, 20), st.integers(0, 20))
def test_a_link_follows_exactly_the_earlier_ones(secret, number, known):
    values = [link(secret, index, length=20) for index in range(21)]
    assert values[0] == chain_tip(secret, length=20)
    assert follows(values[number], number, values[known], known) == (number > known)


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_link_is_good_for_its_own_number_only(number, claimed):
    tip = chain_tip(b"secret", length=20)
    assert follows(link(b"secret", number, length=20), claimed, tip, 0) == (number == claimed)


def test_a_link_fits_where_it_stands_and_nowhere_else_whichever_link_is_known():
    chain = [link(b"secret", number, length=5) for number in range(6)]
    for actual, claimed, known in product(range(6), repeat=3):
        assert fits(chain[actual], claimed, chain[known], known) is (actual == claimed)


def test_a_link_of_another_chain_does_not_follow():
    assert not follows(link(b"other", 3), 3, chain_tip(b"secret"), 0)


# ---- contributors and seed ------------------------------------------------------------------


def test_contributors_are_those_with_the_fewest_links_and_ties_go_by_id():
    assert contributors({"dee": 0, "cy": 4, "bo": 2, "ana": 2, "eve": 2}, 3) == ("ana", "bo", "dee")
    assert contributors({"bo": 1, "ana": 7}, 3) == ("ana", "bo")


def test_the_seed_is_a_hash_over_fields_with_their_lengths():
    fields = [b"ana", b"\x00", b"clerk", b"\x01" + b"L" * 32, FREEZING.encode(), b"panels"]
    expected = hashlib.sha256(b"".join(map(field, fields))).digest()
    assert seed({"clerk": b"L" * 32, "ana": None}, FREEZING, "panels") == expected


@given(st.dictionaries(names, links, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_contributions_never_matters(preimages, chance):
    shuffled = dict(chance.sample(list(preimages.items()), len(preimages)))
    assert seed(shuffled, FREEZING, "panels") == seed(preimages, FREEZING, "panels")


@given(st.dictionaries(names, links, min_size=1, max_size=5), st.data())
def test_every_contribution_counts_and_so_does_a_missing_one(preimages, data):
    name = data.draw(st.sampled_from(sorted(preimages)))
    other = data.draw(links.filter(lambda value: value != preimages[name]))
    without = {who: value for who, value in preimages.items() if who != name}
    seeds = [seed(those, FREEZING, "panels") for those in (preimages, {**preimages, name: other}, without)]
    assert len(set(seeds)) == 3


def test_the_freezing_act_and_the_purpose_count():
    seeds = {seed({}, freezing, purpose) for freezing in (FREEZING, "cd" * 32) for purpose in ("panels", "lottery")}
    assert len(seeds) == 4


def test_a_missing_link_is_no_empty_one():
    assert seed({"ana": None}, FREEZING, "panels") != seed({"ana": b""}, FREEZING, "panels")


# ---- lots -----------------------------------------------------------------------------------


def test_a_lot_is_an_hmac_over_fields_with_their_lengths():
    expected = hmac.new(b"seed", field(b"safety") + field(b"ana"), hashlib.sha256).digest()
    assert lot(b"seed", "safety", "ana") == expected


def test_fields_do_not_run_into_one_another():
    assert lot(b"seed", "ab", "c") != lot(b"seed", "a", "bc") != lot(b"seed", "abc")


@given(st.sets(names), st.binary(max_size=4))
def test_the_order_is_that_of_the_lots_whoever_comes_first(members, chance):
    drawn = order(chance, "safety", members)
    assert sorted(drawn) == sorted(members)
    assert drawn == order(chance, "safety", sorted(members, reverse=True))
    assert [lot(chance, "safety", name) for name in drawn] == sorted(lot(chance, "safety", name) for name in members)


def test_another_mandate_draws_another_order():
    members = [f"owner{number}" for number in range(10)]
    assert order(b"seed", "safety", members) != order(b"seed", "ethics", members)


@given(st.binary(max_size=4), st.integers(1, 10**9))
def test_a_number_is_its_lot_modulo_the_bound(chance, bound):
    number = below(chance, "lottery", bound)
    assert 0 <= number < bound
    assert number == int(lot(chance, "lottery").hex(), 16) % bound


def test_numbers_are_spread_evenly():
    counted = Counter(below(str(number).encode(), "lottery", 10) for number in range(5_000))
    assert all(400 < counted[digit] < 600 for digit in range(10))


# ---- panels ---------------------------------------------------------------------------------


@st.composite
def houses(draw_from):
    owners = draw_from(st.sets(st.sampled_from([f"owner{n}" for n in range(9)])))
    agents = {
        owner: tuple((f"{owner}.{n}", draw_from(families)) for n in range(draw_from(st.integers(0, 3))))
        for owner in sorted(owners)
    }
    holding = draw_from(st.sets(st.sampled_from(sorted(owners)))) if owners else set()
    return {owner: agents[owner] for owner in sorted(holding)}, agents


def by_lot(chance, mandate, agents):
    """One seat for each owner, in the order drawn, said slowly."""
    seats = []
    for owner in sorted(agents, key=lambda owner: lot(chance, mandate, owner)):
        for agent, family in sorted(agents[owner], key=lambda pair: lot(chance, mandate, pair[0]))[:1]:
            seats.append((owner, agent, family))
    return seats


def kin(seat):
    return seat.family or ("person", seat.owner)


@given(houses(), st.integers(1, 8), st.binary(max_size=4))
def test_a_panel_keeps_its_laws(house, wanted, chance):
    holders, uninvolved = house
    panel = draw(chance, "safety", wanted, holders, uninvolved)
    able = by_lot(chance, "safety", holders)
    others = [seat for seat in by_lot(chance, "safety", uninvolved) if seat[0] not in holders]
    everybody = panel.seats + panel.standins
    # Nobody sits twice, nobody is forgotten, no seat stays empty while anybody is left.
    assert sorted((s.owner, s.agent, s.family) for s in everybody) == sorted(able + others)
    assert len(panel.seats) == min(wanted, len(able + others))
    # Degraded seats are those of owners without the mandate, and only where holders are short.
    holding = {owner for owner, _, _ in able}
    assert all(seat.degraded == (seat.owner not in holding) for seat in everybody)
    assert sum(not seat.degraded for seat in panel.seats) == min(wanted, len(able))
    # Stand-ins come in the order drawn, the degraded ones last.
    standing = {seat.owner for seat in panel.standins}
    assert [seat.owner for seat in panel.standins] == [owner for owner, _, _ in able + others if owner in standing]


@given(houses(), st.integers(1, 8), st.binary(max_size=4))
def test_a_family_passes_its_cap_only_where_a_seat_would_stay_empty(house, wanted, chance):
    holders, _ = house
    panel = draw(chance, "safety", wanted, holders, {})
    present = {kin(seat) for seat in panel.seats + panel.standins}
    cap = max(-(-wanted // 3), -(-wanted // max(1, len(present))))
    seated = Counter(kin(seat) for seat in panel.seats)
    if any(count > cap for count in seated.values()):
        assert all(seated[kin(seat)] >= cap for seat in panel.standins)


@given(houses(), st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_of_members_never_matters(house, wanted, chance):
    def shuffled(agents):
        return {
            owner: chance.sample(agents[owner], len(agents[owner])) for owner in chance.sample([*agents], len(agents))
        }

    assert draw(b"", "safety", wanted, *map(shuffled, house)) == draw(b"", "safety", wanted, *house)


def ordered(mandate, count):
    return order(b"seed", mandate, [f"owner{number}" for number in range(count)])


def test_a_capped_family_waits_at_its_place_in_the_order_drawn():
    first, second, third, fourth, fifth = ordered("safety", 5)
    kinds = {first: "gpt", second: "gpt", third: "gpt", fourth: "claude", fifth: None}
    panel = draw(b"seed", "safety", 3, {owner: ((owner, family),) for owner, family in kinds.items()}, {})
    assert [seat.owner for seat in panel.seats] == [first, fourth, fifth]
    assert [seat.owner for seat in panel.standins] == [second, third]


def test_the_cap_yields_to_the_order_drawn_before_a_seat_stays_empty():
    first, second, third, fourth = ordered("safety", 4)
    kinds = {first: "gpt", second: "gpt", third: "gpt", fourth: None}
    # Two families are present, hence a cap of 2: the third of the family waits.
    panel = draw(b"seed", "safety", 3, {owner: ((owner, family),) for owner, family in kinds.items()}, {})
    assert [seat.owner for seat in panel.seats] == [first, second, fourth]
    panel = draw(b"seed", "safety", 4, {owner: ((owner, family),) for owner, family in kinds.items()}, {})
    assert [seat.owner for seat in panel.seats] == [first, second, fourth, third]
    assert panel.standins == ()


def seated(seats, kinds, uninvolved=()):
    """Who of the owners with these families sits, in order."""
    holders, others = (
        {owner: ((owner, family),) for owner, family in dict(those).items()} for those in (kinds, uninvolved)
    )
    return [seat.owner for seat in draw(b"seed", "safety", seats, holders, others).seats]


def test_a_family_may_have_a_third_of_the_seats_rounded_up():
    owners = ordered("safety", 7)
    kinds = dict(zip(owners, ("gpt", "gpt", "gpt", "claude", "other", None, None), strict=True))
    assert seated(4, kinds) == [owners[0], owners[1], owners[3], owners[4]]
    assert seated(3, kinds) == [owners[0], owners[3], owners[4]]


def test_people_share_no_family():
    first, second, third, fourth = ordered("safety", 4)
    assert seated(3, dict.fromkeys((first, second, third, fourth))) == [first, second, third]
    assert seated(3, {first: None, second: None, third: None, fourth: "gpt"}) == [first, second, third]


def test_a_person_is_not_of_the_family_that_has_its_name():
    first, second, third = ordered("safety", 3)
    assert seated(2, {first: None, second: first, third: None}) == [first, second]


def test_where_holders_suffice_the_others_change_nothing():
    first, second, third, *others = ordered("safety", 9)
    kinds = {first: "gpt", second: "gpt", third: "claude"}
    assert seated(3, kinds, dict.fromkeys(others)) == seated(3, kinds) == [first, second, third]


def test_missing_holders_are_made_up_from_the_uninvolved_and_marked():
    panel = draw(b"seed", "safety", 2, {"ana": (("ana.bot", "gpt"),)}, {"ana": (("ana", None),), "bo": (("bo", None),)})
    assert panel == Panel((Seat("ana", "ana.bot", "gpt", False), Seat("bo", "bo", None, True)), ())


def test_the_cap_counts_the_seats_that_holders_have_taken():
    first, second, third = ordered("safety", 3)
    uninvolved = {first: ((first, "gpt"),), second: ((second, "gpt"),), third: ((third, "claude"),)}
    panel = draw(b"seed", "safety", 2, {"ana": (("ana", "gpt"),)}, uninvolved)
    assert [seat.owner for seat in panel.seats] == ["ana", third]
    assert [seat.owner for seat in panel.standins] == [first, second]


def test_within_an_owner_the_lowest_lot_sits():
    agents = order(b"seed", "safety", ["ana", "ana.a", "ana.b"])
    panel = draw(b"seed", "safety", 1, {"ana": tuple((agent, "gpt") for agent in sorted(agents))}, {})
    assert panel.seats == (Seat("ana", agents[0], "gpt", False),)


def test_an_empty_house_has_an_empty_panel():
    assert draw(b"seed", "safety", 3, {}, {"ana": ()}) == Panel((), ())


@pytest.mark.parametrize("owner", ["ana", "bo", "cy", "dee"])
def test_everybody_is_drawn_equally_often(owner):
    holders = {name: ((name, None),) for name in ("ana", "bo", "cy", "dee")}
    panels = [draw(str(number).encode(), "safety", 1, holders, {}) for number in range(2_000)]
    assert 400 < sum(panel.seats[0].owner == owner for panel in panels) < 600
