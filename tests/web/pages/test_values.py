"""The page of values: weights, their past, what moved them, and a say."""

import pytest

from moot.core.commands import WeighValues
from moot.views.amounts import percent


def test_every_weight_is_the_views_to_its_last_digit(decided):
    page, shown = decided.see("/values"), decided.view("values")
    assert page.draft("WeighValues")[0] == WeighValues(shown["weights"])
    for name, weight in shown["weights"].items():
        assert f"{name} weighs {percent(weight)}" in page.values("svg", "aria-label")


def test_what_moved_the_weights_leads_to_the_act_and_its_owner(decided):
    [row] = decided.view("values")["history"]
    page = decided.see("/values")
    assert (row["movers"], len(row["moved_by"])) == (["bo"], 1)
    assert f"/receipts/{row['moved_by'][0]}" in page.values("a", "href")
    assert "bo said its weights anew" in page.words
    assert any(label.startswith("Weights over 1 epochs; now") for label in page.values("svg", "aria-label"))


def test_who_wants_what_stands_in_a_table(decided):
    page = decided.see("/values")
    assert "30.0 % 70.0 %" in page.words
    assert "The numbers must sum to exactly 100 %" in page.words


def test_a_form_that_is_filled_in_says_other_weights(decided):
    said = {"body/weights/safety:percent": "12.5", "body/weights/thrift:percent": "87.5"}
    assert decided.see("/values").draft("WeighValues", **said)[0].weights == {"safety": 125_000, "thrift": 875_000}


@pytest.mark.parametrize("moot", ["tried", "empty"])
def test_before_an_epoch_is_closed_the_page_says_what_will_count(request, moot):
    words = request.getfixturevalue(moot).see("/values").words
    assert "No epoch was closed yet" in words
    assert "moot weigh" in words
