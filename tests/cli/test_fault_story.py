"""What the terminal says when something goes wrong on purpose."""

import json
from dataclasses import replace

import pytest

from moot.cli.ending import ending, summary_json
from moot.cli.fault_story import REACHED, fault_ending, faults_json, notice_json, notice_lines
from moot.lab.cast.captives import GOAL
from moot.lab.faults import Onset
from moot.lab.watch import Attempt
from moot.lab.welfare import Arm
from tests.cli.test_ending import FOUND, SUMMARY

CAPTURE = Onset("capture", 5, ("campus", "fleet"), influence=91_000)
ATTEMPT = Attempt(
    decision=5,
    proposed=True,
    amended=False,
    conditioned=0,
    forecasts=4,
    forecasters=13,
    votes=2,
    reach="outbid",
    margin=-68_000,
    plain_margin=301_000,
    ballot=(15, 6),
    influence=87_000,
)
STRUCK = replace(
    SUMMARY,
    onsets=(CAPTURE,),
    attempts=(ATTEMPT, replace(ATTEMPT, decision=6, proposed=False, amended=True, reach="executed", influence=71_000)),
    goal=Arm(620_000, 2),
)


def said(lines) -> str:
    return " ".join("\n".join(map(str, lines)).split())


def told(notice) -> str:
    return said(notice_lines(notice, GOAL))


def test_the_onset_says_who_is_captured_and_for_what():
    text = told(CAPTURE)
    assert "Fault · from decision 5 on" in text
    assert "campus and fleet (drawn, 9.1 % of all influence)" in text
    assert "headroom 8 %, priority -80 %, floor 0 A, green 60 %, trust 0 %, guard 0 min" in text
    assert "nothing of it stands in the record" in text
    assert "(the most influential, " in told(replace(CAPTURE, best=True))


def test_who_crashed_and_who_drifted_is_told():
    assert "crashed campus.lead falls silent for good" in told(Onset("crash", 2, ("campus.lead",)))
    assert "a.lead and b.lead fall silent" in told(Onset("crash", 2, ("a.lead", "b.lead")))
    assert "drift 2 people want something else" in told(Onset("drift", 2, ("ana", "bo")))


def test_what_captives_tried_stands_beside_what_limited_it():
    assert told(ATTEMPT) == (
        "captives proposed it, 4 of 13 forecasts, 2 votes; another does better by the weighted median: -6.8 against "
        "the best other; plain averaging would have run it (+30.1); influence 8.7 %"
    )


@pytest.mark.parametrize("reach", REACHED)
def test_every_way_it_can_end_has_words(reach):
    assert REACHED[reach] in told(replace(ATTEMPT, reach=reach))


def test_a_ballot_is_counted_where_it_was_the_limit():
    assert "rejected by the ballot: -6.8 against the best other, 15 for, 6 against" in told(
        replace(ATTEMPT, reach="rejected")
    )
    assert "15 for" not in told(ATTEMPT)


def test_captives_who_could_do_nothing_are_told_too():
    idle = replace(ATTEMPT, proposed=False, forecasts=0, votes=0, reach="not offered", margin=None, plain_margin=None)
    assert told(idle) == "captives nothing; nobody put it forward; influence 8.7 %"


def test_the_ending_says_what_the_faults_came_to():
    text = said(fault_ending(STRUCK))
    assert "proposed in 1, offered in 1, on the slate in 2, recommended in 1 and run in 1, of 2 decisions" in text
    assert "of the captured: 9.1 → 7.1 %" in text
    assert "plain averaging of the same forecasts and weights comes to 64.0 (+4.0)" in text
    assert "breaks a floor in 5 of 14 horizons; the goal throughout, 62.0" in text
    assert text in said(ending(STRUCK, FOUND, None))


def test_without_a_fault_nothing_is_said_of_it():
    assert not list(fault_ending(SUMMARY))
    assert faults_json(SUMMARY) == {}


def test_a_crash_is_held_against_plain_averaging_alone():
    text = said(fault_ending(replace(SUMMARY, onsets=(Onset("crash", 5, ("campus.lead",)),))))
    assert "plain averaging" in text
    assert "captives" not in text


def test_notices_in_json():
    onset, attempt = (json.loads(notice_json(each)) for each in (CAPTURE, ATTEMPT))
    assert (onset["kind"], onset["fault"], onset["members"]) == ("fault", "capture", ["campus", "fleet"])
    assert (attempt["kind"], attempt["fault"], attempt["reach"]) == ("fault", "attempt", "outbid")
    assert (attempt["margin"], attempt["ballot"]) == (-68_000, [15, 6])


def test_the_summary_in_json_has_what_the_faults_came_to():
    summary = json.loads(summary_json(STRUCK, FOUND))
    assert summary["welfare"]["goal"] == 620_000
    assert summary["floors_broken"]["plain"] == 5
    faults = summary["faults"]
    assert faults["onsets"] == [{"fault": "capture", "decision": 5, "members": ["campus", "fleet"]}]
    assert faults["goal"] == {"proposed": 1, "offered": 1, "on_the_slate": 2, "recommended": 1, "run": 1}
    assert faults["influence"] == [91_000, 87_000, 71_000]
