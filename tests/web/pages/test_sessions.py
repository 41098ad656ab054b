"""Coming by a link, without a browser: who is let in, whose forms are taken, and what is forgotten."""

import httpx2
import pytest

from moot.web.pages.cookies import AS, SESSION
from moot.web.pages.sign_in import Reception
from moot.web.problems import Turned
from moot.web.reach import Reach
from tests.browser.hamlet import hamlet

PAGE = {"accept": "text/html"}
NOTHING = {"said": ""}  # a form without a field still has a type


@pytest.fixture
def town():
    with hamlet("ballot", absent=("bo.person", "cy.person")) as moot:
        yield moot


@pytest.fixture
def client(town):
    with httpx2.Client(base_url=town.url, headers=PAGE, follow_redirects=True) as made:
        yield made


def come(town, client, agent="bo.person"):
    return client.get(town.reception.invite(town.members[agent]))


def vote(town, **more):
    body = f'{{"proposal":"{town.page["proposal"]}","paper":"{town.page["paper"]}","seal":""}}'
    payload = '{"what":"vote","choice":null,"block":null,"reason":null}'
    return {"act": "CastVote", "body": body, "payload": payload, "payload/choice": "for", **more}


def test_a_link_lets_in_once(town, client):
    link = town.reception.invite(town.members["bo.person"])
    assert "You came by a link" in client.get(link).text
    assert client.get(link).status_code == 410
    assert link.rpartition("/")[2] != client.cookies[SESSION]


def cookies(answer):
    """Return the flags of each cookie that an answer sets, without its age."""
    said = [each.split("; ") for each in answer.headers.get_list("set-cookie")]
    return {each[0].partition("=")[0]: {flag for flag in each[1:] if "-Age" not in flag} for each in said}


ALWAYS = {"Path=/", "SameSite=lax"}
TLS, PROXY = Reach("https://moot.example"), Reach(proxies=("127.0.0.1",))


@pytest.mark.parametrize(
    ("reach", "proto", "secure"),
    [
        (TLS, "http", True),  # whatever a header says
        (TLS, "", True),
        (PROXY, "https", True),
        (PROXY, "http", False),
        (Reach(), "https", False),  # said by nobody who is believed
    ],
)
def test_where_a_door_is_reached_over_tls_no_cookie_goes_over_plain_http(reach, proto, secure):
    said = {**PAGE, **({"x-forwarded-proto": proto, "x-forwarded-for": "203.0.113.7"} if proto else {})}
    flags = ALWAYS | ({"Secure"} if secure else set())
    session = f"__Host-{SESSION}" if secure else SESSION
    with hamlet("ballot", reach=reach) as town, httpx2.Client(base_url=town.url, headers=said) as client:
        answer = client.get(town.reception.invite(town.members["bo.person"]))
        assert cookies(answer) == {session: flags | {"HttpOnly"}, AS: flags}  # a script must read the other
        assert answer.headers["location"] == "/keys"  # the secret is in no address afterwards
        name = {"cookie": f"{session}={answer.cookies[session]}"}
        looks = client.post("/looks", data={"theme": "dark", "density": ""}, headers=name)
        assert cookies(looks) == {"theme": flags | {"HttpOnly"}, "density": flags | {"HttpOnly"}}
        assert "may speak for <strong>bo.person" in client.get("/keys", headers=name).text
        left = client.post("/keys/leave", data=NOTHING, headers=name)
        assert cookies(left) == {session: flags | {"HttpOnly"}, AS: flags}
        assert all("Max-Age=0" in each for each in left.headers.get_list("set-cookie"))
        assert "may speak for <strong>bo.person" not in client.get("/keys", headers=name).text


def test_over_tls_a_session_that_a_neighbour_of_the_host_could_have_set_is_none():
    with hamlet("ballot", reach=TLS) as town:
        name = town.reception.arrive(town.reception.invite(town.members["bo.person"]).rpartition("/")[2])
        with httpx2.Client(base_url=town.url, headers={**PAGE, "cookie": f"{SESSION}={name}"}) as client:
            assert "may speak for <strong>bo.person" not in client.get("/keys").text


@pytest.mark.parametrize("origin", ["https://moot.example", "https://elsewhere.example", "http://moot.example"])
def test_where_the_address_is_known_no_host_that_is_asked_for_makes_another_ours(origin):
    with hamlet(reach=TLS) as town, httpx2.Client(base_url=town.url, headers=PAGE) as client:
        for host in ("moot.example", "elsewhere.example", "127.0.0.1"):
            answer = client.post("/looks", data=NOTHING, headers={"origin": origin, "host": host})
            assert answer.status_code == (303 if origin == TLS.origin else 403)


def test_who_came_by_no_link_files_nothing(town, client):
    size = town.size
    for path in ("/file", "/keys/here", "/keys/browser"):
        assert client.post(path, data={"act": "CastVote"}).status_code == 401
    come(town, client)
    assert client.post("/file", data=vote(town)).status_code == 401  # no key is held here yet
    assert town.size == size


def test_the_server_signs_what_the_form_says_and_once(town, client):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    client.post("/keys/here", data=NOTHING)  # the same key
    assert len(town.acts("AddKey")) == 1
    answers = [client.post("/file", data=vote(town, **{"payload/reason:text": "Enough."})) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].url == answers[1].url
    assert len(town.acts("CastVote")) == 1
    assert client.post("/file", data=vote(town, **{"payload/choice": "against"})).status_code == 200
    assert client.post("/file", data=vote(town)).status_code == 200  # another mind, thrice
    assert len(town.acts("CastVote")) == 3


def test_an_act_that_seals_nothing_is_filed_as_it_is(town, client):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    body = f'{{"proposal":"{town.page["proposal"]}","text":null}}'
    answer = client.post("/file", data={"act": "Comment", "body": body, "body/text:text": "So it is."})
    assert answer.status_code == 200
    [comment] = town.acts("Comment")
    assert town.hall.store.text(comment.act.command.text) == "So it is."


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"act": "Win", "body": "{}"}, "BadShape"),
        ({"act": "CastVote", "body": "{}"}, "BadShape"),
        ({"act": "CastVote", "body": "[]"}, "BadShape"),
        ({"act": "Comment", "body": '{"proposal":"aa","text":"bb"}'}, "BadShape"),
    ],
)
def test_a_form_that_says_nothing_clear_is_told_so_on_a_page(town, client, form, code):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    size = town.size
    answer = client.post("/file", data=form)
    assert (answer.status_code, code in answer.text, "Nothing was recorded." in answer.text) == (422, True, True)
    assert town.size == size


def test_a_key_from_a_browser_is_learnt_by_the_record(town, client):
    come(town, client)
    key = town.ring.signer("of a browser").public.hex()
    assert client.post("/keys/browser", data={"key": key}).status_code == 200
    [added] = town.acts("AddKey")
    assert (added.act.command.key, added.act.command.held) == (key, "member")
    assert client.post("/keys/browser", data={"key": "none"}).status_code == 422


def test_who_leaves_takes_the_key_along(town, client):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    [added] = town.acts("AddKey")
    assert "bo.person · signs here" in client.get("/").text
    client.post("/keys/leave", data=NOTHING)
    [revoked] = town.acts("RevokeKey")
    assert revoked.act.command.key == added.act.command.key
    assert client.post("/file", data=vote(town)).status_code == 401
    assert "bo.person · signs here" not in client.get("/").text
    client.post("/keys/leave", data=NOTHING)  # nobody is there any more
    assert len(town.acts("RevokeKey")) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/looks", "/keys/leave"])
def test_forms_are_taken_from_our_own_pages_alone(client, headers, status, path):
    assert client.post(path, data={"theme": "dark"}, headers=headers).status_code == status


def test_our_own_address_is_known_where_no_browser_vouches(town, client):
    assert client.post("/looks", data=NOTHING, headers={"origin": town.url}).status_code == 200


def test_what_a_page_is_to_look_like_is_remembered_and_nothing_else(client):
    client.post("/looks", data={"theme": "dark", "density": "compact"})
    assert '<html lang="en" data-theme="dark" data-density="compact">' in client.get("/").text
    client.post("/looks", data={"theme": "pink", "density": ""})
    assert '<html lang="en">' in client.get("/").text
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/").text


def test_a_page_is_set_for_its_session_alone(town, client):
    come(town, client)
    assert "You came by a link and may speak for <strong>bo.person</strong>" in client.get("/keys").text
    with httpx2.Client(base_url=town.url, headers=PAGE) as other:
        assert "bo.person</strong>" not in other.get("/keys").text


def test_a_page_that_has_not_changed_is_not_sent_again(town, client):
    first = client.get("/proposals/1")
    named = first.headers["etag"]
    assert client.get("/proposals/1", headers={"if-none-match": named}).status_code == 304
    town.members["di.person"].comment(town.page["proposal"], "Something new.")
    assert client.get("/proposals/1", headers={"if-none-match": named}).status_code == 200


def test_only_so_many_sessions_are_known_and_the_oldest_goes_first(monkeypatch, town):
    monkeypatch.setattr("moot.web.pages.sign_in._SESSIONS", 2)
    reception = Reception(chance=_chance())
    names = [reception.arrive(reception.invite(town.members["bo.person"]).rpartition("/")[2]) for _ in range(3)]
    assert list(reception._sessions) == names[1:]  # noqa: SLF001 - nobody else may look
    with pytest.raises(Turned):
        reception.arrive("unknown")


def _chance():
    numbers = iter(range(100))
    return lambda length: bytes([next(numbers)] * length)


def test_whoever_comes_by_two_links_chooses_for_whom_it_speaks(town, client):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    assert "You speak for" not in client.get("/values").text
    come(town, client, "cy.person")
    client.post("/keys/here", data=NOTHING)
    assert client.cookies[AS] == "cy.person:bo.person"
    assert "cy.person · signs here" in client.get("/values").text
    client.post("/file", data=vote(town))
    answer = client.post("/speak", data={"agent": "bo.person", "to": "/values?try=1#weigh"})
    assert answer.url.path == "/values"
    assert "bo.person · signs here" in answer.text
    client.post("/file", data=vote(town))
    assert [each.act.by for each in town.acts("CastVote")] == ["cy.person", "bo.person"]
    client.post("/keys/leave", data=NOTHING)
    assert {each.act.by for each in town.acts("RevokeKey")} == {"bo.person", "cy.person"}


def test_nobody_speaks_for_whom_no_link_let_in(town, client):
    come(town, client)
    client.post("/keys/here", data=NOTHING)
    client.post("/speak", data={"agent": "cy.person", "to": "/"})
    assert client.post("/file", data=vote(town)).status_code in {200, 401}
    assert {each.act.by for each in town.acts("CastVote")} <= {"bo.person"}


@pytest.mark.parametrize(
    "to", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "", "x", "/ /"]
)
def test_to_choose_leads_to_no_other_site(client, to):
    answer = client.post("/speak", data={"agent": "bo.person", "to": to}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("agent", ["", "a b", "x" * 3_000, "a;b=c"])
def test_what_is_no_agent_is_not_kept(client, agent):
    assert "set-cookie" not in client.post("/speak", data={"agent": agent, "to": "/"}, follow_redirects=False).headers


def test_another_site_cannot_choose_for_somebody(client):
    answer = client.post("/speak", data={"agent": "bo.person"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_the_inbox_is_that_of_whoever_one_speaks_for(town, client):
    come(town, client)
    assert "What waits for bo.person" in client.get("/inbox").text
    assert "What waits for cy.person" in client.get("/inbox?as=cy.person").text
