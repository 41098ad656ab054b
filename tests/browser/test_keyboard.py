"""Everything can be done by the keyboard, and nothing is done by a key that was meant for a field."""

from dataclasses import replace


def test_a_vote_is_cast_by_the_keyboard_alone(visit, at):
    moot = at("ballot", "bo.person")
    cy, law, asked = moot.members["cy.person"], moot.hall.clerk.assembly.charter, moot.page["proposal"]
    rules = cy.propose_charter(replace(law, structure=replace(law.structure, quorum=600_000)))
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/")
    one.live()
    assert page.locator("a.row .mono").all_inner_texts()[:2] == ["P-2", "P-1"]
    assert [focused(page, key) for key in "jjkj"] == [f"/proposals/{each}" for each in (2, 1, 2, 1)]
    press = page.keyboard.press
    press("Enter")
    page.wait_for_url("**/proposals/1")
    one.live()
    for key in ("v", "Space", "ArrowDown", "ArrowDown", "Tab", "Tab"):  # over the block's summary to the reason
        press(key)
    page.keyboard.type("jvn./?")
    press("Tab")
    # What is announced comes into a place that was there, and empty, before.
    before = page.locator("#vote [role=status][aria-live=polite]").element_handle()
    assert before.inner_text() == ""
    press("Enter")
    page.get_by_role("status").filter(has_text="Recorded as entry").wait_for()
    assert before.inner_text().startswith(f"Recorded as entry {moot.size - 1}.")
    assert page.url.endswith("/proposals/1")
    cy.withdraw(rules.id)
    moot.go("closed", "bo.person")
    votes = moot.view("proposal", proposal=asked)["votes"]
    assert votes["bo"]["choice"] == "against"
    assert moot.hall.store.text(votes["bo"]["reason"]) == "jvn./?"


def focused(page, key):
    """Return where the link leads that has focus after a key."""
    page.keyboard.press(key)
    return page.evaluate("document.activeElement.getAttribute('href')")


def test_single_keys_go_where_the_help_says_and_rest_when_switched_off(visit, shown):
    one = visit(shown("ballot"))
    page = one.open("/")
    one.live()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/proposals")
    one.live()
    page.keyboard.press("/")
    page.keyboard.type("stage:vote gp?")
    assert page.locator("#filter").input_value() == "stage:vote gp?"
    one.open("/keys")
    page.get_by_label("Single keys act as shortcuts").uncheck()
    one.open("/proposals")
    one.live()
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert page.url.endswith("/proposals")
    assert page.evaluate("document.activeElement === document.body")
