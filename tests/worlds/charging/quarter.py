"""A charging commons to act in: a hall on a hand-set clock, six owners, an operator and two meters."""

from dataclasses import replace

from moot.clerk.clock import HandSetClock
from moot.core.charter import CREDIT, MINUTE, STANDARD_LANES, Agency
from moot.core.events import CreditsMoved
from moot.hall import open_hall
from moot.kit import Agent, Forecast, FoundMoot, Keyring, Member, Motion, Review, Staked, Vote, founding
from moot.worlds.callable import Meter
from moot.worlds.charging.commons import SERVICES, Commons
from moot.worlds.charging.operator import Operator
from moot.worlds.charging.policy import Policy, terms_of
from moot.worlds.charging.register import BOOK, CURRENTS, OPERATOR, VALUES, charter

LINKS = 64
SEED = 1
WARM_UP = 20  # usable days before the first decision
FAMILIES = ("oak", "elm", "ash")
OWNERS = ("ana", "bo", "cy", "di", "eli", "flo")
SAFER = Policy(24, -80, 0, 20, 100, 60)
FOUND = {"safety": 900_000, "efficiency": 700_000, "ethics": 600_000, "climate": 500_000, "creativity": 300_000}


class Neighbour(Agent):
    """Says yes to whatever is not the status quo, and bets on it."""

    def review(self, _page, _mandate):
        return Review("for")

    def forecast(self, page):
        hopes = {each["version"]: 840_000 + 20_000 * bool(each["owner"]) for each in page["candidates"]}
        return Staked(2 * CREDIT, Forecast({version: dict.fromkeys(VALUES, hope) for version, hope in hopes.items()}))

    def vote(self, _page):
        return Vote("for")


class Author(Neighbour):
    """Proposes each of some policies once, the safest first if nothing else is asked."""

    def __init__(self, member, policies=(SAFER,)):
        super().__init__(member)
        self.policies = list(policies)

    def propose(self, _target):
        return Motion(terms_of(self.policies.pop(0))) if self.policies else None


class Quarter:
    """The moot of the commons of `replay`'s site, on the evening before its first decision."""

    def __init__(self, site, commons=None):
        self.site, self.commons = site, commons or Commons(site, SEED)
        self.calendar = self.commons.calendar
        self.clock = HandSetClock(self.calendar.evenings()[WARM_UP - 1] + MINUTE)
        self.hall = open_hall(clock=self.clock, chance=lambda length: bytes(range(length)))
        self.ring = Keyring(bytes(32), LINKS)
        law = charter(site.name, FAMILIES)
        structure = replace(law.structure, lanes=STANDARD_LANES)  # here everything is voted on
        law = replace(law, structure=structure, agency=Agency(links=LINKS, exploration=0))  # nor drawn
        clerk = self.hall.introduce("clerk", LINKS)
        people = tuple(self._owner(name, number) for number, name in enumerate(OWNERS))
        works = self.commons.founding_owners(self.ring)
        act = FoundMoot(law, clerk, (*people, *works), (self.commons.target(),))
        self.member("ana.person", "ana").file(act)
        self.clock.advance(MINUTE)
        self.agents = {}
        self.join(Author(self.member("ana.ai", "ana")))
        for name in (*(f"{owner}.ai" for owner in OWNERS[1:]), *(f"{owner}.person" for owner in OWNERS)):
            self.join(Neighbour(self.member(name, name.split(".", maxsplit=1)[0])))
        self.join(Operator(self.server(OPERATOR), self.commons.put_in_force, lambda: self.commons.in_force))
        for name in (BOOK, CURRENTS):
            self.join(Meter(self.server(name), lambda _ran: FOUND))

    def _owner(self, owner, number):
        mind = founding.agent(self.ring, f"{owner}.ai", tuple(VALUES), FAMILIES[number % 3])
        return founding.owner(self.ring, owner, mind, founding.person(self.ring, f"{owner}.person"))

    def member(self, agent, owner, door=None):
        return Member(door or self.hall.door(), self.ring, agent, owner, self.clock.now)

    def server(self, agent, door=None):
        owner = next(owner for owner, name, _ in SERVICES if name == agent)
        return self.member(agent, owner, door)

    def join(self, agent):
        """Let `agent` act in the place of whoever acted under its name."""
        self.agents[agent.member.agent] = agent

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.hall.close()

    # How it goes on.

    @property
    def stage(self):
        return next((row["stage"] for row in self.hall.view("docket")), None)

    @property
    def page(self):
        target = self.hall.view("target", target=f"site-{self.site.name}")
        return self.hall.view("proposal", proposal=target["open"] or target["history"][-1]["proposal"])

    def turn(self, until):
        """Let everybody act until nobody does, or the stage `until` is reached."""
        busy = True
        while busy and self.stage != until:
            busy = self.hall.tend()
            for agent in self.agents.values():
                if self.stage == until:
                    return
                busy = agent.act() or busy

    def run(self, until="closed"):
        """Go from deadline to deadline until the open proposal is in the stage `until`, or closed."""
        self.turn(until)
        while (stage := self.stage) not in {until, None}:
            self.clock.set(self.last_evening() if stage == "measuring" else self.page["until"])
            self.turn(until)
        return self.page

    def last_evening(self):
        """Return when the horizon that runs is over, or the deadline if that is over too."""
        windows = self.hall.view("charter")["charter"]["structure"]["windows"]
        until = self.page["until"]
        evening = self.calendar.ends(self.calendar.horizon(until - windows["measuring"])[-1])
        return evening if evening > self.clock.now() else until

    def moved(self, clause):
        """Return each owner's net movement of credits under `clause`."""
        net = dict.fromkeys(OWNERS, 0)
        for told in self.hall.door().entries(0):
            for event in told.events:
                if isinstance(event, CreditsMoved) and event.clause == clause:
                    for account, amount in ((event.source, -event.amount), (event.target, event.amount)):
                        owner = account.removeprefix("owner/")
                        if owner in net:
                            net[owner] += amount
        return net
