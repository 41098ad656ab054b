"""Through the door, whoever goes at whichever stage: the decision ends, and the docket says whom it awaits."""

import pytest

from moot.clerk.audit import audit
from moot.core.canonical import digest
from moot.core.refusal import NotFound, NotNow
from tests.kit.conftest import Cast, FloMediates

STAGES = ("drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "executing", "measuring")
GONE = {
    "an owner": {"cy.ai", "cy.person"},
    "the author's owner": {"ana.ai", "ana.person"},
    "an agent": {"di.ai"},
    "a family": {"bo.ai", "eli.ai"},
    "a meter": {"gauge.ai"},
    "the executor": {"switch.ai"},
}
NEEDED = {"a meter": "gauge.ai", "the executor": "switch.ai"}


def at(house, stage):
    """Bring the house to a stage; return everybody's agents."""
    agents = house.cast()
    author = [agent for agent in agents if agent.member.agent == "ana.ai"]
    house.turn(author, "drawing")
    if stage != "drawing":
        house.run(agents, until=stage)
    assert house.stage() == stage
    return agents


def page_of(house):
    return house.view("proposal", proposal=house.view("target", target="garage")["history"][-1]["proposal"])


def says_who_and_when(house):
    """Check that every open proposal has a deadline ahead, and that each who is awaited is told so itself."""
    for row in house.view("docket"):
        assert row["until"] is not None
        for each in row["awaits"]:
            if each["agent"] is not None:
                own = house.view("docket", agent=each["agent"])
                assert each in next(shown["awaits"] for shown in own if shown["proposal"] == row["proposal"])


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("who", GONE)
def test_whoever_goes_the_decision_ends_and_the_record_holds(house, stage, who):
    agents = at(house, stage)
    left = [agent for agent in agents if agent.member.agent not in GONE[who]]
    while house.stage() is not None:
        says_who_and_when(house)
        house.run(left, until=house.view("docket")[0]["stage"] + " is over")
    page = page_of(house)
    reported = {told.act.by for told in house.hall.door().entries(0)}
    assert page["outcome"] == ("settled" if NEEDED.get(who, "gauge.ai") in reported else "void")
    assert audit(house.hall.store).state == digest(house.hall.clerk.assembly)


class Careful(Cast):
    """Does the clerk's errands too: opens what it sealed, and moves on what is over."""

    def __init__(self, member):
        super().__init__(member)
        self.own = []

    def act(self):
        receipts = super().act()
        self.own += [receipt.id for receipt in receipts]
        for row in self.member.see_all("docket"):
            if row["stage"].startswith("opening"):
                receipts += filter(None, map(self.open, self.own))
            if row["until"] <= self.member.clock():
                receipts.append(self.member.advance(row["proposal"], row["stage"]))
        return receipts

    def open(self, act):
        try:
            return self.member.open_own(act)
        except (KeyError, NotFound, NotNow):
            return None  # it was not sealed, is open, or its stage has not come


class CarefulFlo(FloMediates, Careful):
    """The mediator, who does them too."""


@pytest.mark.parametrize("stage", STAGES)
def test_without_the_clerks_calendar_members_do_what_it_owes(house, stage):
    """Only its chance link cannot be replaced: that counts as missing, after it was waited for twice."""
    agents = at(house, stage)
    careful = [(CarefulFlo if isinstance(each, FloMediates) else Careful)(each.member) for each in agents]
    house.hall.tend = list  # from now on nobody does the clerk's errands for it
    house.run(careful)
    page = page_of(house)
    assert page["outcome"] == "settled"
    # Each side's link is a fault twice: when its window is over, and when the extension is over as well.
    sides = (stage == "drawing") + (stage not in {"executing", "measuring"})
    assert [each["member"] for each in page["faults"]] == ["clerk"] * 2 * sides
    assert (page["unheard"], len(page["votes"])) == ([], 6)
