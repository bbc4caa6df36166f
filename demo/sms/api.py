"""The part of the interface for messages that Slotkeeper uses, as Twilio's documentation has it."""

import asyncio
from base64 import b64decode
from binascii import Error as NotBase64
from email.utils import formatdate
from hmac import compare_digest
from urllib.parse import parse_qs

from ..stripe.wire import Answer, Request, answer_json  # noqa: TID252 - installed: slotkeeper.demo
from .calls import PostOffice
from .world import Account, Fault, Message, World

_ROOT = "/2010-04-01/Accounts/"
_LONGEST = 1600


async def answer_api(world: World, office: PostOffice, request: Request) -> Answer:
    """One call of the interface."""
    world.asked += 1
    sid, _, rest = request.path.removeprefix(_ROOT).removesuffix(".json").partition("/")
    account = _caller(world, request)
    if account is None or account.sid != sid:
        return _problem(401, 20003, "Authenticate")
    match request.method, rest:
        case "GET", "":
            return answer_json(200, {"sid": sid, "status": "active", "type": "Full"})
        case "GET", "Messages":
            return _list(world, account, request)
        case "POST", "Messages":
            return await _create(world, office, account, _fields(request.body.decode()))
    return _problem(404, 20404, "The requested resource was not found")


async def _create(
    world: World, office: PostOffice, account: Account, fields: dict[str, str]
) -> Answer:
    to, body, sender = fields.get("To", ""), fields.get("Body", ""), fields.get("From", "")
    while _is_silent(world, to):  # noqa: ASYNC110 - switched off by whichever thread
        await asyncio.sleep(0.05)
    if fault := world.fault("refuse", to=to):
        return _refused(fault)
    if refusal := _wrong(world, account, sender or fields.get("MessagingServiceSid", ""), to, body):
        return refusal
    message = world.take(account.sid, sender, to, body, fields.get("StatusCallback", ""))
    office.deliver(message, world.fault("undelivered", to=to))
    answer = answer_json(201, _shown(message, "queued"))
    if world.fault("lose", to=to):
        return Answer(201, answer.body, answer.headers, broken=True)
    return answer


def _is_silent(world: World, to: str) -> bool:
    return any(each.kind == "silent" and each.to in {"", to} for each in world.faults)


def _wrong(world: World, account: Account, sender: str, to: str, body: str) -> Answer | None:
    if not sender:
        return _problem(400, 21603, "A 'From' phone number is required.")
    if account.senders and sender not in account.senders:
        return _problem(400, 21606, "The 'From' phone number is not yours.")
    if not (to.startswith("+") and to[1:].isdecimal() and 8 <= len(to) <= 16):  # noqa: PLR2004 - E.164
        return _problem(400, 21211, "Invalid 'To' Phone Number")
    if not 0 < len(body) <= _LONGEST:
        return _problem(400, 21617 if body else 21602, "The message body is too long, or empty.")
    if (account.sid, to) in world.stopped:
        return _problem(400, 21610, "Attempt to send to unsubscribed recipient")
    return None


def _list(world: World, account: Account, request: Request) -> Answer:
    asked = _fields(request.query)
    found = [
        _shown(each, each.status)
        for each in reversed(world.messages)
        if each.account == account.sid and asked.get("To", each.to) == each.to
    ]
    most = int(asked.get("PageSize", "50"))
    return answer_json(200, {"messages": [] if world.lists_nothing else found[:most]})


def _shown(message: Message, status: str) -> dict[str, object]:
    return {
        "sid": message.sid,
        "account_sid": message.account,
        "to": message.to,
        "from": message.sender,
        "body": message.body,
        "status": status,
        "direction": "inbound" if message.is_answer else "outbound-api",
        "date_created": formatdate(message.at),
        "error_code": message.code or None,
    }


def _caller(world: World, request: Request) -> Account | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        sid, _, token = b64decode(value).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return None
    account = world.accounts.get(sid)
    return account if account and compare_digest(account.token, token) else None


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _refused(fault: Fault) -> Answer:
    answer = _problem(fault.status, fault.code, "As it was asked for.")
    if not fault.seconds:
        return answer
    return Answer(fault.status, answer.body, {**answer.headers, "retry-after": str(fault.seconds)})


def _problem(status: int, code: int, said: str) -> Answer:
    return answer_json(status, {"code": code, "message": said, "status": status})
