"""Lanes and the charter: cutting harm into small steps, silence as consent, locking others out, cloning a value."""

from dataclasses import replace

from moot.core.charter import CHARTER, CharterLane, Metering, Scope, Worth
from moot.core.commands import Propose, Review, Withdraw
from moot.core.events import BallotClosed, CharterAmended, LaneChanged, ProposalSubmitted
from moot.core.proposal import base_of
from moot.core.refusal import CharterWouldLock
from tests.clerk.town import Town
from tests.core.house import MINUTE, OWNERS, charter, with_consent
from tests.stories.attackers import turned_away

DAY = 24 * 60 * MINUTE


def amending(town, law):
    return Propose(CHARTER, {}, base_of(CHARTER, town.state.charter), charter=law)


def test_harm_that_is_cut_into_small_steps_adds_up_to_one_that_needs_a_panel():
    scope = Scope(30 * DAY, owner=4_000, target=6_000)
    town = Town(law=with_consent(charter(), kinds=("set_heat",), worst_case=2_000, scope=scope))
    lanes = []
    for owner, degrees in (("ana", 19), ("ana", 18), ("ana", 17), ("bo", 16), ("bo", 15)):
        town.propose(f"{owner}.ai", degrees=degrees)
        lanes.append(town.told(ProposalSubmitted)[-1].lane)
        town.file(f"{owner}.ai", Withdraw(town.open.id))
    # 1,900 and 1,800 fit; a third step of the same owner does not, nor what would be too much for the hall.
    assert lanes == ["consent", "consent", "panel", "consent", "panel"]


def test_silence_of_a_whole_mandate_is_not_consent():
    town = Town(law=with_consent(charter(), kinds=("set_heat",)))
    town.propose()
    town.reveal()
    town.review(lambda _, mandate: Review("for") if mandate == "thrift" else None)
    town.advance()
    town.advance()
    assert [each.clause for each in town.told(LaneChanged)] == ["structure.consent.seats"]


def test_four_of_seven_cannot_change_the_rules_for_all():
    town = Town()
    law = town.state.charter
    town.file("ana.ai", amending(town, replace(law, structure=replace(law.structure, quorum=200_000))))
    town.to("ballot")
    town.vote(lambda owner: "for" if owner in OWNERS[:4] else "against")
    town.advance()
    assert not town.told(BallotClosed)[-1].passed
    town.to("closed")
    assert not town.told(CharterAmended)


def test_a_charter_without_a_way_back_is_refused_before_anybody_votes():
    town = Town()
    law = town.state.charter
    for locked in (
        replace(law, structure=replace(law.structure, charter=CharterLane(timelock=0))),
        replace(law, structure=replace(law.structure, quorum=0)),
        replace(law, agency=replace(law.agency, bond=10**12)),
    ):
        turned_away(town, "ana.ai", amending(town, locked), CharterWouldLock)


def test_a_value_that_is_split_in_two_weighs_together_what_it_weighed():
    town = Town()
    law = town.state.charter
    twin = Worth("comfort", "share of hours without complaint", 0, 700_000, parent="safety")
    meters = Metering("comfort", ("m1.ai", "m2.ai"))
    split = replace(
        law,
        purpose=replace(law.purpose, values=(*law.purpose.values, twin)),
        awareness=replace(law.awareness, metering=(*law.awareness.metering, meters)),
    )
    before = town.state.weights["safety"]
    town.file("ana.ai", amending(town, split))
    town.to("measuring")
    assert town.state.weights["safety"] + town.state.weights["comfort"] == before


def test_a_clone_that_does_not_name_its_parent_is_refused():
    town = Town()
    law = town.state.charter
    [safety, thrift] = law.purpose.values
    twin = Worth("calm", safety.measure, 100_000, 700_000)
    cloned = replace(
        law,
        purpose=replace(law.purpose, values=(replace(safety, weight=safety.weight - 100_000), thrift, twin)),
        awareness=replace(law.awareness, metering=(*law.awareness.metering, Metering("calm", ("m1.ai", "m2.ai")))),
    )
    assert "measures what 'safety' measures" in turned_away(town, "ana.ai", amending(town, cloned), CharterWouldLock)
