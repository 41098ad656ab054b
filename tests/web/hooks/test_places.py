"""Only an address that anybody could reach is called, however it is written."""

import asyncio

import pytest

from moot.web.hooks.places import NoPlace, checked_url, found, may_be_called

PRIVATE = (
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "100.64.0.1"),  # noqa: S104
    *("192.0.2.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
    *("2002:7f00:1::1", "2001:0:53aa:64c::1"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_this_machine_and_its_neighbours_are_not_called(address):
    assert not may_be_called(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are(address):
    assert may_be_called(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
def test_a_private_address_is_refused_however_its_name_is_written(host):
    with pytest.raises(NoPlace, match=r"no public address|is not known"):
        asyncio.run(found(f"http://{host}/", private=False))


def test_the_address_that_was_looked_up_is_the_one_that_is_called():
    assert asyncio.run(found("https://127.0.0.1/", private=True)) == (["127.0.0.1"], 443)
    assert asyncio.run(found("http://127.0.0.1:8080/", private=True)) == (["127.0.0.1"], 8080)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://ana.example/", "begins with https://"),
        ("file:///etc/passwd", "begins with https://"),
        ("https://", "names a host"),
        ("https://ana:secret@ana.example/", "no name and no password"),
        ("https://ana.example/#here", "no fragment"),
        ("https://ana.example:0/", "is no address"),
        ("https://ana.example:99999/", "is no address"),
        ("https://ana.example/a b", "is no address"),
        ("https://[::1/", "is no address"),
    ],
)
def test_what_can_be_no_webhooks_address_is_refused_and_says_why(url, why):
    with pytest.raises(NoPlace, match=why):
        checked_url(url)
