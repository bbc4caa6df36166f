"""Stripe's API: key, version, route, permission, idempotency, parameters, faults, answer."""

from secrets import token_hex

import msgspec

from .faults import INSIDE, OUTSIDE, WRONG, hinder, take_fault, through_the_network
from .idempotency import answer_once
from .keys import Caller, authenticate, check_version
from .parameters import Given, parse_parameters
from .refusals import Refusal
from .routes import Route, find_route
from .shapes import Body, expand, shape
from .wire import Answer, Request, answer_json
from .world import Asked, Scope, World


async def answer_api(world: World, request: Request) -> Answer:
    """What Stripe would answer, or what a fault makes of it."""
    request_id = f"req_{token_hex(7)}"
    key = request.headers.get("idempotency-key")
    asked = Asked(request.method, request.path, None, key, 0)
    world.requests.append(asked)
    try:
        caller = authenticate(world, request)
        asked.account = caller.account.id
        fault = take_fault(world, request, caller.account.id, OUTSIDE)
        answer = await through_the_network(
            fault, lambda: _answer(world, caller, request, request_id)
        )
    except Refusal as refusal:
        answer = _refuse(refusal, request_id)
    asked.status = 0 if answer.broken else answer.status
    asked.replayed = "idempotent-replayed" in answer.headers
    return answer


async def _answer(world: World, caller: Caller, request: Request, request_id: str) -> Answer:
    try:
        check_version(request)
        route, ids = find_route(request.method, request.path)
        caller.require(route.permission)

        async def run() -> Answer:
            sent = request.body.decode("latin-1") if request.method == "POST" else request.query
            given = parse_parameters(sent, route.parameters, route.emulated)
            return await _perform(world, caller, request, request_id, route, ids, given)

        return await answer_once(world, caller, request, run)
    except Refusal as refusal:
        return _refuse(refusal, request_id)


async def _perform(
    world: World,
    caller: Caller,
    request: Request,
    request_id: str,
    route: Route,
    ids: tuple[str, ...],
    given: Given,
) -> Answer:
    """From here on whatever comes out is the answer to the idempotency key."""
    key = request.headers.get("idempotency-key")
    scope = Scope(world, caller.account.id, caller.key.livemode, request.origin, (request_id, key))
    fault = take_fault(world, request, scope.account, INSIDE)
    try:
        await hinder(fault, "before")
        body = _copy(route.handler(scope, given, *ids))
        for path in given.get("expand", []):
            expand(body, path, scope.lookup)
        await hinder(fault, "after")
    except Refusal as refusal:
        return _refuse(refusal, request_id)
    if fault and fault.kind == WRONG:
        body |= fault.values
    return answer_json(200, body, {"request-id": request_id})


def _copy(body: Body) -> Body:
    """The answer stays as it is when the object goes on changing."""
    if body["object"] == "list":
        body = body | {"data": [shape(each) for each in body["data"]]}
    else:
        body = shape(body)
    copied: Body = msgspec.json.decode(msgspec.json.encode(body))
    return copied


def _refuse(refusal: Refusal, request_id: str) -> Answer:
    headers = {"request-id": request_id}
    return answer_json(refusal.status, {"error": refusal.error}, headers)
