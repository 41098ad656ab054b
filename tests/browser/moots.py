"""The moots that are looked at, each by the name of what it has come to; all of it came about by signed acts."""

from contextlib import contextmanager

from moot.core.act import Condition
from moot.core.commands import Forecast, OfferAmendment, Review, Vote
from moot.hall import open_hall
from moot.kit import CREDIT, Staked
from moot.web.porch import Limits
from moot.wire.redraft import redrafted
from tests.browser.hamlet import Hamlet, hamlet
from tests.clerk.town import CLERK_KEYS, Town
from tests.core.court import summon, unlike, with_rights
from tests.core.house import charter
from tests.core.many import many
from tests.core.tried import SAME
from tests.kit.conftest import Cast, truth
from tests.web.conftest import served
from tests.web.pages.conftest import TOWNS, TriedTown

SETTLED = 10  # decisions, after which something is said of who foresees well


class Seer(Cast):
    """Errs to either side, by what its name and the proposal come to."""

    def forecast(self, page):
        asked = max(each["terms"]["amps"] for each in page["candidates"])
        off = 3_000 * ((sum(map(ord, self.member.agent)) + asked) % 9 - 4)
        cells = {each["version"]: self.near(truth(each["terms"]), off) for each in page["candidates"]}
        return Staked(2 * CREDIT, Forecast(cells))

    @staticmethod
    def near(found, off):
        return {value: max(0, min(1_000_000, ppm + off)) for value, ppm in found.items()}


class Village(Hamlet):
    """A hamlet that has decided often, moved its weights twice, and offers several versions of what it asks now."""

    resident = Seer

    def live(self):
        for turn in range(SETTLED):
            self.propose(42 + turn)
            self.go("closed")
            if turn in {3, 7}:
                self.weigh(550_000 + 20_000 * turn)
        self.propose(58)
        self.go("negotiation")
        self.offer("bo.person", amps=57, hours=9)
        self.offer("cy.person", amps=56, hours=7)
        return self

    def weigh(self, safety):
        """Let most owners say what safety is worth to them, and the epoch end."""
        for owner in ("bo", "cy", "di", "eli"):
            self.members[f"{owner}.person"].weigh({"safety": safety, "thrift": 1_000_000 - safety})
        self.clock.set(max(self.clock.now(), self.hall.clerk.due()))
        self.hall.tend()

    def offer(self, agent, **terms):
        """Offer another version of the open proposal."""
        page = self.page
        self.members[agent].amend(OfferAmendment(page["proposal"], page["original"], terms, (), (), None))


class Refuser(Cast):
    """Votes against whatever it is."""

    def vote(self, _page):
        return Vote("against")


class Declining(Hamlet):
    """A hamlet that has voted something down: what stayed in force is measured."""

    resident = Refuser

    def live(self):
        self.propose(70)
        return self.go("measuring")


class Steady(Cast):
    """Has nothing against other rules, and expects a little of each version."""

    def review(self, _page, _mandate):
        return Review("for", conditions=(Condition("must", "structure.quorum", "<=", (950_000,)),))

    def forecast(self, page):
        found = {"safety": 900_000, "thrift": 300_000}
        cells = {
            each["version"]: {**found, "thrift": found["thrift"] + 1_000 * place}
            for place, each in enumerate(page["candidates"])
        }
        return Staked(2 * CREDIT, Forecast(cells))


class Amending(Hamlet):
    """A hamlet that votes on other rules, of which two versions were offered."""

    resident = Steady

    def live(self, stage="ballot"):
        law = redrafted(self.charter, {"structure.quorum": "90 %", "structure.windows.ballot": "2 h"})
        self.members["bo.ai"].propose_charter(law, "Nobody should be outvoted by being away.")
        self.go("negotiation")
        page, quiet = self.page, redrafted(law, {"purpose.statement": "Share the current, and the quiet."})
        self.members["cy.person"].amend(
            OfferAmendment(page["proposal"], page["original"], {}, (), (), None, quiet), "Cars hum too."
        )
        return self.go(stage)


def trying_town():
    """A town in which a trial has done some harm, and goes on."""
    town = TriedTown(law=charter(risk_budget=100_000, risk_target=200_000))
    town.start()
    town.draw()
    town.batch({**SAME, "safety": SAME["safety"] - 3_000})
    return town


def judging_town():
    """A town in which a jury is drawn, and has not found yet."""
    town = Town(first=with_rights(many(16, charter())))
    unlike(town)
    summon(town)
    return town


LIVED = {"seasoned": Village, "declined": Declining, "amending": Amending}
BUILT = {**TOWNS, "trying": trying_town, "judging": judging_town}


class Settlement:
    """A town behind a door at a loopback port."""

    def __init__(self, hall, url):
        self.hall, self.url = hall, url

    def view(self, name, **arguments):
        return self.hall.view(name, **arguments)


@contextmanager
def settlement(town):
    with (
        open_hall(town.store, keys=CLERK_KEYS, clock=town.clock) as hall,
        served(hall, Limits()) as (url, _),
    ):
        yield Settlement(hall, url)


@contextmanager
def lived(made):
    with made.hall, served(made.hall, Limits()) as (made.url, made.server):
        yield made.live()


def opened(name):
    """Open a moot in a stage of its proposal, or what a town has come to, at a loopback port."""
    if name in LIVED:
        return lived(LIVED[name]())
    return settlement(BUILT[name]()) if name in BUILT else hamlet(name, wordy=True)
