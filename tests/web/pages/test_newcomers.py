"""Who never saw a moot can say of any proposal where it is, why, who must act, until when, and what was done."""

import re

import httpx2
import pytest

from moot.core.proposal import FINAL, STAGES
from moot.web.pages.press import moment
from moot.web.pages.steps import LANES, STEPS, purpose
from tests.browser.hamlet import STAGES as OPEN
from tests.browser.hamlet import hamlet
from tests.web.pages.conftest import Sight


def page_of(moot):
    words = Sight(httpx2.get(f"{moot.url}/proposals/1", headers={"accept": "text/html"}).text).words
    return re.sub(r" ([,;.])", r"\1", words)


@pytest.mark.parametrize("stage", [*STAGES, *FINAL])
def test_every_stage_says_what_it_is_for_and_all_but_the_last_what_comes_next(stage):
    said = purpose(stage)
    assert said.endswith(".")
    assert stage in FINAL or said.count(".") > 1 or "goes on" in said


def test_no_word_of_a_page_needs_to_be_known_beforehand():
    whose = (f"{each.who} {each.otherwise}" for each in STAGES.values())
    told = " ".join((*map(purpose, STAGES), *LANES.values(), *whose))
    assert not {"lottery", "slate", "paper.", "horizon", "seed"} & set(told.split())


@pytest.mark.parametrize("stage", [each for each in OPEN if each != "closed"])
def test_an_open_proposal_says_where_it_is_who_must_act_and_by_when(stage):
    with hamlet(stage, absent=("bo.person", "cy.person")) as moot:
        said, open_ = page_of(moot), moot.page
        rows = moot.view("docket")
    row = next(each for each in rows if each.get("proposal") == open_["proposal"])
    step = next(number for number, name in enumerate(STEPS) if f"Step {number + 1} of 8, {name}" in said)
    assert step < 7
    for each in (purpose(open_["stage"]), STAGES[open_["stage"]].who, STAGES[open_["stage"]].otherwise):
        assert each in said
    assert Sight(str(moment(open_["until"]))).words in said
    names = [each["agent"] or each["owner"] for each in row["awaits"]]
    assert (f"Waits for {', '.join(names[:6])}" if names else "nobody in particular") in said
    assert "If it passes, exactly this runs" in said or open_["stage"] == "measuring"
    assert "are held until it is settled" in said  # bonds, stakes and deposits are nobody's loss yet


def test_a_closed_proposal_says_what_was_done_by_whom_and_what_it_came_to():
    with hamlet("closed") as moot:
        said = page_of(moot)
        minutes = moot.view("minutes", proposal=moot.page["proposal"])
    done = next(each["since"] for each in minutes["dates"] if each["stage"] == "measuring")
    tally = minutes["ballot"]["tally"]
    assert f"Vote {tally['in_favour']} for, {tally['against']} against, {tally['abstained']} abstained" in said
    assert f"Ran A, by switch.ai, {Sight(str(moment(done))).words} UTC" in said
    assert "Exactly this ran" in said
    assert "had been forecast for it" in said
    assert "credits; all sums to 0" in said
    assert sum(each["net"] for each in minutes["money"].values()) == 0
    for gone in ("If it passes", "Waits for", "held until"):
        assert gone not in said


def test_who_was_silent_and_whether_a_condition_is_met_is_said_where_the_reviews_are():
    with hamlet("ballot", absent=("cy.person",)) as moot:
        said = page_of(moot)
    assert "against, unless amps must be at most 70 A met by A" in said
    assert "cy.person was drawn for safety and stayed silent; flo.person took the seat." in said
