"""Where a server dies between "Pay" pressed and settled: at each call to Stripe, arrived but not
done, and done but not answered.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.stress.patient_server import STRIPE_SECONDS
from tests.stress.paying import Payer, PretendStripe

OPEN = ("POST", "/v1/checkout/sessions")
LOOK = ("GET", "/v1/checkout/sessions/{session}")
EXPIRE = ("POST", "/v1/checkout/sessions/{session}/expire")
CAPTURE = ("POST", "/v1/payment_intents/{intent}/capture")
CANCEL = ("POST", "/v1/payment_intents/{intent}/cancel")
RECEIPT = ("GET", "/v1/payment_intents/{intent}")
REFUND = ("POST", "/v1/refunds")

OPENS, OPENS_AGAIN = "opens a pay page", "opens it, and again after the restart"
PAYS, GIVES_UP = "pays and comes back", "gives the time up unpaid"
LATE, TAKEN = "pays late", "pays late for a time that is taken"
CHARGED = "is charged by hand for a time that is taken"
GONE, STAFF = "pays late and never comes back", "is given the money back by staff"

CALLS = {
    OPENS: [OPEN],
    OPENS_AGAIN: [OPEN],
    PAYS: [LOOK, CAPTURE, LOOK],
    GIVES_UP: [LOOK, LOOK, EXPIRE, LOOK],
    LATE: [LOOK, CAPTURE, LOOK],
    TAKEN: [LOOK, LOOK, CANCEL, LOOK],
    CHARGED: [LOOK, LOOK, RECEIPT, RECEIPT, REFUND, RECEIPT, RECEIPT],
    GONE: [CAPTURE],
    STAFF: [REFUND],
}
"""What the server asks of Stripe in each story, in order."""

_SERVERS_PATIENCE_SECONDS = STRIPE_SECONDS - 1
_HANGS_SECONDS = STRIPE_SECONDS + 1


@dataclass(frozen=True)
class Point:
    """A story's call, the `nth` of its kind. `when` "before": arrived, never done; "after": done,
    never answered; "meanwhile": Stripe is still at it when the server is back.
    """

    story: str
    call: tuple[str, str]
    nth: int
    when: str

    @property
    def is_anybodys(self) -> bool:
        """Whether the call's address does not tell whose it is."""
        return self.call in (OPEN, REFUND)


POINTS = [
    Point(story, call, calls[: number + 1].count(call), when)
    for story, calls in CALLS.items()
    for number, call in enumerate(calls)
    for when in ("before", "after")
] + [Point(PAYS, CAPTURE, 1, "meanwhile")]


@dataclass
class Part:
    """A point, and the patient to whom it happens."""

    point: Point
    payer: Payer

    @property
    def request(self) -> tuple[str, str]:
        """Method and path of the call at which the server dies."""
        method, path = self.point.call
        return method, path.format(session=self.payer.session, intent=self.payer.intent)


Stage: TypeAlias = tuple[Part, Coroutine[Any, Any, object]]
"""What sets the patient going."""


async def hang(stripe: PretendStripe, stages: Sequence[Stage]) -> list[asyncio.Task[object]]:
    """Set each patient going until the server hangs in the call of the point; all at once, where
    the calls can be told apart. What was set going ends with the server.
    """
    known, tasks = count_asked(stripe), []
    for part, _ in stages:
        if not part.point.is_anybodys:
            set_trap(stripe, part)
    began = time.monotonic()
    for part, work in sorted(stages, key=lambda stage: stage[0].point.is_anybodys):
        if part.point.is_anybodys:
            await wait_for_traps(stripe)
            set_trap(stripe, part)
        tasks.append(asyncio.create_task(work))
    await wait_for_traps(stripe)
    assert time.monotonic() - began < _SERVERS_PATIENCE_SECONDS  # it hangs in every one still
    check_visited(stripe, [part for part, _ in stages], known)
    return tasks


def set_trap(stripe: PretendStripe, part: Part) -> None:
    """Stripe leaves that call unanswered."""
    method, path = part.request
    if part.point.nth > 1:  # those before go through, unchanged
        passing = part.point.nth - 1
        stripe.tell("/faults", kind="wrong", method=method, path=path, times=passing, values={})
    trap: dict[str, object] = {"kind": "drop", "seconds": _HANGS_SECONDS, "when": part.point.when}
    if method == "GET":  # a later call of the same kind: only these two kinds of fault queue up
        trap["kind"] = "slow"
    if part.point.when == "meanwhile":
        trap = {"kind": "slow", "seconds": 5, "when": "before"}
    stripe.tell("/faults", method=method, path=path, **trap)


async def wait_for_traps(stripe: PretendStripe) -> None:
    """Until the server has made each of the calls that stay unanswered."""
    ends_at = time.monotonic() + _SERVERS_PATIENCE_SECONDS
    while waiting := (await asyncio.to_thread(stripe.tell, "/faults", "GET"))["faults"]:
        assert time.monotonic() < ends_at, waiting
        await asyncio.sleep(0.02)


async def rest(stripe: PretendStripe, payers: Sequence[Payer], known: int) -> None:
    """Until the sweeper has asked about each of them, after the first `known` lines of Stripe's
    log, and nothing is asked any more.
    """
    wanted = {f"/v1/checkout/sessions/{payer.session}" for payer in payers}
    before = -1
    while True:
        lines = _asked(stripe)[known:]
        has_asked = wanted <= {line["path"] for line in lines if line["status"]}
        if has_asked and all(line["status"] for line in lines) and len(lines) == before:
            return
        before = len(lines)
        await asyncio.sleep(0.5)


def count_asked(stripe: PretendStripe) -> int:
    """How many lines Stripe's log has."""
    return len(_asked(stripe))


def check_visited(stripe: PretendStripe, parts: Sequence[Part], known: int = 0) -> None:
    """Stripe's log has each of those calls, after the first `known` lines, without an answer."""
    unanswered = Counter(
        (line["method"], line["path"]) for line in _asked(stripe)[known:] if line["status"] == 0
    )
    assert Counter(part.request for part in parts) - unanswered == Counter()


def _asked(stripe: PretendStripe) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = stripe.tell("/requests", "GET")["requests"]
    return lines
