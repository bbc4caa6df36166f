"""One answer for each idempotency key, whatever that answer was: a 500 is kept and replayed too."""

from collections.abc import Awaitable, Callable
from hashlib import sha256

from msgspec.structs import replace

from .keys import Caller
from .refusals import Refusal
from .wire import Answer, Request
from .world import Kept, World


async def answer_once(
    world: World, caller: Caller, request: Request, run: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Run it, or replay what was answered to the same key.

    A Refusal that `run` raises means that nothing was begun: it is not kept. Raises Refusal: 400
    for other parameters under the same key, 409 while the first request is still running.
    """
    key = request.headers.get("idempotency-key")
    if not key or request.method == "GET":
        return await run()
    place = (caller.account.id, caller.key.livemode, key)
    fingerprint = _fingerprint(request)
    kept = world.kept.get(place)
    if kept:
        return _replay(kept, key, fingerprint)
    kept = world.kept[place] = Kept(fingerprint)
    try:
        kept.answer = await run()
    finally:
        if kept.answer is None:
            del world.kept[place]
    return replace(kept.answer, headers={**kept.answer.headers, "idempotency-key": key})


def _replay(kept: Kept, key: str, fingerprint: str) -> Answer:
    if kept.fingerprint != fingerprint:
        raise Refusal(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{key}' if you meant to execute a "
            "different request.",
            kind="idempotency_error",
        )
    if kept.answer is None:
        raise Refusal(
            409,
            "There is currently another in-progress request using this Idempotency-Key.",
            code="idempotency_key_in_use",
        )
    seen = {"idempotency-key": key, "idempotent-replayed": "true"}
    return replace(kept.answer, headers={**kept.answer.headers, **seen})


def _fingerprint(request: Request) -> str:
    parts = "&".join(sorted(request.body.decode("latin-1").split("&")))
    return sha256(f"{request.method} {request.path} {parts}".encode()).hexdigest()
