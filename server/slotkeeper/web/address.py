"""From which network address a request comes."""

import ipaddress

from litestar.types import Scope


def network_address(scope: Scope, trusted_proxies: frozenset[str]) -> str:
    """The patient's address: the peer's, or what a trusted proxy says of it (the last untrusted entry of X-Forwarded-For).

    An IPv6 address stands for its /64, which one household shares.
    """
    client = scope.get("client")
    address = client[0] if client else ""
    if address in trusted_proxies:
        address = _forwarded(scope, trusted_proxies) or address
    return _network(address)


def _forwarded(scope: Scope, trusted_proxies: frozenset[str]) -> str:
    for name, value in scope["headers"]:
        if name.lower() == b"x-forwarded-for":
            hops = [each.strip() for each in value.decode("latin-1").split(",")]
            return next((hop for hop in reversed(hops) if hop not in trusted_proxies), "")
    return ""


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 6:  # noqa: PLR2004 - the version of the protocol
        return str(ipaddress.ip_network(f"{known}/64", strict=False).network_address)
    return address
