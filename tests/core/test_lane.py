"""By which lane a proposal goes, and the story of consent: adopted, minded, or turned to a panel."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.charter import CHARTER, ConsentLane, LaneRule, Scope, WorstCase, kind_called
from moot.core.commands import Object, OfferAmendment, Review, Withdraw
from moot.core.events import ConsentGiven, GrantIssued, LaneChanged, LotteryDrawn, PanelDrawn, ProposalSubmitted
from moot.core.lane import Choice, Venture, choose, kept, stricter, worst_case
from moot.core.refusal import NotAllowed, StageIsOver
from tests.core.house import MINUTE, OWNERS, House, charter, two_targets, with_consent
from tests.core.refusing import refused
from tests.core.telling import CREDIT, balance

HOUR = 60 * MINUTE
[HEAT] = charter().structure.actions


def law_with(*rules):
    law = charter()
    return replace(law, structure=replace(law.structure, lanes=rules))


def venture(harm, *, owner="ana", target="hall", at=10 * HOUR, rule=None):
    return Venture(owner, target, harm, at, rule)


# ---- the choice -------------------------------------------------------------------------------


def test_the_first_rule_that_fits_decides():
    law = law_with(
        LaneRule("small", "consent", worst_case=1_000),
        LaneRule("heat", "panel", ("set_heat",)),
        LaneRule("x", "charter"),
    )
    assert choose(law, HEAT, venture(1_000), ()) == Choice("consent", "small")
    assert choose(law, HEAT, venture(1_001), ()) == Choice("panel", "heat")
    assert choose(law, replace(HEAT, id="set_light"), venture(1_001), ()) == Choice("charter", "x")


def test_without_a_fitting_rule_the_strictest_lane_decides():
    assert choose(law_with(), HEAT, venture(0), ()) == Choice("charter", None)
    assert choose(law_with(LaneRule("x", "panel", reversible=False)), HEAT, venture(0), ()).lane == "charter"


def test_what_cannot_be_undone_and_the_charter_itself_go_by_the_strictest_whatever_a_rule_says():
    law = law_with(LaneRule("everything", "consent"))
    assert choose(law, HEAT, venture(0), ()).lane == "consent"
    assert choose(law, replace(HEAT, reversible=False), venture(0), ()) == Choice("charter", None)
    assert choose(law, kind_called(law, CHARTER), venture(0), ()) == Choice("charter", None)


def test_a_scope_adds_up_worst_cases_by_owner_and_by_target_within_its_window():
    scoped = LaneRule("small", "consent", scope=Scope(window=HOUR, owner=100, target=150))
    law = law_with(scoped, LaneRule("rest", "panel"))

    def lane(harm, *before):
        return choose(law, HEAT, venture(harm), [replace(each, rule="small") for each in before]).lane

    assert lane(100) == "consent"
    assert lane(101) == "panel"
    mine, others = venture(60, target="lamp"), venture(60, owner="bo")
    assert (lane(40, mine), lane(41, mine)) == ("consent", "panel")
    assert (lane(90, others), lane(91, others)) == ("consent", "panel")
    assert lane(100, replace(mine, at=9 * HOUR), replace(others, at=9 * HOUR)) == "consent"
    assert lane(41, replace(mine, at=9 * HOUR + 1)) == "panel"
    assert lane(100, replace(others, target="lamp", harm=150)) == "consent"
    assert choose(law, HEAT, venture(100), [replace(mine, rule="another")]).lane == "consent"


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_nothing_is_let_in_by_cutting_it_into_pieces(pieces):
    law = law_with(LaneRule("small", "consent", scope=Scope(HOUR, 100, 100)), LaneRule("rest", "panel"))
    let_in = []
    for harm in pieces:
        each = venture(harm)
        if choose(law, HEAT, each, let_in).lane == "consent":
            let_in.append(replace(each, rule="small"))
    assert sum(each.harm for each in let_in) <= 100


def test_only_what_a_rule_may_still_count_is_kept():
    law = law_with(LaneRule("small", "consent", scope=Scope(HOUR, 100, 100)), LaneRule("rest", "panel"))
    old, new = venture(1, at=9 * HOUR, rule="small"), venture(1, at=9 * HOUR + 1, rule="small")
    assert kept(law, [old, new, venture(1, rule="rest"), venture(1)], 10 * HOUR) == (new,)


def test_a_worst_case_is_the_registers_formula_and_never_below_nothing():
    kind = replace(HEAT, worst_case=WorstCase(-500, {"degrees": 100, "hours": -10}))
    assert worst_case(kind, {"degrees": 18, "hours": 8}) == 1_220
    assert worst_case(kind, {"degrees": 0, "hours": 8}) == 0
    assert worst_case(replace(kind, worst_case=WorstCase(1, {})), {}) == 1
    with pytest.raises(KeyError):
        worst_case(kind, {"roof": 1})


def test_lanes_rise_in_strictness():
    assert stricter("panel", "consent")
    assert stricter("charter", "panel")
    assert not stricter("consent", "consent")


# ---- consent ----------------------------------------------------------------------------------


def consenting(*, law=None, spread=MILLION, **rule):
    law = with_consent(law or charter(), **{"kinds": ("set_heat",), **rule})
    consent = ConsentLane(spread=spread)
    return House(replace(law, structure=replace(law.structure, consent=consent)))


def asked(house, **terms):
    """Bring a proposal to where consent is asked for."""
    house.propose(**terms)
    house.reveal()
    house.review()
    house.forecast(house.hopeful)
    assert house.open.stage == "consent"
    return house.open


def watched_by_two(house):
    """Bring a proposal to its reviews, for which the lot has drawn two owners, and not one for both mandates."""
    for _ in range(20):
        house.propose()
        house.reveal()
        safety, thrift = (panel for _, panel in sorted(house.open.panels.items()))
        # Nor is who watches thrift the next to stand in for safety.
        if thrift.seats[0].owner not in {safety.seats[0].owner, safety.standins[0].owner}:
            return house.open
        house.file("ana.ai", Withdraw(house.open.id))
        house.end_epoch()
    raise AssertionError


def test_a_small_step_is_adopted_when_nobody_minds():
    house = consenting()
    proposal = asked(house)
    assert all(len(panel.seats) == 1 for panel in proposal.panels.values())
    assert [each.version for each in proposal.slate.candidates] == [proposal.status_quo, proposal.original]
    assert proposal.paper.lottery == {proposal.original: MILLION}
    told = house.advance()
    assert [type(each) for each in told if isinstance(each, ConsentGiven | GrantIssued | LotteryDrawn)] == [
        ConsentGiven,
        GrantIssued,
    ]
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert house.state.targets["hall"].terms["degrees"] == 18
    assert house.sums_to_zero()


def test_what_a_panel_would_cost_more_is_held_and_comes_back():
    house = consenting()
    house.propose()
    assert house.open.purse.spare == 12 * CREDIT
    assert balance(house, "ana") == (1_000 - 20 - 4 - 12) * CREDIT
    house.file("ana.ai", Withdraw(house.open.id))
    assert balance(house, "ana") == (1_000 - 4) * CREDIT
    assert house.sums_to_zero()


def test_one_who_minds_is_heard_and_two_turn_it_to_a_panel_at_once():
    house = consenting()
    proposal = asked(house)
    house.file("bo.human", Object(proposal.id, proposal.paper.id))
    assert house.open.stage == "consent"
    refused(house, NotAllowed, "bo.human", Object(proposal.id, proposal.paper.id))
    refused(house, NotAllowed, "cy.human", Object(proposal.id, proposal.paper.id, "abstain"))
    stakes = dict(proposal.purse.stakes)
    before = {owner: balance(house, owner) for owner in OWNERS}
    house.file("cy.human", Object(proposal.id, proposal.paper.id))
    [turned] = house.told(LaneChanged)
    assert (turned.lane, turned.clause) == ("panel", "structure.consent.objections")
    assert house.open.stage == "review"
    assert {mandate: len(panel.seats) for mandate, panel in house.open.panels.items()} == {"safety": 3, "thrift": 3}
    for agent, stake in stakes.items():
        owner = agent.split(".")[0]
        seats = sum(seat.owner == owner for panel in house.open.panels.values() for seat in panel.seats)
        assert balance(house, owner) == before[owner] + stake - 2 * CREDIT * seats
    assert (house.open.votes, house.open.forecasts, house.open.reviews, house.open.purse.spare) == ({}, {}, (), 0)
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert house.sums_to_zero()


def test_a_tenth_of_many_owners_is_needed_where_that_is_more():
    house = consenting()
    law = house.state.charter
    strict = replace(law, structure=replace(law.structure, consent=ConsentLane(share=400_000)))
    house = House(strict)
    proposal = asked(house)
    for owner in ("bo", "cy"):  # of seven owners, two fifths are three
        house.file(f"{owner}.human", Object(proposal.id, proposal.paper.id))
    assert house.open.stage == "consent"
    house.advance()
    [given] = house.told(ConsentGiven)
    assert (given.objections, given.limit) == (2, 3)


def test_forecasts_that_lie_far_apart_are_for_a_panel():
    house = consenting(spread=100_000)
    watched_by_two(house)
    house.review()
    first, _ = house.open.slate.pooled
    house.forecast(lambda agent, version, _: house.hopeful(agent, version, "") + 300_000 * (agent == first))
    [turned] = house.told(LaneChanged)
    assert turned.clause == "structure.consent.spread"


def test_a_mandate_that_nobody_reviewed_is_for_a_panel():
    house = consenting()
    house.propose()
    house.reveal()
    house.review(lambda _, mandate: Review("for") if mandate == "thrift" else None)
    house.advance()  # the stand-in's turn
    house.advance()
    house.tend()
    [turned] = house.told(LaneChanged)
    assert turned.clause == "structure.consent.seats"
    assert "safety" in turned.why
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert house.sums_to_zero()


def test_a_mandate_that_nobody_forecast_for_is_for_a_panel():
    house = consenting()
    silent = watched_by_two(house).panels["safety"].seats[0].agent
    house.review()
    heard = {seat.agent for seat in house.open.panels["thrift"].seats}
    house.forecast(lambda agent, version, value: house.hopeful(agent, version, value) if agent in heard else None)
    assert silent not in heard
    house.advance()
    house.advance()
    house.tend()
    assert [each.clause for each in house.told(LaneChanged)] == ["structure.consent.seats"]
    house.to("closed")
    assert house.sums_to_zero()


def test_what_nobody_at_all_forecast_stays_as_it_is():
    house = consenting()
    house.propose()
    house.reveal()
    house.review()
    house.advance()
    house.advance()
    assert (house.open.stage, house.told(LaneChanged)) == ("measuring", [])


def test_a_mandate_without_watchers_of_its_own_is_for_a_panel():
    house = consenting()
    agents = {name: replace(each, mandates=each.mandates - {"safety"}) for name, each in house.state.agents.items()}
    house.state = replace(house.state, agents=agents)
    house.propose()
    house.to("review")
    [turned] = house.told(LaneChanged)
    assert turned.clause == "structure.mandates.safety"
    drawn = house.told(PanelDrawn)
    assert [len(each.seats) for each in drawn] == [3, 3]
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert house.sums_to_zero()


def test_nothing_better_needs_no_consent():
    house = consenting()
    house.propose()
    house.reveal()
    house.review()
    house.forecast()
    assert house.open.stage == "measuring"
    house.to("closed")
    assert house.closed.outcome == "rejected"


def test_a_draw_that_is_kept_for_the_epoch_is_kept_here_too():
    house = consenting()
    house.propose()
    house.reveal()
    seats = {mandate: panel.seats for mandate, panel in house.open.panels.items()}
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose(degrees=17)
    assert house.open.stage == "review"
    assert {mandate: panel.seats for mandate, panel in house.open.panels.items()} == seats


def test_a_rule_with_a_scope_is_used_up_by_what_it_let_in():
    house = consenting(worst_case=2_000, scope=Scope(24 * HOUR, 3_000, 9_000))
    house.propose()
    assert house.told(ProposalSubmitted)[-1].lane == "consent"
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose(degrees=17)
    again = house.told(ProposalSubmitted)[-1]
    assert (again.lane, again.rule, again.harm) == ("panel", "reversible", 1_700)
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose("bo.ai", degrees=17)
    assert house.told(ProposalSubmitted)[-1].lane == "consent"


def test_an_amendment_does_not_bring_in_what_would_have_to_go_by_a_stricter_lane():
    law = two_targets()
    rules = (LaneRule("warm", "panel", worst_case=2_500),)
    house = House(replace(law, structure=replace(law.structure, lanes=rules)))
    house.propose()
    house.to("negotiation")
    hot = OfferAmendment(house.open.id, house.open.original, {"degrees": 30})
    refused(house, NotAllowed, "bo.ai", hot)
    house.file("bo.ai", replace(hot, set={"degrees": 25}))


def test_consent_is_not_negotiated():
    house = consenting()
    proposal = asked(house)
    refused(house, StageIsOver, "bo.ai", OfferAmendment(proposal.id, proposal.original, {"degrees": 19}))


# ---- what cannot be undone --------------------------------------------------------------------


def test_what_cannot_be_undone_is_decided_by_the_charter_lane():
    law = charter()
    kind = replace(HEAT, reversible=False)
    house = House(replace(law, structure=replace(law.structure, actions=(kind,))))
    house.propose()
    assert house.open.lane == "charter"
    house.to("ballot")
    assert house.open.paper.lottery == {house.open.original: MILLION}  # nothing is explored
    house.vote(lambda owner: "for" if owner in OWNERS[:4] else None)  # four of seven, all of whom acted lately
    house.advance()
    assert house.open.stage == "measuring"
    house.to("closed")
    assert house.closed.outcome == "rejected"
