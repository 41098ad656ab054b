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


BEGUN = """
window.begun = [];
for (const kind of ["animationstart", "transitionrun"]) {
  document.addEventListener(kind, (event) => window.begun.push(event.animationName ?? event.propertyName), true);
}
"""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.begun))))"


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", ["tint"]), ("reduce", [])])
def test_what_is_new_is_tinted_for_a_moment_but_not_for_who_wants_less_motion(visit, at, motion, moves):
    moot = at("ballot")
    one = visit(moot, reduced_motion=motion)
    one.page.add_init_script(BEGUN)
    page = one.open("/proposals/1")
    one.live()
    comments = page.locator("[data-key=comments]")
    moot.members["bo.person"].comment(moot.page["proposal"], "This is new.")
    comments.get_by_text("This is new.").wait_for()
    assert [name for name in page.evaluate(FRAMES) if name == "tint"][:1] == moves
    if not moves:
        assert page.evaluate(FRAMES) == []  # nor does anything else move
        assert page.evaluate("document.getAnimations().length") == 0


LIGHT, DARK = "rgb(247, 246, 243)", "rgb(16, 18, 22)"
GROUND = "getComputedStyle(document.body).backgroundColor"
EACH_FRAME = f"""
window.grounds = [];
(function look() {{ if (document.body) window.grounds.push({GROUND}); requestAnimationFrame(look); }})();
"""


@pytest.mark.parametrize(
    ("system", "choice", "ground"),
    [
        ("light", "as the system has it", LIGHT),
        ("dark", "as the system has it", DARK),
        ("light", "dark", DARK),
        ("dark", "light", LIGHT),
    ],
)
def test_the_theme_is_the_systems_or_the_one_that_was_chosen_from_the_first_frame_on(
    visit, shown, system, choice, ground
):
    one = visit(shown("ballot"), color_scheme=system)
    one.page.add_init_script(EACH_FRAME)
    page = one.open("/keys")
    assert page.evaluate(GROUND) == {"light": LIGHT, "dark": DARK}[system]
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/keys#looks")
    for path in ("/keys", "/proposals/1", None):
        one.open(path) if path else page.reload()
        one.live()
        assert set(page.evaluate("window.grounds")) == {ground}  # no frame of the other flashes
    assert one.open("/keys").get_by_label(choice, exact=True).is_checked()


def test_who_leaves_the_theme_to_the_system_is_followed_at_once(visit, shown):
    page = visit(shown("ballot"), color_scheme="light").open("/")
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == DARK


def test_a_chosen_theme_is_sent_by_the_server_and_needs_no_script(visit, shown):
    one = visit(shown("ballot"), color_scheme="light", java_script_enabled=False)
    page = one.open("/keys")
    page.get_by_label("dark", exact=True).check()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/keys#looks")
    assert '<html lang="en" data-theme="dark"' in one.context.request.get("/").text()
