"""Stories of juries: who is drawn, who is silent, what an appeal does, what a juror cannot do."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.commands import (
    Advance,
    Appeal,
    CommitChance,
    Dispute,
    Judge,
    OpenEnvelope,
    RevealChance,
)
from moot.core.events import (
    AppealLodged,
    DisputeFaulted,
    JurorReplaced,
    VerdictReached,
)
from moot.core.lot import link
from tests.core.court import (
    CREDIT,
    FAR,
    NEAR,
    appeal,
    case_of,
    court,
    ended,
    file_verdict,
    found,
    judge,
    move_on,
    summon,
    unlike,
)
from tests.core.house import LINKS, OWNERS, charter, secret_of
from tests.core.many import many
from tests.core.refusing import NONE, refused
from tests.core.telling import balance, with_balance
from tests.core.test_frozen import another_charter

LOW, HIGH = found("measured", safety=300_000), found("measured", safety=700_000)


# ---- the jury ---------------------------------------------------------------------------------


def test_a_juror_is_paid_from_the_fund_and_gets_its_deposit_back():
    house = unlike(court())
    summon(house)
    fund = house.state.ledger.accounts["fund"]
    seats = case_of(house).seats
    before = {seat.owner: balance(house, seat.owner) for seat in seats}
    for seat in seats[:4]:
        file_verdict(house, seat.agent, HIGH)
    move_on(house)  # the fifth is silent: its deposit is the fund's, and another sits down
    [replaced] = house.told(JurorReplaced)
    assert (replaced.silent, replaced.standin is None) == (seats[4], False)
    assert balance(house, seats[4].owner) == before[seats[4].owner]  # the deposit was taken when it was drawn
    assert house.state.ledger.accounts["fund"] == fund + 2 * CREDIT
    move_on(house)  # nor does the stand-in speak; nobody sits down for it
    assert house.told(JurorReplaced)[-1].standin is None
    house.tend()
    [reached] = house.told(VerdictReached)
    assert (reached.found, reached.seats) == ({"measured": 4}, 5)
    assert {balance(house, seat.owner) >= before[seat.owner] + 4 * CREDIT for seat in seats[:4]} == {True}


def test_a_verdict_that_stays_shut_is_silence():
    house = unlike(court())
    summon(house)
    for seat in case_of(house).seats:
        file_verdict(house, seat.agent, HIGH)
    move_on(house)
    assert house.closed.outcome == "void"
    assert [each.standin for each in house.told(JurorReplaced)] == [None] * 5
    assert house.sums_to_zero()


def test_who_has_no_stake_is_drawn_first():
    house = unlike(court())
    stakers = {house.state.agents[agent].owner for agent in house.open.purse.stakes}
    summon(house)
    for seat in case_of(house).seats:
        assert seat.degraded == (seat.owner in stakers)
    free = set(OWNERS) - stakers - {"ana"}
    assert free <= {seat.owner for seat in case_of(house).seats}


def test_who_cannot_cover_the_deposit_is_not_drawn():
    house = unlike(court())
    with_balance(house, ("bo", "cy"), 0)
    summon(house)
    assert case_of(house).size == 3
    assert not {"bo", "cy"} & {seat.owner for seat in case_of(house).seats}


def test_a_jury_that_can_no_longer_be_seated_when_it_is_drawn_is_none():
    house = unlike(court(charter(juror_deposit=3 * CREDIT)))
    with_balance(house, [owner for owner in OWNERS if owner not in {"bo", "cy"}], 0)
    summon(house)
    assert ended(house).why == "no jury could be seated"
    assert house.closed.outcome == "void"


def test_a_fund_that_is_short_pays_jurors_less_and_none_of_them_nothing_less():
    house = unlike(court())
    accounts = dict(house.state.ledger.accounts)
    with_balance(house, ("ana",), balance(house, "ana") + accounts["fund"] - 3)
    summon(house)
    assert (case_of(house).fee, house.state.ledger.accounts.get("fund", 0)) == (0, 3)


def test_links_of_a_jury_are_links_of_nothing_else():
    house = unlike(court())
    used = {(member, each.number) for links in house.open.links.values() for member, each in links.items()}
    first = {(member, each.number) for member, each in case_of(house).links.items()}
    assert not used & first
    assert "ana" not in case_of(house).links


def test_a_link_that_stays_missing_costs_its_deposit_and_the_clerks_is_waited_for_twice():
    house = unlike(court())
    case = case_of(house)
    silent = next(member for member in case.links if member != "clerk")
    before = balance(house, silent)
    summon(house, but=(silent,))
    assert balance(house, silent) <= before
    assert [each.member for each in house.told(DisputeFaulted)] == [silent]
    again = unlike(court())
    for _ in range(3):
        move_on(again)
    assert [each.member for each in again.told(DisputeFaulted)].count("clerk") == 2
    assert case_of(again).stage == "judging"


def test_a_lot_with_too_few_contributors_says_so():
    house = court(charter(chance_deposit=3 * CREDIT))
    house.propose()
    house.to("measuring")
    with_balance(house, [owner for owner in OWNERS if owner != "bo"], 2 * CREDIT)
    house.measure(NEAR, FAR)
    assert set(case_of(house).links) == {"bo", "clerk"}
    assert [each.member for each in house.told(DisputeFaulted)] == ["the lot"]


# ---- appeals ----------------------------------------------------------------------------------


def large():
    """A house of nine more owners."""
    from tests.core.many import many  # noqa: PLC0415

    return court(first=many(16))


def test_an_appeal_goes_to_a_larger_jury_and_the_loser_pays_the_winner():
    house = unlike(large())
    summon(house)
    judge(house, lambda place: LOW if place < 3 else HIGH)
    assert case_of(house).stage == "appealing"
    least = 11 * 4 * CREDIT
    refused(house, r.OutOfBounds, "ana.human", appealing(house, least - 1))
    refused(house, r.VersionIsStale, "ana.human", appealing(house, least, round_=2))
    first = {seat.owner for seat in case_of(house).seats}
    appeal(house, "ana.human", least)
    [lodged] = house.told(AppealLodged)
    assert (lodged.owner, lodged.round) == ("ana", 1)
    summon(house)
    case = case_of(house)
    assert (case.size, case.round) == (11, 2)
    assert len(first) == 5
    judge(house, lambda _: HIGH)
    assert case_of(house).stage == "appealing"
    appeal(house, "bo.human", 13 * 4 * CREDIT)
    summon(house)
    judge(house, lambda _: HIGH)
    assert house.closed.outcome == "settled"
    assert ended(house).ruling == "measured"
    spent = (5 + 11 + 13) * 2 * CREDIT
    assert ended(house).nets == {"ana": max(0, 52 * CREDIT - spent), "bo": -52 * CREDIT}
    assert house.sums_to_zero()


def appealing(house, bond, round_=1):
    return Appeal(case_of(house).id, round_, bond)


def test_a_verdict_that_nobody_appeals_is_final():
    house = unlike(large())
    summon(house)
    judge(house, lambda _: HIGH)
    move_on(house)
    assert house.closed.outcome == "settled"
    assert ended(house).why == "by a jury of 5"


def test_an_appeal_without_a_verdict_leaves_the_one_before():
    house = unlike(large())
    summon(house)
    judge(house, lambda _: HIGH)
    appeal(house, "ana.human", 44 * CREDIT)
    summon(house)
    for _ in range(2):
        move_on(house)
    assert house.closed.outcome == "settled"
    assert ended(house).nets == {"ana": -44 * CREDIT}


def test_where_no_larger_jury_is_left_there_is_no_appeal():
    house = unlike(court())  # six are uninvolved: five judge, and five would again
    summon(house)
    judge(house, lambda _: HIGH)
    assert house.closed.outcome == "settled"
    eight = unlike(court(first=many(8)))  # seven are: an appeal by one of them leaves six
    summon(eight)
    judge(eight, lambda _: HIGH)
    assert case_of(eight).stage == "appealing"
    refused(eight, r.NotAllowed, "bo.human", appealing(eight, 28 * CREDIT))
    for bond in (27 * CREDIT, 29 * CREDIT):  # what is lost goes to others: no more than is asked for
        refused(eight, r.OutOfBounds, "ana.human", appealing(eight, bond))
    poor = eight.copy()
    with_balance(poor, ["ana"], 27 * CREDIT)
    refused(poor, r.OwnerCannotPay, "ana.human", appealing(poor, 28 * CREDIT))
    appeal(eight, "ana.human", 28 * CREDIT)
    assert case_of(eight).round == 2


def test_a_dispute_that_takes_too_long_ends_with_what_holds_by_then():
    house = unlike(court())
    house.advance()  # of the proposal, whose time is over, while the jury is being drawn
    assert (house.closed.outcome, ended(house).why) == ("void", "its time is over")
    other = unlike(court())
    summon(other)
    other.advance()
    assert other.closed.outcome == "void"
    assert other.sums_to_zero()
    assert not [name for name in other.state.ledger.accounts if name.startswith("held/")]


# ---- what is refused --------------------------------------------------------------------------


def test_what_a_juror_cannot_do():
    house = unlike(court())
    case = case_of(house)
    assert case.stage == "summoning"
    refused(house, r.StageIsOver, "bo.ai", Judge(case.id, NONE))
    refused(house, r.NotFound, "bo.ai", Judge(NONE, NONE))
    refused(house, r.NotDue, "bo.ai", Advance(case.id, "summoning"))
    refused(house, r.StageIsOver, "bo.ai", Advance(case.id, "judging"))
    member = next(name for name in case.links if name != "clerk")
    refused(house, r.NotYours, f"{member}.ai", RevealChance(case.id, case.links[member].number + 1, NONE))
    refused(house, r.LinkDoesNotFit, f"{member}.ai", RevealChance(case.id, case.links[member].number, NONE))
    summon(house)
    seats = case_of(house).seats
    refused(house, r.NotYours, "ana.ai", Judge(case.id, NONE))
    file_verdict(house, seats[0].agent, HIGH)
    refused(house, r.AlreadyDone, seats[0].agent, Judge(case.id, NONE))
    [act] = case_of(house).sealed
    refused(house, r.StageIsOver, "clerk", OpenEnvelope(act, NONE, HIGH))
    house.now = case_of(house).until
    refused(house, r.StageIsOver, seats[1].agent, Judge(case.id, NONE))


@pytest.mark.parametrize(
    "verdict",
    [
        found("upheld"),
        found("measured"),
        found("void", safety=300_000),
        found("measured", safety=500_000),
        found("measured", safety=300_000, thrift=600_000),
    ],
)
def test_a_verdict_on_something_else_is_not_opened(verdict):
    house = unlike(court())
    summon(house)
    seats = case_of(house).seats
    for seat in seats:
        file_verdict(house, seat.agent, verdict)
    act, envelope = next(iter(case_of(house).sealed.items()))
    refused(house, r.OutOfBounds, "clerk", OpenEnvelope(act, *house.held[envelope.seal]))


def test_a_chain_on_which_a_jury_draws_is_not_changed():
    house = court()
    house.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    member = next(name for name in case_of(house).links if name != "clerk")
    refused(house, r.AlreadyDone, f"{member}.human", CommitChance(NONE))


@pytest.mark.parametrize("mix", [reversed, sorted])
def test_the_order_in_which_jurors_file_and_are_opened_changes_nothing(mix):
    house = unlike(court())
    summon(house)
    seats, twin = case_of(house).seats, house.copy()
    found_by = {seat.agent: LOW if place < 3 else HIGH for place, seat in enumerate(seats)}
    for agent, verdict in found_by.items():
        file_verdict(house, agent, verdict)
    for agent in mix(list(found_by)):
        file_verdict(twin, agent, found_by[agent])
    for each in (house, twin):
        each.tend()
    assert house.closed == twin.closed
    assert house.state.ledger == twin.state.ledger
    assert ended(house).values == ended(twin).values == {"safety": 300_000}


def test_no_rule_of_a_dispute_reads_a_charter_newer_than_the_proposals():
    plain, other = unlike(court()), unlike(court())
    other.state = replace(other.state, charter=another_charter())
    for house in (plain, other):
        summon(house)
        judge(house, lambda place: HIGH if place < 3 else LOW)
    assert other.events == plain.events


def test_of_two_links_that_two_juries_wait_for_the_deeper_may_come_first():
    house = court()
    for accused in ("bo.ai", "cy.ai", "dee.ai"):  # whoever has given the fewest links is named first
        house.file("gus.human", Dispute("conduct", accused, "protocol.rights", 20 * CREDIT))
    first, _, second = house.state.cases.values()
    both = [member for member in first.links if member in second.links and member != "clerk"]
    for case in (second, first):
        number = case.links[both[0]].number
        disclosed = link(secret_of(both[0]), number, LINKS).hex()
        house.file(f"{both[0]}.ai", RevealChance(case.id, number, disclosed))
    assert house.state.chains[both[0]].number == 2
    assert all(case.links[both[0]].revealed for case in map(house.state.cases.get, (first.id, second.id)))


def test_where_a_seat_costs_no_deposit_none_is_lost():
    house = unlike(court(charter(juror_deposit=0)))
    summon(house)
    file_verdict(house, case_of(house).seats[0].agent, HIGH)
    move_on(house)
    assert not case_of(house).deposits
    house.advance()
    assert house.sums_to_zero()
