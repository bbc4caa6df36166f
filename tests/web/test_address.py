"""Whose address counts (T6): the peer's, unless a trusted proxy says better."""

import pytest
from litestar.types import Scope

from slotkeeper.web.address import network_address, read_networks

PROXIES = read_networks(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])


def scope(peer: str | None, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return {"client": (peer, 1) if peer else None, "headers": headers}  # type: ignore[return-value]


@pytest.mark.req("T6")
@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # anybody can say so
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),  # what the patient made up
        ("10.1.2.3", ["198.51.100.1, 10.9.9.9, 127.0.0.1"], "198.51.100.1"),
        ("10.1.2.3", ["6.6.6.6", "198.51.100.1"], "198.51.100.1"),  # two lines are one list
        ("10.1.2.3", ["10.9.9.9"], "10.1.2.3"),
        ("10.1.2.3", [""], "10.1.2.3"),
        ("fd00::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::"),
        ("10.1.2.3", ["198.51.100.1:5678"], "198.51.100.1"),
        ("10.1.2.3", ["[2001:db8:1:2:3:4:5:6]:443"], "2001:db8:1:2::"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("fe80::1%eth0", [], "fe80::"),
        (None, [], ""),
        ("testclient", [], "testclient"),
        ("10.1.2.3", ["é" * 900], "10.1.2.3"),
    ],
)
def test_the_address_of_a_request(peer: str | None, forwarded: list[str], address: str) -> None:
    assert network_address(scope(peer, *forwarded), PROXIES) == address


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert network_address(scope("127.0.0.1", "198.51.100.1"), ()) == "127.0.0.1"


def test_a_wrong_network_is_refused() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        read_networks(["the-proxy"])
