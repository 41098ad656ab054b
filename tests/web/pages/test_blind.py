"""Who has not given their own finds nothing of others' at any address: neither hidden on a page nor anywhere else.

Two moots differ in nothing but what most of their members seal. While it is sealed, everybody is answered the same in
both, wherever they ask; once it is open, the same questions tell the moots apart.
"""

import re
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from html import unescape
from itertools import chain

import httpx2
import pytest

from moot.core.act import Condition
from moot.core.commands import Forecast, Measure, Review, Vote
from tests.browser.hamlet import hamlet
from tests.kit.conftest import HORIZON
from tests.web.conftest import WAIT

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
# What hangs on a seal is another hash in the other moot: in full, in groups, and in base64.
HASHES = re.compile(r"\b[0-9a-f]{16,}\b|\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b|\b[0-9a-f]{8,}(?=\.|…)|[A-Za-z0-9+/]{40,}=")
SCREENS = ("docket", "pulse", "decisions", "values", "calibration", "coverage", "influence", "minority", "standing")
MANY = 20  # of the newest acts are asked for one by one
# Where it must be seen afterwards, or the question would be blind itself.
EVERYWHERE = {"/proposals/1", "/record", "/receipts/#", "/api/v1/entries", "/api/v1/events", "/api/v1/views/minutes"}
SEEN = {
    "review": EVERYWHERE,
    "forecast": EVERYWHERE | {"/api/v1/views/calibration", "/api/v1/views/standing"},
    "ballot": EVERYWHERE,
    "measuring": EVERYWHERE | {"/", "/members/cy", "/values", "/api/v1/views/calibration", "/api/v1/views/standing"},
}


def reviewed(member, page, lot):
    row = next(each for each in member.see_all("docket") if each["proposal"] == page["proposal"])
    for each in row["awaits"]:
        if each["agent"] == member.agent:
            found = Review("against", conditions=(Condition("must", "amps", "<=", (61 + lot,)),))
            member.review(page["proposal"], page["original"], each["mandate"], found)


def forecast(member, page, lot):
    cells = {each["version"]: {"safety": 412_345 + 20_000 * lot, "thrift": 387_654} for each in page["candidates"]}
    member.forecast(page["proposal"], page["slate"], 2_000_000, Forecast(cells))


def voted(member, page, lot):
    against = lot and member.owner == "di"  # so that it is decided alike, by another tally
    reason = member.hold("It is a lot." if against else "It is enough")
    member.vote(page["proposal"], page["paper"], Vote("against" if against else "for", reason=reason))


def measured(member, page, lot):
    ran = page["drawn"] or page["status_quo"]
    member.report_measure(page["proposal"], ran, Measure({"safety": 612_345 + 20_000 * lot, "thrift": 512_345}))


GIVE = {"review": reviewed, "forecast": forecast, "ballot": voted, "measuring": measured}


@contextmanager
def twins(stage):
    """Open two moots in a stage in which all but one of those who are asked have sealed something else."""
    with ExitStack() as stack:
        pair = [stack.enter_context(hamlet(stage, wordy=True)) for _ in range(2)]
        for lot, moot in enumerate(pair):
            if stage == "measuring":
                moot.clock.set(moot.clock.now() + HORIZON)
            asked = sorted(
                {each["agent"] or f"{each['owner']}.person" for row in moot.view("docket") for each in row["awaits"]}
            )
            moot.last, others = moot.members[asked[0]], asked[1:]
            for name in others:
                GIVE[stage](moot.members[name], moot.page, lot)
        yield pair


class Asking:
    """What somebody is answered by a moot, wherever an address is known or linked; hashes are all alike."""

    def __init__(self, moot, agent):
        self.moot, self.told = moot, defaultdict(list)
        cookies = {"as": agent} if agent else {}
        with httpx2.Client(base_url=moot.url, cookies=cookies, timeout=WAIT) as self.client:
            self._walk()
            self._listen()

    def _walk(self):
        seen, open_ = set(), list(self._known())
        while open_:
            path = open_.pop(0)
            if path in seen or path.startswith(("/static/", "/charter/amend?", "/record?")):
                continue
            seen.add(path)
            kind = "application/json" if path.startswith("/api/") else "text/html"
            answer = self.client.get(path, headers={"accept": kind})
            self._keep(path, f"{answer.status_code} {answer.text}")
            if kind == "text/html":
                open_ += [unescape(each) for each in LINK.findall(answer.text)]

    def _known(self):
        proposal = self.moot.page["proposal"]
        yield from ("/", "/inbox", *(f"/inbox?as={each}" for each in self.moot.members))
        yield from (f"/members/{each.partition('.')[0]}" for each in self.moot.members)
        for told in list(self.moot.hall.door().entries(0))[-MANY:]:
            yield from (f"/receipts/{told.id}", f"/api/v1/acts/{told.id}", f"/api/v1/entries/{told.index}")
        yield from ("/api/v1", "/api/v1/views", "/api/v1/entries?limit=256", "/api/v1/checkpoint")
        yield from (f"/api/v1/views/{each}" for each in SCREENS)
        yield from (f"/api/v1/views/{each}?proposal={proposal}" for each in ("proposal", "minutes", "flips"))
        yield from (f"/api/v1/views/docket?agent={each}" for each in self.moot.members)
        yield f"/api/v1/views/minutes?proposal={proposal}&form=markdown"
        yield "/api/v1/views/target?target=garage"

    def _listen(self):
        last = f"id: {self.moot.size - 1}"
        with self.client.stream("GET", "/api/v1/events?after=-1") as feed:
            heard = ""
            for line in chain(feed.iter_lines(), [""]):
                heard += f"{line}\n"
                if last in heard and not line:
                    break
        self._keep("/api/v1/events", heard)

    def _keep(self, path, text):
        self.told[HASHES.sub("#", path)].append(HASHES.sub("#", text.replace(self.moot.url, "")))


def differing(pair, agent):
    """Return at which addresses the moots answer differently, whatever is asked of them there."""
    one, other = (Asking(moot, agent).told for moot in pair)
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


@pytest.mark.parametrize("stage", GIVE)
def test_what_is_sealed_changes_no_answer_until_it_is_open_and_then_it_does(stage):
    with twins(stage) as pair:
        last = pair[0].last
        assert {moot.stage() for moot in pair} == {stage}
        assert differing(pair, "") == set()
        assert differing(pair, last.agent) == set()
        for lot, moot in enumerate(pair):
            GIVE[stage](moot.last, moot.page, lot)
            moot.go("closed")
        assert pair[0].size == pair[1].size
        assert {path.partition("?")[0] for path in differing(pair, last.agent)} >= SEEN[stage]
