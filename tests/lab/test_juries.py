"""A season in which a meter lies about safety: jurors look back by their own replay, and it is settled all the same."""

import pytest

from moot.core.commands import Ruling
from moot.core.events import DisputeClosed, JuryDrawn
from moot.lab.cast.captives import GOAL, Captive, Pact
from moot.lab.cast.minds import Mind
from moot.lab.season import Plan, Season
from moot.worlds.charging.meters import CurrentMeter
from moot.worlds.charging.policy import policy_of

LIE = 300_000  # ppm of safety


class Liar(CurrentMeter):
    def measured(self, run, replay):
        found = super().measured(run, replay)
        return found._replace(safety=max(0, found.safety - LIE))


@pytest.fixture(scope="module")
def season():
    with Season(Plan(seed=3, days=5)) as played:
        played.cast = [
            Liar(each.member, each.works) if isinstance(each, CurrentMeter) else each for each in played.cast
        ]
        played.events = []
        played.run(lambda told: played.events.extend(told.events))
        yield played


def minds(season):
    return [each for each in season.cast if isinstance(each, Mind)]


def file_of(season):
    [row] = season.hall.view("disputes")
    return dict(season.hall.view("dispute", dispute=row["dispute"]))


def test_what_a_lying_meter_contests_ends_with_the_report_of_the_honest_one(season):
    [closed] = [event for event in season.events if isinstance(event, DisputeClosed)]
    [low, high] = file_of(season)["reported"]["safety"]
    assert high - low >= LIE - 40_000
    assert (closed.ruling, closed.values) == ("measured", {"safety": high})
    assert season.outcomes["void"] == 0


def test_jurors_are_agents_of_owners_who_are_not_involved(season):
    [drawn] = [event for event in season.events if isinstance(event, JuryDrawn)]
    page = season.hall.view("proposal", proposal=file_of(season)["proposal"])
    makers = {each["owner"] for each in page["versions"].values()}
    assert not makers & {seat.owner for seat in drawn.seats}
    assert {seat.agent.split(".")[-1] for seat in drawn.seats} <= {"lead", "second"}


@pytest.mark.parametrize(("about", "ruling"), [("execution", "void"), ("conduct", "dismissed"), ("block", "dismissed")])
def test_what_a_member_of_the_cast_cannot_know_it_does_not_find(season, about: str, ruling: Ruling):
    mind = next(each for each in minds(season) if not each._silent.get((None, "verdict 1")))  # noqa: SLF001
    file = {**file_of(season), "about": about, "clause": "protocol.rights"}
    mind._silent = {(file["proposal"], "verdict 1"): False}  # noqa: SLF001 - it speaks
    assert mind.judge(file).ruling == ruling


def test_a_block_is_upheld_by_who_expects_the_floor_to_break(season):
    mind = minds(season)[0]
    file = {**file_of(season), "about": "block", "clause": "purpose.values.safety.floor"}
    mind.floors = lambda: {"safety": 1_000_001}
    mind._silent = {(file["proposal"], "verdict 1"): False}  # noqa: SLF001
    assert mind.judge(file).ruling == "upheld"
    mind._silent = {(file["proposal"], "verdict 1"): True}  # noqa: SLF001
    assert mind.judge(file) is None


def test_a_captured_juror_believes_what_serves_the_goal(season):
    file = file_of(season)
    page = season.hall.view("proposal", proposal=file["proposal"])
    ran = page["versions"][page["drawn"] or page["status_quo"]]["terms"]
    captive = Captive(minds(season)[1], Pact())
    captive._silent = {(file["proposal"], "verdict 1"): False}  # noqa: SLF001
    assert policy_of(ran) != GOAL
    assert captive.judge(file).values == {"safety": min(file["reported"]["safety"])}
    friend = Captive(minds(season)[1], Pact(goal=policy_of(ran)))
    friend._silent = captive._silent  # noqa: SLF001
    assert friend.judge(file).values == {"safety": max(file["reported"]["safety"])}
