"""What the inbox offers is what the rules take: of every agent, about every open matter, in every stage."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.assembly.state import present_base
from moot.core.charter import CHARTER, Guardian
from moot.core.commands import (
    Appeal,
    CancelProposal,
    Dispute,
    HaltTrial,
    Object,
    OfferAmendment,
    Pause,
    Propose,
)
from moot.core.proposal import base_of
from moot.views.leave import refusal
from moot.views.offers import Offer, examples, offers
from tests.core.court import CREDIT, FLOOR, WHY, court, disputed, found, guarded, judge, summon, unlike
from tests.core.house import House
from tests.core.many import many
from tests.core.telling import with_balance
from tests.core.tenders import founded, open_round, pass_deadline, street
from tests.core.tried import Tried

STAGES = ("drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "measuring", "measured")
KINDS = ("ai", "human")
BOND = 20 * CREDIT  # of a dispute
DEGREES = st.integers(30, 40)  # which no test has as its terms yet


def bodies(house, degrees):
    """Yield a sound body for each act that the inbox knows, written down apart from how the inbox asks."""
    for named, proposal in house.state.proposals.items():
        paper = proposal.paper.id if proposal.paper else "00" * 32
        yield "OfferAmendment", named, OfferAmendment(named, proposal.original, {"degrees": degrees}, reason=WHY)
        yield "Object", named, Object(named, paper, "against", WHY)
        yield "CancelProposal", named, CancelProposal(named, FLOOR, WHY)
        yield "Pause", named, Pause(proposal.kind.target, FLOOR, WHY)
        about = "measurement" if proposal.stage == "measured" else "execution"
        yield "Dispute", named, Dispute(about, named, "structure.actions.set_heat.executor", BOND, WHY)
    for named, case in house.state.cases.items():
        for bond in (seats * case.charter.agency.dispute_bond for seats in (5, 7, 9, 11, 13)):
            yield "Appeal", named, Appeal(named, case.round, bond, WHY)
    for named in house.state.rounds:
        base = base_of("street", house.state.targets["street"].terms)
        yield "Propose", named, Propose("build", {"size": 10, "place": degrees}, base, WHY)
    for named in house.state.trials:
        yield "HaltTrial", named, HaltTrial(named, FLOOR, WHY)


def hold_law(house, degrees=35):
    """See that each agent is offered exactly the acts that the rules take of it; return what was offered to whom."""
    asked, told = list(bodies(house, degrees)), {}
    for agent in house.state.agents:
        offered = set(offers(house.state, agent, house.now))
        told[agent] = {(each.act, each.about) for each in offered}
        taken = {
            Offer(act, about) for act, about, body in asked if refusal(house.state, agent, body, house.now) is None
        }
        assert offered == taken, (agent, offered ^ taken)
    return told


def whom(told, act):
    return {agent for agent, those in told.items() if any(each == act for each, _ in those)}


@pytest.mark.parametrize("stage", STAGES)
@given(degrees=DEGREES, suspended=st.booleans(), amended=st.booleans())
def test_what_is_offered_about_a_proposal_is_what_the_rules_take(stage, degrees, suspended, amended):
    law = guarded(Guardian("gus", 9), Guardian("bo", 9), Guardian("flo.human", 0), challenge=60_000)
    house = court(law)
    house.propose()
    if amended and stage not in {"drawing", "review"}:
        house.to("negotiation")
        house.file("bo.ai", OfferAmendment(house.open.id, house.open.original, {"degrees": 29}))
    house.to(stage)
    if suspended:
        owners = dict(house.state.owners)
        owners["gus"] = replace(owners["gus"], suspended=house.state.epoch + 1)
        house.state = replace(house.state, owners=owners)
    told = hold_law(house, degrees)
    amends, guards = whom(told, "OfferAmendment"), whom(told, "Pause")
    assert bool(amends) == (stage == "negotiation")
    assert not any(agent.startswith(("ed.", "m1.", "m2.")) for agent in amends)
    assert all(agent.startswith(("gus.", "bo.")) for agent in guards)
    assert not (suspended and {"gus.human", "gus.ai"} & (guards | amends))


def test_what_was_done_once_is_offered_no_more():
    house = court(guarded())
    house.propose()
    house.to("negotiation")
    assert whom(hold_law(house), "Pause") == {"gus.ai", "gus.human"}
    house.file("gus.human", Pause(house.open.id, FLOOR, WHY))
    assert not whom(hold_law(house), "Pause")


def test_a_dispute_is_offered_to_owners_with_voice_who_can_pay_its_bond():
    house = court()
    house.propose()
    house.to("measuring")
    able = whom(hold_law(house), "Dispute")
    assert able == {f"{owner.id}.{kind}" for owner in house.state.owners.values() if owner.voice for kind in KINDS}
    poor = house.copy()
    with_balance(poor, ["gus"], BOND - 1)
    assert whom(hold_law(poor), "Dispute") == able - {"gus.ai", "gus.human"}
    disputed(house)
    assert not whom(hold_law(house), "Dispute")


def test_another_charter_may_be_offered_in_place_of_one_that_is_proposed():
    house = court()
    law = house.state.charter
    asked = replace(law, purpose=replace(law.purpose, statement="Share a warm hall."))
    house.file("ana.ai", Propose(CHARTER, {}, present_base(house.state, CHARTER), charter=asked))
    house.to("negotiation")
    another = replace(law, purpose=replace(law.purpose, statement="Share a cool hall."))
    body = OfferAmendment(house.open.id, house.open.original, {}, charter=another)
    told = {agent: offers(house.state, agent, house.now) for agent in house.state.agents}
    able = {agent for agent in told if refusal(house.state, agent, body, house.now) is None}
    assert {agent for agent, those in told.items() if Offer("OfferAmendment", house.open.id) in those} == able
    assert able


def test_an_appeal_is_offered_to_whoever_a_larger_jury_could_judge():
    house = unlike(court(first=many(8)))  # seven are uninvolved: an appeal by one of them leaves six
    assert not whom(hold_law(house), "Appeal")
    summon(house)
    judge(house, lambda _place: found("measured", safety=700_000))
    assert whom(hold_law(house), "Appeal") == {"ana.ai", "ana.human"}


def test_an_appeal_is_offered_with_the_bond_of_the_jury_that_this_owner_could_ask():
    house = unlike(court(first=many(10)))  # nine are uninvolved: one of them asks a jury of seven, and ana one of nine
    summon(house)
    judge(house, lambda _place: found("measured", safety=700_000))
    assert whom(hold_law(house), "Appeal") >= {"ana.ai", "bo.human"}


def test_a_project_is_offered_to_whoever_could_put_one_in():
    house = House(first=founded(street()))
    open_round(house)
    told = hold_law(house)
    assert whom(told, "Propose")
    assert not any(agent.startswith(("ed.", "m1.", "m2.", "clerk")) for agent in whom(told, "Propose"))
    pass_deadline(house)
    assert not whom(hold_law(house), "Propose")


def test_a_trial_is_halted_by_whoever_tries_or_guards():
    house = Tried()
    house.start()
    told = hold_law(house)
    assert "ana.ai" in whom(told, "HaltTrial")
    house.file("ana.ai", HaltTrial(house.trial.id, FLOOR))
    assert not whom(hold_law(house), "HaltTrial")


def test_nobody_and_a_matter_that_is_not_open_are_offered_nothing():
    house = court()
    assert offers(house.state, "nobody", house.now) == ()
    assert list(examples(house.state, "00" * 32)) == []
