"""What changes is marked so that it is read, heard, walked to, and told apart without seeing colours."""

from base64 import b64encode

import pytest

CHANGES = (
    "change 1 of 1 in version A: amps 51 to 58 A",
    "change 1 of 2 in version B: amps 58 to 57 A",
    "change 2 of 2 in version B: hours 8 to 9 h",
    "change 1 of 2 in version C: amps 58 to 56 A",
    "change 2 of 2 in version C: hours 8 to 7 h",
)
NAMED = "document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def versions(visit, shown):
    """Give the page of a proposal with three versions of five changes."""

    def come(**looks):
        one = visit(shown("seasoned"), **looks)
        one.open("/proposals/11")
        return one.live()

    return come


def test_changes_are_walked_through_forwards_and_back_and_the_walk_ends_at_either_end(versions):
    page = versions().page
    walked = []
    for key in "nnpnnnnnpppppn":
        page.keyboard.press(key)
        walked.append(page.evaluate(NAMED))
    assert walked == [CHANGES[at] for at in (0, 1, 0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0, 1)]


def test_who_begins_at_the_end_walks_back_from_the_last_change(versions):
    page = versions().page
    page.keyboard.press("p")
    assert page.evaluate(NAMED) == CHANGES[-1]


def test_the_clauses_of_a_draft_are_walked_through_too(visit, shown):
    one = visit(shown("closed"))
    page = one.open("/charter/amend?set.structure.quorum=90&set.purpose.statement=Share+all+the+current.")
    one.live()
    walked = []
    for key in "nnp":
        page.keyboard.press(key)
        walked.append(page.evaluate(NAMED))
    first = "change 1 of 2 in the draft: purpose.statement Share the current. to Share all the current."
    assert walked == [first, "change 2 of 2 in the draft: structure.quorum 50 % to 90 %", first]
    group = page.get_by_role("group", name=first, exact=True)
    assert group.get_by_role("deletion").count() == 0
    assert group.get_by_role("insertion").inner_text().split() == ["becomes", "all"]


def test_a_change_is_spoken_as_a_group_with_what_was_and_what_becomes(versions):
    page = versions().page
    said = []
    for name in CHANGES:
        group = page.get_by_role("group", name=name, exact=True)
        said.append([" ".join(group.get_by_role(each).inner_text().split()) for each in ("deletion", "insertion")])
    assert said[:3] == [["was 51", "becomes 58 A"], ["was 58", "becomes 57 A"], ["was 8", "becomes 9 h"]]
    assert len(said) == page.locator(".edit").count()


def test_each_version_says_how_many_changes_it_makes(versions):
    rows = versions().page.locator("[data-key=versions] .rows > li").all()
    told = [row.locator("small").first.inner_text().split(" by ")[0] for row in rows]
    assert told == ["1 change", "2 changes", "2 changes"]


LINES = """() => ["del", "ins"].map((name) => {
  const style = getComputedStyle(document.querySelector(`main .edit ${name}`));
  return [style.textDecorationLine, style.borderTopStyle];
})"""
# Of each row of a picture, which part of it differs from its ground in lightness: what colours do is left out.
INKED = """async ([picture]) => {
  const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const paper = new OffscreenCanvas(image.width, image.height).getContext("2d");
  paper.drawImage(image, 0, 0);
  const [from, to] = [Math.ceil(image.width * 0.2), Math.floor(image.width * 0.8)];
  const light = (x, y) => {
    const [red, green, blue] = paper.getImageData(x, y, 1, 1).data;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const all = [];
  for (let y = 0; y < image.height; y += 1) for (let x = from; x < to; x += 1) all.push(light(x, y));
  const ground = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
  return Array.from({ length: image.height }, (_, y) => {
    let inked = 0;
    for (let x = from; x < to; x += 1) inked += Math.abs(light(x, y) - ground) > 60;
    return inked / (to - from);
  });
}"""


# A part that begins between two pixels would be cut off at one end of its picture.
ALIGN = """(part) => {
  const { style } = document.querySelector("main");
  style.marginBlockStart = 0;
  const { top } = part.getBoundingClientRect();
  style.marginBlockStart = `${Math.ceil(top) - top}px`;
}"""


def lines(chromium, part):
    """Return at which heights of its picture, from 0 to 1, a line runs through a part of a page."""
    part.evaluate(ALIGN)
    easel = chromium.new_page()
    rows = easel.evaluate(INKED, [b64encode(part.screenshot()).decode()])
    easel.close()
    return {round(at / len(rows), 1) for at, share in enumerate(rows) if share > 0.95}


def grey(one):
    """Take the colours away, as from an eye that sees none."""
    one.context.new_cdp_session(one.page).send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_colours_what_was_is_struck_through_and_what_becomes_is_underlined(chromium, versions, scheme):
    one = versions(color_scheme=scheme, device_scale_factor=3)
    grey(one)
    was, becomes = (one.page.locator(f".edit {name}").first for name in ("del", "ins"))
    assert lines(chromium, was) & {0.4, 0.5, 0.6, 0.7} == lines(chromium, was) != set()
    assert lines(chromium, becomes) & {0.8, 0.9, 1.0} == lines(chromium, becomes) != set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_colours_are_forced_a_frame_and_a_line_tell_them_apart(chromium, versions, scheme):
    one = versions(forced_colors="active", color_scheme=scheme, device_scale_factor=3)
    assert one.page.evaluate(LINES) == [["line-through", "dashed"], ["underline", "solid"]]
    was, becomes = (lines(chromium, one.page.locator(f".edit {name}").first) for name in ("del", "ins"))
    assert was & {0.4, 0.5, 0.6, 0.7}
    assert not becomes & {0.4, 0.5, 0.6, 0.7}
    assert {0.0, 1.0} <= becomes  # framed all around
    assert not {0.0, 1.0} & was
