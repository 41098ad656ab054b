"""At which address a door is known, and whose word about a caller it believes."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.web.reach import NoReach, Reach, read_origin, read_proxy
from tests.web.conftest import street

LABELS = st.from_regex(r"\A[a-z]([a-z0-9-]{0,10}[a-z0-9])?\Z")
HOSTS = st.one_of(
    st.lists(LABELS, min_size=1, max_size=4).map(".".join),
    st.ip_addresses(v=4).filter(lambda each: not (each.is_unspecified or each.is_multicast)).map(str),
    st.ip_addresses(v=6).filter(lambda each: not (each.is_unspecified or each.is_multicast)).map("[{}]".format),
)


@given(st.sampled_from(["http", "https"]), HOSTS, st.none() | st.integers(1, 65_535), st.sampled_from(["", "/"]))
def test_an_origin_has_scheme_host_and_port_and_is_its_own_origin(scheme, host, port, slash):
    found = read_origin(f"{scheme.upper()}://{host.upper()}{'' if port is None else f':{port}'}{slash}")
    assert read_origin(found) == found
    parts = urlsplit(found)
    usual = {"http": 80, "https": 443}[scheme]
    assert (parts.scheme, parts.port or usual) == (scheme, port or usual)
    assert parts.port != usual  # as browsers leave it out of what they send
    assert found == f"{parts.scheme}://{parts.netloc}"
    assert "@" not in found


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "begins neither"),
        ("moot.example", "begins neither"),
        ("ftp://moot.example", "begins neither"),
        ("javascript://moot.example", "begins neither"),
        ("//moot.example", "begins neither"),
        ("https://", "no name of a host"),
        ("https://moot.example/board", "the path /board"),
        ("https://moot.example//", "the path //"),
        ("https://moot.example?", "query or a fragment"),
        ("https://moot.example/?a=b", "query or a fragment"),
        ("https://moot.example/#a", "query or a fragment"),
        ("https://ana:secret@moot.example", "name or a password"),
        ("https://@moot.example", "name or a password"),
        ("https://moot.example:0", "port 0"),
        ("https://moot.example:65536", "no address"),
        ("https://moot.example:a", "no address"),
        ("https://[::1", "no address"),
        ("https://[fe80::1%25eth0]", "no single host"),
        ("https://0.0.0.0", "no single host"),
        ("https://[ff02::1]", "no single host"),
        ("https://1.2.3", "no name of a host"),
        ("https://300.1.1.1", "no name of a host"),
        ("https://moot.0x7f", "no name of a host"),
        ("https://-moot.example", "no name of a host"),
        ("https://moot..example", "no name of a host"),
        ("https://moot.example\\@evil.example", "name or a password"),
        ("https://moot.example\\evil", "no name of a host"),
        (f"https://{'a' * 64}.example", "no name of a host"),
        ("https://möot.example", "xn--"),
        ("https://moot.example\n", "blank"),
        ("https://moot .example", "blank"),
    ],
)
def test_what_is_more_or_less_than_an_origin_is_refused_and_told_why(url, why):
    with pytest.raises(NoReach, match=why) as refused:
        read_origin(url)
    assert "secret" not in str(refused.value)


@given(st.ip_addresses(v=4), st.integers(1, 32))
def test_a_proxy_is_believed_at_each_address_of_its_network_and_at_no_other(address, bits):
    network = ip_network((address, bits), strict=False)
    plain, mapped = (ip_network(each) for each in read_proxy(str(network)))
    assert plain == network
    assert ip_address(f"::ffff:{network[-1]}") in mapped  # as a socket for both families shows it
    assert mapped.num_addresses == network.num_addresses


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("127.0.0.1", ("127.0.0.1", "::ffff:7f00:1")),
        ("0:0::1", ("::1",)),
        ("fd00::/8", ("fd00::/8",)),
    ],
)
def test_a_proxy_is_an_address_or_a_network(said, shown):
    assert tuple(each.replace("::ffff:127.0.0.1", "::ffff:7f00:1") for each in read_proxy(said)) == shown


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "names are not looked up"),
        ("*", "names are not looked up"),
        ("localhost", "names are not looked up"),
        ("127.0.0.1:80", "names are not looked up"),
        ("127.0.0.1,10.0.0.1", "names are not looked up"),
        ("0.0.0.0/0", "everybody"),
        ("::/0", "everybody"),
        ("10.0.0.1/8", "host bits"),
        ("10.0.0.0/33", "no network"),
        ("proxy/8", "no network"),
        ("0.0.0.0", "nobody calls"),  # noqa: S104 - refused
        ("224.0.0.1", "nobody calls"),
    ],
)
def test_what_names_no_proxy_or_everybody_is_refused_and_told_why(said, why):
    with pytest.raises(NoReach, match=why):
        read_proxy(said)


def test_a_door_is_everybodys_once_others_are_told_where_it_is_or_come_by_a_proxy():
    assert not Reach().everybodys
    assert Reach("https://moot.example").everybodys
    assert Reach(proxies=("::1",)).everybodys


@pytest.mark.parametrize("reach", [Reach(), Reach("https://moot.example")])
@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:1/x", "@elsewhere.example"])
def test_nothing_that_is_answered_leads_to_the_host_that_was_asked_for(reach, host):
    paths = ("/", "/proposals/", "/static", "/api/v1/", "/api/v1/openapi.json", "/api/v1/nothing", "/sign-in/none")
    with street(reach=reach) as here:
        answers = [here.client.get(path, headers={"host": host}, follow_redirects=False) for path in paths]
    assert [each.status_code for each in answers] == [200, 307, 307, 307, 200, 404, 410]
    assert [each.headers["location"] for each in answers[1:4]] == ["/proposals", "/static/", "/api/v1"]
    assert not [each.url for each in answers if "elsewhere" in f"{each.headers}{each.text}"]
