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


def test_what_is_sealed_is_absent_from_every_page(visit, at):
    paths = ("/", "/proposals", "/proposals/1", "/inbox", "/inbox?as=bo.person")

    def everything(moot):
        one = visit(moot)
        guest = "".join(one.context.request.get(path).text() for path in paths)
        one.reads_as("cy.person")
        return guest + "".join(one.context.request.get(path).text() for path in paths)

    moot = at("ballot", "bo.person")
    bo, page = moot.members["bo.person"], moot.page
    bo.vote(page["proposal"], page["paper"], Vote("against", reason=bo.hold("Nobody knows of it yet.")))
    told = everything(moot)
    assert "Nobody knows of it yet." not in told
    assert "against 1" not in told
    moot = at("forecast")
    drawn = moot.members[moot.view("docket")[0]["awaits"][0]["agent"]]
    cells = {each["version"]: {"safety": 412_345, "thrift": 387_654} for each in moot.page["candidates"]}
    drawn.forecast(moot.page["proposal"], moot.page["slate"], 2_000_000, Forecast(cells))
    told = everything(moot)
    assert "41.2" not in told
    assert "412345" not in told
