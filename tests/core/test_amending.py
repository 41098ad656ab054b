"""The charter changes itself: who must agree, what takes effect, what stays, and what would lock members out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.charter import CHARTER, CharterLane, Metering, Worth
from moot.core.commands import OfferAmendment, Propose, WeighValues
from moot.core.events import (
    BallotClosed,
    CharterAmended,
    CreditShared,
    GrantIssued,
    InfluenceUpdated,
    ProposalClosed,
    TargetSet,
)
from moot.core.proposal import base_of
from moot.core.refusal import (
    AlreadyDone,
    CharterWouldLock,
    OwnerCannotPay,
)
from tests.core.house import OWNERS, House, two_targets
from tests.core.refusing import refused
from tests.core.telling import CREDIT, balance, propose_light, with_balance

DAY = 86_400_000


def with_structure(law, **changes):
    return replace(law, structure=replace(law.structure, **changes))


def with_value(law, worth, **metering):
    """Return `law` with one more value, which the meters of safety measure too."""
    meters = Metering(worth.id, **{"meters": ("m1.ai", "m2.ai"), **metering})
    total = sum(each.weight for each in law.purpose.values[1:]) + worth.weight
    first = replace(law.purpose.values[0], weight=MILLION - total)
    return replace(
        law,
        purpose=replace(law.purpose, values=(first, *law.purpose.values[1:], worth)),
        awareness=replace(law.awareness, metering=(*law.awareness.metering, meters)),
    )


def amending(house, law, by="ana.ai"):
    """Propose `law` in place of the charter in force."""
    house.file(by, Propose(CHARTER, {}, base_of(CHARTER, house.state.charter), charter=law))
    return next(each for each in house.state.proposals.values() if each.kind.id == CHARTER)


def amended(house, law):
    """Bring an amendment of the charter into force."""
    amending(house, law)
    house.to("measuring")
    return house


# ---- the story --------------------------------------------------------------------------------


def test_an_amendment_of_the_quorum_waits_long_and_takes_effect_without_an_executor():
    house = House()
    law = with_structure(house.state.charter, quorum=700_000)
    proposal = amending(house, law)
    assert proposal.lane == "charter"
    assert all(len(panel.seats) <= 7 for panel in proposal.panels.values())
    house.to("timelock")
    assert house.open.until - house.open.since == 3 * DAY
    assert house.state.charter.structure.quorum == 500_000
    house.to("measuring")
    assert house.state.charter == law
    assert house.told(CharterAmended)[0].charter == law
    assert not house.told(GrantIssued)
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert not house.told(CreditShared)  # nobody gains by what happens after a change of the rules
    assert house.sums_to_zero()


def test_an_amendment_is_asked_of_the_owners_whatever_it_is_forecast_to_bring():
    house = House()
    amending(house, with_structure(house.state.charter, quorum=700_000))
    house.to("forecast")
    house.forecast(lambda *_: 600_000)
    assert house.open.stage == "ballot"
    assert house.open.paper.recommended == house.open.original
    assert house.open.paper.lottery == {house.open.original: MILLION}


def test_an_amendment_below_a_floor_is_not_asked():
    house = House()
    amending(house, with_structure(house.state.charter, quorum=700_000))
    house.to("forecast")
    house.forecast(
        lambda _, version, value: 400_000 if (version, value) == (house.open.original, "safety") else 600_000
    )
    assert house.open.stage == "measuring"


def test_two_thirds_of_those_who_acted_lately_are_needed_and_a_person_for_half_of_them():
    house = House()
    law = with_structure(house.state.charter, quorum=700_000)
    amending(house, law)
    house.to("ballot")
    house.vote(lambda owner: "for" if owner in OWNERS[:4] else "abstain")
    house.advance()
    [closed] = house.told(BallotClosed)
    assert (closed.in_favour, closed.owners, closed.passed) == (4, 7, False)
    house.to("closed")
    assert house.closed.outcome == "rejected"
    assert house.state.charter.structure.quorum == 500_000


def test_who_has_been_away_for_thirty_epochs_does_not_count_unless_it_votes():
    house = House()
    owners = {
        name: replace(each, active=-30) if name in OWNERS[4:] else each for name, each in house.state.owners.items()
    }
    house.state = replace(house.state, owners=owners)
    amending(house, with_structure(house.state.charter, quorum=700_000))
    assert house.open.frozen.active == set(OWNERS[:4])
    house.to("ballot")
    house.vote(lambda owner: "for" if owner in OWNERS[:4] else ("against" if owner == "gus" else None))
    house.advance()
    [closed] = house.told(BallotClosed)
    assert (closed.in_favour, closed.against, closed.owners, closed.people_needed, closed.passed) == (4, 1, 5, 3, True)


def test_votes_that_programs_cast_are_no_peoples_votes():
    house = House()
    house.state = replace(
        house.state,
        agents={
            name: replace(each, nature="ai") if name.endswith(".human") and name[0] > "c" else each
            for name, each in house.state.agents.items()
        },
    )
    amending(house, with_structure(house.state.charter, quorum=700_000))
    house.to("objection")
    house.advance()
    [closed] = house.told(BallotClosed)
    assert (closed.in_favour, closed.people, closed.people_needed, closed.passed) == (7, 3, 4, False)


def test_running_proposals_keep_the_charter_that_they_began_with():
    house = House(two_targets())
    law = with_structure(house.state.charter, quorum=900_000, charter=CharterLane(timelock=1))
    before = house.state.charter
    amending(house, law)
    house.to("timelock")
    light = propose_light(house, "bo.ai", degrees=3)
    assert house.state.proposals[light].frozen.charter == before
    [amendment] = [each.id for each in house.state.proposals.values() if each.id != light]
    assert house.state.proposals[amendment].kind.id == CHARTER


def test_rivals_come_as_other_charters_and_conditions_speak_of_clauses():
    house = House()
    first = with_structure(house.state.charter, quorum=700_000)
    amending(house, first)
    house.to("negotiation")
    rival = with_structure(house.state.charter, quorum=600_000)
    house.file("bo.ai", OfferAmendment(house.open.id, house.open.original, {}, charter=rival))
    terms = [each.terms["structure.quorum"] for each in house.open.versions.values()]
    assert terms == [500_000, 700_000, 600_000]
    again = OfferAmendment(house.open.id, house.open.original, {}, charter=rival)
    refused(house, AlreadyDone, "cy.ai", again)


def test_a_changed_epoch_begins_where_the_last_one_began():
    house = House()
    amended(house, with_structure(house.state.charter, epoch=3 * DAY))
    epoch, began = house.state.epoch, house.state.epoch_began
    house.end_epoch()
    assert (house.state.epoch, house.state.epoch_began) == (epoch + 1, began + 3 * DAY)


def test_a_fund_that_is_empty_does_not_stop_an_amendment():
    house = House()
    house.state = replace(
        house.state,
        ledger=replace(
            house.state.ledger,
            accounts={
                **house.state.ledger.accounts,
                "fund": 0,
                "mint": house.state.ledger.accounts["mint"] + 1000 * CREDIT,
            },
        ),
    )
    amending(house, with_structure(house.state.charter, quorum=700_000))
    assert house.open.purse.fees == 28 * CREDIT  # what its author paid in
    assert house.open.purse.reserve == 0
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert house.sums_to_zero()


def test_whoever_amends_pays_for_the_larger_panels():
    house = House()
    amending(house, with_structure(house.state.charter, quorum=700_000))
    assert balance(house, "ana") == (1_000 - 20 - 28) * CREDIT
    poor = House()
    with_balance(poor, ["ana"], 47 * CREDIT)
    law = with_structure(poor.state.charter, quorum=700_000)
    refused(poor, OwnerCannotPay, "ana.ai", Propose(CHARTER, {}, base_of(CHARTER, poor.state.charter), charter=law))


numbers_of_a_charter = st.fixed_dictionaries(
    {
        "quorum": st.integers(1, MILLION),
        "candidates": st.integers(0, 5),
        "amendments": st.integers(0, 3),
        "epoch": st.integers(1, 30 * DAY),
        "charter": st.builds(
            CharterLane,
            seats=st.integers(1, 9),
            active=st.integers(1, 40),
            people=st.integers(0, MILLION),
            timelock=st.integers(1, 10 * DAY),
            horizon=st.integers(0, 10 * DAY),
        ),
    }
)


@given(numbers_of_a_charter)
def test_whatever_the_charter_says_it_can_be_amended_again(found):
    house = House()
    first = amended(house, with_structure(house.state.charter, **found))
    assert first.state.charter.structure.quorum == found["quorum"]
    house.to("closed")
    amended(house, with_structure(house.state.charter, quorum=MILLION // 2, candidates=6))
    assert house.state.charter.structure.candidates == 6


# ---- values that come and go ------------------------------------------------------------------


def test_a_clone_names_its_parent_and_divides_its_weight_and_takes_its_influence_along():
    house = House()
    house.file("ana.human", WeighValues({"safety": 800_000, "thrift": 200_000}))
    law = with_value(house.state.charter, Worth("calm", "hours without noise", 0, 700_000, parent="safety"))
    amended(house, law)
    assert house.state.weights == {"safety": 300_000, "thrift": 400_000, "calm": 300_000}
    assert house.state.owners["ana"].weights == {"safety": 400_000, "thrift": 200_000, "calm": 400_000}
    assert house.state.influence["calm"] == house.state.influence["safety"]
    assert house.state.latest["calm"] == 700_000
    house.to("closed")
    house.propose()
    assert set(house.open.frozen.weights) == {"safety", "thrift", "calm"}


def test_a_new_value_takes_the_weight_that_its_clause_states_and_the_others_keep_their_proportions():
    house = House()
    law = with_value(house.state.charter, Worth("calm", "hours without noise", 100_000, 700_000))
    amended(house, law)
    assert house.state.weights == {"safety": 540_000, "thrift": 360_000, "calm": 100_000}
    assert sum(house.state.influence["calm"].values()) == 10**12
    assert [each.value for each in house.told(InfluenceUpdated)][-1] == "calm"


def test_a_value_that_goes_leaves_its_weight_to_the_others_and_what_runs_is_still_settled():
    house = House(two_targets())
    light = propose_light(house, "bo.ai", degrees=3)
    law = house.state.charter
    only = replace(
        law,
        purpose=replace(law.purpose, values=(replace(law.purpose.values[0], weight=MILLION),)),
        structure=replace(law.structure, mandates=law.structure.mandates[:1]),
        awareness=replace(law.awareness, metering=law.awareness.metering[:1]),
    )
    state = house.state
    proposal = amending(house, only)
    assert proposal.frozen.charter == state.charter
    house.state = replace(house.state, proposals={proposal.id: house.state.proposals[proposal.id]})
    house.to("measuring")
    assert house.state.weights == {"safety": MILLION}
    house.to("closed")
    assert house.told(ProposalClosed)[-1].outcome == "settled"
    assert light in state.proposals


# ---- kinds that come in -----------------------------------------------------------------------


def test_a_kind_that_comes_in_says_what_is_in_force_on_its_target():
    house = House()
    [heat] = house.state.charter.structure.actions
    light = replace(heat, id="set_light", target="lamp")
    law = with_structure(house.state.charter, actions=(heat, light))
    now = base_of(CHARTER, house.state.charter)
    refused(house, CharterWouldLock, "ana.ai", Propose(CHARTER, {}, now, charter=law))
    begins = replace(light, begins={"degrees": 5, "hours": 2})
    amended(house, with_structure(house.state.charter, actions=(heat, begins)))
    assert house.told(TargetSet)[-1] == TargetSet("lamp", "set_light", {"degrees": 5, "hours": 2})
    house.to("closed")
    propose_light(house, degrees=3)
