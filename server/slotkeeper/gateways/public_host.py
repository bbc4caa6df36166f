"""Addresses that somebody has typed, and what this server may reach for them.

Whoever may set an address must not make this server knock at doors of its own network: a host is
looked up once, each address it has must be a public one, and the request goes to that very address.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import httpx

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Where IPv6 networks reach IPv4 addresses, which are the last 32 bits (RFC 6052)."""


class AddressWrong(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """No address of the web that may be used: not https, no host, or a name and password in it."""


class HostUnknown(Exception):  # noqa: N818
    """No server of that name is found at present."""


class HostPrivate(Exception):  # noqa: N818
    """The host is of a private network."""


async def find_numbers(address: str, *, may_reach_private: bool) -> Sequence[str]:
    """The numeric addresses of an address's host, all of them public. `may_reach_private` is for
    development alone, and allows http besides.

    Raises AddressWrong, HostUnknown, HostPrivate.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise AddressWrong from error
    schemes = {"https", "http"} if may_reach_private else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        raise AddressWrong
    try:
        port = parts.port or 443
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise HostUnknown from error
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not may_reach_private and not all(map(_is_public, numbers)):
        raise HostPrivate
    return numbers


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Connections of an httpx client, each to the number that was looked at; certificates are
    checked for the host's name. Its requests raise as `find_numbers` does.
    """

    def __init__(self, *, may_reach_private: bool) -> None:
        """Nothing is connected yet. The environment's proxies are left out."""
        super().__init__(trust_env=False)
        self._may_reach_private = may_reach_private

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it to the host's number; the Host header has its name already."""
        name = request.url.host
        numbers = await find_numbers(str(request.url), may_reach_private=self._may_reach_private)
        request.extensions = {**request.extensions, "sni_hostname": name}
        try:
            return await self._first_that_answers(request, numbers)
        finally:
            request.url = request.url.copy_with(host=name)

    async def _first_that_answers(
        self, request: httpx.Request, numbers: Sequence[str]
    ) -> httpx.Response:
        """A host may have an address on a net that leads nowhere: then its next one is asked."""
        *others, last = numbers
        for number in others:
            request.url = request.url.copy_with(host=number)
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await super().handle_async_request(request)
        request.url = request.url.copy_with(host=last)
        return await super().handle_async_request(request)


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if address in _TRANSLATED:
        mapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast and (mapped is None or mapped.is_global)
