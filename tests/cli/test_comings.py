"""What happens to the house itself is told as well: who comes and goes, and which alarm goes off."""

import pytest

from moot.cli.comings import HOUSE
from moot.cli.story import Story
from moot.core import events as e
from moot.core.commands import LeaveMandate
from moot.views.sentences import SENTENCES, sentence
from tests.clerk.town import Town
from tests.core.newcomers import arrive

COVER = e.Cover("safety", ("ana", "bo", "cy"), ("elm",), ("bo",), 5)
SAID = {
    "admitted": (e.OwnerAdmitted("ned", ("ana", "bo"), 0, 100_000), "ned, vouched for by ana and bo"),
    "voice": (e.VoiceGained("ned", 3, 15), "ned has one from epoch 3 on"),
    "vouched": (e.SponsorCharged("ana", "ned", 2_000_000, 200_000), "ana pays 0.20 credits along with ned"),
    "left": (e.OwnerLeft("gus", 4), "gus"),
    "suspended": (e.OwnerSuspended("gus", 2, ("ana", "bo")), "gus, until epoch 2 begins, by ana and bo"),
    "back": (e.SuspensionEnded("gus"), "gus no longer"),
    "hole": (e.CoverageChanged(COVER), "safety is short of owners: 2 of 5 answer; bo stayed silent"),
    "covered": (
        e.CoverageChanged(e.Cover("safety", ("ana", "bo"), (), (), 2)),
        "safety has owners enough again",
    ),
    "alarm": (
        e.StandingDropped("ana", "safety", 200_000_000_000, 50_000_000_000),
        "ana fell from 20.0 to 5.0 % on safety",
    ),
}


@pytest.mark.parametrize(("event", "said"), SAID.values(), ids=SAID)
def test_it_is_told_in_a_line(event, said):
    label, parts = HOUSE[type(event)](event)
    assert "".join(part.text for part in parts) == said
    assert 0 < len(label) <= 9
    assert "{" not in sentence(event)


def test_every_event_that_is_told_is_tried_here():
    assert {type(event) for event, _ in SAID.values()} == set(HOUSE) <= set(SENTENCES)


def test_a_story_tells_of_newcomers_between_decisions():
    town, story = Town(), Story()
    arrive(town, "ned")
    lines = [str(line) for told in town.clerk.feed.entries(0) for line in story.tell(told)]
    assert any("admitted" in line and "ned, vouched for by ana and bo" in line for line in lines)
    assert any("voice" in line and "ned has one from epoch 3 on" in line for line in lines)


def test_a_proposal_that_waits_says_for_whom():
    town, story = Town(), Story()
    for owner in ("bo", "cy", "dee", "eli"):
        for mandate in ("safety", "thrift"):
            town.file(f"{owner}.ai", LeaveMandate(mandate))
    town.end_epoch()
    town.propose()
    lines = [str(line) for told in town.clerk.feed.entries(0) for line in story.tell(told)]
    assert any("waits" in line and "for owners of a mandate that is short of them" in line for line in lines)
