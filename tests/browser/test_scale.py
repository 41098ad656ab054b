"""Ten thousand proposals, and a slow line: the pages stay small and complete."""

import re
import time
from dataclasses import replace
from statistics import median

import pytest

from moot.core.commands import Propose
from moot.web.porch import Limits
from tests.browser.hamlet import Hamlet
from tests.kit.conftest import CHARTER
from tests.web.conftest import served

MANY = 10_000
AGENCY = replace(CHARTER.agency, grant=10**12, fund=10**12)
# What the size of a page may be, in bytes and in elements; how soon it is there is told, for no machine is a promise.
BYTES, NODES, MOST_SHIFT = 120_000, 3_000, 0.05
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
# Watches from before the first element on, so that no shift is missed, and tells what was seen once nothing moves.
WATCH = """
window.seen = { shift: 0, moved: [], painted: 0 };
const watch = (type, told) =>
  new PerformanceObserver((list) => list.getEntries().forEach(told)).observe({ type, buffered: true });
watch("layout-shift", (each) => {
  window.seen.shift += each.value;
  window.seen.moved.push(...each.sources.map((one) => one.node?.outerHTML?.slice(0, 80) ?? "?"));
});
watch("largest-contentful-paint", (each) => { window.seen.painted = each.startTime; });
"""
SETTLED = """() => new Promise((done) => {
  const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.seen))));
  if (document.readyState === "complete") settle();
  else addEventListener("load", settle);
})"""


class Metropolis(Hamlet):
    """A hamlet whose founders can pay for everything."""

    charter = replace(CHARTER, agency=AGENCY)

    def ask(self, many):
        """Propose and withdraw, again and again."""
        author, base = self.members["ana.person"], self.view("target", target="garage")["base"]
        for number in range(many):
            self.clock.set(self.clock.now() + 2)
            asked = author.file(Propose("limit", {"amps": 41 + number % 50, "hours": 8}, base)).id
            self.clock.set(self.clock.now() + 2)
            author.withdraw(asked)


@pytest.fixture(scope="module")
def metropolis(chromium):  # noqa: ARG001 - without a browser nothing is opened
    moot = Metropolis()
    with moot.hall:
        moot.ask(MANY)
        moot.view("docket")  # the views have read it all
        with served(moot.hall, Limits()) as (moot.url, _):
            yield moot


def numbers(html):
    return [int(each) for each in re.findall(r'data-key="P-(\d+)"', html)]


def test_the_list_is_small_and_without_a_gap_while_others_propose(visit, metropolis):
    one = visit(metropolis)
    page = one.open("/proposals")
    assert page.evaluate("document.querySelectorAll('*').length") <= NODES
    taken, seen, path = [], [], "/proposals"
    for turn in range(150):
        if turn % 50 == 0:
            metropolis.ask(1)  # each page is set anew after this
        begun = time.perf_counter()
        html = one.context.request.get(path).text()
        taken.append((time.perf_counter() - begun) * 1_000)
        seen += numbers(html)
        path = re.search(r'rel="next" href="([^"]+)"', html)[1]
    assert seen == list(range(seen[0], seen[0] - len(seen), -1))
    assert len(seen) == 150 * 50
    first, last = median(taken[:20]), median(taken[-20:])
    print(f"first page after {taken[0]:.0f} ms; of the first 20 and the last 20 {first:.0f} and {last:.0f} ms")  # noqa: T201 - a report


@pytest.mark.parametrize("path", ["/", "/proposals", "/proposals/1", "/inbox?as=bo.person"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_light_on_a_slow_line_and_nothing_moves_while_they_come_or_change(visit, at, path, width):
    moot = at("ballot", "bo.person", wordy=True)
    one = visit(moot, viewport={"width": width, "height": 800})
    one.context.add_init_script(WATCH)
    line = one.context.new_cdp_session(one.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes = []
    line.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    page = one.open(path)
    one.live()
    came, size = page.evaluate(SETTLED), sum(sizes)
    print(f"{path} at {width}: painted after {came['painted']:.0f} ms, {size:.0f} bytes")  # noqa: T201 - a report
    assert size <= BYTES
    assert came["shift"] < MOST_SHIFT, came
    most = 0
    for step in steps(moot):
        page.evaluate("Object.assign(window.seen, { shift: 0, moved: [] })")
        step()
        page.locator(f"body[data-size='{moot.size}']").wait_for()
        changed = page.evaluate(SETTLED)
        assert changed["shift"] < MOST_SHIFT, changed
        most = max(most, changed["shift"])
    print(f"{path} at {width}: shift {came['shift']:.3f}; by a change {most:.3f}")  # noqa: T201 - a report


def steps(moot):
    """Let somebody comment, the proposal move on and close, and another come."""
    yield lambda: moot.members["di.person"].comment(moot.page["proposal"], "Everybody reads this at once.")
    yield lambda: moot.go("objection", "bo.person")
    yield lambda: moot.go("closed", "bo.person")
    yield lambda: moot.propose(55)
