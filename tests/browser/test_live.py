"""What happens elsewhere appears by itself, exactly once, and moves nothing that is being read or typed."""

import re

from moot.core.commands import Vote


def comment(moot, text="And so on."):
    moot.members["di.person"].comment(moot.page["proposal"], text)


def test_a_page_of_a_longer_record_begins_again_with_the_one_that_there_is(visit, at):
    def longer(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-size="\d+"', 'data-size="9999"', answer.text()))

    moot = at("negotiation")
    one = visit(moot)
    one.page.route("**/proposals/1", longer, times=1)
    page = one.open("/proposals/1")
    one.live()
    comment(moot, "Something new.")
    page.get_by_text("Something new.").wait_for()
    assert page.locator("#live").inner_text() == f"live · {moot.hall.clerk.size} entries"


def test_a_row_with_focus_changes_where_it_is(visit, at):
    moot = at("ballot")
    one = visit(moot, viewport={"width": 390, "height": 300})
    page = one.open("/proposals")
    one.live()
    row = page.locator("a.row")
    row.focus()
    page.evaluate("scrollTo(0, 90)")
    before = page.evaluate("scrollY")
    moot.go("objection")
    page.locator("a.row .kind", has_text="objection").wait_for()
    assert page.evaluate("document.activeElement.closest('[data-key]').dataset.key") == "P-1"
    assert page.evaluate("scrollY") == before > 0


def test_new_rows_wait_until_they_are_asked_for(visit, at):
    moot = at("closed")
    one = visit(moot)
    page = one.open("/proposals")
    one.live()
    page.locator("a.row").focus()
    place = page.locator("a.row").bounding_box()["x"]
    moot.propose(60)
    bar = page.locator("#news")
    bar.wait_for()
    assert bar.inner_text() == "1 new · press ."
    assert page.locator("a.row").count() == 1
    assert page.locator("a.row").bounding_box()["x"] == place
    page.keyboard.press(".")
    assert page.locator("a.row .mono").all_inner_texts() == ["P-2", "P-1"]
    assert bar.is_hidden()


def test_what_waits_for_nobody_any_more_is_marked_and_stays(visit, at):
    moot = at("ballot")
    one = visit(moot)
    page = one.open("/inbox?as=bo.person")
    one.live()
    moot.members["bo.person"].vote(moot.page["proposal"], moot.page["paper"], Vote("for"))
    page.locator("li.gone").wait_for()


def test_what_is_being_typed_is_kept_while_the_page_changes(visit, at):
    moot = at("negotiation")
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/proposals/1")
    one.live()
    page.get_by_label("Why this is better").fill("Because")
    comment(moot, "Nobody minds.")
    page.get_by_text("Nobody minds.").wait_for()
    assert page.get_by_label("Why this is better").input_value() == "Because"
    assert page.evaluate("document.activeElement.name") == "body/reason:text"


def test_what_was_recorded_stays_told_when_the_stage_moves_on(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/proposals/1")
    one.live()
    page.get_by_label("I want it to go ahead").check()
    page.get_by_role("button", name="Sign and vote").click()
    page.locator("#vote .receipt").wait_for()
    moot.go("objection", "bo.person")
    page.get_by_role("button", name="Sign and object").wait_for()
    said = page.locator("#act #receipt").inner_text()
    assert "Recorded as entry" in said
    assert "will be refused" not in page.locator("#act").inner_text()


def test_twelve_tabs_hear_the_same_by_one_connection(visit, at):
    moot = at("ballot")
    one = visit(moot)
    asked = []
    one.context.on("request", lambda each: asked.append(each.url) if "/events?" in each.url else None)
    tabs = [one.page, *(one.context.new_page() for _ in range(11))]
    for tab in tabs:
        one.open("/proposals/1", tab)
    for tab in tabs:
        one.live(tab)
    comment(moot, "To everybody.")
    for tab in tabs:
        tab.get_by_text("To everybody.").wait_for()
    assert len(asked) == 1
    tabs[0].close()  # the one that listened; another takes over
    comment(moot, "And again.")
    for tab in tabs[1:]:
        tab.get_by_text("And again.").wait_for()
    assert len(asked) == 2
