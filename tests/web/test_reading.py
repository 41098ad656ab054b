"""Reading at the door: views, entries, proofs and texts, as they are and as they stay."""

from base64 import b64decode

import pytest

from moot.core.commands import Vote
from moot.kit.answers import told_of
from moot.record.checkpoint import open_checkpoint
from moot.record.note import VerifierKey
from moot.record.tree import leaf_hash, verify_consistency, verify_inclusion
from moot.wire.canonical import canonical
from moot.wire.entry import leaf, text_hash
from tests.web.conftest import posted, street
from tests.web.test_problems import is_problem


@pytest.fixture(scope="module")
def read():
    """Give a moot whose record has some entries."""
    with street() as made:
        made.post([posted(made.commit()) for _ in range(12)])
        yield made


def hashes(proof):
    return [b64decode(each) for each in proof["hashes"]]


def test_pages_of_entries_hold_every_entry_once(read):
    rows, where = [], "/entries?limit=5"
    while where:
        answer = read.get(where)
        page = answer.json()
        rows += page["rows"]
        assert (page["next"] is None) == ("next" not in answer.links)
        where = answer.links["next"]["url"].removeprefix("/api/v1") if "next" in answer.links else None
    assert [each["index"] for each in rows] == list(range(13))
    assert [told_of(each) for each in rows] == list(read.hall.door().entries(0))


def test_a_page_beyond_the_end_is_empty(read):
    assert read.get("/entries?start=99").json() == {"rows": [], "size": 13, "next": None}


def test_an_entry_can_be_found_by_its_act_and_never_changes(read):
    one = read.get("/entries/3")
    assert read.get(f"/acts/{one.json()['id']}").json() == one.json()
    assert "immutable" in one.headers["cache-control"]
    again = read.get("/entries/3", headers={"If-None-Match": f'"x", W/{one.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    is_problem(read.get("/entries/99"), 404, "NotFound")
    is_problem(read.get("/acts/" + "0" * 64), 404, "NotFound")


def test_an_entry_is_proved_below_a_signed_checkpoint(read):
    note = read.get("/checkpoint")
    origin = read.get("").json()["origin"]
    key = VerifierKey(origin, bytes.fromhex(read.get("").json()["clerk"]))
    head = open_checkpoint(note.content, [key])
    assert head.size == 13
    [entry] = read.hall.store.read(4, 5)
    proof = read.get("/proofs/inclusion?index=4&size=13").json()
    assert b64decode(proof["root"]) == head.root
    verify_inclusion(hashes(proof), leaf=leaf_hash(leaf(entry)), index=4, size=13, root=head.root)
    old = b64decode(read.get("/proofs/inclusion?index=0&size=6").json()["root"])
    growth = read.get("/proofs/consistency?old=6&new=13").json()
    verify_consistency(hashes(growth), old_size=6, old_root=old, new_size=13, new_root=head.root)
    assert read.get("/checkpoint", headers={"If-None-Match": note.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "status"),
    [("inclusion?index=0&size=14", 404), ("inclusion?index=5&size=5", 422), ("consistency?old=9&new=3", 422)],
)
def test_what_is_not_in_the_record_is_not_proved(read, asked, status):
    assert read.get(f"/proofs/{asked}").status_code == status


def test_a_view_is_named_by_exactly_its_content(read):
    first = read.get("/views/docket")
    assert first.json() == read.hall.view("docket")
    assert first.headers["moot-size"] == "13"
    assert read.get("/views/docket", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    # What others wrote meanwhile does not change it.
    read_again = read.get("/views/docket?start=0")
    assert read_again.json() == first.json() or read_again.json()["rows"] == []


@pytest.mark.parametrize("name", ["charter", "docket", "values", "standing", "pulse", "decisions", "trials"])
def test_every_view_is_as_it_is_inside(read, name):
    assert canonical(read.get(f"/views/{name}").json()) == canonical(read.hall.view(name))


def test_a_view_that_is_not_there_is_not_found_and_says_what_is(read):
    said = is_problem(read.get("/views/weather"), 404, "NotFound")
    assert "docket" in said["why"]
    is_problem(read.get("/views/proposal?proposal=00"), 404, "NotFound")


@pytest.mark.parametrize("asked", ["docket?colour=red", "proposal", "decisions?start=x", "docket?agent=a&agent=b"])
def test_an_argument_that_a_view_does_not_take_is_named(read, asked):
    is_problem(read.get(f"/views/{asked}"), 422, "BadArgument")


def test_views_follow_the_record():
    with street() as here:
        before = here.get("/views/pulse")
        here.post(posted(here.commit()))
        after = here.get("/views/pulse")
        assert int(after.headers["moot-size"]) == int(before.headers["moot-size"]) + 1


def test_a_text_is_read_by_its_hash_until_it_is_erased(read):
    named = read.hall.hold("because")
    said = read.get(f"/texts/{named}").json()
    assert (said["hash"], said["text"]) == (named, "because")
    assert text_hash(said["salt"], said["text"]) == named
    read.hall.store.erase(named)
    is_problem(read.get(f"/texts/{named}"), 404, "NotFound")


def test_a_vote_is_no_secret_of_the_door(read):
    # What is sealed never left the clerk's drawer: no answer of the door has a field for it.
    assert Vote("against").choice not in read.get("/entries").text
