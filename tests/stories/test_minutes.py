"""A newcomer reads the minutes of a decision and learns from them what members know who were there.

Six owners share a garage. Ana's agent asks for 100 A, because there should be more for everybody. Reviewers who
watch safety would live with 70 A; Flo's agent mediates and offers that. It is recommended, approved, run
and measured. Later somebody thinks of asking for 75 A.
"""

import json

import pytest

from moot.core.commands import Vote
from moot.kit import Agent
from tests.kit.conftest import Author, Cast, FloMediates, House


class Stubborn(Cast):
    """Votes against whatever is on the paper."""

    def vote(self, _page):
        return Vote("against")


@pytest.fixture(scope="module")
def garage():
    house = House()
    with house.hall:
        kinds: dict[str, type[Agent]] = {"ana.ai": Author, "flo.ai": FloMediates, "eli.person": Stubborn}
        house.run([kinds.get(name, Cast)(member) for name, member in house.members.items()])
        yield house


@pytest.fixture
def decision(garage):
    [row] = garage.view("decisions")["rows"]
    return row["proposal"]


@pytest.fixture
def told(garage, decision):
    return garage.view("minutes", proposal=decision)


def test_she_learns_what_was_asked_and_why_in_the_authors_words(garage, decision, told):
    assert told["what"]["changed"] == {"amps": [40, 100]}
    assert told["texts"][told["what"]["reason"]] == "More current for everybody."
    text = garage.view("minutes", proposal=decision, form="markdown")
    assert "Proposed by ana.ai for ana: amps 40 → 100 A" in text
    assert "> “More current for everybody.”" in text


def test_she_learns_what_reviewers_asked_for_and_who_found_the_answer(told):
    amended = next(each for each in told["versions"] if each["recommended"])
    assert (amended["name"], amended["agent"], amended["base"], amended["changed"]) == (
        *("B", "flo.ai", "A"),
        {"amps": [100, 70]},
    )
    asked = [each for each in told["conditions"] if each["mandate"] == "safety"]
    assert {(each["met"]["original"], each["met"]["recommended"]) for each in asked} == {(False, True)}
    assert {each["agent"] for each in told["dissent"]["reviewers"]} == {each["agent"] for each in told["reviews"]}


def test_she_learns_who_dissented(told):
    assert [each["owner"] for each in told["dissent"]["voters"]] == ["eli"]
    assert (told["ballot"]["tally"]["in_favour"], told["ballot"]["tally"]["against"]) == (5, 1)


def test_she_can_hold_the_forecast_against_what_came(told):
    assert told["measurement"]["values"]["safety"]["inside"] is True
    assert {each["off"] for each in told["measurement"]["values"].values()} == {0}
    assert told["outcome"] == "settled"


def test_she_learns_what_it_cost_and_earned(garage, told):
    owners = garage.view("standing")["owners"]
    for name in ("ana", "bo", "flo"):
        assert told["money"][f"owner/{name}"]["net"] == owners[name]["credits"] - 1_000_000_000
    assert sum(each["net"] for each in told["money"].values()) == 0


def test_she_can_look_up_every_stage_in_the_record(garage, told):
    entries = list(garage.hall.door().entries(0))
    for each in told["dates"]:
        events = entries[each["entry"]].events
        assert each["stage"] in [getattr(event, "stage", None) for event in events]


def test_who_thinks_of_something_alike_finds_it_first(garage, decision):
    bo = garage.members["bo.ai"]
    [found] = bo.precedents("limit", {"amps": 75, "hours": 8}, "More current for the late shift")
    assert (found["proposal"], found["terms"], found["ran"]) == (decision, {"amps": 70, "hours": 8}, True)
    assert (found["distance"], found["overlap"]) == (25_000, 428_571)  # 5 of 100 A, 0 of 24 h; 3 words of 7
    assert found["measured"] == {"safety": 900_000, "thrift": 560_000}
    assert json.dumps(bo.precedents("limit", {"amps": 75, "hours": 8})) == json.dumps(
        [{**found, "overlap": None, "likeness": 975_000}]
    )


def test_nobody_asks_in_vain_who_is_well_covered(garage):
    assert {row["mandate"]: row["hole"] for row in garage.view("coverage")} == {"safety": None, "thrift": None}
    pulse = garage.view("pulse")
    assert (pulse["outcomes"], pulse["lately"]["participation"], pulse["lately"]["silent"]) == (
        {"settled": 1},
        10**6,
        0,
    )
