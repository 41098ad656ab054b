"""Rules are changed by those whom they bind, in a browser: with a key of their own, and without a script."""

import pytest


def draft(page, at):
    """Put a quorum of 90 % into a draft, coming from the charter."""
    at("/charter")
    page.locator("[id='structure.quorum']").get_by_role("link", name="amend").click()
    page.get_by_label("structure.quorum percent").fill("90")
    page.get_by_role("button", name="Put it into the draft").first.click()
    page.locator("#draft del", has_text="50 %").wait_for()
    assert page.locator("#draft ins").inner_text().endswith("90\xa0%")


def proposed(moot):
    """Return the charter that was proposed, and who signed it with which key."""
    [told] = moot.acts("Propose")[1:]
    return told.act.command.charter, (told.act.by, told.act.key)


def test_a_person_proposes_other_rules_with_the_key_of_this_browser(visit, at):
    moot = at("closed")
    one = visit(moot)
    key = one.join(moot, "bo.person")
    draft(one.page, one.open)
    one.page.locator("#amend-charter textarea").fill("Nobody should be outvoted by being away.")
    one.page.get_by_role("button", name="Sign and propose").click()
    one.page.locator("#amend-charter .receipt").wait_for()
    charter, signer = proposed(moot)
    assert (charter.structure.quorum, signer) == (900_000, ("bo.person", key))


def test_a_person_proposes_other_rules_without_a_script(visit, at):
    moot = at("closed")
    one = visit(moot, java_script_enabled=False)
    one.hosted(moot, "bo.person")
    draft(one.page, one.open)
    one.page.get_by_role("button", name="Sign and propose").click()
    assert "Recorded as entry" in one.page.locator("h1").inner_text()
    charter, signer = proposed(moot)
    added = moot.acts("AddKey")[-1].act.command
    assert (charter.structure.quorum, signer, added.held) == (900_000, ("bo.person", added.key), "door")
    page = one.open("/proposals/2")
    assert "structure.quorum" in page.locator("h1").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_would_lock_members_out_cannot_be_signed(visit, at, scripts):
    moot = at("closed")
    one = visit(moot, java_script_enabled=scripts)
    one.hosted(moot, "bo.person")
    page = one.open("/charter/amend?set.structure.quorum=0")
    assert "no vote could ever pass" in page.locator("#troubles").inner_text()
    assert page.get_by_role("button", name="Sign and propose").count() == 0
