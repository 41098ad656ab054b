"""Moots of every kind before the pages: asked in process, as a browser would, and read as HTML."""

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser

import httpx2
import pytest

from moot.clerk.clock import HandSetClock
from moot.clerk.ports import HeldText
from moot.core.commands import COMMANDS, SEALS, Delegate, HaltTrial, Propose, WeighValues
from moot.core.proposal import base_of
from moot.hall import open_hall
from moot.web.door import open_door
from moot.web.pages.drafts import read_draft
from moot.wire.codec import read
from moot.wire.entry import text_hash
from tests.clerk.town import CLERK_KEYS, NOW, Town
from tests.core.court import found, judge, summon, unlike, with_rights
from tests.core.house import charter
from tests.core.many import many
from tests.core.tenders import ballot, decided, founded, open_round, pass_deadline, put_in, street
from tests.core.tried import Tried

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1)) ![y](https://elsewhere.example/p.png)",
    "{{ 7 * 7 }}{% include 'base.html' %}</textarea><style>*{display:none}</style>",
)
PLAIN = "Because the *evenings* are cold."
VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "line"})


class Sight(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, its words, and what its forms hold."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.said, self.open, self.forms = Counter(), [], [], [], []
        self.field = None
        self.feed(html)
        self.words = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag, attrs):
        told = {name: (value or "").replace("\xa0", " ") for name, value in attrs}
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in told.items()]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "form":
            self.forms.append({})
        if self.forms and tag in ("input", "select", "textarea") and "name" in told and told.get("type") != "radio":
            self.field = told["name"]
            self.forms[-1][self.field] = told.get("value", "")
        if tag == "option" and "value" in told and not self.forms[-1][self.field]:
            self.forms[-1][self.field] = told["value"]

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open[-1:] == ["option"] and self.forms and not self.forms[-1].get(self.field):
            self.forms[-1][self.field] = data
        self.said.append(data)

    def values(self, tag, name):
        return [value for each, attribute, value in self.attributes if (each, attribute) == (tag, name)]

    def draft(self, act, **filled):
        """Return what the form of an act says once it is filled in: its command, and what it seals."""
        form = next(each for each in self.forms if each.get("act") == act)
        draft = read_draft({**form, **filled}, hold=lambda _text: "0c" * 32)
        command = COMMANDS[act]
        seal = SEALS.get(command)
        body = read(command, {**draft.body, **({"seal": "00" * 32} if seal else {})}, "body")
        return body, seal and read(seal, draft.payload, "payload")


class Visitor:
    """Somebody with a browser before the door of a hall."""

    def __init__(self, hall):
        self.hall, self.door = hall, open_door(hall)

    def ask(self, path, **headers):
        async def go():
            transport = httpx2.ASGITransport(app=self.door)
            async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.get(path, headers={"accept": "text/html", **headers})

        return asyncio.run(go())

    def see(self, path, agent=""):
        """Return what a browser makes of a page, for whoever signs as `agent` there."""
        answer = self.ask(path, **({"cookie": f"as={agent}"} if agent else {}))
        assert answer.status_code == 200, answer.text
        return Sight(answer.text)

    def view(self, name, **arguments):
        return self.hall.view(name, **arguments)


@contextmanager
def visiting(town):
    with open_hall(town.store, keys=CLERK_KEYS, clock=town.clock) as hall:
        yield Visitor(hall)


def hold(town, text):
    """Keep a text beside the record, and return its hash."""
    salt = f"{len(text):064x}"
    named = text_hash(salt, text)
    town.store.hold(HeldText(named, salt, text))
    return named


class TriedTown(Town, Tried):
    """A town in which terms are tried."""

    @property
    def index(self):
        return self.clerk.size


def worded(law, text):
    """Return a charter whose every free text is `text`."""
    purpose = replace(
        law.purpose, statement=text, values=tuple(replace(each, measure=text) for each in law.purpose.values)
    )
    actions = tuple(
        replace(each, undo=text, unit=text, terms=tuple(replace(term, unit=text) for term in each.terms))
        for each in law.structure.actions
    )
    return replace(law, purpose=purpose, structure=replace(law.structure, actions=actions))


def decided_town(text=PLAIN):
    """A town that has decided once, with a vote handed on, weights that moved, and a proposal under review."""
    town = TriedTown(law=worded(charter(), text))
    town.file("bo.human", WeighValues({"safety": 300_000, "thrift": 700_000}))
    town.file("cy.human", Delegate("value/safety", "bo", town.now + 100 * 86_400_000))
    reason, now = hold(town, text), town.state.targets["hall"].terms
    town.file("ana.ai", Propose("set_heat", {**now, "degrees": 18}, base_of("hall", now), reason))
    town.to("done")
    town.end_epoch()
    now = town.state.targets["hall"].terms
    town.file("bo.ai", Propose("set_heat", {**now, "degrees": 21}, base_of("hall", now), reason))
    town.to("review")
    return town


def quiet_town(text=PLAIN):
    """The town that has decided, once nothing is open."""
    town = decided_town(text)
    town.to("done")
    return town


def tried_town(text=PLAIN):
    """A town in which one trial went well, one was halted, and one runs."""
    town = TriedTown(law=worded(charter(risk_budget=10_000, risk_target=20_000), text))
    town.start(reason=hold(town, text))
    town.run()
    town.start(by="bo.ai")
    town.draw()
    town.release()
    town.treat()
    town.file("cy.ai", HaltTrial(town.trial.id, "purpose.values.safety", hold(town, text)))
    return town


def contested_town(text=PLAIN):
    """A town in which a jury has found, and its verdict can be appealed."""
    town = Town(first=with_rights(many(16, worded(charter(), text))))
    unlike(town)
    summon(town)
    verdict = replace(found("measured", safety=700_000), reason=hold(town, text))
    judge(town, lambda place: verdict if place else found("void"))
    return town


def funding_town(text=PLAIN):
    """A town in which one round is over and one is voted on."""
    law = worded(street(), text)
    town = Town(law=law, first=founded(law))
    open_round(town, "gus.ai")
    works = [put_in(town, owner, size, place) for place, (owner, size) in enumerate((("ana", 30), ("bo", 90)))]
    decided(town, {"ana": {works[0]: 1}, "bo": {works[0]: 1}, "cy": {works[0]: 1}, "dee": {works[1]: 1}})
    open_round(town, "gus.ai")
    work = put_in(town, "cy", 40, 9)
    pass_deadline(town)
    ballot(town, "ana", {work: 1})
    return town


TOWNS = {
    "decided": decided_town,
    "quiet": quiet_town,
    "tried": tried_town,
    "contested": contested_town,
    "funding": funding_town,
}


def _fixture(name):
    @pytest.fixture(scope="package", name=name)
    def made():
        with visiting(TOWNS[name]()) as visitor:
            yield visitor

    return made


decided_moot, quiet_moot, tried_moot, contested_moot, funding_moot = map(_fixture, TOWNS)


@pytest.fixture(scope="package")
def empty():
    """Give a door behind which nobody has founded anything."""
    with open_hall(clock=HandSetClock(NOW), chance=bytes) as hall:
        yield Visitor(hall)
