"""From which network address a request comes."""

import ipaddress
from collections.abc import Iterable

from litestar.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks of trusted proxies, as the settings name them.

    Raises ValueError for one that is neither.
    """
    return tuple(ipaddress.ip_network(text) for text in texts)


def network_address(scope: Scope, trusted_proxies: tuple[Network, ...]) -> str:
    """The patient's address: the peer's, or what trusted proxies say of it (the last untrusted of
    X-Forwarded-For).

    An IPv6 address stands for its /64, which one household shares; "" where none is known.
    """
    client = scope.get("client")
    peer = client[0] if client else ""
    address = _parse(peer)
    if address and trusted_proxies and _is_trusted(address, trusted_proxies):
        address = _forwarded(scope, trusted_proxies) or address
    return _household(address) if address else peer[:64]


def _forwarded(scope: Scope, trusted_proxies: tuple[Network, ...]) -> Address | None:
    values = (value for name, value in scope["headers"] if name.lower() == b"x-forwarded-for")
    hops = ",".join(value.decode("latin-1") for value in values).split(",")
    for hop in reversed(hops):
        address = _parse(hop.strip())
        if address is None or not _is_trusted(address, trusted_proxies):
            return address
    return None


def _parse(text: str) -> Address | None:
    """An address as proxies write it: also "[2001:db8::1]:443" and "203.0.113.7:5678"."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # How a socket for both kinds shows an IPv4 peer.
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address, trusted_proxies: tuple[Network, ...]) -> bool:
    return any(address in network for network in trusted_proxies)


def _household(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)).network_address)
