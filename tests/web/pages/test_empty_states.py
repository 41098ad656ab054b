"""Where there is nothing to show a page says so, and what brings something: every such sentence is seen on its page."""

import re
from dataclasses import replace

import pytest

from moot.core.commands import Comment, Dispute
from moot.web.pages import STATIC
from tests.clerk.town import Town
from tests.core.court import CREDIT, FLOOR, WHY, with_rights
from tests.core.house import charter, founding
from tests.core.tenders import founded, open_round, street
from tests.web.pages.conftest import TriedTown, visiting

TEMPLATES = sorted((STATIC.parent / "templates").glob("*.html"))
SENTENCE = re.compile(r'(?:\.empty\("|<p class="dim">)([A-Z][^"<{]{9,})')
PATHS = (
    *("/", "/inbox", "/inbox?as=ana.ai", "/inbox?as=gus.human", "/proposals", "/proposals?filter=nothing", "/values"),
    *("/members", "/members/ana", "/members/ed", "/members/gus.ai", "/record", "/charter", "/trials", "/coverage"),
    *("/propose", "/propose?kind=set_heat", "/disputes", "/rounds", "/keys"),
    *("/charter/amend", "/charter/amend?set.structure.quorum=0"),
)


def empties():
    return {(path.name, found.group(1).strip()) for path in TEMPLATES for found in SENTENCE.finditer(path.read_text())}


def seen(visitor):
    """Return what the pages of a moot say."""
    ids = [f"/{name}s/{row[name]}" for name in ("trial", "dispute", "round") for row in visitor.view(f"{name}s")]
    numbered = [f"/proposals/{row['number']}" for row in visitor.view("decisions")["rows"]]
    answers = [visitor.ask(path) for path in (*PATHS, *ids, *numbered)]
    answers.append(visitor.ask("/charter/amend", cookie="as=bo.ai"))
    return " ".join(" ".join(answer.text.split()) for answer in answers if answer.status_code == 200)


def without_mandates():
    """Return a town whose agents watch nothing."""
    plan = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, mandates=()) for each in owner.agents)) for owner in plan.owners
    )
    return Town(first=replace(plan, owners=owners))


def with_words_that_are_not_held():
    """Return a town in which somebody commented, and somebody brought evidence, whose texts were erased."""
    town = Town(first=with_rights(founding()))
    town.propose()
    town.to("measuring")
    town.file("bo.ai", Comment(town.open.id, WHY))
    town.file("gus.human", Dispute("execution", town.open.id, FLOOR, 20 * CREDIT, WHY))
    return town


def half_reported():
    """Return a town whose trial is over, of which one of two has reported."""
    town = TriedTown(law=charter(risk_budget=10_000, risk_target=20_000))
    town.start()
    town.draw()
    while town.trial.stage == "releasing":
        town.batch()
    town.treat()
    town.report(town.trial.agent)
    return town


def tendering(opened):
    """Return a town whose charter names a budget, and perhaps has a round open."""
    law = street()
    town = Town(law=law, first=founded(law))
    if opened:
        open_round(town, "gus.ai")
    return town


@pytest.fixture(scope="module")
def words(request):
    """Give what the pages of many moots say."""
    told = [seen(request.getfixturevalue(name)) for name in ("empty", "decided", "tried", "contested", "funding")]
    untried, beginning = TriedTown(law=charter(risk_budget=0, risk_target=0)), TriedTown()
    beginning.start()
    towns = (Town(), untried, beginning, half_reported(), tendering(opened=False), tendering(opened=True))
    for town in (*towns, without_mandates(), with_words_that_are_not_held()):
        with visiting(town) as visitor:
            told.append(seen(visitor))
    return told


def test_there_are_such_sentences():
    assert len(empties()) > 30


@pytest.mark.parametrize(("page", "sentence"), sorted(empties()))
def test_an_empty_state_is_seen_on_a_page(words, page, sentence):
    assert any(sentence in each for each in words), page
