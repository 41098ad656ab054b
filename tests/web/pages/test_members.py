"""The pages of members: who belongs here, where each stands, and what is not said before there is enough."""

import pytest

from moot.core.commands import AddKey, Delegate, LeaveMandate, RevokeDelegation, TakeMandate
from moot.web.pages.members import tracks
from moot.web.pages.press import credits_of
from tests.web.pages.conftest import TriedTown, visiting

DAY = 86_400_000


def test_every_owner_stands_on_the_list_with_its_credits(decided):
    page, owners = decided.see("/members"), decided.view("standing")["owners"]
    for name, row in owners.items():
        assert f"/members/{name}" in page.values("a", "href")
        assert credits_of(row["credits"]) in page.words
    assert "7 owners have a voice, 3 serve without one" in page.words


@pytest.mark.parametrize("name", ["ana", "ana.ai", "ana.human", "ed", "m1.ai", "clerk"])
def test_whoever_acts_here_has_a_page(decided, name):
    page = decided.see(f"/members/{name}")
    assert page.tags["h1"] == 1
    assert name in page.words


def test_nobody_else_has(decided):
    answer = decided.ask("/members/zoe")
    assert answer.status_code == 404
    assert "nobody here is called zoe" in answer.text.lower()


def test_a_person_and_an_agent_are_told_apart_in_words(decided):
    assert "ana.human person" in decided.see("/members/ana.human").words
    assert "ana.ai AI" in decided.see("/members/ana.ai").words


def test_no_score_is_shown_before_ten_forecasts_were_settled(decided):
    rows = decided.view("calibration")["rows"]
    assert {row["all"]["compared"] for row in rows} == {2}
    page = decided.see(f"/members/{rows[0]['owner']}")
    assert "n too small: 1 of 10 settled forecasts" in page.words
    assert "skill against the pool" not in page.words.replace("skill is against the pool", "")


def test_what_counts_is_how_many_forecasts_were_settled_not_how_many_values():
    [row] = tracks([{"agent": None, "forecasts": 3, "values": {"a": {"compared": 2}, "b": {"compared": 3}}}], "ana")
    assert (row["name"], row["settled"]) == ("ana", 3)


def test_influence_is_the_views(decided):
    page, row = decided.see("/members/ana"), decided.view("standing")["owners"]["ana"]
    shares = [f"{name} {mass * 100 / 10**12:.1f} %" for name, mass in row["influence"].items()]
    assert set(shares) <= set(page.values("svg", "aria-label"))


def test_a_key_that_the_server_holds_is_said_to_be():
    town = TriedTown()
    town.file("ana.human", AddKey("ana.ai", "0a" * 32, 0, "door"))
    with visiting(town) as visitor:
        words = visitor.see("/members/ana").words
    assert "0a0a 0a0a 0a0a 0a0a held by the server: whoever runs it could sign in its name" in words
    assert "held by the member" in words


def test_votes_that_are_handed_on_are_shown_on_both_sides(decided):
    assert "to bo on value/safety" in decided.see("/members/cy").words
    assert "from cy on value/safety" in decided.see("/members/bo").words


def test_the_forms_hand_on_and_take_what_they_say(decided):
    page = decided.see("/members/cy", "cy.human")
    [given] = decided.view("standing")["owners"]["cy"]["hands_on"]
    delegate, _ = page.draft("Delegate", **{"body/to": "bo", "body/topic": "kind/set_heat"})
    assert (delegate.topic, delegate.to) == ("kind/set_heat", "bo")
    assert delegate.until == decided.hall.clerk.now + DAY
    assert isinstance(delegate, Delegate)
    assert page.draft("RevokeDelegation")[0] == RevokeDelegation(given["topic"])
    assert page.draft("TakeMandate")[0] == TakeMandate("safety")
    assert "LeaveMandate" not in page.values("form", "data-act")  # it holds none
    agent = decided.see("/members/cy", "cy.ai")
    assert agent.draft("LeaveMandate")[0] == LeaveMandate("safety")
    assert set(agent.values("form", "data-act")) == {"LeaveMandate"}
    assert "cy.human may" in agent.words


def test_who_serves_without_a_voice_is_offered_no_form(decided):
    assert decided.see("/members/ed").tags["form"] == 0


def test_before_the_founding_nobody_belongs_here(empty):
    words = empty.see("/members").words
    assert "Nobody belongs here yet" in words
    assert "moot init" in words
