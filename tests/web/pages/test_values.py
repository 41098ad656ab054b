"""The page of values: weights, their past, what moved them, and a say."""

import pytest

from moot.core.assembly.epochs import priced
from moot.core.commands import WeighValues
from moot.views.amounts import percent
from tests.web.pages.conftest import quiet_town, visiting


def test_every_weight_is_the_views_to_its_last_digit(decided):
    page, shown = decided.see("/values", "bo.human"), decided.view("values")
    assert page.draft("WeighValues")[0] == WeighValues(shown["weights"])
    for name, weight in shown["weights"].items():
        assert f"{name} weighs {percent(weight)}" in page.values("svg", "aria-label")


def test_what_moved_the_weights_leads_to_the_act_and_its_owner(decided):
    [row] = decided.view("values")["history"]
    page = decided.see("/values")
    assert (row["movers"], len(row["moved_by"])) == (["bo"], 1)
    assert f"/receipts/{row['moved_by'][0]}" in page.values("a", "href")
    assert "bo said its weights anew" in page.words
    assert any(
        label.startswith("Weights over time: safety 60.0 % at first, ") for label in page.values("svg", "aria-label")
    )


def test_who_wants_what_stands_in_a_table(decided):
    page = decided.see("/values")
    assert "30.0 % 70.0 %" in page.words
    assert "The numbers must sum to exactly 100 %" in page.words


def test_a_form_that_is_filled_in_says_other_weights(decided):
    said = {"body/weights/safety:percent": "12.5", "body/weights/thrift:percent": "87.5"}
    assert decided.see("/values", "bo.human").draft("WeighValues", **said)[0].weights == {
        "safety": 125_000,
        "thrift": 875_000,
    }


@pytest.mark.parametrize("moot", ["tried", "empty"])
def test_before_an_epoch_is_closed_the_page_says_what_will_count(request, moot):
    words = request.getfixturevalue(moot).see("/values").words
    assert "No epoch was closed yet" in words
    assert "moot weigh" in words


TRY = "/values?body/weights/safety:percent={}&body/weights/thrift:percent={}"


def test_what_would_flip_is_told_with_the_distance_of_each_decision(decided):
    page, rows = decided.see("/values"), decided.view("flips")["rows"]
    assert len(rows) == 1
    [row] = rows
    crossing = [each for told in row["values"].values() for each in (told["less"], told["more"]) if each]
    assert ("would be" in page.words) == bool(crossing)
    assert ("stands whatever any one value weighs" in page.words) == (not crossing)
    assert "5 points less flips" in page.words


def test_the_page_of_a_decision_says_what_would_have_flipped_it(decided):
    page, [row] = decided.see("/proposals/1"), decided.view("flips")["rows"]
    assert "What would have flipped it" in page.words
    assert f"{row['names'][row['present']]} was recommended at the weights of then" in page.words
    assert "flip" not in decided.see("/proposals/2").words  # nothing is pooled there


@pytest.mark.parametrize("agent", ["", "bo.human", "bo.ai"])
def test_weights_can_be_tried_by_everybody_and_nothing_is_recorded(decided, agent):
    size = decided.hall.clerk.size
    page = decided.see(TRY.format("0", "100"), agent)
    assert "What they would change" in page.words
    assert "of the last 1 decisions" in page.words
    [form] = [each for each in page.forms if "body/weights/safety:percent" in each]
    assert form["body/weights/thrift:percent"] == "100"
    assert decided.hall.clerk.size == size


def test_a_person_sees_what_its_word_would_make_of_the_weights():
    town = quiet_town()
    for owner in ("ana", "cy", "dee"):
        town.file(f"{owner}.human", WeighValues({"safety": 500_000, "thrift": 500_000}))
    with visiting(town) as visitor:
        page = visitor.see(TRY.format("0", "100"), "eli.human")
    assert "Together with what others want" in page.words
    town.file("eli.human", WeighValues({"safety": 0, "thrift": 1_000_000}))
    then = priced(town.state)
    town.end_epoch()
    assert town.state.weights == then
    for weight in then.values():
        assert f"becomes {percent(weight)}" in page.words


@pytest.mark.parametrize(
    ("said", "why"),
    [(("50", "49"), "sum to 99 %"), (("x", "100"), "is not an amount"), (("-1", "101"), "is not an amount")],
)
def test_weights_that_are_none_cannot_be_tried(decided, said, why):
    words = decided.see(TRY.format(*said)).words
    assert "Nothing can be told" in words
    assert why in words
