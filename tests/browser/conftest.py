"""A real browser before a real door: Debian's Chromium, driven by Playwright; nothing is mocked, nothing bypassed."""

import os
import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.hamlet import hamlet
from tests.browser.moots import opened

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
HERE = Path(__file__).parent
WAIT = 5_000  # milliseconds, at most, for what comes at once
NOTICES = """
document.addEventListener("securitypolicyviolation", (event) => window.violated(event.violatedDirective));
"""


def pytest_collection_modifyitems(items):
    """Leave the browser to a run of its own: Playwright's loop runs on in the main thread, where others begin one."""
    here = [each for each in items if each.path.is_relative_to(HERE)]
    if len(here) < len(items):
        for each in here:
            each.add_marker(pytest.mark.skip(reason="in a run of their own: ./dev browser"))


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: ./dev browser installs it")
    if not Path(CHROMIUM).is_file():
        pytest.skip("chromium is missing (on Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A browser of one visitor, and what it complained about."""

    def __init__(self, chromium, url, options):
        self.url = url
        self.context = chromium.new_context(base_url=url, **options)
        self.context.set_default_timeout(WAIT)
        self.complaints, self.foreign = [], []
        self.context.expose_binding("violated", lambda _, what: self.complaints.append(f"against the policy: {what}"))
        self.context.add_init_script(NOTICES)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda each: self.complaints.append(str(each.error)))
        self.context.on("request", self._asked)
        self.page = self.context.new_page()

    def _heard(self, message):
        # A browser says of each failed answer that it failed; that is the tests' to judge.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _asked(self, request):
        if not re.match(rf"{re.escape(self.url)}(/|$)|data:|blob:|about:", request.url):
            self.foreign.append(request.url)

    def open(self, path, page=None):
        """Open a page and wait until it stands and follows the record."""
        page = page or self.page
        page.goto(path)
        return page

    def live(self, page=None):
        """Wait until the page follows the record."""
        (page or self.page).locator("#live[data-state=live]").wait_for()
        return self

    def join(self, moot, agent):
        """Come by a link as `agent`, and make a key in this browser."""
        self.open(moot.reception.invite(moot.members[agent]))
        self.page.get_by_role("button", name="Make my key here").click()
        self.page.get_by_text("Your public key:").wait_for()
        return self.page.locator("#key-state code").inner_text()

    def reads_as(self, *agents):
        """Say for whom this browser speaks, as it does when it has their keys; it signs nothing."""
        self.context.add_cookies([{"name": "as", "value": ":".join(agents), "url": self.url}])
        return self

    def hosted(self, moot, agent):
        """Come by a link as `agent`, and let the server hold the key."""
        self.open(moot.reception.invite(moot.members[agent]))
        self.page.get_by_role("button", name="Let this server hold a key for me").click()
        self.page.get_by_text("This server holds a key for you").wait_for()

    def close(self):
        self.context.close()


@pytest.fixture
def visit(chromium, at):  # noqa: ARG001 - so that the browser leaves before the door is shut
    """Give a browser before a moot; when it closes, it must have had nothing to complain about."""
    with ExitStack() as stack:
        made = []

        def come(moot, **options):
            one = Visit(chromium, getattr(moot, "url", moot), options)
            stack.callback(one.close)
            made.append(one)
            return one

        yield come
        for one in made:
            assert (one.complaints, one.foreign) == ([], [])


@pytest.fixture(scope="session")
def shown(chromium):  # noqa: ARG001 - without a browser nothing is opened
    """Give a moot that has come to something, only to be looked at: all who ask for the same see the same one."""
    with ExitStack() as stack:
        moots = {}

        def open_once(stage):
            if stage not in moots:
                moots[stage] = stack.enter_context(opened(stage))
            return moots[stage]

        yield open_once


@pytest.fixture
def at(chromium):  # noqa: ARG001 - without a browser nothing is opened
    """Give a moot of one's own in a stage, in which the absent have done nothing."""
    with ExitStack() as stack:
        yield lambda stage=None, *absent, **more: stack.enter_context(hamlet(stage, absent=absent, **more))
