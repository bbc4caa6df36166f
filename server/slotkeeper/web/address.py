"""From which network address a request comes."""

import ipaddress
from collections.abc import Iterable

from litestar.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_IPV6 = 6


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks of trusted proxies, as the settings name them.

    Raises ValueError for one that is neither.
    """
    return tuple(ipaddress.ip_network(text) for text in texts)


def network_address(scope: Scope, trusted_proxies: tuple[Network, ...]) -> str:
    """The patient's address: the peer's, or what trusted proxies say of it (the last untrusted of
    X-Forwarded-For).

    An IPv6 address stands for its /64, which one household shares.
    """
    client = scope.get("client")
    address = client[0] if client else ""
    if trusted_proxies and _is_trusted(address, trusted_proxies):
        address = _forwarded(scope, trusted_proxies) or address
    return _household(address)


def _forwarded(scope: Scope, trusted_proxies: tuple[Network, ...]) -> str:
    for name, value in scope["headers"]:
        if name.lower() == b"x-forwarded-for":
            hops = [each.strip() for each in value.decode("latin-1").split(",")]
            return next(
                (hop for hop in reversed(hops) if not _is_trusted(hop, trusted_proxies)), ""
            )
    return ""


def _is_trusted(address: str, trusted_proxies: tuple[Network, ...]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in trusted_proxies)


def _household(address: str) -> str:
    if ":" not in address:
        return address[:64]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == _IPV6:
        return str(ipaddress.ip_network(f"{known}/64", strict=False).network_address)
    return address
