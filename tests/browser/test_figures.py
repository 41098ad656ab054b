"""Every chart is said in words too, and the table beside it has the numbers of the public API."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.browser.places import PAGES, address

NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# A chart is whatever is drawn in a page's content, but for what only adorns.
CHARTS = """all => all.map((each) => [
  each.getAttribute("role"),
  each.getAttribute("aria-label"),
  [...each.closest("figure")?.querySelectorAll("tbody th, tbody td") ?? []].map((cell) => cell.textContent).join(" "),
  each.closest("[data-key]")?.dataset.key,
])"""
ROWS = """all => all.map((row) => [...row.cells].map((each) => each.textContent.replace(/\\s+/g, " ").trim()))"""


def percent(ppm):
    return f"{ppm / 10_000:.1f} %"


def exact(ppm):
    """Return a share to its last digit, and with one at least."""
    text = f"{Decimal(ppm) / 10_000:.4f}".rstrip("0")
    return f"{text}0 %" if text.endswith(".") else f"{text} %"


def credits_of(micro):
    return f"{Decimal(micro) / 1_000_000:,.2f}"


def ordered(see, found):
    """Return what was found of each value, in the order of the charter."""
    values = [each["id"] for each in see("charter")["charter"]["purpose"]["values"]]
    return [(name, found[name]) for name in values if name in found]


def floors(see):
    found = {each["id"]: each["floor"] for each in see("charter")["charter"]["purpose"]["values"]}
    return {name: "none" if floor is None else percent(floor) for name, floor in found.items()}


def newest(see, view, name, place=-1):
    return see(view, **{name: see(f"{view}s")[place][name]})


def forecasts(see):
    minutes = see("minutes", proposal=see("decisions")["rows"][0]["proposal"])
    [ran] = [each for each in minutes["versions"] if each["ran"]]
    measured, floor = minutes["measurement"]["values"], floors(see)
    return [
        [name, *map(percent, (pool["value"], pool["lower"], pool["upper"], measured[name]["measured"])), floor[name]]
        for name, pool in ordered(see, ran["forecast"])
    ]


def ballot(see):
    tally = see("minutes", proposal=see("decisions")["rows"][0]["proposal"])["ballot"]["tally"]
    votes = [tally["in_favour"], tally["against"], tally["abstained"]]
    said = zip(("for", "against", "abstained", "cast"), [*votes, sum(votes)], strict=True)
    return [[word, str(many)] for word, many in said]


def weights(see):
    law = see("charter")["charter"]["purpose"]["values"]
    founded = {each["id"]: percent(each["weight"]) for each in law}
    now = sorted(see("values")["weights"].items(), key=lambda each: -each[1])
    return [[name, percent(weight), founded[name], floors(see)[name]] for name, weight in now]


def moves(see):
    history = see("values")["history"]
    rows = [
        [str(row["epoch"]), f"{datetime.fromtimestamp(row['received'] / 1000, UTC):%d %b %Y, %H:%M}"]
        + [percent(weight) for _, weight in ordered(see, row["new"])]
        for row in reversed(history)
    ]
    return [*rows, ["at first", "", *(percent(weight) for _, weight in ordered(see, history[0]["old"]))]]


def pulse(see):
    return [
        [name, percent(row["weight"]), percent(row["measured"]), floors(see)[name]]
        for name, row in ordered(see, see("pulse")["values"])
    ]


def inside(see):
    pool = {name: row["inside"] for name, row in see("calibration", limit="1")["pool"].items()}
    return [[name, str(row["hits"]), str(row["of"]), percent(row["share"])] for name, row in ordered(see, pool)]


def influence(see):
    masses = see("standing")["owners"]["bo"]["influence"]
    return [[name, f"{mass / 10**10:.1f} %"] for name, mass in ordered(see, masses)]


def nearer(see):
    rows = see("calibration", owner="bo", limit="1000")["rows"]
    [found] = [row["all"]["nearer"] for row in rows if row["agent"] is None]
    return [["bo", str(found["hits"]), str(found["of"]), *(percent(found[each]) for each in ("share", "low", "high"))]]


def budgets(see):
    agency, risk = see("charter")["charter"]["agency"], see("risk")
    left = [("all together", risk["total"], agency["risk_total"])]
    left += [(f"on {name}", rest, agency["risk_target"]) for name, rest in risk["targets"].items()]
    left += [(name, rest, agency["risk_budget"]) for name, rest in risk["owners"].items()]
    return [[name, exact(whole - rest), exact(rest), exact(whole)] for name, rest, whole in left]


def harm(see):
    trial = newest(see, "trial", "trial")
    return [["done", exact(trial["harm"])], ["set aside", exact(trial["reserve"])]]


def spent(see):
    found = newest(see, "round", "round", 0)
    outcome = found["outcome"]
    numbers = (outcome["spent"], outcome["left"], found["amount"])
    said = zip(("spent", "left", "all of it"), map(credits_of, numbers), strict=True)
    return [list(each) for each in said]


FIGURES = (
    ("closed", "/proposals/1", "forecast", forecasts),
    ("closed", "/proposals/1", "ballot", ballot),
    ("seasoned", "/values", "weights", weights),
    ("seasoned", "/values", "history", moves),
    ("seasoned", "/", "values", pulse),
    ("seasoned", "/", "forecasts", inside),
    ("seasoned", "/members/bo", "influence", influence),
    ("seasoned", "/members/bo", "calibration", nearer),
    ("trying", "/trials", "risk", budgets),
    ("trying", "/trials/{trial}", "now", harm),
    ("funding", "/rounds/{first_round}", "now", spent),
)


def kind(path):
    """Return which page it is, whatever it is about."""
    return re.sub(r"first_|[0-9]+|\?.*|(?<=/members/).*", "", path)


COMPARED = {(kind(path), key) for _, path, key, _ in FIGURES} | {("/trials", "running")}


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_every_chart_has_a_name_whose_numbers_stand_in_the_table_beside_it(visit, shown, place):
    stage, path = place
    page = visit(moot := shown(stage)).open(address(moot, path))
    found = page.locator("main").locator("svg:not([aria-hidden=true]), canvas, meter").evaluate_all(CHARTS)
    for role, name, table, key in found:
        assert (role, bool(NUMBER.search(name or ""))) == ("img", True)
        assert set(NUMBER.findall(name)) <= set(NUMBER.findall(table)), name
        assert (kind(path), key) in COMPARED  # with the API, below
    names = [each.get_attribute("aria-label") for each in page.get_by_role("img").all()]
    assert names == [name for _, name, _, _ in found]
    assert len(set(names)) == len(names)  # no two of a page are called alike


def seen_through(one):
    def see(name, **arguments):
        answer = one.context.request.get(f"/api/v1/views/{name}", params=arguments)
        assert answer.ok
        return answer.json()

    return see


@pytest.mark.parametrize("figure", FIGURES, ids=[each[3].__name__ for each in FIGURES])
def test_the_table_of_a_chart_says_what_the_api_says(visit, shown, figure):
    stage, path, key, told = figure
    one = visit(moot := shown(stage))
    page = one.open(address(moot, path))
    drawn = page.locator(f"[data-key={key}] figure").first
    assert drawn.locator("svg").count()
    drawn.get_by_text("As a table").click()
    drawn.locator("table").wait_for()
    assert drawn.locator("tbody tr").evaluate_all(ROWS) == told(seen_through(one))


def test_the_bars_of_what_is_tried_stand_in_the_table_of_what_is_tried(visit, shown):
    one = visit(shown("trying"))
    [row] = [each for each in seen_through(one)("trials") if each["closed"] is None]
    cell = one.open("/trials").locator("[data-key=running] td[data-label=harm]")
    said = f"{exact(row['harm'])} of {exact(row['reserve'])}"
    assert " ".join(cell.inner_text().split()) == said
    assert cell.get_by_role("img").get_attribute("aria-label").replace("\u00a0", " ") == f"harm done {said}"
