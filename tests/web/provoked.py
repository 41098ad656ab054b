"""How each problem of the closed list comes about at a real door: one row for each code, asked as anybody asks."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace

import apsw
import httpx2

from moot.clerk.clock import HandSetClock
from moot.core.charter import CHARTER
from moot.core.commands import (
    Act,
    Advance,
    CastVote,
    Comment,
    CommitChance,
    Delegate,
    FileReview,
    Propose,
    RevealChance,
    Review,
    StartTrial,
    SuspendMember,
    TakeMandate,
    Vote,
)
from moot.core.proposal import base_of
from moot.hall import STORE, open_hall
from moot.web.porch import Limits
from moot.web.rates import Rate
from moot.wire.acts import write_act, write_payload
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, MINUTE, NOW, Town, signed, signer
from tests.core.house import OWNERS, charter, two_targets
from tests.web.conftest import WAIT, found, posted, served, street
from tests.web.lines import line

NONE = "00" * 32
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}
CREDIT, HOUR = 1_000_000, 60 * MINUTE


@dataclass(frozen=True)
class Row:
    """At which place a code comes about, and what is asked there."""

    place: str
    ask: Callable


def asked(place, method, path, **options):
    """Return a row: one request of a client."""

    def ask(here, accept):
        headers = {"accept": accept, **options.get("headers", {})}
        return here.client.request(method, path, **{**options, "headers": headers})

    return Row(place, ask)


def said(place, *words):
    """Return a row: bytes on a connection, with the header that says what is read."""

    def ask(here, accept):
        with line(here) as before:
            status, headers, text = before.say(words[0], f"Accept: {accept}\r\n".encode(), *words[1:]).answer()
            return httpx2.Response(status, headers=headers, text=text)

    return Row(place, ask)


def acted(place, write):
    """Return a row: an act that a member of a town posts."""

    def ask(here, accept):
        return here.client.post("/api/v1/acts", json=posted(write(here.town)), headers={"accept": accept})

    return Row(place, ask)


def filed(place, by, command, **changes):
    """Return a row: a plain act, by somebody, of which the town says what it is about."""
    return acted(place, lambda town: town.write(by, command(town), **changes))


# ---- the places ---------------------------------------------------------------------------------


def town_in(stage, law=None):
    """Return a town whose open proposal is in a stage."""
    town = Town(law=law)
    town.propose()
    town.to(stage)
    return town


def with_one_suspended():
    """Return a town that has sent gus out for a while."""
    town = Town()
    for owner in OWNERS[:4]:
        town.file(f"{owner}.human", SuspendMember("gus", 1))
    return town


@contextmanager
def before(hall, town=None):
    """Serve a hall, and stand before it."""
    with served(hall) as (url, server), httpx2.Client(base_url=url, timeout=WAIT) as client:
        yield SimpleNamespace(hall=hall, url=url, server=server, client=client, town=town)


@contextmanager
def board(town):
    """Serve what a town has recorded so far."""
    with open_hall(town.store, keys=CLERK_KEYS, clock=town.clock, served=True) as hall, before(hall, town) as here:
        yield here


@contextmanager
def unfounded():
    town = SimpleNamespace(write=lambda by, command: signed(by, command, moot=NONE, nonce=1))
    with open_hall(clock=HandSetClock(NOW), served=True) as hall, before(hall, town) as here:
        yield here


@contextmanager
def damaged(folder):
    """Serve a moot of whose founding the disk has made something else."""
    with open_hall(folder, clock=HandSetClock(NOW), served=True) as hall:
        found(hall)
        base = apsw.Connection(str(folder / STORE))
        base.execute("UPDATE entry SET act = x'7b' WHERE place = 0")
        base.close()
        with before(hall) as here:
            yield here


@contextmanager
def closed():
    with street() as here:
        here.hall.clerk.close()
        yield here


NARROW = Limits(headers=2_000, body=2_000, arrival=0.2, readers=0)
PLACES: Mapping[str, Callable] = {
    "narrow": lambda _: street(NARROW),
    "busy": lambda _: street(Limits(address=Rate(1, 3_600), trusted=())),
    "hasty": lambda _: street(Limits(answer=0.0)),
    "closed": lambda _: closed(),
    "unfounded": lambda _: unfounded(),
    "damaged": damaged,
    "drawing": lambda _: board(town_in("drawing")),
    "review": lambda _: board(town_in("review")),
    "poor": lambda _: board(town_in("drawing", two_targets(bond=400 * CREDIT))),
    "spent": lambda _: board(Town(law=charter(gain_cap=10**12))),
    "careful": lambda _: board(Town(law=charter(risk_budget=1, risk_target=1))),
    "one suspended": lambda _: board(with_one_suspended()),
}


@contextmanager
def places(folder):
    """Give the places by their names, each opened when it is first asked for."""
    with ExitStack() as stack:
        opened = {}

        def at(name):
            if name not in opened:
                opened[name] = stack.enter_context(PLACES[name](folder))
            return opened[name]

        yield at


# ---- what is said there -------------------------------------------------------------------------


def forged(town):
    return replace(town.write("ana.human", CommitChance(NONE)), signature=bytes(64))


def with_the_key_of_another(town):
    act = Act(town.moot, "ana.human", signer("bo.human").public.hex(), 99, NOW + MINUTE, NOW, CommitChance(NONE))
    data = write_act(act)
    return Submission(data, signer("bo.human").sign(data))


def heat(town, degrees=18, target="hall"):
    now = town.state.targets[target].terms
    kind = {"hall": "set_heat", "lamp": "set_light"}[target]
    return Propose(kind, {**now, "degrees": degrees}, base_of(target, now))


def lamp(town):
    law = town.state.charter
    light = replace(law.structure.actions[0], id="set_light", target="lamp")
    law = replace(law, structure=replace(law.structure, actions=(*law.structure.actions, light)))
    return Propose(CHARTER, {}, base_of(CHARTER, town.state.charter), charter=law)


def trial(town):
    now = town.state.targets["hall"].terms
    terms, base = {**now, "degrees": 18}, base_of("hall", now)
    return StartTrial("set_heat", terms, base, 12, 4, HOUR, "thrift", 50_000, 50_000)


def seat(town):
    mandate, panel = next(iter(town.open.panels.items()))
    return panel.seats[0].agent, mandate


def review(town, agent, mandate, version=None):
    sealing = town.sealed(agent, "FileReview", Review("for"), mandate)
    return town.write(agent, FileReview(town.open.id, version or town.open.original, mandate, sealing))


def vote(town):
    return town.write("ana.human", CastVote(town.open.id, NONE, town.sealed("ana.human", "CastVote", Vote("for"))))


def by_somebody_without_a_seat(town):
    mandate, panel = next(iter(town.open.panels.items()))
    seated = {each.agent for each in panel.seats}
    agent = next(f"{owner}.ai" for owner in OWNERS[1:] if f"{owner}.ai" not in seated)
    return review(town, agent, mandate)


def with_another_payload(town):
    return replace(review(town, *seat(town)), payload=(NONE, write_payload(Review("against"))))


def wrong_link(town):
    links = town.open.links["drawing"].items()
    member, number = next((member, each.number) for member, each in links if member != "clerk")
    return town.write(f"{member}.ai", RevealChance(town.open.id, number, NONE))


REFUSALS: Mapping[str, Row] = {
    "BadShape": asked("narrow", "POST", "/api/v1/acts", content=b"{}", headers=JSON),
    "BadSignature": acted("review", forged),
    "WrongMoot": filed("review", "ana.human", lambda _: CommitChance(NONE), moot=NONE),
    "UnknownMember": filed("review", "nobody", lambda _: CommitChance(NONE)),
    "KeyNotValid": acted("review", with_the_key_of_another),
    "NoRight": filed("review", "ed.ai", lambda _: CommitChance(NONE)),
    "NotYours": acted("review", by_somebody_without_a_seat),
    "ConflictOfInterest": acted("review", lambda town: review(town, "ana.ai", seat(town)[1])),
    "NotNow": filed("unfounded", "ana.human", lambda _: CommitChance(NONE)),
    "NonceIsSpent": filed("review", "ana.human", lambda _: CommitChance(NONE), nonce=0),
    "OutOfTime": filed("review", "ana.human", lambda _: CommitChance(NONE), until=NOW - MINUTE),
    "StageIsOver": acted("review", vote),
    "TargetIsBusy": filed("review", "bo.ai", heat),
    "VersionIsStale": acted("review", lambda town: review(town, *seat(town), NONE)),
    "AlreadyDone": filed("review", "ana.ai", lambda _: TakeMandate("safety")),
    "NotDue": filed("review", "bo.ai", lambda town: Advance(town.open.id, "review")),
    "OwnerIsSuspended": filed("one suspended", "gus.ai", heat),
    "NotFound": filed("review", "bo.ai", lambda _: Comment(NONE, NONE)),
    "NotAllowed": filed("review", "ana.human", lambda town: Delegate("all", "ana", town.now + HOUR)),
    "CharterWouldLock": filed("one suspended", "ana.ai", lamp),
    "OutOfBounds": filed("one suspended", "ana.ai", lambda town: heat(town, 99)),
    "TooMuchRisk": filed("careful", "ana.ai", trial),
    "SealIsBroken": acted("review", with_another_payload),
    "LinkDoesNotFit": acted("drawing", wrong_link),
    "OwnerCannotPay": acted("poor", lambda town: town.write("ana.ai", heat(town, target="lamp"))),
    "FundCannotPay": filed("spent", "ana.ai", heat),
}

BEGUN = b"POST /file HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n"
ANYWHERE = {"sec-fetch-site": "cross-site", **FORM}
OWN: Mapping[str, Row] = {
    "NotJson": asked("narrow", "POST", "/api/v1/acts", content=b"{", headers=JSON),
    "BadRequest": said("narrow", b"GET / HTTP/1.1\r\n", b"Host: x\r\nnonsense\r\n\r\n"),
    "NoSuchPlace": asked("narrow", "GET", "/nowhere"),
    "NotSignedIn": asked("narrow", "POST", "/keys/here", headers=FORM),
    "CrossSite": asked("narrow", "POST", "/looks", headers=ANYWHERE),
    "LinkIsUsed": asked("narrow", "GET", "/sign-in/used"),
    "WrongMethod": asked("narrow", "OPTIONS", "/proposals"),
    "TooSlow": said("narrow", BEGUN, b"\r\na"),
    "BodyTooLarge": asked("narrow", "POST", "/file", content=b"a" * 2_001, headers=FORM),
    "WrongType": asked("narrow", "POST", "/file", content=b"a", headers={"content-type": "text/plain"}),
    "BadArgument": asked("narrow", "GET", "/api/v1/entries?start=x"),
    "TooDeep": asked("narrow", "POST", "/file", content=b"[" * 99 + b"]" * 99, headers=JSON),
    "HeadersTooLarge": said("narrow", b"GET / HTTP/1.1\r\n", b"X: " + b"y" * 2_001 + b"\r\n\r\n"),
    "TooMany": Row("busy", lambda here, accept: [here.client.get("/", headers={"accept": accept}) for _ in "ab"][-1]),
    "Fault": asked("damaged", "GET", "/api/v1/entries/0"),
    "TooManyReaders": asked("narrow", "GET", "/api/v1/events"),
    "Unanswered": Row("closed", lambda here, accept: here.post(posted(here.commit()), headers={"accept": accept})),
    "NotReady": asked("unfounded", "GET", "/readyz"),
    "NotInTime": Row("hasty", lambda here, accept: here.post(posted(here.commit()), headers={"accept": accept})),
}
PROVOKED: Mapping[str, Row] = {**REFUSALS, **OWN}
