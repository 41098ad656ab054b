"""The pages of rounds: what was put in, who voted, what was bought and why."""

import pytest

from moot.core.commands import Ballot, FileBallot
from moot.web.pages.press import credits_of
from tests.clerk.town import Town
from tests.core.tenders import founded, open_round, street
from tests.web.pages.conftest import visiting


def test_a_round_that_is_over_says_what_was_bought_and_why(funding):
    row = funding.view("rounds")[0]
    page, outcome = funding.see(f"/rounds/{row['round']}"), funding.view("round", round=row["round"])["outcome"]
    assert f"{credits_of(outcome['spent'])} credits are spent" in page.words
    assert f"{credits_of(outcome['left'])} go back to the fund" in page.words
    assert outcome["spent"] + outcome["left"] == row["amount"]
    assert {each["verdict"] for each in outcome["fates"]} == {"equal_shares", "too_dear"}
    assert "bought by those who wanted it" in page.words
    assert "those who wanted it could not pay it together" in page.words


def test_what_is_sealed_is_not_on_the_page(funding):
    row = funding.view("rounds")[1]
    page = funding.see(f"/rounds/{row['round']}")
    assert "Have voted 1 of 7 ana" in page.words
    assert "Ballots" not in page.words


def test_a_ballot_gives_points_to_the_projects_that_one_wants(funding):
    row = funding.view("rounds")[1]
    [work] = funding.view("round", round=row["round"])["projects"]
    page = funding.see(f"/rounds/{row['round']}", "bo.human")
    assert page.draft("FileBallot", **{f"payload/points/{work}:int": "1"}) == (
        FileBallot(row["round"], "00" * 32),
        Ballot({work: 1}),
    )
    assert page.draft("FileBallot")[1] == Ballot({})


def test_a_round_is_opened_from_its_budget(funding):
    page = funding.see("/rounds", "gus.human")
    assert "OpenRound" not in page.values("form", "data-act")
    assert "Nothing for gus.human to sign here" in page.words
    assert {f"/rounds/{row['round']}" for row in funding.view("rounds")} < set(page.values("a", "href"))


def test_a_round_that_takes_projects_leads_to_proposing_them():
    town = Town(first=founded(street()))
    named = open_round(town)
    with visiting(town) as visitor:
        page = visitor.see(f"/rounds/{named}")
    assert "/propose?kind=build" in page.values("a", "href")
    assert "Nobody has put a project in yet" in page.words


@pytest.mark.parametrize("moot", ["decided", "empty"])
def test_without_a_budget_nothing_is_decided_in_rounds(request, moot):
    visitor = request.getfixturevalue(moot)
    words = visitor.see("/rounds").words
    assert "The charter names no budget" in words
    assert "moot charter amend" in words
    assert visitor.ask(f"/rounds/{'0' * 64}").status_code == 404


def test_home_says_when_a_round_or_a_dispute_is_open_and_leads_there(funding, contested, decided):
    page = funding.see("/")
    [row] = [each for each in funding.view("rounds") if each["stage"] != "closed"]
    assert "A round of works is open" in page.words
    assert f"/rounds/{row['round']}" in page.values("a", "href")
    page = contested.see("/")
    assert "1 disputed" in page.words
    assert "/disputes" in page.values("a", "href")
    assert "round of" not in decided.see("/").words


def test_disputes_and_rounds_stand_beside_proposals_and_in_the_short_navigation(funding):
    for path in ("/proposals", "/disputes", "/rounds", f"/rounds/{funding.view('rounds')[1]['round']}"):
        page = funding.see(path)
        assert [page.values("a", "href").count(each) >= 2 for each in ("/disputes", "/rounds")] == [True, True]
        here = [each for each in page.attributes if each[1:] == ("aria-current", "true")]
        assert len(here) == 1
    assert funding.see("/values").values("a", "href").count("/rounds") == 1  # on a phone, under More
