"""A form stands where the rules would take its act now; elsewhere one sentence says why not, and who may."""

import pytest

from moot.core.commands import CastVote, FileReview, Review, TakeMandate, Vote, WeighValues
from moot.core.refusal import NoRight, NotFound
from moot.views.offers import offers
from moot.web.pages.entitled import given, refusal
from tests.web.pages.conftest import TriedTown, decided_town, visiting

STAGES = {
    "review": "FileReview",
    "negotiation": "OfferAmendment",
    "forecast": "FileForecast",
    "ballot": "CastVote",
    "objection": "Object",
}
FILLED = {
    "OfferAmendment": {"body/set/degrees:int": "33", "body/set/hours:int": "7"},
    "FileReview": {"payload/stance": "for", "payload/conditions/0/value/0:int": ""},
    "CastVote": {"payload/choice": "for"},
    "Object": {"body/choice": "against"},
}


def acts(page):
    return set(page.values("form", "data-act"))


@pytest.mark.parametrize(("stage", "act"), STAGES.items())
def test_a_form_stands_exactly_where_the_rules_take_its_act(stage, act):
    town = decided_town()
    proposal = town.to(stage)
    offered = set()
    with visiting(town) as visitor:
        for agent in (*town.state.agents, ""):
            page = visitor.see("/proposals/2", agent)
            if act in acts(page):
                offered.add(agent)
                command, _ = page.draft(act, **FILLED.get(act, {}))
                assert refusal(town.state, agent, command, town.now) is None
            else:
                assert ("Nothing for" if agent else "To take part you sign as a member") in page.words
    assert offered == set(able(town, proposal, act))


@pytest.mark.parametrize(("stage", "said"), [("negotiation", "Amend:"), ("objection", "Object:"), ("review", "")])
def test_the_inbox_page_offers_what_the_rules_take_and_nothing_else(stage, said):
    town = decided_town()
    town.to(stage)
    with visiting(town) as visitor:
        for agent in town.state.agents:
            words = visitor.see(f"/inbox?as={agent}").words
            offered = offers(town.state, agent, town.now)
            assert ("You may" in words) == bool(offered)
            assert not offered or said in words
            assert said or not offered


def able(town, proposal, act):
    """Yield who may file an act now, as the protocol has it in words."""
    serving = {"ed", "m1", "m2"}
    for agent in town.state.agents.values():
        drawn = any(seat.agent == agent.id for panel in proposal.panels.values() for seat in panel.seats)
        called = proposal.slate and agent.id in {*proposal.slate.pooled, *proposal.slate.scored}
        asked = {"FileReview": drawn, "FileForecast": called}.get(act, agent.owner not in serving)
        if asked and act in agent.may:
            yield agent.id


def test_to_ask_records_nothing_and_moves_nothing():
    town = decided_town()
    before, size = town.state, town.clerk.size
    with visiting(town) as visitor:
        for path in ("/proposals/2", "/values", "/members/ana", "/propose", "/charter/amend"):
            visitor.see(path, "ana.human")
    assert (town.state, town.clerk.size) == (before, size)


def test_why_not_is_what_the_rules_say_and_whoever_of_the_same_owner_may_is_named():
    town = decided_town()
    with visiting(town) as visitor:
        page = visitor.see("/values", "bo.ai")
    refused = refusal(town.state, "bo.ai", WeighValues(dict(town.state.weights)), town.now)
    assert isinstance(refused, NoRight)
    assert f"Nothing for bo.ai to sign here: {refused.why}" in page.words
    assert "Of your owner's, bo.human may" in page.words
    assert "WeighValues" not in acts(page)


def test_a_guest_is_told_how_to_join_and_sees_no_form_that_signs(decided, contested, funding):
    for moot, paths in (
        (decided, ("/proposals/2", "/values", "/propose", "/members/ana")),
        (contested, (f"/disputes/{contested.view('disputes')[0]['dispute']}",)),
        (funding, ("/rounds", f"/rounds/{funding.view('rounds')[1]['round']}")),
    ):
        for path in paths:
            page = moot.see(path)
            assert "To take part you sign as a member" in page.words
            assert "/keys" in page.values("a", "href")
            assert not acts(page)


def test_a_trial_is_halted_by_those_who_guard_alone():
    town = TriedTown()
    town.start()
    with visiting(town) as visitor:
        path = f"/trials/{visitor.view('trials')[0]['trial']}"
        may = {agent for agent in town.state.agents if "HaltTrial" in acts(visitor.see(path, agent))}
        assert "To take part you sign as a member" in visitor.see(path).words
    tries = {"ana.ai", "ana.human"}  # whoever tries may stop
    guards = {each.id for each in town.state.agents.values() if "safety" in each.mandates}
    assert may - tries == {agent for agent in guards if "HaltTrial" in town.state.agents[agent].may} - tries


@pytest.mark.parametrize("said", ["nobody", "A!", "x" * 80, "clerk", ""])
def test_who_is_no_member_reads_as_a_guest_whatever_a_browser_says(decided, said):
    assert "To take part you sign as a member" in decided.see("/values", said).words


def test_what_one_reads_nobody_else_is_shown(decided):
    assert "WeighValues" in acts(decided.see("/values", "bo.human"))
    assert "WeighValues" not in acts(decided.see("/values"))
    assert "WeighValues" in acts(decided.see("/values", "cy.human"))


def test_nobody_acts_for_another_owner(decided):
    page = decided.see("/members/ana", "bo.human")
    assert "Nobody can act for another owner" in page.words
    assert not acts(page)


def test_a_vote_that_is_in_is_told_and_can_be_replaced():
    town = decided_town()
    proposal = town.to("ballot")
    sealing = town.sealed("bo.human", "CastVote", Vote("for"))
    town.file("bo.human", CastVote(proposal.id, proposal.paper.id, sealing))
    with visiting(town) as visitor:
        page = visitor.see("/proposals/2", "bo.human")
        assert "A vote of bo is in." in page.words
        assert "CastVote" in acts(page)
        assert "A vote of" not in visitor.see("/proposals/2", "cy.human").words


def test_a_review_that_is_filed_is_asked_no_more():
    town = decided_town()
    proposal = town.to("review")
    mandate, seat = next((name, panel.seats[0]) for name, panel in proposal.panels.items())
    with visiting(town) as visitor:
        assert "FileReview" in acts(visitor.see("/proposals/2", seat.agent))
    sealing = town.sealed(seat.agent, "FileReview", Review("for"), mandate)
    town.file(seat.agent, FileReview(proposal.id, proposal.original, mandate, sealing))
    with visiting(town) as visitor:
        page = visitor.see("/proposals/2", seat.agent)
    again = [name for name, panel in proposal.panels.items() if any(each.agent == seat.agent for each in panel.seats)]
    assert ("FileReview" in acts(page)) == (len(again) > 1)


def test_an_example_that_says_nothing_new_stands_in_the_way_of_no_other():
    town, asked = decided_town(), [TakeMandate("safety"), TakeMandate("thrift")]
    town.file("cy.human", asked[0])
    assert given(town.state, "cy.human", lambda _agent: asked, town.now).given
    assert not given(town.state, "cy.human", lambda _agent: asked[:1], town.now).given
    assert not given(town.state, "cy.human", lambda _agent: [], town.now).given


def test_the_rules_are_asked_as_they_stand():
    town = decided_town()
    refused = refusal(town.state, "bo.human", CastVote("ab" * 32, "00" * 32, "00" * 32), town.now)
    assert isinstance(refused, NotFound)
