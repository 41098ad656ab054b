"""A whole trial by agents alone, each behind its door, and what becomes of one whose members do not answer."""

import pytest

from moot.clerk.clock import HandSetClock
from moot.core.charter import CREDIT, Trials
from moot.core.commands import FoundingTarget, FoundMoot, StartTrial
from moot.hall import open_hall
from moot.kit import Agent, Guard, Keyring, Member, founding
from moot.kit.agent import Motion
from moot.worlds.callable import Control, Executor, Meter
from tests.core.house import charter

RING = Keyring(bytes(32))
HOUR = 3_600_000
SEEN = {"safety": 700_000, "thrift": 650_000}, {"safety": 690_000, "thrift": 600_000}


class Trier(Guard):
    def experiment(self, target):
        if self.member.see_all("trials"):
            return None
        terms = {**target["terms"], "degrees": 18}
        return StartTrial("set_heat", terms, target["base"], 6, 3, HOUR, "thrift", 50_000, 50_000)


class Mute(Agent):
    def reveal(self, _page):
        return False


@pytest.fixture
def hall():
    clock = HandSetClock(1_800_000_000_000)
    with open_hall(clock=clock, chance=bytes) as hall:
        hall.clock = clock
        yield hall


def member(hall, agent):
    return Member(hall.door(), RING, agent, agent.removesuffix(".ai"), hall.clock.now)


def found(hall):
    law = charter(links=4_096, risk_budget=2_000, trials=Trials(guards=("safety",)))
    named = ("ana", "bo", "cy", "dee", "eli")
    owners = [
        founding.owner(RING, name, founding.person(RING, name), founding.agent(RING, f"{name}.ai", ("safety",)))
        for name in named
    ]
    rights = {"ed": "ReportExecution", "m1": "ReportMeasure", "m2": "ReportMeasure"}
    owners += [founding.worker(RING, name, f"{name}.ai", right) for name, right in rights.items()]
    target = FoundingTarget("set_heat", {"degrees": 20, "hours": 8})
    member(hall, "ana").file(FoundMoot(law, hall.introduce("clerk"), tuple(owners), (target,)))
    return named


def play(hall, agents):
    for _ in range(4_000):
        for agent in agents:
            agent.act()
        hall.tend()
        tried = hall.view("trials")
        if tried and tried[-1]["closed"] is not None:
            return hall.view("trial", trial=tried[-1]["trial"])
        hall.clock.set(hall.clock.now() + HOUR // 4)
    raise AssertionError(tried)


def world(hall, treat=lambda _: None, both=lambda _: SEEN):
    meters = [Meter(member(hall, each), lambda _: None, both) for each in ("m1.ai", "m2.ai")]
    return [Executor(member(hall, "ed.ai"), Control(lambda _: None, dict, treat=treat)), *meters]


def test_agents_try_guard_treat_compare_and_report_by_themselves(hall):
    names, done = found(hall), []
    cast = [Trier(member(hall, "ana.ai")), *(Guard(member(hall, f"{name}.ai")) for name in names[1:])]
    page = play(hall, [*cast, *world(hall, done.append)])
    assert (page["ending"], page["harm"]) == ("completed", 0)
    assert page["points"] == {"safety": 10_000, "thrift": 50_000}
    assert len(page["reports"]) == 2
    assert [each.units for each in done] == [2, 2, 2, 0]
    assert hall.view("risk")["owners"]["ana"] == 2_000


def test_of_members_who_answer_nothing_nothing_comes(hall):
    names = found(hall)
    silent = [Mute(member(hall, f"{name}.ai")) for name in names[1:]]
    page = play(hall, [Trier(member(hall, "ana.ai")), *silent, *world(hall)])
    assert page["ending"] == "unguarded"
    assert page["batches"] == []
    assert len(page["faults"]) == 3


def test_where_executor_meters_and_reporters_are_silent_a_trial_ends_all_the_same(hall):
    names = found(hall)

    class Releases(Guard):
        def conclude(self, _page):
            return None

    class Tries(Trier):
        def conclude(self, _page):
            return None

    cast = [Tries(member(hall, "ana.ai")), *(Releases(member(hall, f"{name}.ai")) for name in names[1:])]
    page = play(hall, [*cast, *(Agent(member(hall, each)) for each in ("ed.ai", "m1.ai", "m2.ai"))])
    assert page["ending"] == "failed"
    assert page["reports"] == {}
    assert hall.view("standing")["owners"]["ana"]["credits"] < 1_000 * CREDIT


def test_whoever_tries_may_halt_with_a_reason(hall):
    found(hall)
    trier = Trier(member(hall, "ana.ai"))
    trier.act()
    [row] = hall.view("trials")
    trier.member.halt(row["trial"], "purpose.values.safety", "Somebody was cold.")
    page = hall.view("trial", trial=row["trial"])
    assert page["halted"]["reason"]


def test_a_trial_keeps_nobody_from_proposing_on_its_target(hall):
    found(hall)

    class Warm(Agent):
        def propose(self, target):
            return Motion({**target["terms"], "degrees": 19})

    Trier(member(hall, "ana.ai")).act()
    assert [row["target"] for row in hall.view("docket")] == ["hall"]
    for name in ("bo.ai", "cy.ai"):  # while a proposal is open, the second has nothing to propose
        Warm(member(hall, name)).act()
    assert [row["author"] for row in hall.view("docket") if row["proposal"]] == ["bo.ai"]
