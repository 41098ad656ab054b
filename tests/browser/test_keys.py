"""A key comes to another browser as a copy under a passphrase, or the other browser makes one that the first adds."""

import json

import pytest

from tests.browser.test_people import TAKE, of, recorded

WORDS = "correct horse battery"


def vote(one):
    """Vote, and wait until it is recorded."""
    page = one.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    page.get_by_role("button", name="Sign and vote").click()
    recorded(page, "#vote")


def copied(one, moot, path):
    """Come by a link as bo's person, make a key, and save the copy of it at `path`; return the public key."""
    page = one.open(moot.reception.invite(moot.members["bo.person"]))
    page.get_by_label("Passphrase for a copy").fill(WORDS)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Make my key here").click()
    assert saved.value.suggested_filename == "bo.person.key.json"
    saved.value.save_as(path)
    page.get_by_text("Your public key:").wait_for()
    return page.locator("#key-state code").inner_text()


def bring(one, path, words=WORDS):
    """Open a copy in a browser that nobody let in by a link."""
    page = one.open("/keys")
    page.get_by_text("Bring a copy of your key").click()
    page.get_by_label("The file").set_input_files(path)
    page.get_by_label("Its passphrase").fill(words)
    page.get_by_role("button", name="Open it here").click()
    return page


def test_a_copy_brings_the_same_key_to_another_browser_which_cannot_be_taken_out_there_either(visit, at, tmp_path):
    moot = at("ballot", "bo.person")
    one, other = visit(moot), visit(moot)
    key = copied(one, moot, tmp_path / "copy.json")
    assert one.page.evaluate(TAKE) == "InvalidAccessError"
    page = bring(other, tmp_path / "copy.json")
    page.get_by_text("You are bo.person").wait_for()
    assert page.locator("#key-state code").inner_text() == key
    assert page.evaluate(TAKE) == "InvalidAccessError"
    vote(other)
    assert of(moot, "CastVote", "bo.person")[1] == key


def test_a_copy_holds_no_secret_in_the_open(visit, at, tmp_path):
    moot = at("ballot", "bo.person")
    key = copied(visit(moot), moot, tmp_path / "copy.json")
    copy = json.loads((tmp_path / "copy.json").read_text())
    assert (copy["public"], copy["agent"], copy["moot"]) == (key, "bo.person", moot.hall.clerk.assembly.moot)
    assert copy["rounds"] >= 600_000
    assert set(copy) == {"moot", "agent", "owner", "public", "kdf", "rounds", "salt", "iv", "sealed"}


@pytest.mark.parametrize(
    "wrong",
    [
        ({}, "another passphrase", "The passphrase is another one, or the copy was changed"),
        ({"agent": "cy.person"}, WORDS, "The passphrase is another one, or the copy was changed"),
        ({"moot": "ab" * 32}, WORDS, "of a key in another moot (abababab)"),
        ({"kdf": "none"}, WORDS, "no copy of a key"),
    ],
)
def test_a_copy_that_is_not_right_is_refused_and_nothing_is_kept(visit, at, tmp_path, wrong):
    changes, words, told = wrong
    moot = at("ballot", "bo.person")
    path = tmp_path / "copy.json"
    copied(visit(moot), moot, path)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    page = bring(visit(moot), path, words)
    page.locator("#key-state .trouble", has_text=told).wait_for()
    assert "Nothing was kept here." in page.locator("#key-state").inner_text()
    page.reload()
    page.get_by_text("There is no key in this browser yet").wait_for()


def test_another_browser_makes_a_key_of_its_own_which_counts_once_the_first_has_added_it(visit, at):
    moot = at("ballot", "bo.person")
    first, second = visit(moot), visit(moot)
    first.join(moot, "bo.person")
    page = second.open("/keys")
    page.get_by_text("Make another key, for this browser").click()
    page.get_by_label("You are").fill("bo.person")
    page.get_by_role("button", name="Make it here").click()
    page.locator("#key-state .trouble", has_text="The record does not know this key yet").wait_for()
    key = page.locator("#key-state code").inner_text()
    first.page.get_by_label("Public key of the other device").fill(key)
    first.page.get_by_role("button", name="Sign and add").click()
    first.page.locator("#devices .receipt").wait_for()
    page.reload()
    page.get_by_text("Your public key:").wait_for()
    vote(second)
    assert of(moot, "CastVote", "bo.person")[1] == key


def test_a_key_for_nobody_is_not_made(visit, at):
    moot = at("ballot", "bo.person")
    page = visit(moot).open("/keys")
    page.get_by_text("Make another key, for this browser").click()
    page.get_by_label("You are").fill("nobody")
    page.get_by_role("button", name="Make it here").click()
    page.locator("#key-state .trouble", has_text="Nobody here is called nobody. Nothing was kept here.").wait_for()
