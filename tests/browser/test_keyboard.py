"""Everything can be done by the keyboard, and nothing is done by a key that was meant for a field."""

from itertools import pairwise


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


def test_the_order_of_tabs_is_the_order_of_reading(visit, shown):
    page = visit(shown("ballot"), viewport={"width": 390, "height": 800}).open("/proposals/1")
    tops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body || !document.activeElement.closest('main')"):
            if tops:
                break
            continue
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
    assert len(tops) > 10
    # Nothing jumps back by more than a line.
    assert [after - before for before, after in pairwise(tops) if after < before - 40] == []
