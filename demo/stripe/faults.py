"""What goes wrong on demand: Stripe slow, down, answering 500, or answering with other figures."""

import asyncio
from collections.abc import Awaitable, Callable
from fnmatch import fnmatch

from .refusals import Refusal
from .wire import Answer, Request
from .world import Fault, World

ERROR, SLOW, WRONG = "error", "slow", "wrong"
DOWN, DROP = "down", "drop"
INSIDE = frozenset({ERROR, SLOW, WRONG})
"""Happen within the request: the answer, a 500 too, is kept under its idempotency key."""
OUTSIDE = frozenset({DOWN, DROP})
"""Happen to the connection: what Stripe itself has done and kept is another matter."""
KINDS = INSIDE | OUTSIDE


def take_fault(world: World, request: Request, account: str, kinds: frozenset[str]) -> Fault | None:
    """The first fault that is meant for this request; it is used up by one."""
    for fault in world.faults:
        fits = fnmatch(request.method, fault.method) and fnmatch(request.path, fault.path)
        if fault.kind in kinds and fits and fnmatch(account, fault.account):
            if fault.times is not None:
                fault.times -= 1
            if fault.times == 0:
                world.faults.remove(fault)
            return fault
    return None


async def through_the_network(fault: Fault | None, run: Callable[[], Awaitable[Answer]]) -> Answer:
    """`down`: a page of some machine in between. `drop`: no answer, before or after the work, and
    nobody knows for so many seconds; the key is not in use meanwhile.
    """
    if fault is None:
        return await run()
    if fault.kind == DOWN:
        page = b"<html><title>503</title>Service unavailable</html>"
        return Answer(503, page, {"content-type": "text/html"})
    if fault.when == "after":
        await run()
    await asyncio.sleep(fault.seconds)
    return Answer(200, b"...", {"content-type": "application/json"}, broken=True)


async def hinder(fault: Fault | None, when: str) -> None:
    """Called before and after the work. Raises Refusal (500) for an error that is due now."""
    if fault is None or fault.when != when:
        return
    if fault.kind == SLOW:
        await asyncio.sleep(fault.seconds)
    if fault.kind == ERROR:
        raise Refusal(500, "Something went wrong on Stripe's end.", kind="api_error")
