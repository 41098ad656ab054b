"""Where scripts are off, the server signs for whom it holds a key, and the record says so."""


def test_a_vote_without_a_script_is_signed_by_the_door_and_marked_so(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot, java_script_enabled=False)
    one.hosted(moot, "bo.person")
    assert one.page.locator("#who").inner_text() == "bo.person · signs here"
    page = one.open("/proposals/1")
    page.get_by_label("we can do better").check()
    page.locator("#vote textarea").fill("Not on Sundays.")
    page.get_by_role("button", name="Sign and vote").click()
    assert page.locator("h1").inner_text() == f"Recorded as entry {moot.size - 1}"
    [vote], [added] = moot.acts("CastVote"), moot.acts("AddKey")
    assert (vote.act.key, added.act.command.held) == (added.act.command.key, "door")
    page.go_back()
    page.get_by_label("we can do better").check()
    page.locator("#vote textarea").fill("Not on Sundays.")
    page.get_by_role("button", name="Sign and vote").click()
    assert "Recorded as entry" in page.locator("h1").inner_text()
    assert len(moot.acts("CastVote")) == 1  # the same form again is the same act
    moot.go("closed", "bo.person")
    assert moot.page["votes"]["bo"]["choice"] == "against"


def test_what_is_refused_without_a_script_is_told_on_a_page(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot, java_script_enabled=False)
    one.hosted(moot, "bo.person")
    page = one.open("/proposals/1")
    page.get_by_label("I want it to go ahead").check()
    moot.go("objection", "bo.person")
    size = moot.size
    page.get_by_role("button", name="Sign and vote").click()
    assert "Nothing was recorded." in page.locator("main").inner_text()
    assert moot.size == size


def test_what_one_session_sees_of_itself_nobody_else_sees(visit, at):
    moot = at("ballot")
    one, other = visit(moot, java_script_enabled=False), visit(moot, java_script_enabled=False)
    one.hosted(moot, "bo.person")
    other.open("/keys")
    assert "bo.person" not in other.page.locator("#mykey").inner_text()
    assert other.page.locator("#who").inner_text() == "Reading"
    one.page.get_by_role("button", name="Leave, and have that key revoked").click()
    assert one.page.locator("#who").inner_text() == "Reading"
    assert len(moot.acts("RevokeKey")) == 1


def test_a_link_lets_in_once_and_its_secret_is_in_no_address_afterwards(visit, at):
    moot = at("ballot")
    one, thief = visit(moot), visit(moot)
    link = moot.reception.invite(moot.members["bo.person"])
    one.open(link)
    assert one.page.url == f"{moot.url}/keys"
    assert thief.open(link).locator("h1").inner_text() == "This link lets nobody in any more."
    [cookie] = [each for each in one.context.cookies() if each["name"] == "session"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["value"] in link) == (True, "Lax", False)


def test_another_site_can_neither_file_in_ones_name_nor_frame_a_page(visit, at):
    moot = at("ballot", "bo.person")
    one = visit(moot)
    one.hosted(moot, "bo.person")
    size = moot.size
    elsewhere = moot.url.replace("127.0.0.1", "localhost")  # another site, for a browser
    page = one.context.new_page()
    page.route(
        f"{elsewhere}/**",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f"""
        <form method="post" action="{moot.url}/file"><input name="act" value="CastVote"><button>Win</button></form>
        <iframe src="{moot.url}/"></iframe>""",
        ),
    )
    page.goto(elsewhere)
    assert page.frames[1].url != f"{moot.url}/"
    page.get_by_role("button", name="Win").click()
    page.get_by_role("heading", name="Another site sent this.").wait_for()
    assert moot.size == size
    one.foreign.clear()
    one.complaints.clear()
