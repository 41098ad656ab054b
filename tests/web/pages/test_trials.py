"""The pages of trials: budgets that sum, a list, and a trial from its bounds to its report."""

import re
from decimal import Decimal

import pytest

from moot.core.commands import HaltTrial
from moot.views.amounts import percent, signed
from tests.core.house import charter
from tests.web.pages.conftest import TriedTown, visiting


def millionths(said):
    """Return a sentence with each percentage as the view has it, in ppm."""
    return re.sub(r"([0-9.]+) %", lambda each: str(int(Decimal(each[1]) * 10_000)), said)


def test_what_is_used_and_what_is_left_sum_to_the_charters_budget(tried):
    law, risk = tried.view("charter")["charter"]["agency"], tried.view("risk")
    labels = tried.see("/trials").values("svg", "aria-label")
    assert f"all together: {law['risk_total'] - risk['total']} of {law['risk_total']} used" in map(millionths, labels)
    assert risk["owners"]["bo"] < law["risk_budget"]
    assert any(label.startswith("bo: ") for label in labels)


def test_what_runs_stands_before_what_is_over(tried):
    over, running = tried.view("trials")
    links = tried.see("/trials").values("a", "href")
    assert links.index(f"/trials/{running['trial']}") < links.index(f"/trials/{over['trial']}")


def test_a_trial_that_is_over_reports_its_effects_with_their_intervals(tried):
    row = tried.view("trials")[0]
    page, shown = tried.see(f"/trials/{row['trial']}"), tried.view("trial", trial=row["trial"])
    for effect in shown["effects"].values():
        assert f"{signed(effect['low'])} to {signed(effect['high'])}" in page.words
    assert "better" in page.words
    assert f"/propose?kind=set_heat&trial={row['trial']}" in page.values("a", "href")
    assert page.words.count("Batch ") == len(shown["batches"]) == 4
    for batch in shown["batches"]:
        assert percent(batch["treated"]["safety"]) in page.words
        assert percent(batch["control"]["safety"]) in page.words


def test_a_trial_is_found_by_the_digits_that_people_compare(tried):
    named = tried.view("trials")[0]["trial"]
    assert tried.see(f"/trials/{named[:8]}").words == tried.see(f"/trials/{named}").words
    assert tried.ask(f"/trials/{named[:7]}").status_code == 404
    assert tried.ask("/trials/00000000").status_code == 404


def test_a_trial_that_was_halted_says_by_whom_under_which_clause_and_why(tried):
    words = tried.see(f"/trials/{tried.view('trials')[1]['trial']}").words
    assert "Halted by cy.ai of cy under purpose.values.safety" in words
    assert "Because the evenings are cold." in words
    assert "Who acts" in words


@pytest.fixture(scope="module")
def running():
    town = TriedTown()
    town.start()
    town.draw()
    town.release()
    town.treat()
    with visiting(town) as visitor:
        yield visitor


def test_a_trial_that_runs_can_be_halted(running):
    named = running.view("trials")[0]["trial"]
    page = running.see(f"/trials/{named}", "bo.ai")
    assert page.draft("HaltTrial")[0] == HaltTrial(named, "purpose.values.thrift")
    assert page.draft("HaltTrial", **{"body/reason:text": "It is too cold."})[0].reason == "0c" * 32
    assert "No batch was measured yet" in page.words
    assert "Nobody has reported yet" in page.words


@pytest.mark.parametrize("moot", ["decided", "empty"])
def test_without_a_trial_the_page_says_how_to_start_one(request, moot):
    words = request.getfixturevalue(moot).see("/trials").words
    assert "Nothing is being tried" in words
    assert "moot trial start" in words


def test_a_charter_that_risks_nothing_says_so():
    town = TriedTown(law=charter(risk_budget=0))
    with visiting(town) as visitor:
        page = visitor.see("/trials")
    assert "agency.risk_budget is 0" in page.words
    assert "/charter#agency.risk_budget" in page.values("a", "href")
