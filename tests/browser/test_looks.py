"""Every page as it looks: to people who see, to people who don't, in the dark, on a phone, and to a strict policy."""

from itertools import pairwise

import pytest

from tests.browser.members import shown_to_a_member
from tests.browser.places import FORMS, PAGES, address

everywhere = pytest.mark.parametrize("place", PAGES, ids=str)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip("axe_playwright_python.sync_playwright", reason="./dev browser installs axe")
    return package.Axe()


@everywhere
@pytest.mark.parametrize("look", [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=str)
def test_axe_finds_nothing(visit, shown, axe, place, look):
    (stage, path), (scheme, width) = place, look
    moot = shown(stage)
    page = visit(moot, color_scheme=scheme, viewport={"width": width, "height": 900}).open(address(moot, path))
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("place", FORMS, ids=str)
@pytest.mark.parametrize("look", [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=str)
def test_axe_finds_nothing_in_the_forms_of_members(visit, shown, axe, place, look):
    scheme, width = look
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = shown_to_a_member(visit, shown(place[0]), place, **options)
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []


@everywhere
def test_every_answer_carries_the_strict_policy_and_asks_nobody_else(visit, shown, place):
    stage, path = place
    moot = shown(stage)
    one = visit(moot)
    answers = []
    one.page.on("response", lambda each: answers.append(each))  # noqa: PLW0108 - the driver wants a function
    one.open(address(moot, path))
    one.live()
    assert len(answers) > 4  # the page, its style and its scripts
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"


@everywhere
def test_the_page_is_whole_without_a_script(visit, shown, place):
    stage, path = place
    moot = shown(stage)
    page = visit(moot, java_script_enabled=False).open(address(moot, path))
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    headings = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map((each) => Number(each.tagName[1]))")
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_who_wants_less_motion_sees_none(visit, shown):
    page = visit(shown("ballot"), reduced_motion="reduce").open("/proposals/1")
    page.locator("[data-key=now]").evaluate("each => each.classList.add('tinted')")
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_chosen_theme_holds_from_the_first_line_of_the_next_page(visit, shown):
    one = visit(shown("ballot"), color_scheme="light")
    page = one.open("/keys")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 246, 243)"
    page.get_by_label("dark", exact=True).check()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/keys#looks")
    dark = "rgb(16, 18, 22)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    # The server sends it, so that no script has to come first, and no light page flashes.
    assert '<html lang="en" data-theme="dark"' in one.context.request.get("/").text()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


LINES = """() => ["ins", "del"].map((name) => {
  const each = document.querySelector(`main ${name}`), style = getComputedStyle(each);
  return [style.textDecorationLine, each.querySelector(".visually-hidden").textContent.trim()];
})"""


@pytest.mark.parametrize("colours", [{"forced_colors": "active"}, {"forced_colors": "none"}], ids=["forced", "own"])
def test_what_changes_is_told_by_a_line_and_a_word_and_not_by_colour_alone(visit, shown, colours):
    page = visit(shown("closed"), **colours).open("/proposals/1")
    assert page.evaluate(LINES) == [["underline", "becomes"], ["line-through", "was"]]
