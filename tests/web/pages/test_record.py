"""The page of the record: entries back from one, in words and as they are, and the checkpoint over them."""

import re
from pathlib import Path

import pytest

import moot.web
from moot.record.tree import leaf_hash
from moot.views.sentences import followed
from moot.wire.entry import leaf, tell

STATIC = Path(moot.web.__file__).parent / "static"


def indices(page):
    return [int(each.removeprefix("entry-")) for each in page.values("li", "id") if each.startswith("entry-")]


def test_the_newest_entry_comes_first(decided):
    size = decided.hall.clerk.size
    assert indices(decided.see("/record")) == list(range(size - 1, size - 51, -1))


def test_pages_hold_every_entry_once(decided):
    seen, path = [], "/record"
    while path:
        page = decided.see(path)
        seen += indices(page)
        path = led(page, "next")
    assert seen == list(range(decided.hall.clerk.size - 1, -1, -1))


def led(page, rel):
    """Return where the link of a page with this relation leads."""
    links = [each for each in page.attributes if each[0] == "a"]
    at = next((place for place, each in enumerate(links) if each[1:] == ("rel", rel)), None)
    return None if at is None else links[at + 1][2]


def test_an_address_names_the_entry_on_which_its_page_begins(decided):
    page = decided.see("/record?start=7")
    assert indices(page) == list(range(7, -1, -1))
    assert led(page, "prev") == "/record?start=57"
    assert led(page, "next") is None


@pytest.mark.parametrize(("start", "older"), [(49, None), (50, "/record?start=0"), (51, "/record?start=1")])
def test_older_ones_are_offered_exactly_where_there_are_some(decided, start, older):
    assert led(decided.see(f"/record?start={start}"), "next") == older


@pytest.mark.parametrize("start", ["99999", "x", "-1", "1" * 30])
def test_an_entry_that_is_not_there_has_no_page(decided, start):
    assert decided.ask(f"/record?start={start}").status_code == 404


def test_an_entry_is_told_in_words_and_as_it_is(decided):
    [entry] = decided.hall.store.read(5, 6)
    told, page = tell(entry), decided.see("/record?start=5")
    assert followed(told.events) in page.words
    assert entry.act.decode() in page.words
    assert leaf_hash(leaf(entry)).hex() in page.values("span", "title")
    assert f"of {told.act.by} has signed exactly this act" in page.words


def test_what_the_browser_is_to_compare_with_is_the_clerks_signed_word(decided):
    page, head = decided.see("/record"), decided.hall.clerk.checkpoint
    [(_, note)] = decided.hall.store.checkpoints(head.size, head.size + 1)
    assert " ".join(note.decode().split()) in page.words
    assert page.values("div", "data-check") == [""]
    assert "moot verify" in page.words


def test_the_script_that_checks_is_short_and_reads_from_this_door_alone():
    text = (STATIC / "verify.js").read_text()
    assert len(text.splitlines()) <= 150
    assert set(re.findall(r"got\([`\"](/[a-z0-9]+/)", text)) == {"/api/"}
    assert not re.search(r"https?://|import\(|eval", text)


def test_an_empty_record_says_what_begins_it(empty):
    words = empty.see("/record").words
    assert "Nothing was recorded yet" in words
    assert "moot init" in words
