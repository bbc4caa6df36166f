"""Requests to a CalDAV server, each within a known time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urljoin, urlsplit

import httpx

from slotkeeper.gateways.caldav.xml import Item, NotXml, read_items
from slotkeeper.gateways.diary import DiaryAccess, DiaryDown, DiaryRefused
from slotkeeper.gateways.public_host import (
    AddressWrong,
    GuardedTransport,
    HostPrivate,
    HostUnknown,
)

TIMEOUT = 10.0
"""Seconds for one call, whatever the server does: httpx counts each step by itself."""

_LARGEST = 20_000_000
_MOST_REDIRECTS = 4
_REDIRECTS = (301, 302, 303, 307, 308)
_REFUSALS = {401: "password", 403: "forbidden", 404: "not_found", 405: "not_found", 507: "full"}
_BUSY_NOW = 429
_TROUBLE = 500


class Answer:
    """What the server said: `status`, `headers`, `body`, and the `address` that answered."""

    def __init__(self, response: httpx.Response, body: bytes) -> None:
        """Kept apart from the connection."""
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.body = body
        self.address = str(response.url)

    @property
    def is_good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own classes

    def items(self) -> list[Item]:
        """The properties that it lists. Raises DiaryRefused for anything else."""
        if not self.is_good:
            raise refusal(self.status)
        try:
            return read_items(self.body)
        except NotXml as problem:
            raise DiaryRefused("no_calendar") from problem

    def at(self, href: str) -> str:
        """An address that it names, whole."""
        return urljoin(self.address, href)


class Wire:
    """Asks one server as one person; connections are kept while the block lasts."""

    def __init__(self, access: DiaryAccess, http: httpx.AsyncClient) -> None:
        """`http` is for this access alone."""
        self._access, self._http = access, http

    async def ask(
        self,
        method: str,
        address: str,
        body: bytes = b"",
        **headers: str,
    ) -> Answer:
        """One request; redirections on the same server are followed.

        Raises DiaryDown; DiaryRefused for a redirection elsewhere, which would get the password.
        """
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        named.setdefault("Content-Type", "application/xml; charset=utf-8")
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._follow(method, address, body, named)
        except TimeoutError as error:
            raise DiaryDown("silent") from error
        except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as error:
            raise DiaryDown("unreachable") from error
        except HostUnknown as error:
            raise DiaryDown("unknown_host") from error
        except AddressWrong as error:
            raise DiaryRefused("address") from error
        except HostPrivate as error:
            raise DiaryRefused("private_address") from error

    async def _follow(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS):
            answer = await self._once(method, address, body, headers)
            if answer.status not in _REDIRECTS:
                break
            address = answer.at(answer.headers.get("location", ""))
            if _origin(address) != _origin(self._access.address):
                raise DiaryRefused("elsewhere")
        if answer.status == _BUSY_NOW or (
            answer.status >= _TROUBLE and answer.status not in _REFUSALS
        ):
            raise DiaryDown(str(answer.status))
        return answer

    async def _once(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        parts = bytearray()
        async with self._http.stream(method, address, content=body, headers=headers) as response:
            async for part in response.aiter_bytes():
                parts += part
                if len(parts) > _LARGEST:
                    raise DiaryRefused("too_large")
        return Answer(response, bytes(parts))


@asynccontextmanager
async def connected(access: DiaryAccess, *, may_reach_private: bool) -> AsyncIterator[Wire]:
    """Connections to the server of that access; `may_reach_private` is for development alone."""
    async with httpx.AsyncClient(
        transport=GuardedTransport(may_reach_private=may_reach_private),
        auth=httpx.BasicAuth(access.user, access.password),
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Slotkeeper"},
    ) as http:
        yield Wire(access, http)


def refusal(status: int) -> DiaryRefused:
    """What a status means that will not change by asking again."""
    return DiaryRefused(_REFUSALS.get(status, str(status)))


def _origin(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port
