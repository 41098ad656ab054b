"""Whatever members write, in every text that they can write, does nothing on any page."""

from urllib.parse import urlencode

import pytest

from tests.web.pages.conftest import EVIL, TOWNS, Sight, visiting

PAGES = (
    "/values",
    "/members",
    "/members/ana",
    "/record",
    "/charter",
    "/charter/amend",
    "/charter/amend?clause=purpose.statement&set.clarity.comments=3",
    "/trials",
    "/coverage",
    "/propose",
    "/disputes",
    "/rounds",
)
OWN_SCRIPTS = 1  # page.js
HARMFUL = {"img", "iframe", "object", "embed", "style", "base", "video", "audio", "applet", "math"}


def pages_of(visitor):
    """Return the paths of every page of a moot."""
    ids = [f"/{name}s/{row[name]}" for name in ("trial", "dispute", "round") for row in visitor.view(f"{name}s")]
    numbered = [f"/proposals/{row['number']}" for row in visitor.view("decisions")["rows"]]
    return (*PAGES, *ids, *numbered, "/propose?kind=set_heat")


def harmless(html):
    page = Sight(html)
    assert not HARMFUL & set(page.tags)
    assert page.tags["script"] == OWN_SCRIPTS
    assert page.values("script", "src")[0].startswith("/static/")
    assert page.tags["html"] == page.tags["main"] == page.tags["h1"] == 1
    for _, name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in ("srcdoc", "style")
        assert not (name in ("href", "src", "action") and value.lower().lstrip().startswith(("javascript:", "data:")))


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("evil", EVIL)
def test_hostile_words_are_inert(town, evil):
    with visiting(TOWNS[town](evil)) as visitor:
        assert visitor.view("charter")["charter"]["purpose"]["statement"] == evil
        for path in pages_of(visitor):
            for said in ("as=", "as=bo.human", "as=bo.ai:bo.human"):  # a guest, and members, who are shown forms
                answer = visitor.ask(path, cookie=said)
                assert answer.status_code == 200, path
                harmless(answer.text)


@pytest.mark.parametrize("path", ["/members/{}", "/record?start={}", "/trials/{}", "/propose?kind={}", "/disputes/{}"])
@pytest.mark.parametrize("evil", EVIL[:2])
def test_hostile_addresses_are_too(decided, path, evil):
    answer = decided.ask(path.format(evil))
    assert answer.status_code == 404
    harmless(answer.text)


@pytest.mark.parametrize("evil", EVIL)
def test_a_draft_of_hostile_rules_is_inert(decided, evil):
    asked = {
        "set.purpose.statement": evil,
        f"set.{evil}": evil,
        "clause": evil,
        "split.parent": evil,
        "split.name": evil,
    }
    for said in ("as=", "as=bo.human"):
        answer = decided.ask(f"/charter/amend?{urlencode(asked)}", cookie=said)
        assert answer.status_code == 200
        harmless(answer.text)


def test_a_search_for_what_is_alike_shows_its_words_as_words(decided):
    page = decided.ask(f"/propose?kind=set_heat&text={EVIL[1]}")
    assert page.status_code == 200
    harmless(page.text)
