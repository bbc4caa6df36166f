"""The catcher as an ASGI app: the inbox's pages and the control; its mail server beside it."""

import asyncio
import socket

import msgspec

from ..stripe.wire import (  # noqa: TID252 - installed, it is slotkeeper.demo
    Answer,
    AsgiApp,
    AsgiScope,
    Receive,
    Request,
    Send,
    answer_json,
    read_request,
    send_answer,
)
from .box import Box, Fault
from .pages import answer_page
from .smtp import LARGEST, Conversation


def create_mail_catcher(box: Box, listening: socket.socket) -> AsgiApp:
    """An inbox over HTTP; while the app runs, mail is taken at that socket."""

    async def mail_catcher(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(box, listening, receive, send)
        elif scope["type"] == "http":
            request = await read_request(scope, receive)
            await send_answer(send, _answer(box, request))

    return mail_catcher


def _answer(box: Box, request: Request) -> Answer:
    if not request.path.startswith("/_control/"):
        return answer_page(box, request)
    match request.method, request.path.removeprefix("/_control/"):
        case "GET", "letters":
            return answer_json(200, {"letters": [_told(box, each.number) for each in box.letters]})
        case "DELETE", "letters":
            box.letters.clear()
        case "POST", "faults":
            box.faults.append(msgspec.json.decode(request.body, type=Fault))
        case "DELETE", "faults":
            box.faults.clear()
        case _:
            return Answer(404)
    return answer_json(200, {"faults": box.faults})


def _told(box: Box, number: int) -> dict[str, object]:
    letter = box.find(number)
    assert letter is not None
    return {
        "number": number,
        "from": letter.sender,
        "to": letter.to,
        "subject": letter.subject,
        "message_id": str(letter.message["Message-ID"]),
        "text": letter.body("plain"),
        "attachments": [
            {"name": name, "type": kind, "text": data.decode(errors="replace")}
            for name, kind, data in letter.attachments()
        ],
    }


async def _live(box: Box, listening: socket.socket, receive: Receive, send: Send) -> None:
    talking: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        try:
            await Conversation(box, reader, writer).hold()
        finally:
            talking.discard(task)

    await receive()
    server = await asyncio.start_server(talk, sock=listening, limit=LARGEST)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    server.close()
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    await send({"type": "lifespan.shutdown.complete"})
