"""Twilio's Programmable Messaging over httpx: https://www.twilio.com/docs/messaging/api."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from msgspec import Struct

from slotkeeper.gateways.sms import (
    SmsAnswer,
    SmsFateUnknown,
    SmsNews,
    SmsPutOff,
    SmsRefused,
    SmsSender,
    SmsStopped,
    Text,
)
from slotkeeper.gateways.twilio.news import read_answer, read_news
from slotkeeper.gateways.twilio.refusals import raise_for, read_json
from slotkeeper.gateways.twilio.signature import is_signed

API = "https://api.twilio.com"
TIMEOUT = 12.0
"""Seconds for one call, whatever the other side does."""

_CLOCKS_DIFFER = 120
_LISTED = 50
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class _Message(Struct):
    sid: str
    body: str = ""
    date_created: str = ""
    direction: str = "outbound-api"


class _Messages(Struct):
    messages: list[_Message]


class TwilioGateway:
    """Speaks with `api`, or with Twilio itself where that is ""."""

    def __init__(self, api: str = "") -> None:
        """Nothing is connected yet."""
        self._api = api or API
        # The machine's proxy settings are no concern of a pretend service beside it.
        self._trust_env = not api
        self._http: httpx.AsyncClient | None = None

    async def send(self, sender: SmsSender, text: Text) -> str:
        """As the protocol says."""
        fields = {"To": text.to, "Body": text.body, **_from(sender.sender)}
        if text.tell:
            fields["StatusCallback"] = text.tell
        answer = await self._ask(sender, "POST", "Messages.json", data=fields)
        raise_for(answer)
        message: _Message = read_json(answer, _Message)
        return message.sid

    async def find(self, sender: SmsSender, text: Text, since: int) -> str | None:
        """As the protocol says: the newest of those to that number that says the same."""
        listed = {"To": text.to, "PageSize": str(_LISTED)}
        try:
            answer = await self._ask(sender, "GET", "Messages.json", params=listed)
            raise_for(answer)
            found: _Messages = read_json(answer, _Messages)
        except (SmsFateUnknown, SmsStopped) as unread:
            raise SmsPutOff("fate_unknown") from unread
        return next((each.sid for each in found.messages if _is_that(each, text, since)), None)

    async def check(self, sender: SmsSender) -> None:
        """As the protocol says."""
        try:
            raise_for(await self._ask(sender, "GET", ""))
        except SmsFateUnknown as unclear:
            raise SmsPutOff("unreachable") from unclear
        except SmsStopped as odd:
            raise SmsRefused("authentication") from odd

    def is_signed(
        self, token: str, url: str, fields: Mapping[str, Sequence[str]], signature: str
    ) -> bool:
        """As the protocol says."""
        return is_signed(token, url, fields, signature)

    def read_news(self, fields: Mapping[str, Sequence[str]]) -> SmsNews | None:
        """As the protocol says."""
        return read_news(fields)

    def read_answer(self, fields: Mapping[str, Sequence[str]]) -> SmsAnswer | None:
        """As the protocol says."""
        return read_answer(fields)

    async def close(self) -> None:
        """As the protocol says."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def _ask(
        self,
        sender: SmsSender,
        method: str,
        path: str,
        **what: Any,  # noqa: ANN401 - as httpx takes it
    ) -> httpx.Response:
        """Raises SmsPutOff where nothing was asked, SmsFateUnknown where that is not known."""
        account = f"{self._api}/2010-04-01/Accounts/{sender.account}"
        address = f"{account}/{path}" if path else f"{account}.json"
        auth = (sender.account, sender.token)
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._client().request(method, address, auth=auth, **what)
        except _NOT_SENT as error:
            raise SmsPutOff("unreachable") from error
        except (TimeoutError, httpx.TransportError) as error:
            raise SmsFateUnknown from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise SmsPutOff("authentication") from error

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            # It logs each address, and with that patients' numbers.
            logging.getLogger("httpx").setLevel(logging.WARNING)
            self._http = httpx.AsyncClient(timeout=TIMEOUT, trust_env=self._trust_env)
        return self._http


def _from(sender: str) -> dict[str, str]:
    """A number or a name; or a messaging service, which chooses among its numbers."""
    return {"MessagingServiceSid" if sender.startswith("MG") else "From": sender}


def _is_that(found: _Message, text: Text, since: int) -> bool:
    """A trial account puts words of its own before a text."""
    if not found.direction.startswith("outbound") or not found.body.endswith(text.body):
        return False
    try:
        made_at = parsedate_to_datetime(found.date_created).timestamp()
    except ValueError:
        return False
    return made_at >= since - _CLOCKS_DIFFER
