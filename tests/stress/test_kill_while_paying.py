"""kill -9 of the server at each step between "Pay" pressed and settled: the sweeper of the next one
finishes alone. Never charged without a booking, never booked without the money, nothing twice.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from demo.stripe import create_fake_stripe, serving
from tests.server_process import ServerProcess, add_clinic, in_thread, start_server
from tests.stress.kill_points import (
    CHARGED,
    GIVES_UP,
    GONE,
    LATE,
    OPENS,
    OPENS_AGAIN,
    PAYS,
    POINTS,
    STAFF,
    TAKEN,
    Part,
    Stage,
    check_visited,
    count_asked,
    hang,
    rest,
    set_trap,
    wait_for_traps,
)
from tests.stress.paid_books import Books, ask_refund, check_money, wait_until_settled
from tests.stress.patient_server import PATIENT_SERVER
from tests.stress.patients import Wanted
from tests.stress.paying import (
    ACCOUNT,
    AMOUNT,
    KEY,
    PAID,
    PRACTITIONERS,
    Payer,
    PretendStripe,
    book_its_time,
    come_back,
    come_to_pay,
    make_due,
    new_client,
    open_all_hours,
    pay,
    post,
    press_pay,
    put_off,
    take_payments,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("R2"), pytest.mark.req("P2")]

START = int(datetime(2027, 2, 1, 6, tzinfo=UTC).timestamp())
TOO_LATE = START + 900
"""The times that are kept for paying have run out by then."""

PATIENCE_SECONDS = 600
ENDS = {
    OPENS: ("abandoned", "", "cancelled", 0, 0, []),
    OPENS_AGAIN: ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"]),
    PAYS: ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"]),
    GIVES_UP: ("slot_lost", "given_up", "cancelled", 0, 0, []),
    LATE: ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"]),
    TAKEN: ("slot_lost", "taken", "cancelled", 0, 0, ["payment_not_charged"]),
    CHARGED: ("slot_lost", "taken", "cancelled", AMOUNT, AMOUNT, ["payment_refunded"]),
    GONE: ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"]),
    STAFF: ("captured", "", "confirmed", AMOUNT, AMOUNT, ["booking_confirmed", "payment_refunded"]),
}
"""State of the payment and why, state of the booking, received, given back, what is told."""


def everybody() -> list[Part]:
    """A patient for each point; the two of a refund by staff happen to one."""
    midnight = START // 86_400 * 86_400 + 2 * 86_400
    parts: list[Part] = []
    for number, point in enumerate(POINTS):
        start = midnight + number // len(PRACTITIONERS) * 3600
        wanted = Wanted(PAID, start, PRACTITIONERS[number % len(PRACTITIONERS)])
        same = [part.payer for part in parts if part.point.story == point.story == STAFF]
        parts.append(Part(point, same[0] if same else Payer(wanted, number)))
    return parts


@dataclass
class Lives:
    """One database and one Stripe, and a server that dies and comes back."""

    server: ServerProcess
    stripe: PretendStripe
    parts: list[Part]
    visited: list[Part] = field(default_factory=list)
    now: int = START
    known: int = 0
    """Lines that Stripe's log had when the server was last started."""

    def of(self, *stories: str) -> list[Part]:
        return [part for part in self.parts if part.point.story in stories]

    def payers(self, *stories: str) -> list[Payer]:
        return list({part.payer.number: part.payer for part in self.of(*stories)}.values())

    def start(self, now: int) -> None:
        """Server and Stripe at that instant; the server looks after what is due at once, and once
        the times have run out that is all.
        """
        self.now, self.known = now, count_asked(self.stripe)
        if now >= TOO_LATE:
            in_thread(make_due(self.server.database, now))
        self.stripe.tell("/clock", now=now)
        self.server.clock = datetime.fromtimestamp(now, UTC).isoformat()
        self.server.start()


@pytest.fixture
def lives(database_url: str) -> Iterator[Lives]:
    now = datetime.fromtimestamp(START, UTC).isoformat()
    add_clinic(database_url, open_all_hours(), now)
    in_thread(take_payments(database_url, START))
    with serving(create_fake_stripe([ACCOUNT], [KEY], now=START)) as stripe:
        settings = {"SLOTKEEPER_STRIPE_API": stripe}
        with start_server(
            database_url,
            clinic_file=None,
            clock=now,
            abuse_checks=False,
            settings=settings,
            module=PATIENT_SERVER,
        ) as server:
            yield Lives(server, PretendStripe(stripe), everybody())


def test_killed_at_any_step_the_next_server_finishes_by_itself(lives: Lives) -> None:
    in_thread(killed_while_pages_are_opened(lives))
    lives.start(START + 60)
    in_thread(killed_while_patients_pay(lives))
    lives.start(TOO_LATE)
    in_thread(are_settled(lives, OPENS, OPENS_AGAIN, GIVES_UP, STAFF))
    in_thread(rest(lives.stripe, lives.payers(LATE, TAKEN, CHARGED, GONE), lives.known))
    in_thread(put_off(lives.server.database, TOO_LATE))
    in_thread(killed_while_patients_pay_late(lives))
    lives.start(TOO_LATE + 60)
    in_thread(are_settled(lives, PAYS, LATE, TAKEN, CHARGED))
    lives.server.kill()
    in_thread(pay_and_go(lives))
    killed_while_sweeping(lives, TOO_LATE + 120, lives.of(GONE))
    [refunded] = lives.payers(STAFF)
    in_thread(ask_refund(lives.server.database, refunded, TOO_LATE))
    before, after = lives.of(STAFF)
    killed_while_sweeping(lives, TOO_LATE + 180, [before])
    killed_while_sweeping(lives, TOO_LATE + 240, [after])
    lives.start(TOO_LATE + 300)
    books = in_thread(are_settled(lives, *ENDS))
    assert Counter(part.point for part in lives.visited) == Counter(POINTS)
    for part in lives.parts:
        entry = books.entries[part.payer.number]
        assert entry.end == ENDS[part.point.story], part.point
        assert part.point.story == STAFF or entry.is_charged == entry.is_booked
    check_money(books, lives.stripe)


async def killed_while_pages_are_opened(lives: Lives) -> None:
    url = lives.server.url
    async with new_client() as client:
        await asyncio.gather(*[come_to_pay(client, url, each) for each in lives.payers(*ENDS)])
        others = lives.payers(*(set(ENDS) - {OPENS, OPENS_AGAIN}))
        await asyncio.gather(*[press_pay(client, url, each) for each in others])
        opening = lives.of(OPENS, OPENS_AGAIN)
        await kill(lives, [(part, press_pay(client, url, part.payer)) for part in opening])


async def killed_while_patients_pay(lives: Lives) -> None:
    url, stripe = lives.server.url, lives.stripe
    async with new_client() as client:
        for each in lives.payers(OPENS_AGAIN):
            await press_pay(client, url, each)
        now_paid = lives.payers(OPENS_AGAIN, PAYS, STAFF)
        await asyncio.gather(*[pay(client, stripe, each) for each in now_paid])
        unharmed = lives.payers(OPENS_AGAIN, STAFF)
        await asyncio.gather(*[come_back(client, url, each) for each in unharmed])
        stages = [(part, come_back(client, url, part.payer)) for part in lives.of(PAYS)]
        released = "payments/release"
        stages += [(each, post(client, url, released, each.payer)) for each in lives.of(GIVES_UP)]
        await kill(lives, stages)


async def killed_while_patients_pay_late(lives: Lives) -> None:
    url, stripe = lives.server.url, lives.stripe

    async def too_late(payer: Payer) -> None:
        await book_its_time(client, url, payer)
        await pay(client, stripe, payer)

    async with new_client() as client:
        await asyncio.gather(*[too_late(each) for each in lives.payers(TAKEN, CHARGED)])
        await asyncio.gather(*[pay(client, stripe, each) for each in lives.payers(LATE)])
        for each in lives.payers(CHARGED):
            stripe.tell(f"/payment_intents/{each.intent}/capture")
        late = lives.of(LATE, TAKEN, CHARGED)
        await kill(lives, [(part, come_back(client, url, part.payer)) for part in late])


async def kill(lives: Lives, stages: Sequence[Stage]) -> None:
    """Have every patient's request hang at its point, and then the server dies."""
    hanging = await hang(lives.stripe, stages)
    lives.server.kill()
    await asyncio.gather(*hanging, return_exceptions=True)
    lives.visited += [part for part, _ in stages]


def killed_while_sweeping(lives: Lives, now: int, parts: Sequence[Part]) -> None:
    """It dies while it finishes what the ones before it left."""
    for part in parts:
        set_trap(lives.stripe, part)
    lives.start(now)
    in_thread(wait_for_traps(lives.stripe))
    lives.server.kill()
    check_visited(lives.stripe, parts)
    lives.visited += parts


async def pay_and_go(lives: Lives) -> None:
    """The pay page is still open while the server is down."""
    async with new_client() as client:
        await asyncio.gather(*[pay(client, lives.stripe, each) for each in lives.payers(GONE)])


async def are_settled(lives: Lives, *stories: str) -> Books:
    """Wait for the sweeper, which nobody helps."""
    payers = lives.payers(*stories)
    return await wait_until_settled(lives.server.database, payers, lives.now, PATIENCE_SECONDS)
