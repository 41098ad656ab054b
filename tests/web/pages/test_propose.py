"""The page for proposing: bounds, what is in force, and what was alike."""

import pytest

from moot.core.commands import Propose
from tests.clerk.town import Town
from tests.core.tenders import founded, open_round, street
from tests.web.pages.conftest import visiting


def test_the_form_stands_at_what_is_in_force_within_its_bounds(quiet):
    target, page = quiet.view("target", target="hall"), quiet.see("/propose", "bo.ai")
    command, _ = page.draft("Propose", **{"body/reason:text": "It is cold."})
    assert command == Propose("set_heat", target["terms"], target["base"], "0c" * 32)
    bounds = zip(page.values("input", "min"), page.values("input", "max"), strict=True)
    assert list(bounds)[:2] == [("0", "40"), ("0", "24")]
    assert f"now {target['terms']['degrees']}" in page.words


def test_an_address_can_ask_for_other_numbers_within_their_bounds(quiet):
    target = quiet.view("target", target="hall")["terms"]
    page = quiet.see("/propose?kind=set_heat&set.degrees=25&set.hours=999&set.colour=1", "bo.ai")
    assert page.draft("Propose")[0].terms == {"degrees": 25, "hours": 24}
    for odd in ("x", "-", "1e3", "\uff19"):
        assert quiet.see(f"/propose?kind=set_heat&set.degrees={odd}", "bo.ai").draft("Propose")[0].terms == target


def test_what_is_alike_is_shown_with_what_became_of_it(decided):
    page = decided.see("/propose?kind=set_heat&set.degrees=19&text=because+of+the+evenings")
    rows = decided.view("precedents", kind="set_heat", terms='{"degrees": 19, "hours": 8}')["rows"]
    assert [row["outcome"] for row in rows] == ["settled"]
    assert "/proposals/1" in page.values("a", "href")
    assert f"settled: {rows[0]['why']}" in page.words


def test_a_target_on_which_something_is_open_says_so(decided):
    assert "Something is open on hall already: P-2" in decided.see("/propose").words


def test_a_trial_becomes_a_proposal_with_its_terms(tried):
    trial = tried.view("trial", trial=tried.view("trials")[0]["trial"])
    page = tried.see(f"/propose?kind=set_heat&trial={trial['trial']}", "cy.ai")
    assert page.draft("Propose")[0].terms == trial["terms"] != trial["before"]
    assert tried.ask("/propose?kind=set_heat&trial=00000000").status_code == 404


def test_what_a_round_takes_is_proposed_while_it_takes_it(funding):
    town = Town(first=founded(street()))
    open_round(town)
    with visiting(town) as visitor:
        terms = visitor.see("/propose?kind=build", "ana.ai").draft("Propose")[0].terms
        assert terms == visitor.view("target", target="street")["terms"]
    page = funding.see("/propose?kind=build", "ana.ai")
    assert "Nothing for ana.ai to sign here" in page.words
    assert "Propose" not in page.values("form", "data-act")


def test_of_several_kinds_one_is_chosen_first(funding):
    page = funding.see("/propose")
    assert {"/propose?kind=set_heat", "/propose?kind=build", "/charter/amend"} < set(page.values("a", "href"))


def test_other_rules_are_written_as_a_text(decided):
    page = decided.see("/propose?kind=charter")
    assert "moot charter amend" in page.words
    assert page.tags["form"] == 0


@pytest.mark.parametrize("moot", ["decided", "empty"])
def test_a_kind_that_is_not_there_has_no_form(request, moot):
    assert request.getfixturevalue(moot).ask("/propose?kind=weather").status_code == 404


def test_before_the_founding_nothing_can_be_proposed(empty):
    words = empty.see("/propose").words
    assert "Nothing can be proposed before the founding" in words
    assert "moot init" in words
