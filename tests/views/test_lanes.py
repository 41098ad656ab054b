"""Other lanes in the views: consent and its turn to a panel, and a charter that changes."""

from moot.core.act import MILLION
from moot.core.charter import CHARTER, Worth
from moot.core.commands import Object, WeighValues
from moot.core.proposal import base_of
from moot.views.views import Views
from tests.core.house import House, charter, with_consent
from tests.core.test_amending import amended, with_structure, with_value
from tests.core.test_lane import asked


def seen(house):
    views = Views()
    for told in house.record:
        views.tell(told)
    return views


def consenting():
    return House(with_consent(charter(), kinds=("set_heat",)))


def test_where_consent_is_asked_for_the_docket_waits_for_nobody():
    house = consenting()
    asked(house)
    [row] = seen(house).view("docket")
    assert (row["stage"], row["awaits"]) == ("consent", [])


def test_a_page_says_by_which_lane_and_that_consent_was_given():
    house = consenting()
    proposal = asked(house)
    house.advance()
    page = seen(house).view("proposal", proposal=proposal.id)
    assert (page["lane"], page["rule"], page["harm"]) == ("consent", "small", 1_800)
    assert page["consent"] == {"version": proposal.original, "objections": 0, "limit": 2}
    assert (page["drawn"], page["probability"]) == (proposal.original, MILLION)


def test_a_page_that_turned_to_a_panel_begins_anew_and_says_why():
    house = consenting()
    proposal = asked(house)
    for owner in ("bo", "cy"):
        house.file(f"{owner}.human", Object(proposal.id, proposal.paper.id))
    views = seen(house)
    page = views.view("proposal", proposal=proposal.id)
    assert (page["lane"], page["stage"], page["votes"], page["reviews"], page["forecasts"]) == (
        "panel",
        "review",
        {},
        [],
        {},
    )
    assert [each["clause"] for each in page["turned"]] == ["structure.consent.objections"]
    assert [len(seats) for seats in page["seats"].values()] == [3, 3]
    [row] = views.view("docket")
    assert {each["act"] for each in row["awaits"]} == {"FileReview"}
    assert len(row["awaits"]) == 6
    house.to("closed")
    assert seen(house).view("proposal", proposal=proposal.id)["outcome"] == "settled"


def test_the_charter_in_force_is_shown_with_what_amended_it_and_when():
    house = House()
    law = with_structure(house.state.charter, quorum=700_000)
    before = seen(house).view("charter")
    amended(house, law)
    views = seen(house)
    shown = views.view("charter")
    assert shown["charter"]["structure"]["quorum"] == 700_000
    assert [each["proposal"] for each in shown["history"]] == [None, house.open.id]
    assert shown["since"] > before["since"]
    page = views.view("proposal", proposal=house.open.id)
    assert page["versions"][page["original"]]["charter"]["structure"]["quorum"] == 700_000
    assert page["versions"][page["status_quo"]]["terms"]["structure.quorum"] == 500_000


def test_the_charter_is_a_target_with_a_base_of_its_own_and_no_kind_of_the_register():
    house = House()
    views = seen(house)
    target = views.view("target", target=CHARTER)
    assert target["base"] == base_of(CHARTER, house.state.charter)
    assert target["terms"]["structure.quorum"] == 500_000
    assert CHARTER not in views.view("targets")
    amended(house, with_structure(house.state.charter, quorum=700_000))
    target = seen(house).view("target", target=CHARTER)
    assert target["base"] == base_of(CHARTER, house.state.charter)
    assert target["open"] == house.open.id


def test_weights_and_vectors_follow_an_amendment_of_the_values():
    house = House()
    house.file("ana.human", WeighValues({"safety": 800_000, "thrift": 200_000}))
    law = with_value(house.state.charter, Worth("calm", "hours without noise", 0, 700_000, parent="safety"))
    amended(house, law)
    shown = seen(house).view("values")
    assert shown["weights"] == house.state.weights
    assert shown["vectors"]["ana"] == {"safety": 400_000, "thrift": 200_000, "calm": 400_000}
    house.end_epoch()
    assert seen(house).view("values")["weights"] == house.state.weights


def test_the_minutes_tell_of_consent_and_of_its_turn_to_a_panel():
    house = consenting()
    proposal = asked(house)
    house.advance()
    adopted = seen(house).view("minutes", proposal=proposal.id, form="markdown")
    assert "- By the lane consent; at worst 0.2 % of harm" in adopted
    assert "- Adopted by consent: 0 owners objected, 2 would have stopped it" in adopted
    house = consenting()
    proposal = asked(house)
    for owner in ("bo", "cy"):
        house.file(f"{owner}.human", Object(proposal.id, proposal.paper.id))
    turned = seen(house).view("minutes", proposal=proposal.id, form="markdown")
    assert "- From consent to a panel: 2 owners object (structure.consent.objections)" in turned
