"""Who never saw a moot can say of any proposal where it is, why, who must act, until when, and what was done."""

import re

import httpx2
import pytest

from moot.core.act import Condition
from moot.core.commands import ReportExecution
from moot.core.negotiation import Opinion, supports
from moot.core.proposal import FINAL, STAGES
from moot.web.pages.press import PRESS, moment
from moot.web.pages.steps import LANES, STEPS, purpose
from tests.browser.hamlet import STAGES as OPEN
from tests.browser.hamlet import Hamlet, hamlet
from tests.browser.moots import Amending, Declining, lived, opened
from tests.kit.conftest import Cast
from tests.web.pages.conftest import Sight


def page_of(moot, path="/proposals/1"):
    words = Sight(httpx2.get(f"{moot.url}{path}", headers={"accept": "text/html"}).text).words
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
    assert ("Then" if not names else "Otherwise") + f" {STAGES[open_['stage']].otherwise}" in said
    assert "Ran nothing yet" in said or open_["stage"] == "measuring"
    assert "Paid and held so far" in said
    assert "are held until it is settled" in said  # bonds, stakes and deposits are nobody's loss yet


def test_a_closed_proposal_says_what_was_done_by_whom_and_what_it_came_to():
    with hamlet("closed") as moot:
        said = page_of(moot)
        minutes = moot.view("minutes", proposal=moot.page["proposal"])
    done = next(each["since"] for each in minutes["dates"] if each["stage"] == "measuring")
    tally = minutes["ballot"]["tally"]
    ended = minutes["dates"][-1]["left"]
    assert f"Settled, {Sight(str(moment(ended))).words} UTC: executed, measured and settled." in said
    assert "Who gained and lost" in said
    assert "100.0 % as it was, 90.0 % forecast" in said
    assert "points, compared with the forecast for leaving all as it was" in said
    assert f"Vote {tally['in_favour']} for, {tally['against']} against, {tally['abstained']} abstained" in said
    assert f"Ran A, by switch.ai, {Sight(str(moment(done))).words} UTC" in said
    assert "Exactly this ran" in said
    assert "had been forecast for it" in said
    assert "All sums to 0." in said
    assert sum(each["net"] for each in minutes["money"].values()) == 0
    for gone in ("If it passes", "Waits for", "held until"):
        assert gone not in said


@pytest.mark.parametrize("stage", ["objection", "measuring"])
def test_once_votes_are_open_the_page_says_how_each_owner_voted_and_before_that_what_was_forecast_to_be_better(stage):
    with hamlet("ballot") as moot:
        said, scores = (
            page_of(moot),
            {each["name"]: each["score"] for each in moot.view("minutes", proposal=moot.page["proposal"])["versions"]},
        )
        better = PRESS.from_string("A is recommended, with {{ x.A | percent }} against {{ x.now | percent }}")
        assert Sight(better.render(x=scores)).words in said
        assert "For: " not in said
        assert "For: ana, bo, cy, di, eli, flo" in page_of(moot.go(stage))


def test_who_was_silent_and_whether_a_condition_is_met_is_said_where_the_reviews_are():
    with hamlet("ballot", absent=("cy.person",)) as moot:
        said = page_of(moot)
    sentence = "di.person, who watches safety, is against it as proposed, but would support a change in which"
    assert f"{sentence} amps is at most 70 A true of A" in said
    assert "cy.person was drawn for safety and stayed silent; flo.person took the seat." in said


MUST, SHOULD = (Condition(strength, "amps", "<=", (60,)) for strength in ("must", "should"))


@pytest.mark.parametrize("stance", ["for", "could_live", "against"])
@pytest.mark.parametrize("wants", [(), (MUST,), (SHOULD,)], ids=["nothing", "must", "should"])
def test_a_review_is_told_as_the_rules_take_it(stance, wants):
    conditions = [{"strength": each.strength} for each in wants]
    macro = PRESS.from_string('{% import "bits.html" as bits %}{{ bits.verdict(review) }}')
    said = " ".join(macro.render(review={"stance": stance, "conditions": conditions}).split())
    opinion, good, bad = Opinion(stance, wants), {"amps": 60}, {"amps": 70}
    assert said.startswith("is against it") == (not supports(opinion, good, original=True))
    assert ("would support a change in which" in said) == (
        supports(opinion, good, original=False) and not supports(opinion, good, original=True)
    )
    assert said.endswith(", if") == (supports(opinion, good, original=True) != supports(opinion, bad, original=True))


def test_who_acts_for_whom_is_said_where_the_first_names_stand():
    whose = "One owner, one vote; its agents, people or AI, act for it."
    with hamlet("ballot") as moot:
        assert "Proposed by ana.ai, an AI that acts for the owner ana" in page_of(moot)
        for path in ("/", "/inbox", "/proposals/1"):
            assert whose in page_of(moot, path)
        moot.go("closed")
        moot.members["bo.person"].propose("limit", {"amps": 60, "hours": 8})
        assert "Proposed by bo.person, a person who acts for the owner bo" in page_of(moot, "/proposals/2")


# What a page says of a proposal, and what it does not say any more or not yet, as far as it has come.
TOLD = {
    "ballot": (
        ("Ran nothing yet", "If it passes, exactly this runs", "What would flip it"),
        ("have flipped", "abstained:"),
    ),
    "objection": (("Ran nothing yet", "If it passes, exactly this runs", "What would flip it"), ("have flipped",)),
    "timelock": (
        ("6 for, 0 against, 0 abstained: it passed", "Ran nothing yet", "It passed, so exactly this runs"),
        ("If it passes", "What would flip"),
    ),
    "measuring": (
        ("6 for, 0 against, 0 abstained: it passed", "Ran A, by switch.ai", "Exactly this ran", "It has taken effect"),
        ("If it passes", "runs if", "What would flip", "What it takes", "left out"),
    ),
    "declined": (
        ("0 for, 6 against, 0 abstained: it did not pass", "Nothing ran: all stays as it was", "execute, left out"),
        (
            "If it passes",
            "runs if",
            "Exactly this ran",
            "nothing yet",
            "What would flip",
            "what it did",
            "What it takes",
        ),
    ),
}


@pytest.mark.parametrize("stage", TOLD)
def test_a_page_says_how_the_vote_went_and_whether_anything_ran_and_tells_the_past_as_the_past(stage):
    with opened(stage) as moot:
        said = page_of(moot)
        row = STAGES[moot.page["stage"]]
    told, untold = TOLD[stage]
    assert [each for each in told if each not in said] == []
    assert [each for each in untold if each in said] == []
    assert ("What would have flipped it" in said) == ("What would flip" in untold)
    assert (row.who in said) == (stage != "declined")


def test_steps_that_were_left_out_are_not_told_as_taken():
    with hamlet() as moot:
        bo = moot.members["bo.person"]
        bo.propose("limit", {"amps": 60, "hours": 8})
        moot.go("review")
        bo.withdraw(moot.page["proposal"])
        said = page_of(moot)
    for step in STEPS[2:7]:
        assert f"{step}, left out" in said
    assert "This would have run" in said
    assert "Ran nothing" in said


def test_other_rules_are_shown_by_the_clauses_that_differ_in_the_words_of_the_charter():
    changes = (
        ("structure.quorum", "50 % → 90 %"),
        ("structure.windows.ballot", "1 h → 2 h"),
        ("purpose.statement", "Share the current. → Share the current, and the quiet."),
    )
    with opened("amending") as moot:
        said = page_of(moot)
        lists = [page_of(moot, path) for path in ("/", "/proposals", "/inbox?as=ana.person")]
    heading = said[said.index("Other rules: ") :]
    for clause, change in changes:
        assert f"{clause} {change}" in heading
    assert "structure.quorum was 50 % → becomes 90 %" in said
    assert "purpose.statement Share the was current. → becomes current, and the quiet." in said
    assert "2 changes by bo.ai on what is in force" in said
    assert "becomes current, and the quiet. 1 change by cy.person on A" in said
    assert "All other clauses of the charter stay as they are." in said
    assert "bo.person, who watches" not in said  # its own proposal
    assert "is for it, if structure.quorum is at most 95 % true of B" in said
    assert "agency.bond" not in said
    for each in lists:
        assert "structure.quorum 50 % → 90 %" in each
    assert not [each for each in (said, *lists) if "500000" in each or "900000" in each]


def test_rules_that_were_adopted_are_told_as_in_force_though_nobody_executes_them():
    with lived(Amending()) as moot:
        said = page_of(moot.go("measuring"))
    for told in ("it passed", "Ran B,", "Exactly this ran", "It is in force", "What would have flipped it"):
        assert told in said
    for untold in ("left out", "If it passes", "None"):
        assert untold not in said


class Clumsy(Cast):
    """Executes, and fails."""

    def execute(self, page):
        grant = page["grant"]
        return ReportExecution(
            grant["grant"], grant["version"], "failed", page["versions"][page["status_quo"]]["terms"]
        )


class Unlucky(Hamlet):
    """A hamlet in which what was approved cannot be done."""

    resident = Clumsy

    def live(self):
        self.propose(70)
        return self.go("closed")


def test_what_was_approved_and_failed_is_told_in_the_words_of_its_executor():
    with lived(Unlucky()) as moot:
        said = page_of(moot)
    for told in ("it passed", "Ran as switch.ai says: failed", "This was to run", "switch.ai says: failed"):
        assert told in said
    for untold in ("Exactly this ran", "execute, left out", "Ran nothing"):
        assert untold not in said


def test_what_was_assumed_at_the_founding_is_not_told_as_measured():
    with hamlet("ballot") as moot:
        before = [page_of(moot, path) for path in ("/", "/values")]
        moot.go("closed")
        after = [page_of(moot, path) for path in ("/", "/values")]
    for said, then in zip(before, after, strict=True):
        assert "t the founding taken as 50.0 %" in said
        assert "ast measured 90.0 %" not in said
        assert "t the founding taken as" not in then
        assert "ast measured 90.0 %" in then


def test_what_was_measured_of_what_stayed_in_force_is_not_told_as_what_was_voted_down():
    with lived(Declining()) as moot:
        said = page_of(moot.go("closed"))
        scores = {
            each["name"]: each["score"] for each in moot.view("minutes", proposal=moot.page["proposal"])["versions"]
        }
    stayed, asked = (
        Sight(PRESS.from_string("{{ x | percent }}").render(x=scores[each])).words for each in ("now", "A")
    )
    assert f"Score {stayed} for what stayed in force: what gauge.ai and probe.ai measured" in said
    assert f"{stayed} had been forecast for it, and {asked} for A" in said
    assert "90.0 % never 20.0 %" in said  # forecast of A, and the floor
    for untold in ("Ring: measured", "and what was measured", "not yet"):
        assert untold not in said
