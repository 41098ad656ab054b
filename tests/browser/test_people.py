"""What a person does in a browser stands in the record, signed with the key that the browser made."""

import pytest

from moot.core.commands import AddKey


def of(moot, kind, agent):
    """Return the one act of a kind by an agent, and the key that signed it."""
    [told] = [each for each in moot.acts(kind) if each.act.by == agent]
    return told.act.command, told.act.key


def recorded(page, form):
    """Wait for the receipt below a form; return the index that it names."""
    said = page.locator(f"{form} .answer.receipt")
    said.wait_for()
    assert said.get_attribute("role") == "status"
    return int(said.inner_text().split("entry ")[1].split(".")[0])


def test_a_person_comes_by_a_link_makes_a_key_and_votes(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    key = one.join(moot, "bo.person")
    assert one.page.locator("#who").inner_text() == "bo.person · signs here"
    page = one.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    page.locator("#vote textarea").fill("It is *enough* for all.")
    page.get_by_role("button", name="Sign and vote").click()
    index = recorded(page, "#vote")
    body, signer = of(moot, "CastVote", "bo.person")
    assert signer == key
    assert body.seal  # nobody reads the vote before the ballot is over
    assert moot.hall.store.find([moot.acts("CastVote")[0].id]) == {moot.acts("CastVote")[0].id: index}
    page.get_by_role("link", name="Receipt").click()
    assert page.locator("h1").inner_text() == f"Recorded as entry {index}"
    moot.go("closed", "bo.person")
    assert moot.page["votes"]["bo"]["choice"] == "for"
    assert moot.hall.store.text(moot.page["votes"]["bo"]["reason"]) == "It is *enough* for all."


@pytest.mark.parametrize(("finding", "scripts"), [("It was 20 % once.", True), ("", True), ("", False)])
def test_a_person_blocks_what_breaks_the_charter_with_or_without_a_finding(visit, at, finding, scripts):
    moot = at("ballot", "bo.person")
    one = visit(moot, java_script_enabled=scripts)
    (one.join if scripts else one.hosted)(moot, "bo.person")
    page = one.open("/proposals/1")
    page.get_by_label("we can do better").check()
    page.get_by_text("It breaks the charter: block it").click()
    page.get_by_label("Clause").fill("purpose.values.safety.floor")
    page.get_by_label("What you found").fill(finding)
    page.get_by_role("button", name="Sign and vote").click()
    page.get_by_text("Recorded as entry").wait_for()
    moot.go("objection", "bo.person")
    said = moot.page["votes"]["bo"]["block"]
    assert said["clause"] == "purpose.values.safety.floor"
    assert (moot.hall.store.text(said["finding"]) if said["finding"] else "") == finding


def test_the_record_says_of_a_key_whether_the_door_holds_it(visit, at):
    moot = at("ballot", "bo.person", "cy.person")
    key = visit(moot).join(moot, "bo.person")
    visit(moot).hosted(moot, "cy.person")
    added = {each.act.command.agent: each.act.command for each in moot.acts("AddKey")}
    assert (added["bo.person"], added["cy.person"].held) == (AddKey("bo.person", key), "door")


TAKE = """async () => {
  const base = indexedDB.open("moot", 1);
  await new Promise((done) => { base.onsuccess = done; });
  const keys = base.result.transaction("keys").objectStore("keys").getAll();
  await new Promise((done) => { keys.onsuccess = done; });
  const [kept] = keys.result;
  return crypto.subtle.exportKey("pkcs8", kept.private).then(() => "taken", (error) => error.name);
}"""


def test_no_script_can_take_the_private_half_out_of_the_browser(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.join(moot, "bo.person")
    assert one.page.evaluate(TAKE) == "InvalidAccessError"


def test_a_person_reviews_with_a_condition_and_without(visit, at):
    moot = at("review", "bo.person", "flo.person", "di.person", "cy.person", "eli.person")
    seats = [(each["agent"], each["mandate"]) for each in moot.view("docket")[0]["awaits"]]
    (first, mandate), (second, other) = seats[:2]
    for agent, sits_for, number in ((first, mandate, "60"), (second, other, "")):
        one = visit(moot)
        key = one.join(moot, agent)
        page = one.open("/proposals/1")
        page.get_by_label("For the mandate").select_option(sits_for)
        page.get_by_label("no harm that counts").check()
        page.get_by_label("Number").fill(number)
        page.get_by_role("button", name="Seal and sign").click()
        recorded(page, "#review")
        assert of(moot, "FileReview", agent)[1] == key
    moot.go("negotiation", first, second)
    found = {each["agent"]: each["conditions"] for each in moot.page["reviews"]}
    assert [(each["term"], each["relation"], each["value"]) for each in found[first]] == [("amps", "<=", [60])]
    assert found[second] == []


def test_a_person_amends_with_a_reason(visit, at):
    moot = at("negotiation")
    one = visit(moot)
    key = one.join(moot, "bo.person")
    page = one.open("/proposals/1")
    page.locator("#amend").get_by_label("amps").fill("55")
    page.get_by_label("Why this is better").fill("Less is safer.")
    page.get_by_role("button", name="Sign and offer").click()
    recorded(page, "#amend")
    body, signer = of(moot, "OfferAmendment", "bo.person")
    assert (body.set["amps"], signer) == (55, key)
    assert moot.hall.store.text(body.reason) == "Less is safer."
    # It appears on the page by itself.
    page.locator("[data-key=versions]").get_by_text("Less is safer.").wait_for()


def test_a_person_forecasts_exactly_what_is_typed(visit, at):
    moot = at("forecast")
    drawn = moot.view("docket")[0]["awaits"][0]["agent"]
    one = visit(moot)
    key = one.join(moot, drawn)
    page = one.open("/proposals/1")
    for number, each in enumerate(page.locator("#forecast fieldset input").all()):
        each.fill(f"{40 + number}.57")
    page.get_by_role("button", name="Seal and sign").click()
    recorded(page, "#forecast")
    assert of(moot, "FileForecast", drawn)[1] == key
    [filed] = [each.id for each in moot.acts("FileForecast") if each.act.by == drawn]
    moot.go("ballot", drawn)
    [opened] = [each.act.command.payload for each in moot.acts("OpenEnvelope") if each.act.command.act == filed]
    said = sorted(ppm for cells in opened.cells.values() for ppm in cells.values())
    assert said == [405_700 + 10_000 * number for number in range(len(said))]


def test_a_person_comments_and_everybody_reads_it_at_once(visit, at):
    moot = at("ballot", "bo.person")
    one, other = visit(moot), visit(moot)
    other.open("/proposals/1")
    other.live()
    key = one.join(moot, "bo.person")
    page = one.open("/proposals/1")
    page.get_by_label("Your comment").fill("What of **Sundays**?")
    page.get_by_role("button", name="Sign and comment").click()
    recorded(page, "#comment")
    assert of(moot, "Comment", "bo.person")[1] == key
    assert other.page.locator("[data-key=comments] strong", has_text="Sundays").inner_text() == "Sundays"


def test_what_the_charter_refuses_is_told_in_place_and_nothing_is_recorded(visit, at):
    moot = at("negotiation")
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/proposals/1")
    size = moot.size
    page.locator("#amend input[type=number]").first.evaluate(
        "each => { each.removeAttribute('max'); each.value = 900; }"
    )
    page.get_by_role("button", name="Sign and offer").click()
    said = page.locator("#amend .trouble")
    said.wait_for()
    assert "Nothing was recorded." in said.inner_text()
    assert moot.size == size


def test_a_key_that_was_lost_is_revoked_from_another_browser(visit, at):
    moot = at("ballot", "bo.person")
    lost, kept = visit(moot), visit(moot)
    key = lost.join(moot, "bo.person")
    kept.join(moot, "bo.person")
    page = kept.page
    page.get_by_label("Public key to revoke").fill(key)
    page.get_by_role("button", name="Sign and revoke").click()
    page.locator("#devices .receipt").wait_for()
    page = lost.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    page.get_by_role("button", name="Sign and vote").click()
    page.locator("#vote .trouble", has_text="Nothing was recorded.").wait_for()
    assert moot.acts("CastVote") == []


def test_who_has_no_key_is_told_where_to_get_one_and_sends_nothing(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    assert "To take part you sign as a member" in one.open("/proposals/1").locator("#act").inner_text()
    assert one.page.locator("form[data-act]").count() == 0
    one.open(moot.reception.invite(moot.members["bo.person"]))
    page = one.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    page.get_by_role("button", name="Sign and vote").click()
    page.locator("#vote .trouble", has_text="nothing was sent").wait_for()
    assert page.locator("#vote .trouble a").get_attribute("href") == "/keys"
    assert moot.acts("CastVote") == []


def test_a_person_with_two_agents_chooses_for_which_it_signs(visit, at):
    moot = at("ballot", "bo.person", "cy.person")
    one = visit(moot)
    keys = {agent: one.join(moot, agent) for agent in ("bo.person", "cy.person")}
    page = one.open("/proposals/1")
    for agent in ("bo.person", "cy.person"):
        page.get_by_label("You speak for").select_option(agent)
        page.get_by_role("button", name="Speak for it").click()
        page.locator("#who", has_text=f"{agent} · signs here").wait_for()
        assert page.url == f"{moot.url}/proposals/1"
        page.get_by_label("decide it without me").check()
        page.get_by_role("button", name="Sign and vote").click()
        recorded(page, "#vote")
        assert of(moot, "CastVote", agent)[1] == keys[agent]
    assert "What waits for cy.person" in one.open("/inbox").locator("main").inner_text()


def test_weights_can_be_tried_without_signing_them(visit, at):
    moot = at("closed")
    one = visit(moot)
    one.join(moot, "bo.person")
    page = one.open("/values")
    size = moot.size
    page.locator("#weigh").get_by_label("safety").fill("20")
    page.locator("#weigh").get_by_label("thrift").fill("80")
    page.get_by_role("button", name="See what they would change").click()
    page.get_by_role("heading", name="What they would change").wait_for()
    assert moot.size == size
    page.get_by_role("button", name="Sign and weigh").click()
    recorded(page, "#weigh-form")
    assert of(moot, "WeighValues", "bo.person")[0].weights == {"safety": 200_000, "thrift": 800_000}


def test_a_key_that_this_browser_forgets_signs_no_more(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.join(moot, "bo.person")
    one.page.get_by_role("button", name="Forget it here").click()
    one.page.get_by_text("There is no key in this browser yet.").wait_for()
    assert [each["value"] for each in one.context.cookies() if each["name"] == "as"] in ([], [""])
