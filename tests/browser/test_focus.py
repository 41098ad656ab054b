"""Whoever goes through a page by Tab comes by everything once, as it is read, and always sees where that is."""

from itertools import pairwise

import pytest

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
PAGES = (
    ("ballot", "/"),
    ("closed", "/proposals"),
    ("review", "/proposals/1"),
    ("negotiation", "/proposals/1"),
    ("ballot", "/proposals/1"),
    ("closed", "/charter"),
    ("closed", "/propose?kind=limit"),
    ("closed", "/charter/amend?clause=structure.windows.ballot&set.structure.quorum=0"),
    ("closed", "/values"),
    ("ballot", "/keys"),
)
WIDEST, CLEAREST = 2, 3  # pixels of an outline, and its contrast, at least (WCAG 2.2, 2.4.13 and 1.4.11)
LINE = 40  # pixels by which what stands in one row may differ in height
REACHABLE = """() => {
  const what = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const all = [...document.querySelectorAll(what)].filter((each) => each.checkVisibility() && !each.disabled);
  const groups = new Set();
  return all.filter((each) => {
    const group = each.type === "radio" && `${[...document.forms].indexOf(each.form)} ${each.name}`;
    if (!group) return true;
    if (groups.has(group)) return false; // one of its radios, and arrows from there
    return groups.add(group);
  }).length;
}"""
STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => { // from the outermost to the innermost
    paint.fillStyle = "#fff";
    paint.fillRect(0, 0, 1, 1);
    for (const each of colours) { paint.fillStyle = each; paint.fillRect(0, 0, 1, 1); }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const linear = (x) => (x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((each) => linear(each / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const around = [];
  for (let each = one.parentElement; each; each = each.parentElement)
    around.unshift(getComputedStyle(each).backgroundColor);
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const [low, high] = [light(over(around)), light(over([...around, style.outlineColor]))].sort((a, b) => a - b);
  const bars = [...document.querySelectorAll(".banner, .tabs, .news")]
    .filter((each) => each.checkVisibility() && !each.contains(one) && !one.matches(".skip"));
  const covered = bars.map((each) => each.getBoundingClientRect()).some((bar) =>
    box.top < bar.bottom && box.bottom > bar.top && box.left < bar.right && box.right > bar.left);
  const seen = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  const parts = [...document.querySelectorAll(".banner, main, main .stack, .tabs, footer")];
  window.stops ??= [];
  const again = window.stops.includes(one);
  window.stops.push(one);
  return {
    what: one.outerHTML.slice(0, 90), again, top: box.top + scrollY,
    covered: covered && box.height < innerHeight - 200, // what is higher than the space between cannot but be
    outside: seen < Math.min(box.height, 24),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (high + .05) / (low + .05),
    part: parts.findLastIndex((each) => each.contains(one)),
  };
}"""


def walked(page):
    """Go through a page by Tab, from its beginning to its end; return what was seen at each stop."""
    stops, most = [], page.evaluate(REACHABLE)
    for _ in range(most + 2):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert [each["what"] for each in stops if each["again"]] == []
    assert len(stops) == most
    return stops


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("place", PAGES, ids=str)
def test_focus_goes_as_one_reads_is_clearly_seen_and_never_under_a_bar(visit, shown, place, look):
    (stage, path), (scheme, width) = place, look
    moot = shown(stage)
    asked = [each["agent"] for row in moot.view("docket") for each in row["awaits"] if each["agent"]]
    one = visit(moot, color_scheme=scheme, viewport={"width": width, "height": 600})
    page = one.reads_as(*asked[:1] or ["bo.person"]).open(path)
    one.live()
    stops = walked(page)
    assert [each for each in stops if each["covered"] or each["outside"]] == []
    assert [each for each in stops if each["outline"] < WIDEST or each["contrast"] < CLEAREST] == []
    # Within a column nothing jumps back by more than a line, and who has left one doesn't come back.
    jumps = [(before, after) for before, after in pairwise(stops) if before["part"] == after["part"]]
    assert [pair for pair in jumps if pair[1]["top"] < pair[0]["top"] - LINE] == []
    parts = [after["part"] for before, after in pairwise(stops) if before["part"] != after["part"]]
    assert len(parts) == len(set(parts)), parts
