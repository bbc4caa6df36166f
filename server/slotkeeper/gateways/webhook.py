"""Events for a clinic's own systems, signed after the Standard Webhooks specification."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from msgspec import Struct
from standardwebhooks import Webhook

from slotkeeper.gateways.public_host import AddressWrong, HostPrivate, HostUnknown, find_numbers

TIMEOUT = 10.0
"""Seconds for one delivery, whatever the other side does."""

_GONE = 410
_MOST_READ = 65_536


class Event(Struct, frozen=True, kw_only=True):
    """One event: `id` is the same at each try, `body` the JSON as it is signed, `sent_at` in epoch
    seconds.
    """

    id: str
    body: bytes
    sent_at: int


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where a clinic wants its events. `secrets` ("whsec_…"): the newest first, a second one while
    it is being replaced.
    """

    address: str
    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return "Endpoint()"


class WebhookPutOff(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Not taken now; `problem` is a word or the status."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class WebhookRefused(Exception):  # noqa: N818
    """Never taken as it is: the address is none of the public net, or says it is gone."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class WebhookGateway(Protocol):
    """Brings events."""

    async def send(self, endpoint: Endpoint, event: Event) -> int:
        """Hand it over; the status of the answer. Raises WebhookPutOff, WebhookRefused."""
        ...

    async def check(self, address: str) -> None:
        """Prove that an address may be used, without sending. Raises as `send`."""
        ...


class HttpWebhooks:
    """Over HTTP. `may_reach_private` is for development alone."""

    def __init__(self, *, may_reach_private: bool = False) -> None:
        """Nothing is connected yet."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # an address may have a token in it
        self._may_reach_private = may_reach_private
        self._tls: ssl.SSLContext | None = None

    async def send(self, endpoint: Endpoint, event: Event) -> int:
        """As the protocol says."""
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._send(endpoint, event)
        except TimeoutError as error:
            raise WebhookPutOff("silent") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise WebhookPutOff("unreachable") from error

    async def check(self, address: str) -> None:
        """As the protocol says."""
        await self._numbers(address)

    async def _send(self, endpoint: Endpoint, event: Event) -> int:
        parts = urlsplit(endpoint.address)
        number = (await self._numbers(endpoint.address))[0]
        host = f"[{number}]" if ":" in number else number
        port = f":{parts.port}" if parts.port else ""
        address = parts._replace(netloc=f"{host}{port}", fragment="").geturl()
        headers = {**_headers(endpoint.secrets, event), "Host": parts.netloc.rpartition("@")[2]}
        asked = {"sni_hostname": parts.hostname or ""}
        if self._tls is None:  # takes longer than a delivery: made once, beside the loop
            self._tls = await asyncio.to_thread(httpx.create_ssl_context, trust_env=False)
        # A connection each: one that is kept would bear the name of the host it was made for.
        async with (
            httpx.AsyncClient(verify=self._tls, timeout=TIMEOUT, trust_env=False) as http,
            http.stream(
                "POST", address, content=event.body, headers=headers, extensions=asked
            ) as response,
        ):
            await _drain(response)
            return _judged(response.status_code)

    async def _numbers(self, address: str) -> Sequence[str]:
        """The addresses of the host, all of them public."""
        try:
            return await find_numbers(address, may_reach_private=self._may_reach_private)
        except AddressWrong as wrong:
            raise WebhookRefused("address") from wrong
        except HostPrivate as private:
            raise WebhookRefused("private_address") from private
        except HostUnknown as unknown:
            raise WebhookPutOff("unknown_host") from unknown


def _headers(secrets: Sequence[str], event: Event) -> dict[str, str]:
    at = datetime.fromtimestamp(event.sent_at, UTC)
    text = event.body.decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Slotkeeper-Webhooks",
        "webhook-id": event.id,
        "webhook-timestamp": str(event.sent_at),
        "webhook-signature": " ".join(Webhook(each).sign(event.id, at, text) for each in secrets),
    }


async def _drain(response: httpx.Response) -> None:
    """Read a little, so that the connection ends well; what it says is nobody's business."""
    read = 0
    async for part in response.aiter_raw():
        read += len(part)
        if read > _MOST_READ:
            return


def _judged(status: int) -> int:
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's own classes
        return status
    if status == _GONE:
        raise WebhookRefused(str(status))
    raise WebhookPutOff(str(status))
