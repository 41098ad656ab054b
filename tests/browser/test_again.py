"""What moves while somebody fills a form in: the form is refused, shows what moved, and goes on with a click."""

import pytest


def came(visit, moot, **options):
    """Let bo's person come with a key in the browser, or, where there are `options`, with one that the server holds."""
    one = visit(moot, **options)
    (one.hosted if options else one.join)(moot, "bo.person")
    return one


def voting(visit, at, **options):
    """Return a moot in its ballot, and a page on which bo's person has filled the vote in."""
    moot = at("ballot", "bo.person")
    one = came(visit, moot, **options)
    page = one.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    page.locator("#vote textarea").fill("Warm enough.")
    return moot, one, page


def proposing(visit, at, **options):
    """Return a moot in which the terms in force move, and a page that proposes on what was before."""
    moot = at("measuring", "bo.person")
    one = came(visit, moot, **options)
    moot.go("closed", "bo.person")
    page = one.open("/propose?kind=limit")
    page.locator("#propose").get_by_label("amps").fill("44")
    page.get_by_label("Why", exact=True).fill("A little more.")
    was = moot.view("target", target="garage")["terms"]
    moot.propose(62)
    moot.go("closed", "bo.person")
    assert moot.view("target", target="garage")["terms"] != was
    return moot, page, was


def filled(page):
    """Return what the form of a proposal holds."""
    form = page.locator("#propose")
    return form.get_by_label("amps").input_value(), form.get_by_label("Why").input_value()


def test_a_vote_whose_stage_moved_says_so_is_refused_and_shows_what_moved(visit, at):
    moot, one, page = voting(visit, at)
    one.live()
    moot.go("objection", "bo.person")
    size = moot.size
    page.locator("#receipt", has_text="moved while you read").wait_for()
    page.get_by_role("button", name="Sign and vote").click()
    told = page.locator("#moved")
    told.wait_for()
    assert "Nothing was recorded." in told.inner_text()
    assert told.locator("dd", has_text="objection").locator("del").inner_text().endswith("ballot")
    assert told.locator("blockquote").inner_text() == "Warm enough."  # nothing asks for it now, so it is there to copy
    assert page.evaluate("document.activeElement.id") == "moved"
    assert moot.size == size


def test_what_is_asked_now_can_be_seen_before_anything_is_refused(visit, at):
    moot, one, page = voting(visit, at)
    one.live()
    moot.go("objection", "bo.person")
    size = moot.size
    page.get_by_role("button", name="Show what is asked now").click()
    page.locator("#moved").wait_for()
    page.locator("#act").get_by_label("am against it").check()
    page.get_by_role("button", name="Sign and object").click()
    page.locator("#act .receipt").wait_for()
    assert moot.size == size + 1


def test_a_proposal_on_what_moved_comes_back_filled_in_and_goes_on_with_a_click(visit, at):
    moot, page, was = proposing(visit, at)
    size = moot.size
    page.get_by_role("button", name="Sign and propose").click()
    told = page.locator("#moved")
    told.wait_for()
    now = moot.view("target", target="garage")["terms"]
    assert "Nothing was recorded." in told.inner_text()
    assert told.locator("dd del").first.inner_text().endswith(str(was["amps"]))
    assert told.locator("dd ins").first.inner_text().split()[1] == str(now["amps"])
    assert filled(page) == ("44", "A little more.")
    assert moot.size == size
    page.get_by_role("button", name="Sign and propose").click()
    page.locator("#act .receipt").wait_for()
    assert moot.page["versions"][moot.page["original"]]["terms"] == {**now, "amps": 44}


def test_without_a_script_a_refused_form_comes_back_filled_in_and_goes_on_with_a_click(visit, at):
    moot, page, was = proposing(visit, at, java_script_enabled=False)
    size = moot.size
    page.get_by_role("button", name="Sign and propose").click()
    told = page.locator("#moved")
    assert "Nothing was recorded." in told.inner_text()
    assert told.locator("dd del").first.inner_text().endswith(str(was["amps"]))
    assert filled(page) == ("44", "A little more.")
    assert moot.size == size
    page.get_by_role("button", name="Sign and propose").click()
    assert "Recorded as entry" in page.locator("h1").inner_text()


def test_without_a_script_what_nothing_asks_for_any_more_is_there_to_copy(visit, at):
    moot, _, page = voting(visit, at, java_script_enabled=False)
    moot.go("objection", "bo.person")
    size = moot.size
    page.get_by_role("button", name="Sign and vote").click()
    assert page.locator("#moved dd", has_text="objection").locator("del").inner_text().endswith("ballot")
    assert page.locator("#left blockquote").inner_text() == "Warm enough."
    assert moot.size == size
    page.get_by_label("am against it").check()
    page.get_by_role("button", name="Sign and object").click()
    assert "Recorded as entry" in page.locator("h1").inner_text()


@pytest.mark.parametrize("held", [True, False])
def test_a_form_that_names_what_moved_is_renewed_while_nothing_is_filled_in(visit, at, held):
    moot = at("measuring", "bo.person")
    one = visit(moot)
    (one.hosted if held else one.join)(moot, "bo.person")
    moot.go("closed", "bo.person")
    page = one.open("/propose?kind=limit")
    one.live()
    base = page.locator("#propose input[name=body]").input_value()
    moot.propose(62)
    moot.go("closed", "bo.person")
    page.locator(f"#propose input[name=body]:not([value='{base}'])").wait_for(state="attached")


def test_a_form_on_another_page_says_too_that_what_it_names_moved(visit, at):
    moot = at("measuring", "bo.person")
    one = came(visit, moot)
    moot.go("closed", "bo.person")
    page = one.open("/propose?kind=limit")
    one.live()
    page.locator("#propose").get_by_label("amps").fill("44")
    moot.propose(62)
    moot.go("closed", "bo.person")
    page.locator("#propose .answer", has_text="moved while you read").wait_for()
    page.get_by_role("button", name="Show what is asked now").click()
    page.locator("#moved dd del").first.wait_for()
    assert page.locator("#propose").get_by_label("amps").input_value() == "44"


def test_a_choice_from_a_list_is_something_filled_in(visit, at):
    everybody = ("bo.person", "flo.person", "di.person", "cy.person", "eli.person")
    moot = at("review", *everybody)
    drawn = moot.view("docket")[0]["awaits"][0]["agent"]
    one = visit(moot)
    one.join(moot, drawn)
    page = one.open("/proposals/1")
    one.live()
    page.locator("#review").get_by_label("It is a").select_option("should be")
    page.evaluate("document.activeElement.blur()")
    moot.go("negotiation", drawn)
    page.locator("#act", has_text="moved while you read").wait_for()
    assert page.locator("#review").get_by_label("It is a").input_value() == "should"
