"""The service as an ASGI app: its interface, its phones, and the control, all on one address."""

from urllib.parse import parse_qs

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
from .api import answer_api
from .calls import PostOffice
from .pages import answer_page
from .world import Fault, World


def create_fake_sms(world: World) -> AsgiApp:
    """A service of its own with those accounts. Call-backs need the app's lifespan to be run, as
    uvicorn does.
    """
    office = PostOffice(world)

    async def fake_sms(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(office, receive, send)
        elif scope["type"] == "http":
            try:
                request = await read_request(scope, receive)
            except ValueError:
                await send_answer(send, Answer(413))
                return
            await send_answer(send, await _answer(world, office, request))

    return fake_sms


async def _answer(world: World, office: PostOffice, request: Request) -> Answer:
    if request.path.startswith("/2010-04-01/"):
        return await answer_api(world, office, request)
    if request.path.startswith("/_control/"):
        return await _control(world, office, request)
    if request.method == "POST" and request.path.startswith("/phones/"):
        return await _answered(world, office, request)
    return answer_page(world, request)


async def _answered(world: World, office: PostOffice, request: Request) -> Answer:
    """Somebody presses a button on a phone: that goes to whoever wrote last."""
    number = request.path.removeprefix("/phones/")
    texts = world.texts(number)
    said = parse_qs(request.body.decode()).get("body", [""])[0][:160]
    if texts and said:
        last = texts[-1]
        await office.answer(world.answer(last.account, number, last.sender, said))
    return Answer(303, headers={"location": f"/phones/{number}"})


async def _control(world: World, office: PostOffice, request: Request) -> Answer:
    match request.method, request.path.removeprefix("/_control/"):
        case "GET", "texts":
            return answer_json(200, {"texts": msgspec.to_builtins(world.messages)})
        case "DELETE", "texts":
            world.messages.clear()
        case "POST", "faults":
            world.faults.append(msgspec.json.decode(request.body, type=Fault))
        case "DELETE", "faults":
            world.faults.clear()
        case "POST", "news":
            held, world.news = world.news, []
            statuses = [await office.tell(*each) for each in held]
            return answer_json(200, {"answered": statuses})
        case _:
            return Answer(404)
    return answer_json(200, {"faults": msgspec.to_builtins(world.faults)})


async def _live(office: PostOffice, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await office.close()
    await send({"type": "lifespan.shutdown.complete"})
