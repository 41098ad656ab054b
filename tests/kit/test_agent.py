"""An agent: asked for what the docket awaits, silent when it has nothing to say, never upset by being late."""

import pytest

from moot.core.commands import Vote
from moot.core.refusal import NotYours, StageIsOver, TargetIsBusy
from moot.kit import Agent
from moot.kit.agent import ASKED, Motion
from moot.views.docket import WAITS_FOR


class Late:
    """A door that refuses everything with one refusal."""

    def __init__(self, door, refusal):
        self.door, self.refusal = door, refusal

    def submit(self, *_):
        raise self.refusal

    def __getattr__(self, name):
        return getattr(self.door, name)


def test_whatever_the_docket_awaits_of_members_is_asked():
    elsewhere = {"Judge", "FileBallot"}  # are awaited in the rows of disputes, and of rounds
    assert WAITS_FOR.keys() | elsewhere == ASKED.keys() | {"OpenEnvelope"}  # which is the clerk's


def test_three_lines_start_an_agent(house):
    class Cautious(Agent):
        def vote(self, page):
            return Vote("against" if page["faults"] else "for")

    house.run(house.cast(), until="ballot")
    [receipt] = Cautious(house.members["bo.person"]).act()
    [told] = house.hall.door().entries(receipt.index)
    assert (told.act.by, type(told.act.command).__name__) == ("bo.person", "CastVote")


def test_an_agent_that_answers_nothing_files_only_its_links(house):
    house.run([house.cast()[1]], until="drawing")
    silent = [Agent(member) for member in house.members.values()]
    filed = [told for agent in silent for receipt in agent.act() for told in house.hall.door().entries(receipt.index)]
    assert {type(told.act.command).__name__ for told in filed} == {"RevealChance"}
    author = house.cast()[1:2]
    for stage in ("review", "forecast", "ballot", "executing", "measuring"):
        house.run([*author, *house.cast()], until=stage)
        assert [receipt for agent in silent for receipt in agent.act()] == []


def test_an_agent_may_keep_its_link(house):
    class Secretive(Agent):
        def reveal(self, _page):
            return False

    house.run([house.cast()[1]], until="drawing")
    assert [receipt for member in house.members.values() for receipt in Secretive(member).act()] == []
    assert [each["owner"] for each in house.view("docket")[0]["awaits"]] == ["bo", "cy", "di"]


def test_to_observe_is_no_duty(house):
    [told] = list(house.hall.door().entries(0))
    assert Agent(house.members["bo.ai"]).observe(told) is None


@pytest.mark.parametrize("refusal", [StageIsOver("too late"), TargetIsBusy("another was faster")])
def test_being_late_is_no_failure(house, refusal):
    agent = house.cast()[1]
    agent.member.door = Late(house.hall.door(), refusal)
    assert agent.act() == []


def test_any_other_refusal_is_raised(house):
    agent = house.cast()[1]
    agent.member.door = Late(house.hall.door(), NotYours("not yours"))
    with pytest.raises(NotYours):
        agent.act()


def test_an_agent_may_decide_what_a_refusal_means(house):
    heard = []

    class Patient(Agent):
        def propose(self, _target):
            return Motion({"amps": 1_000, "hours": 0})

        def refused(self, refusal):
            heard.append(refusal.code)

    assert Patient(house.members["ana.ai"]).act() == []
    assert heard == ["OutOfBounds"]


def test_an_agent_is_not_asked_to_propose_on_a_busy_target(house):
    asked = []

    class Eager(Agent):
        def propose(self, target):
            asked.append(target["target"])

    eager = Eager(house.members["bo.ai"])
    eager.act()
    house.run([house.cast()[1]], until="drawing")
    eager.act()
    assert asked == ["garage"]


def test_an_agent_amends_once(house):
    agents = house.cast()
    house.run(agents, until="negotiation")
    mediator = next(agent for agent in agents if agent.member.agent == "flo.ai")
    assert len(mediator.act()) == 1
    assert mediator.act() == []


def test_an_author_may_amend_its_own_proposal(house):
    asked = []

    class Second(type(house.cast()[1])):
        def amend(self, page):
            asked.append(page["stage"])

    house.run(house.cast(), until="negotiation")
    Second(house.members["ana.ai"]).act()
    assert asked == ["negotiation"]


def test_what_a_newer_door_awaits_is_left_alone(house):
    class Newer(Late):
        def view(self, name, **arguments):
            shown = self.door.view(name, **arguments)
            return [{**row, "awaits": [{"act": "Judge"}]} for row in shown] if name == "docket" else shown

    house.run(house.cast(), until="ballot")
    agent = house.cast()[0]
    agent.member.door = Newer(house.hall.door(), None)
    assert agent.act() == []
