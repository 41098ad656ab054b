"""The browser checks the whole record by itself, and names the first entry that does not hold."""

import json


def _checked(page):
    page.get_by_role("button", name="Check every entry").click()
    answer = page.locator("[data-check] .answer")
    answer.filter(has_text="erified: ").wait_for()
    return answer.inner_text()


def test_a_record_that_holds_is_verified_in_the_browser(visit, shown):
    moot = shown("closed")
    said = _checked(visit(moot).open("/record"))
    head = moot.hall.clerk.checkpoint
    assert said.startswith(f"Verified: {head.size} entries")
    assert head.root.hex()[:16] in said.replace(" ", "")


def test_an_entry_that_was_changed_on_the_way_is_named(visit, shown):
    page = visit(shown("closed")).open("/record")

    def bend(route):
        told = route.fetch()
        body = json.loads(told.text())
        for row in body["rows"]:
            if row["index"] == 3:
                row["received"] += 1
        route.fulfill(response=told, body=json.dumps(body, separators=(",", ":"), ensure_ascii=False))

    page.route("**/api/v1/entries?*", bend)
    said = _checked(page)
    assert said.startswith("Not verified:")
    assert "entry 3" in said
