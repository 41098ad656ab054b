"""Stories of a proposal from its submission to its reviews: who contributes, sits, is silent, and stands in."""

from dataclasses import replace

import pytest

from moot.core.assembly import dues
from moot.core.commands import (
    Advance,
    FileReview,
    RevealChance,
    Review,
    Withdraw,
)
from moot.core.events import (
    ChanceAssigned,
    CreditsMoved,
    FaultPublished,
    LotSeeded,
    MandateUnheard,
    PanelDrawn,
    ReviewerReplaced,
)
from moot.core.lot import link, seed
from moot.core.refusal import LinkDoesNotFit, NotYours
from tests.core.house import FAMILIES, LINKS, MINUTE, OWNERS, House, charter, founding, secret_of, two_targets
from tests.core.refusing import refused
from tests.core.telling import CREDIT, balance, named, propose_light, with_balance

# ---- chance -----------------------------------------------------------------------------------


def test_the_first_three_owners_but_the_author_contribute_and_the_clerk_after_them():
    house = House()
    house.propose()
    assert [each.member for each in house.told(ChanceAssigned)] == ["bo", "cy", "dee", "clerk"]
    assert balance(house, "bo") == 998 * CREDIT
    house.reveal()
    assert house.open.stage == "review"
    assert {balance(house, owner) % (2 * CREDIT) for owner in OWNERS} == {0}


def test_a_silent_contributor_pays_and_is_a_missing_mark_in_the_seed():
    house = House()
    house.propose()
    house.reveal(but=("cy",))
    assert [(each.member, each.fault) for each in house.told(FaultPublished)] == [("cy", "its chance link is missing")]
    preimages = {name: link(secret_of(name), 1, LINKS) for name in ("bo", "dee", "clerk")}
    [mixed] = house.told(LotSeeded)
    assert mixed.seed == seed({**preimages, "cy": None}, house.open.id, "drawing").hex()
    lost = [
        each for each in house.told(CreditsMoved) if (each.target, each.clause) == ("fund", "agency.chance_deposit")
    ]
    assert [each.amount for each in lost] == [2 * CREDIT]


def test_a_silent_clerk_is_waited_for_once_and_published_each_time():
    house = House()
    house.propose()
    for owner in named(house):
        house.file(f"{owner}.ai", RevealChance(house.open.id, 1, link(secret_of(owner), 1, LINKS).hex()))
    assert house.open.stage == "drawing_clerk"
    house.advance()
    assert (house.open.stage, house.open.extended) == ("drawing_clerk", True)
    assert house.open.until == house.now + 10 * MINUTE
    house.advance()
    assert house.open.stage == "review"
    assert [each.member for each in house.told(FaultPublished)] == ["clerk", "clerk"]
    preimages = {name: link(secret_of(name), 1, LINKS) for name in named(house)}
    assert house.told(LotSeeded)[0].seed == seed({**preimages, "clerk": None}, house.open.id, "drawing").hex()


def test_a_clerk_that_comes_in_its_second_window_counts():
    house = House()
    house.propose()
    house.now = house.open.until
    house.file("bo.human", Advance(house.open.id, "drawing"))
    house.advance()
    house.tend()
    assert house.open.stage == "review"
    assert [each.member for each in house.told(FaultPublished)] == ["bo", "cy", "dee", "clerk"]


def test_links_of_two_proposals_may_come_in_either_order():
    house = House(two_targets(contributors=6))
    house.propose()
    first = house.last
    second = propose_light(house, "bo.ai", degrees=3)
    numbers = {each.member: each.number for each in house.told(ChanceAssigned) if each.proposal == second}
    assert numbers["cy"] == 2
    house.file("cy.ai", RevealChance(second, 2, link(secret_of("cy"), 2, LINKS).hex()))
    refused(house, LinkDoesNotFit, "cy.ai", RevealChance(first, 1, "00" * 32))
    refused(house, LinkDoesNotFit, "cy.ai", RevealChance(first, 1, link(secret_of("cy"), 2, LINKS).hex()))
    house.file("cy.ai", RevealChance(first, 1, link(secret_of("cy"), 1, LINKS).hex()))
    assert house.state.proposals[first].links["drawing"]["cy"].revealed
    assert house.state.chains["cy"].number == 2


@pytest.mark.parametrize("degrees", range(6))
def test_the_clerk_owes_its_links_in_the_order_of_its_chain(degrees):
    house = House(two_targets())
    house.propose(degrees=degrees)
    propose_light(house, "bo.ai", degrees=3)
    for proposal in list(house.state.proposals.values()):
        for member, each in proposal.links["drawing"].items():
            if member != "clerk":
                secret = link(secret_of(member), each.number, LINKS).hex()
                house.file(f"{member}.ai", RevealChance(proposal.id, each.number, secret))
    assert [number for _, number in dues(house.state, house.now).links] == [1, 2]
    house.tend()
    assert {each.stage for each in house.state.proposals.values()} == {"review"}


def test_an_owner_whose_chain_is_used_up_does_not_contribute_and_a_clerk_is_waited_for():
    house = House(charter(links=2))
    house.propose()
    assert named(house) == ["bo", "cy", "dee"]
    house.to("gone")
    house.end_epoch()
    house.propose(degrees=17)
    assert named(house) == ["eli", "flo", "gus"]
    house.advance()
    house.tend()
    assert house.open.stage == "drawing_clerk"  # nor has the clerk a link left, and it owes none
    house.advance()
    house.advance()
    assert house.open.stage == "review"


def test_an_owner_that_cannot_cover_the_deposit_does_not_contribute():
    house = House()
    with_balance(house, ["bo"], 2 * CREDIT - 1)
    house.propose()
    assert named(house) == ["cy", "dee", "eli"]


def test_the_same_kind_of_change_in_an_epoch_is_not_drawn_again():
    house = House()
    house.propose(degrees=18)
    house.reveal()
    [drawn] = house.told(LotSeeded)
    panels = house.open.panels
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose(degrees=12)
    assert house.open.stage == "review"
    assert house.told(LotSeeded)[-1].seed == drawn.seed
    assert house.open.panels == panels
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose(hours=3)
    assert house.open.stage == "drawing"
    house.file("ana.ai", Withdraw(house.open.id))
    house.end_epoch()
    house.propose(degrees=12)
    assert house.open.stage == "drawing"
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose("bo.ai", degrees=12)
    assert house.open.stage == "drawing"


def test_a_kept_draw_still_has_contributors_for_its_lottery():
    house = House()
    house.propose()
    house.reveal()
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose(degrees=12)
    house.to("executing")
    assert len(house.open.links["lottery"]) == 4
    assert house.open.run


# ---- panels -----------------------------------------------------------------------------------


def seated(house):
    return {mandate: [seat.agent for seat in panel.seats] for mandate, panel in house.open.panels.items()}


def test_panels_have_other_owners_and_no_family_takes_more_than_a_third():
    house = House()
    house.propose()
    house.to("review")
    for panel in house.open.panels.values():
        assert len({seat.owner for seat in panel.seats}) == 3
        assert "ana" not in {seat.owner for seat in panel.seats}
        assert {seat.family for seat in panel.seats} == set(FAMILIES)
        assert not any(seat.degraded for seat in panel.seats)


def fewer_holders(keep):
    plain = founding()

    def stripped(owner):
        return replace(owner, agents=tuple(replace(agent, mandates=()) for agent in owner.agents))

    owners = tuple(owner if owner.id in keep else stripped(owner) for owner in plain.owners)
    return House(first=replace(plain, owners=owners))


def test_where_holders_are_short_others_sit_degraded():
    house = fewer_holders({"bo"})
    house.propose()
    house.to("review")
    for panel in house.open.panels.values():
        assert sorted(seat.degraded for seat in panel.seats) == [False, True, True]
        assert next(seat.owner for seat in panel.seats if not seat.degraded) == "bo"


def test_who_can_just_pay_for_all_seats_sits_on_them_undegraded():
    house = House(charter(chance_deposit=0))
    with_balance(house, OWNERS[1:], 4 * CREDIT)
    house.propose()
    house.to("review")
    assert not [seat for each in house.told(PanelDrawn) for seat in (*each.seats, *each.standins) if seat.degraded]


def test_who_cannot_cover_the_deposits_is_not_drawn():
    house = House()
    with_balance(house, ["bo"], 4 * CREDIT - 1)
    house.propose()
    house.to("review")
    drawn = [seat.owner for each in house.told(PanelDrawn) for seat in (*each.seats, *each.standins)]
    assert "bo" not in drawn
    assert "cy" in drawn


# ---- reviewing --------------------------------------------------------------------------------


def test_a_silent_reviewer_is_replaced_once_and_then_its_seat_is_empty():
    house = House()
    house.propose()
    house.to("review")
    silent = seated(house)["safety"][0]
    house.review(lambda agent, mandate: None if (agent, mandate) == (silent, "safety") else Review("for"))
    assert house.open.stage == "review"
    before = balance(house, silent.split(".")[0])
    house.advance()
    [replaced] = house.told(ReviewerReplaced)
    assert (replaced.stage, replaced.silent.agent, replaced.standin) == ("review", silent, replaced.standin)
    assert house.open.stage == "review_standins"
    assert silent not in seated(house)["safety"]
    assert replaced.standin.agent in seated(house)["safety"]
    assert balance(house, silent.split(".")[0]) == before  # its deposit was not given back
    refused(house, NotYours, silent, FileReview(house.open.id, house.open.original, "safety", "00" * 32))
    house.advance()
    assert house.told(ReviewerReplaced)[-1].standin is None
    assert len(seated(house)["safety"]) == 2
    house.tend()
    assert house.open.stage == "negotiation"
    assert not house.told(MandateUnheard)


def test_a_stand_in_who_reviews_fills_the_seat():
    house = House()
    house.propose()
    house.to("review")
    house.advance()
    assert house.open.stage == "review_standins"
    house.review()
    assert house.open.stage == "negotiation"
    assert len(house.open.reviews) == 6


def test_with_two_of_three_reviews_missing_a_mandate_is_unheard_and_needs_two_thirds():
    house = House()
    house.propose()
    house.to("review")
    heard = {"safety": seated(house)["safety"][0]}
    house.review(lambda agent, mandate: Review("for") if mandate == "thrift" or heard["safety"] == agent else None)
    house.advance()
    house.advance()
    house.tend()
    assert house.open.unheard == ("safety",)
    assert (house.told(MandateUnheard)[0].filed, house.told(MandateUnheard)[0].needed) == (1, 2)


def test_an_unopened_review_is_silence():
    house = House()
    house.propose()
    house.to("review")
    agents = seated(house)["safety"]
    for mandate, panel in house.open.panels.items():
        for seat in panel.seats:
            seal = house.sealed(seat.agent, "FileReview", Review("for"), mandate)
            house.file(seat.agent, FileReview(house.open.id, house.open.original, mandate, seal))
    assert house.open.stage == "opening_reviews"
    paid = {agent: balance(house, agent.split(".")[0]) for agent in agents}
    house.advance()
    assert house.open.stage == "negotiation"
    assert set(house.open.unheard) == {"safety", "thrift"}
    assert not house.open.reviews
    assert not house.open.sealed
    assert all(panel.seats == () for panel in house.open.panels.values())
    assert all(balance(house, agent.split(".")[0]) == before for agent, before in paid.items())


def test_a_reviewer_is_paid_when_its_review_is_opened():
    house = House()
    house.propose()
    house.to("review")
    agent = seated(house)["safety"][0]
    seats = sum(agent in agents for agents in seated(house).values())
    before = balance(house, agent.split(".")[0])
    house.review()
    owners = [seat.owner for panel in house.open.panels.values() for seat in panel.seats]
    assert seats <= owners.count(agent.split(".")[0])
    assert balance(house, agent.split(".")[0]) == before + 2 * CREDIT * owners.count(agent.split(".")[0])


def test_where_nobody_is_left_to_stand_in_the_seat_is_empty_at_once():
    plain = founding()
    house = House(first=replace(plain, owners=(*plain.owners[:5], *plain.owners[7:])))
    house.propose()
    house.to("review")
    assert [len(panel.standins) for panel in house.open.panels.values()] == [1, 1]
    house.advance()
    assert [each.standin is None for each in house.told(ReviewerReplaced)] == [False, True, True] * 2


def test_without_deposits_silence_costs_nothing():
    house = House(charter(reviewer_deposit=0))
    house.propose()
    house.to("review")
    while house.open.stage != "negotiation":
        house.advance()
    assert all(balance(house, owner) == 1000 * CREDIT for owner in OWNERS[1:])


def test_an_owner_whose_links_other_proposals_took_has_none_for_the_lottery():
    house = House(two_targets(links=3, contributors=6))
    house.propose()
    first = house.last
    propose_light(house, "ana.ai", degrees=3)
    assert house.state.chains["bo"].assigned == 2
    house.state = replace(
        house.state, chains={**house.state.chains, "bo": replace(house.state.chains["bo"], assigned=3)}
    )
    for proposal in list(house.state.proposals):
        if proposal != first:
            house.file("ana.ai", Withdraw(proposal))
    house.to("timelock")
    assert "bo" not in house.open.links["lottery"]
    assert "clerk" in house.open.links["lottery"]
