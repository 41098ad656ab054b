"""Everything can be done by the keyboard, and nothing is done by a key that was meant for a field."""


def test_a_vote_is_cast_by_the_keyboard_alone(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/")
    one.live()
    press = page.keyboard.press
    press("j")
    press("Enter")
    page.wait_for_url("**/proposals/1")
    one.live()
    press("v")
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    for _ in range(2):  # over the block's summary to the reason
        press("Tab")
    page.keyboard.type("jvn./?")
    press("Tab")
    press("Enter")
    said = page.locator("#vote .answer.receipt")
    said.wait_for()
    assert (said.get_attribute("role"), said.get_attribute("aria-live")) == ("status", "polite")
    assert page.url.endswith("/proposals/1")
    moot.go("closed", "bo.person")
    assert moot.page["votes"]["bo"]["choice"] == "against"
    assert moot.hall.store.text(moot.page["votes"]["bo"]["reason"]) == "jvn./?"


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


def test_the_changes_of_versions_are_walked_through_and_spoken(visit, shown):
    one = visit(shown("ballot"))
    page = one.open("/proposals/1")
    one.live()
    page.keyboard.press("n")
    named = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert named == "change 1 of 1: amps 40 to 70"
    assert page.locator("[data-key=runs] del").first.inner_text().startswith("was")
