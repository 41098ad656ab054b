"""The pages of disputes: what is contested, who judges, and a form for the stage that it is in."""

import pytest

from moot.core.commands import Appeal, Judge, Verdict
from moot.views.amounts import percent
from tests.clerk.town import Town
from tests.core.court import case_of, summon, unlike, with_rights
from tests.core.many import many
from tests.web.pages.conftest import contested_town, visiting


def test_a_file_says_what_was_reported_found_and_by_whom(contested):
    [row] = contested.view("disputes")
    page, file = contested.see(f"/disputes/{row['dispute']}"), contested.view("dispute", dispute=row["dispute"])
    assert f"/disputes/{row['dispute']}" in contested.see("/disputes").values("a", "href")
    for said in file["reported"].values():
        assert ", ".join(map(percent, said)) in page.words
    for each in file["verdicts"]:
        assert f"/members/{each['agent']}" in page.values("a", "href")
    assert "Because the evenings are cold." in page.words
    assert "of 5 seats" in page.words


def test_a_verdict_can_be_appealed_with_the_bond_that_the_charter_asks(contested):
    [row] = contested.view("disputes")
    command, _ = contested.see(f"/disputes/{row['dispute']}", "ana.human").draft("Appeal")
    assert command == Appeal(row["dispute"], 1, 11 * contested.view("charter")["charter"]["agency"]["dispute_bond"])


@pytest.fixture(scope="module")
def judged():
    town = Town(first=with_rights(many(16)))
    unlike(town)
    summon(town)
    with visiting(town) as visitor:
        yield visitor


def test_a_juror_chooses_among_what_was_reported(judged):
    [row] = judged.view("disputes")
    juror = judged.view("dispute", dispute=row["dispute"])["jury"][0]["agent"]
    page = judged.see(f"/disputes/{row['dispute']}", juror)
    said = {"payload/ruling": "measured", "payload/values/safety:int": "700000", "payload/reason:text": "I saw it."}
    command, verdict = page.draft("Judge", **said)
    assert command == Judge(row["dispute"], "00" * 32)
    assert verdict == Verdict("measured", "0c" * 32, {"safety": 700_000})
    void = {"payload/ruling": "void", "payload/values/safety:int": "", "payload/reason:text": "Nobody can know."}
    assert page.draft("Judge", **void)[1] == Verdict("void", "0c" * 32, {})
    assert "not yet" in page.words
    assert "None is open yet" in page.words


def test_a_dispute_that_is_closed_says_what_holds():
    town = contested_town()
    town.now = case_of(town).until
    town.tend()
    with visiting(town) as visitor:
        [row] = visitor.view("disputes")
        page, listed = visitor.see(f"/disputes/{row['dispute']}"), visitor.see("/disputes")
        outcome = visitor.view("dispute", dispute=row["dispute"])["outcome"]
    assert f"{outcome['ruling'].capitalize()} : {outcome['why']}" in page.words
    assert f"safety {percent(700_000)}" in page.words
    assert page.tags["form"] == 0
    assert "Closed 1" in listed.words


@pytest.mark.parametrize("moot", ["decided", "empty"])
def test_where_nothing_is_contested_the_page_says_how_to(request, moot):
    visitor = request.getfixturevalue(moot)
    words = visitor.see("/disputes").words
    assert "Nothing is contested now" in words
    assert "moot dispute" in words
    assert visitor.ask(f"/disputes/{'0' * 64}").status_code == 404
