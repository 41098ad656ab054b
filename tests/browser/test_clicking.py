"""Whatever leads on is clicked, one link and one form of each kind: nothing breaks the policy, nothing complains.

The fixture `visit` holds every visit to that; here every answer is looked at too, and everything is really clicked.
"""

import re

import pytest

MORE = ".tabs details"  # what a phone's bar folds away, and opens over the page
OPEN = f"() => document.querySelectorAll('details:not({MORE})').forEach((each) => {{ each.open = true; }})"
LINKS = """(more) => [...document.querySelectorAll("a[href]")]
  .filter((each) => each.checkVisibility() || each.closest(more)?.checkVisibility())
  .map((each) => each.getAttribute("href")).filter((each) => /^[/?]/.test(each))"""
FORMS = """() => [...document.querySelectorAll("form")].filter((each) => each.checkVisibility())
  .map((each) => [each.id || each.dataset.act || each.getAttribute("action"), [...document.forms].indexOf(each)])"""
FILL = """(form) => {
  form.id = "clicked";
  const words = (each) => {
    if (each.value) return each.value;
    if (each.pattern === "[0-9a-f]{64}") return "ab".repeat(32);
    if (each.type === "number" || each.pattern === "[0-9]+") return each.min || "1";
    if (each.name.endsWith("/clause")) return "purpose.values.safety.floor";
    return { agent: "bo.person", filter: "stage:vote", passphrase: "" }[each.name] ?? "Words.";
  };
  for (const each of form.elements) {
    if (each.type === "radio") each.checked = true; // the last of its name
    else if (each.matches("textarea, input:not([type=hidden], [type=checkbox], [type=file])")) each.value = words(each);
  }
}"""
CLEAR = """() => {
  document.documentElement.dataset.clicked = "";
  document.querySelector("#key-state .trouble")?.remove();
}"""
ENDED = "html:not([data-clicked]), #clicked .answer:not(:empty), #moved, #clicked :invalid, #key-state .trouble"


# Where links from Home must have led, in one way or another.
LED = {"/", "/proposals", "/proposals/#", "/record", "/record?start=", "/receipts/#", "/values", "/charter", "/help"}
LED |= {"/charter/amend", "/charter/amend?clause=", "/members", "/members/*", "/trials", "/coverage", "/disputes"}
LED |= {"/rounds", "/propose", "/keys", "/api/v#/checkpoint", "/api/v#/entries/#", "/api/v#/views/*?proposal="}
MOST = 60  # kinds of links that there may be
# The form of each stage, by its id; a ballot's is sent below by a member who goes everywhere.
ASKED = {"review": "review", "negotiation": "amend", "forecast": "forecast", "objection": "object", "closed": "propose"}


def kind(path):
    """Return what is alike in addresses that differ in what they are about."""
    path = re.sub(r"^(/members|/api/v1/(?:views|problems))/[^?]+", r"\1/*", path.partition("#")[0])
    path = re.sub(r"[0-9a-f]{16,}|[0-9]+", "#", path)
    return re.sub(r"=[^&]*", "=", path)


def go_on(page, click):
    """Click, and wait until another page stands or this one has answered."""
    page.evaluate(CLEAR)
    click()
    page.locator(ENDED).first.wait_for(state="attached")


class Walk:
    """Goes from Home wherever links lead, clicking one of each kind; then sends one form of each kind."""

    def __init__(self, one):
        self.one, self.page = one, one.page
        self.links, self.forms, self.bare = {}, {}, []
        one.context.on("response", self._answered)

    def _answered(self, answer):
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.bare.append(answer.url)

    def _see(self):
        """Note what leads on from this page, and return the links of kinds that nobody has clicked."""
        self.page.evaluate(OPEN)
        here = self.page.url.removeprefix(self.one.url)
        for name, place in self.page.evaluate(FORMS):
            self.forms.setdefault(name, (here, place))
        found = [each for each in self.page.evaluate(LINKS, MORE) if kind(each) not in self.links]
        return [(here, each) for each in found]

    def follow(self):
        """Click links, as they are found, until no kind is left; return the kinds."""
        self.one.open("/")
        waiting, gone = self._see(), []
        while waiting:
            here, link = waiting.pop(0)
            if kind(link) in self.links:
                continue
            if self.page.url.removeprefix(self.one.url) != here:
                self.one.open(here)
                self.page.evaluate(OPEN)
            place = self.page.locator(f'a[href="{link}"]')
            if not place.count():
                gone.append(link)  # a script has made it lead to one's own
                continue
            self.links[kind(link)] = here
            assert len(self.links) <= MOST, sorted(self.links)
            self._click(place.filter(visible=True), link.partition("#")[0])
            waiting += self._see()
        assert set(gone) <= {"/inbox"}
        return self.links.keys()

    def _click(self, link, path):
        """Click a link, and wait for what comes of it: a file, another place of the page, or another page."""
        if not link.count():
            self.page.evaluate(OPEN)  # what a page took in meanwhile comes folded
        if not link.count():
            self.page.locator(f"{MORE} summary").click()
        link = link.first
        if link.get_attribute("download") is not None:
            with self.page.expect_download():
                link.click()
        elif path == self.page.url.removeprefix(self.one.url).partition("#")[0]:
            link.click()
        else:
            go_on(self.page, link.click)

    def look(self, path):
        """Open a page, and note what can be sent from it."""
        self.one.open(path)
        self._see()
        return self

    def send(self):
        """Fill in and send the forms that were found, those of keys last; return what each answered."""
        said = {}
        for name, (here, place) in sorted(self.forms.items(), key=lambda each: each[1][0] == "/keys"):
            self.one.open(here)
            self.page.evaluate(OPEN)
            form = self.page.locator("form").nth(place)
            form.evaluate(FILL)
            button = form.locator("button:not([type=button])").first
            if form.get_attribute("method") == "get":  # it may lead to where one is already
                button.click()
                self.page.wait_for_load_state()
            else:
                go_on(self.page, button.click)
            said[name] = " ".join(self.page.locator("#clicked .answer, #moved").all_inner_texts())
        return said


@pytest.mark.parametrize("width", [1280, 390])
def test_a_guest_clicks_through_everything(visit, shown, width):
    walk = Walk(visit(shown("closed"), viewport={"width": width, "height": 800}))
    assert walk.follow() >= LED
    assert walk.send().keys() >= {"/proposals", "/record", "/values#tried", "/charter/amend", "whose", "/looks"}
    assert walk.bare == []


def test_a_member_clicks_through_everything_and_sends_what_can_be_sent(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.join(moot, "bo.person")
    walk = Walk(one)
    assert walk.follow() >= LED
    said = walk.send()
    assert said.keys() >= {"vote", "comment", "weigh-form", "AddKey", "RevokeKey", "/keys/here", "/looks"}
    assert "Recorded as entry" in said["vote"]
    assert "Recorded as entry" in said["comment"]
    assert walk.bare == []


@pytest.mark.parametrize(("stage", "form"), ASKED.items())
def test_what_each_stage_asks_for_is_filled_in_and_sent(visit, at, stage, form):
    moot = at(stage)
    awaited = next((each["agent"] for row in moot.view("docket") for each in row["awaits"]), None) or "bo.person"
    one = visit(moot)
    one.join(moot, awaited)
    walk = Walk(one).look("/propose?kind=limit" if form == "propose" else "/proposals/1")
    said = walk.send()[form]
    assert said
    assert "BadShape" not in said
    assert walk.bare == []
