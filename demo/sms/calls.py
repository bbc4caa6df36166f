"""Call-backs: what becomes of a text and what somebody answers, signed with the account's token."""

import asyncio
import hmac
from base64 import b64encode
from hashlib import sha1

import httpx

from .world import Fault, Message, Status, World

_SECONDS = 5.0


class PostOffice:
    """Brings texts to phones and tells of it, in the background."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._underway: set[asyncio.Task[None]] = set()
        # The machine's proxy settings are no concern of servers on 127.0.0.1.
        self._client = httpx.AsyncClient(trust_env=False)

    def deliver(self, message: Message, fault: Fault | None) -> None:
        """Begin: it is sent, and delivered or not."""
        message.status = "undelivered" if fault else "delivered"
        message.code = fault.code if fault else 0
        steps: list[Status] = ["sent", message.status]
        if self._world.holds_news:
            self._world.news += [(message, each) for each in steps]
        elif message.tell:
            self._begin(message, steps)

    async def tell(self, message: Message, status: Status) -> int:
        """One call-back; the status that it is answered with, 0 for none."""
        fields = {
            "AccountSid": message.account,
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "To": message.to,
            "From": message.sender,
            "ApiVersion": "2010-04-01",
        }
        if status == "undelivered" and message.code:
            fields["ErrorCode"] = str(message.code)
        return await self._call(message.account, message.tell, fields)

    async def answer(self, message: Message) -> int:
        """Tell the account's owner what somebody has answered."""
        fields = {
            "AccountSid": message.account,
            "MessageSid": message.sid,
            "From": message.sender,
            "To": message.to,
            "Body": message.body,
            "NumMedia": "0",
            "NumSegments": "1",
        }
        return await self._call(
            message.account, self._world.accounts[message.account].answers, fields
        )

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._underway:
            task.cancel()
        await asyncio.gather(*self._underway, return_exceptions=True)
        await self._client.aclose()

    def _begin(self, message: Message, steps: list[Status]) -> None:
        async def tell_all() -> None:
            for each in steps:
                await self.tell(message, each)

        task = asyncio.create_task(tell_all())
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)

    async def _call(self, account: str, url: str, fields: dict[str, str]) -> int:
        if not url:
            return 0
        signed = {"X-Twilio-Signature": sign(self._world.accounts[account].token, url, fields)}
        try:
            answer = await self._client.post(url, data=fields, headers=signed, timeout=_SECONDS)
        except (httpx.HTTPError, AttributeError):  # anyio's, of a server gone meanwhile
            self._world.answered.append(0)
            return 0
        self._world.answered.append(answer.status_code)
        return answer.status_code


def sign(token: str, url: str, fields: dict[str, str]) -> str:
    """The header X-Twilio-Signature: the address and the sorted fields, HMAC-SHA1, base64."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    return b64encode(hmac.new(token.encode(), said.encode(), sha1).digest()).decode()
