"""What members write can do nothing, and what is sealed is on no page."""

from moot.core.commands import Forecast, Vote

HOSTILE = """
# A heading

<script>window.pwned = 1</script><img src="https://elsewhere.example/pixel.png" onerror="window.pwned = 2">

[here](javascript:window.pwned=3) and [there](https://elsewhere.example/) ![seen](https://elsewhere.example/seen.png)

<form id="main" action="/file" hx-get="/"><button style="position:fixed;inset:0">Vote</button></form>

<div id="act" class="trouble" data-key="now" data-act="CastVote">moved</div>
"""


def test_hostile_words_are_inert(visit, at):
    moot = at("ballot", "di.person")
    moot.members["di.person"].comment(moot.page["proposal"], HOSTILE)
    one = visit(moot)
    page = one.open("/proposals/1")
    one.live()
    quoted = page.locator("[data-key=comments] blockquote")
    assert (
        quoted.locator("script, img, form, button, iframe, style, [style], [id], [class], [data-key], [hx-get]").count()
        == 0
    )
    links = quoted.locator("a").evaluate_all("all => all.map((each) => [each.protocol, each.rel])")
    assert links == [["https:", "noopener noreferrer nofollow"]] * 2  # an image becomes a link that nobody follows
    assert page.evaluate("window.pwned ?? null") is None
    assert page.locator("#main").count() == page.locator("#act").count() == 1
    assert quoted.locator("h3").inner_text() == "A heading"


def shown_to(visit, moot, *agents):
    """Return all that somebody is shown of a moot: as it is sent, and as the browser has it on the proposal's page."""
    one = visit(moot).reads_as(*agents)
    proposal = f"proposal={moot.page['proposal']}"
    sealed = [told.id for told in moot.hall.door().entries(0) if getattr(told.act.command, "seal", None)]
    paths = ["/", "/proposals", "/proposals/1", "/inbox", "/inbox?as=bo.person", "/members/bo", "/values", "/record"]
    paths += [f"/api/v1/views/proposal?{proposal}", f"/api/v1/views/minutes?{proposal}", "/api/v1/entries?limit=256"]
    paths += [f"/receipts/{act}" for act in sealed]
    told = [one.context.request.get(path).text() for path in paths]
    page = one.open("/proposals/1")
    one.live()
    return "\n".join([*told, page.content()])


def seen(visit, moot, probes):
    """Return which of these words a guest or another member is shown."""
    told = [shown_to(visit, moot, *agents) for agents in ((), ("cy.person",))]
    return [each for each in probes if any(each in all_ for all_ in told)]


def test_a_vote_and_its_reason_are_shown_nowhere_until_the_ballot_is_over_and_then_they_are(visit, at):
    moot = at("ballot", "bo.person")
    bo, page = moot.members["bo.person"], moot.page
    bo.vote(page["proposal"], page["paper"], Vote("against", reason=bo.hold("Nobody knows of it yet.")))
    probes = ("Nobody knows of it yet.", '"choice":"against"', "against 1")
    assert seen(visit, moot, probes) == []
    moot.go("closed", "bo.person")
    assert seen(visit, moot, probes) == [*probes]
    ballot = visit(moot).open("/proposals/1").locator("[data-key=ballot]")
    assert ballot.locator("blockquote").all_inner_texts() == ["Nobody knows of it yet."]


def test_a_forecast_is_shown_nowhere_until_forecasting_is_over_and_then_it_is(visit, at):
    moot = at("forecast")
    drawn = moot.members[moot.view("docket")[0]["awaits"][0]["agent"]]
    cells = {each["version"]: {"safety": 412_345, "thrift": 387_654} for each in moot.page["candidates"]}
    drawn.forecast(moot.page["proposal"], moot.page["slate"], 2_000_000, Forecast(cells))
    probes = ("412345", "41.2")
    assert seen(visit, moot, probes) == []
    moot.go("closed", drawn.agent)
    assert seen(visit, moot, probes) == [*probes]
