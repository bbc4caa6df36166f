"""`/_control/…`: what a test or the demo does to the pretend world from outside Stripe's API."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from . import control_money, control_setup
from .control_setup import Nothing
from .post_office import Manner, PostOffice
from .refusals import Refusal
from .shapes import Body, shape
from .wire import Answer, Request, answer_json
from .world import Fault, World

Command = Callable[..., Any]
"""Takes the world, the body as its struct, and the ids in the path."""

COMMANDS: Mapping[str, tuple[type[Struct], Command]] = {
    "POST /accounts": (control_setup.NewAccount, control_setup.add_account),
    "POST /keys": (control_setup.NewKey, control_setup.add_key),
    "DELETE /keys": (control_setup.OldKey, control_setup.revoke_key),
    "POST /endpoints": (control_setup.NewEndpoint, control_setup.add_endpoint),
    "POST /endpoints/{}": (control_setup.EndpointChange, control_setup.change_endpoint),
    "DELETE /endpoints/{}": (Nothing, control_setup.remove_endpoint),
    "POST /faults": (Fault, control_setup.add_fault),
    "GET /faults": (Nothing, control_setup.list_faults),
    "DELETE /faults": (Nothing, control_setup.clear_faults),
    "GET /drift": (Nothing, control_setup.find_drift),
    "POST /clock": (control_setup.Clock, control_setup.set_clock),
    "GET /requests": (Nothing, control_setup.list_requests),
    "POST /sessions/{}/pay": (control_money.Pay, control_money.pay_session),
    "POST /payment_intents/{}/finish": (control_money.Finish, control_money.finish_payment),
    "POST /payment_intents/{}/lose": (Nothing, control_money.lose_authorisation),
    "POST /payment_intents/{}/capture": (control_money.Amount, control_money.capture_by_hand),
    "POST /payment_intents/{}/cancel": (Nothing, control_money.cancel_by_hand),
    "POST /payment_intents/{}/refund": (control_money.Amount, control_money.refund_by_hand),
    "POST /payment_intents/{}/dispute": (control_money.Dispute, control_money.dispute_payment),
    "POST /disputes/{}/close": (control_money.Verdict, control_money.close_dispute),
    "POST /refunds/{}/fail": (Nothing, control_money.fail_refund),
    "GET /money": (Nothing, control_money.count_money),
}


class Seconds(Struct, forbid_unknown_fields=True):
    """How long to wait."""

    seconds: float = 10.0


async def answer_control(world: World, office: PostOffice, request: Request) -> Answer:
    """Bodies are JSON, and must say so: a foreign page in a browser cannot send them."""
    try:
        return answer_json(200, await _answer(world, office, request))
    except Refusal as refusal:
        return answer_json(refusal.status, {"error": refusal.error})
    except (msgspec.DecodeError, ValueError) as wrong:
        return answer_json(400, {"error": {"message": str(wrong)}})


async def _answer(world: World, office: PostOffice, request: Request) -> object:
    if request.method != "GET" and "json" not in request.headers.get("content-type", ""):
        raise ValueError("commands are sent as application/json")
    body = request.body or b"{}"
    match f"{request.method} {request.path.removeprefix('/_control')}":
        case "GET /deliveries":
            return {"deliveries": office.deliveries}
        case "POST /deliveries/send":
            return {"deliveries": await office.send(msgspec.json.decode(body, type=Manner))}
        case "POST /deliveries/rest":
            seconds = msgspec.json.decode(body, type=Seconds).seconds
            return {"rested": await office.rest(seconds)}
        case line:
            command, kind, ids = _find(line)
            values = {"origin": request.origin} if "origin" in kind.__struct_fields__ else {}
            sent = msgspec.json.decode(body, type=dict[str, Any])
            given = msgspec.convert(sent | values, kind)
            return _plain(command(world, given, *ids))


def _find(line: str) -> tuple[Command, type[Struct], tuple[str, ...]]:
    for pattern, (kind, command) in COMMANDS.items():
        found = re.fullmatch(pattern.replace("{}", "([A-Za-z0-9_]+)"), line)
        if found:
            return command, kind, found.groups()
    raise Refusal(404, f"There is no command {line}")


def _plain(value: Body | object) -> object:
    return shape(value) if isinstance(value, dict) and "object" in value else value
