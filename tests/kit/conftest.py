"""A moot to act in: a hall in memory on a hand-set clock, and a cast of simple members."""

from contextlib import ExitStack

import pytest

from moot.clerk.clock import HandSetClock
from moot.core.act import MILLION, Condition
from moot.core.charter import (
    CREDIT,
    MINUTE,
    Agency,
    Awareness,
    Charter,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    WorstCase,
    Worth,
)
from moot.core.commands import (
    Forecast,
    FoundingAgent,
    FoundingOwner,
    FoundingTarget,
    FoundMoot,
    Measure,
    ReportExecution,
    Review,
    Vote,
)
from moot.hall import open_hall
from moot.kit import Agent, Keyring, Mediator, Member, Motion, Staked

LINKS = 64
HORIZON = 60 * MINUTE
OWNERS = ("ana", "bo", "cy", "di", "eli", "flo")
AI = ("Propose", "FileReview", "FileForecast", "OfferAmendment", "RevealChance")
PERSON = ("CastVote", "Object", "WeighValues", "CommitChance", "TakeMandate", "LeaveMandate", "Withdraw")
WORKERS = {"switch": "ReportExecution", "gauge": "ReportMeasure", "probe": "ReportMeasure"}

CHARTER = Charter(
    purpose=Purpose(
        "Share the current.",
        (Worth("safety", "margin", 600_000, 500_000, 200_000), Worth("thrift", "energy", 400_000, 500_000)),
    ),
    structure=Structure(
        mandates=(Mandate("safety", ("safety",)), Mandate("thrift", ("thrift",), 1)),
        families=("oak", "elm", "ash"),
        actions=(
            Kind(
                id="limit",
                target="garage",
                terms=(Term("amps", "A", 0, 100), Term("hours", "h", 0, 24)),
                executor="switch.ai",
                undo="set it back",
                worst_case=WorstCase(0, {}),
                horizon=HORIZON,
            ),
        ),
    ),
    awareness=Awareness(
        tuple(Metering(value, ("gauge.ai", "probe.ai")) for value in ("safety", "thrift")),
    ),
    agency=Agency(links=LINKS, exploration=0),  # so that no story turns on a draw
)


def truth(terms):
    """Return what meters find: thrift rises with the current, safety falls above 60 A."""
    amps = terms["amps"]
    return {"safety": MILLION - 10_000 * max(0, amps - 60), "thrift": 8_000 * amps}


class Cast(Agent):
    """Does what the docket asks, in the simplest way."""

    def review(self, _page, mandate):
        return Review("against", conditions=(Condition("must", "amps", "<=", (70 if mandate == "safety" else 90,)),))

    def forecast(self, page):
        cells = {each["version"]: truth(each["terms"]) for each in page["candidates"]}
        return Staked(2 * CREDIT, Forecast(cells))

    def vote(self, _page):
        return Vote("for")

    def execute(self, page):
        grant = page["grant"]
        return ReportExecution(grant["grant"], grant["version"], "executed", grant["terms"])

    def measure(self, page):
        ran = page["versions"][page["drawn"] or page["status_quo"]]["terms"]
        return Measure(truth(ran))


class Author(Cast):
    """Asks for the most, once."""

    def propose(self, target):
        return None if target["history"] else Motion({"amps": 100, "hours": 8}, "More current for everybody.")


class House:
    """A hall with its founding members and their agents."""

    def __init__(self, place=None):
        self.clock = HandSetClock(1_800_000_000_000)
        self.hall = open_hall(place, clock=self.clock, chance=lambda length: bytes(range(length)))
        self.ring = Keyring(bytes(32), LINKS)
        founder = self.member("ana.person", "ana")
        founder.file(self.founding())
        self.members = {each: self.member(each, each.split(".")[0]) for each in self.named()}

    def member(self, agent, owner):
        return Member(self.hall.door(), self.ring, agent, owner, self.clock.now)

    def named(self):
        return [f"{owner}.{kind}" for owner in OWNERS for kind in ("person", "ai")] + [f"{one}.ai" for one in WORKERS]

    def founding(self):
        def agent(name, nature, may, mandates=(), family=None):
            key = self.ring.signer(name).public.hex()
            recovery = self.ring.commitments(name, 2)
            return FoundingAgent(name, nature, key, family, recovery, may, mandates)

        owners = [
            FoundingOwner(
                owner,
                (
                    agent(f"{owner}.person", "human", PERSON),
                    agent(f"{owner}.ai", "ai", AI, ("safety", "thrift"), ("oak", "elm", "ash")[number % 3]),
                ),
                self.ring.tip(owner),
            )
            for number, owner in enumerate(OWNERS)
        ]
        owners += [
            FoundingOwner(name, (agent(f"{name}.ai", "ai", (right,)),), voice=False) for name, right in WORKERS.items()
        ]
        clerk = self.hall.introduce("clerk", LINKS)
        return FoundMoot(CHARTER, clerk, tuple(owners), (FoundingTarget("limit", {"amps": 40, "hours": 8}),))

    def cast(self):
        """Return everybody's agents: ana's proposes, and flo's mediates."""
        special = {"ana.ai": Author, "flo.ai": FloMediates}
        return [special.get(name, Cast)(member) for name, member in self.members.items()]

    def view(self, name, **arguments):
        return self.hall.view(name, **arguments)

    def stage(self):
        """Return the stage of the open proposal, or nothing."""
        return next((row["stage"] for row in self.view("docket")), None)

    def turn(self, agents, until):
        """Let the clerk and everybody act until nobody has anything to do, or that stage is reached."""
        busy = True
        while busy and self.stage() != until:
            busy = self.hall.tend() or [receipt for agent in agents for receipt in agent.act()]

    def run(self, agents, *, until="closed"):
        """Go from deadline to deadline until the open proposal is in the stage `until`, or closed."""
        self.turn(agents, until)
        while (stage := self.stage()) not in {until, None}:
            [row] = self.view("docket")
            self.clock.set(self.clock.now() + HORIZON if stage == "measuring" else row["until"])
            self.turn(agents, until)


class FloMediates(Mediator, Cast):
    """A reviewer like the others that also mediates: it has no privilege."""


class Sly(Cast):
    """Says something else than its model, but only in what the stage seals that it is about."""

    def __init__(self, member, stage):
        super().__init__(member)
        self.stage = stage

    def review(self, page, mandate):
        return Review("for") if self.stage == "opening_reviews" else super().review(page, mandate)

    def forecast(self, page):
        said = super().forecast(page)
        if self.stage != "opening_forecasts":
            return said
        return Staked(
            said.stake, Forecast({version: dict.fromkeys(cells, 1) for version, cells in said.forecast.cells.items()})
        )

    def vote(self, page):
        return Vote("against") if self.stage == "ballot" else super().vote(page)

    def measure(self, page):
        return Measure({"safety": 0, "thrift": 0}) if self.stage == "opening_measures" else super().measure(page)


@pytest.fixture
def new_house():
    """Return a way to build houses that are all alike."""
    with ExitStack() as open_houses:

        def build():
            house = House()
            open_houses.enter_context(house.hall)
            return house

        yield build


@pytest.fixture
def house(new_house):
    return new_house()


@pytest.fixture
def two_houses(new_house):
    """Return a way to build two houses in which everybody acts alike until `stage`, but for what most of them seal."""

    def build(stage):
        houses = (new_house(), new_house())
        for house, play in zip(houses, (Cast, lambda member: Sly(member, stage)), strict=True):
            plain = [agent for agent in house.cast() if type(agent) is Cast]
            agents = [agent for agent in house.cast() if type(agent) is not Cast]
            agents += [play(agent.member) for agent in plain]
            house.run(agents, until=stage)
            for agent in agents:
                agent.act()
        return houses

    return build
