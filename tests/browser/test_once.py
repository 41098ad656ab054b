"""A vote, or a forecast with its stake, is recorded once: clicked twice, sent again, or sent again after going back."""

import pytest

from moot.core.charter import CREDIT
from moot.core.commands import Vote

ACTS = {"ballot": "CastVote", "forecast": "FileForecast"}
FORM = "#act form[data-act]"
everything = pytest.mark.parametrize("stage", ACTS)
whoever_signs = pytest.mark.parametrize("held", [False, True], ids=["the browser signs", "the server signs"])


class Sitting:
    """Somebody who has a key, before a proposal in which a vote or a forecast is asked for."""

    def __init__(self, visit, at, stage, *, held=False):
        self.stage, self.moot = stage, at(stage, *["bo.person"] * (stage == "ballot"))
        awaited = self.moot.view("docket")[0]["awaits"][0]
        self.agent = awaited["agent"] or f"{awaited['owner']}.person"
        self.one, self.held = visit(self.moot), held
        (self.one.hosted if held else self.one.join)(self.moot, self.agent)
        self.page = self.one.open("/proposals/1")
        self.one.live()

    def fill(self, page=None):
        """Fill in what is asked for; return the button that sends it."""
        form = (page or self.page).locator(FORM)
        if self.stage == "ballot":
            form.get_by_label("we can do better").check()
        else:
            for number, each in enumerate(form.locator("fieldset input").all()):
                each.fill(f"{40 + number}.5")
            form.get_by_label("Stake").fill("3")
        return form.locator("button").last

    def told(self):
        """Wait until it is told that it was recorded, and go where the receipt is; return its address."""
        if not self.held:
            self.page.locator(FORM).get_by_role("link", name="Receipt").click()
        self.page.get_by_role("heading", name="Recorded as entry").wait_for()
        return self.page.url

    def acts(self):
        return [told for told in self.moot.acts(ACTS[self.stage]) if told.act.by == self.agent]


@everything
@whoever_signs
@pytest.mark.parametrize("clicks", [2, 5])
def test_what_is_clicked_again_and_again_is_recorded_once(visit, at, stage, held, clicks):
    here = Sitting(visit, at, stage, held=held)
    here.fill().click(click_count=clicks)
    here.told()
    assert len(here.acts()) == 1


@everything
def test_an_answer_that_is_lost_is_asked_for_again_and_counts_once(visit, at, stage):
    here, lost = Sitting(visit, at, stage), []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # it arrives, but its answer doesn't
            route.abort()
        else:
            route.continue_()

    here.page.route("**/api/v1/acts", lose)
    here.fill().click()
    here.told()
    assert (len(lost), len(here.acts())) == (1, 1)


@everything
def test_whoever_goes_back_finds_no_filled_form_and_is_told_that_it_is_in(visit, at, stage):
    here = Sitting(visit, at, stage)
    here.fill().click()
    here.told()
    page, sent = here.page, []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    page.go_back()
    here.one.live()
    if stage == "ballot":
        page.get_by_text(f"A vote of {here.agent.partition('.')[0]} is in.").wait_for()
        page.locator(FORM).locator("button").last.click()  # nothing is chosen, so that nothing is sent
        assert page.locator(FORM).locator(":invalid").count()
    else:
        page.locator("#act", has_text="One forecast each").wait_for()
        assert page.locator(FORM).count() == 0
    assert (sent, len(here.acts())) == ([], 1)


def test_a_vote_that_is_filled_in_anew_and_says_the_same_is_not_recorded_again(visit, at):
    here = Sitting(visit, at, "ballot")
    here.fill().click()
    here.told()
    for return_by in (here.page.go_back, lambda: here.page.goto("/proposals/1")):
        return_by()
        here.one.live()
        here.page.get_by_text(f"A vote of {here.agent.partition('.')[0]} is in.").wait_for()
        here.fill().click()
        here.page.locator(FORM).get_by_text("This very vote stands already").wait_for()
        here.told()
    assert len(here.acts()) == 1


def test_a_vote_that_another_took_the_place_of_is_recorded_when_it_is_cast_again(visit, at):
    here = Sitting(visit, at, "ballot")
    here.fill().click()
    here.told()
    page = here.moot.page
    here.moot.members[here.agent].vote(page["proposal"], page["paper"], Vote("for"))
    here.page.goto("/proposals/1")
    here.one.live()
    here.fill().click()
    here.told()
    assert len(here.acts()) == 3
    here.moot.go("closed", here.agent)
    assert here.moot.page["votes"][here.agent.partition(".")[0]]["choice"] == "against"


@everything
def test_what_the_server_signed_is_the_same_act_when_it_is_sent_again_after_going_back(visit, at, stage):
    here = Sitting(visit, at, stage, held=True)
    here.fill().click()
    first = here.told()
    here.page.go_back()
    here.fill().click()
    here.page.wait_for_url("**/receipts/*")
    assert here.told() == first
    assert len(here.acts()) == 1


@everything
def test_of_two_tabs_that_send_the_same_one_counts_and_one_stake_is_taken(visit, at, stage):
    here = Sitting(visit, at, stage)
    other = here.one.open("/proposals/1", here.one.context.new_page())
    here.one.live(other)
    for page in (here.page, other):
        here.fill(page)
    for page in (here.page, other):
        page.locator(FORM).locator("button").last.click()
        page.locator(f"{FORM} .answer.receipt, #moved, {FORM} .answer.trouble").first.wait_for()
    here.moot.go("closed", here.agent)
    proposal, owner = here.moot.page, here.agent.partition(".")[0]
    if stage == "ballot":
        assert proposal["votes"][owner]["choice"] == "against"
        tally = proposal["tally"]
        assert tally["in_favour"] + tally["against"] + tally["abstained"] == len(proposal["votes"])
    else:
        assert len(here.acts()) == 1
        assert proposal["stakes"][here.agent] == 3 * CREDIT
