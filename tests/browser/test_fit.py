"""Every page fits 320 pixels, which is a window of 1280 at 400 %, and whatever is to be hit can be hit by a finger.

A target is 24 by 24 CSS pixels, or lies so that a circle of 24 around its middle meets no other one (WCAG 2.2, 2.5.8):
links within a line and in tables too, which the standard would let off.
"""

import pytest

from tests.browser.members import shown_to_a_member
from tests.browser.places import FORMS, PAGES, address

# 1280 by 1024 pixels at 400 %: four of the screen to each of CSS.
ZOOMED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
WIDE = {"width": 1280, "height": 900}
SMALLEST = 24
CROWDED = """(smallest) => {
  const what = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const own = (each) => (["radio", "checkbox"].includes(each.type) && each.closest("label")) || each;
  const boxes = (each) => [...each.getClientRects()].filter((box) => box.width && box.height);
  const all = [...document.querySelectorAll(what)].filter((each) => each.checkVisibility()).map(own)
    .filter((each) => !each.matches(".skip")) // seen only with focus, and then alone
    .map((each) => [each, boxes(each)]);
  const bar = (each) => each.closest(".banner, .tabs"); // the page goes on below it
  const apart = (one, other) => one.contains(other) || other.contains(one) || bar(one) !== bar(other);
  const gap = (low, high, at) => Math.max(low - at, 0, at - high);
  const say = (each) => each.outerHTML.slice(0, 90);
  const found = [];
  for (const [one, parts] of all) for (const box of parts) {
    if (box.width >= smallest && box.height >= smallest) continue;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    for (const [other, others] of all) if (!apart(one, other)) for (const its of others) {
      if (Math.hypot(gap(its.left, its.right, x), gap(its.top, its.bottom, y)) < smallest / 2)
        found.push(`${say(one)}, ${box.width} x ${box.height}, is too near ${say(other)}`);
    }
  }
  return found;
}"""
# What scrolls sideways: the page itself, or a part of it that is neither a table nor code.
SIDEWAYS = """() => [...document.querySelectorAll("html, body, body *")].filter((each) => {
  const scrolls = each === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
  return scrolls && each.scrollWidth > each.clientWidth && !each.matches(".scroll:has(> table), pre, code, textarea");
}).map((each) => `${each.outerHTML.slice(0, 90)}: ${each.scrollWidth} in ${each.clientWidth}`)"""


def require_fit(page):
    """See that nothing scrolls sideways, and that everything can be hit: zoomed in, and on a wide window."""
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [320, 4]
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(CROWDED, SMALLEST) == []
    page.set_viewport_size(WIDE)
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(CROWDED, SMALLEST) == []


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_nothing_scrolls_sideways_at_400_percent_and_targets_can_be_hit(visit, shown, place):
    stage, path = place
    moot = shown(stage)
    require_fit(visit(moot, **ZOOMED).open(address(moot, path)))


HEIGHTS = """all => all.map((each) => each.lastElementChild.getBoundingClientRect().bottom
  - each.getBoundingClientRect().top)"""


@pytest.mark.parametrize("place", [each for each in PAGES if each[1] == "/proposals/1"], ids=str)
def test_neither_column_of_a_proposal_is_half_empty_on_a_wide_screen(visit, shown, place):
    page = visit(shown(place[0]), viewport=WIDE).open(place[1])
    left, right = page.locator(".columns > .stack").evaluate_all(HEIGHTS)
    assert min(left, right) > 2 * max(left, right) / 3


@pytest.mark.parametrize("place", FORMS, ids=str)
def test_the_forms_of_members_fit_400_percent_and_a_finger(visit, shown, place):
    require_fit(shown_to_a_member(visit, shown(place[0]), place, **ZOOMED))
