"""Answers that meet: the database decides which comes first, and one is all that happens."""

import asyncio

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Fact
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.trust.answer import approve, decline
from slotkeeper.services.trust.confirm_link import confirm, sign_confirm
from slotkeeper.services.trust.deadline import end_unanswered
from tests.services.desk import NINE, Desk
from tests.services.trusted import put_on

pytestmark = pytest.mark.req("T2", "R1")

TEN = NINE + 3600


async def asked(desk: Desk, *, of_clinic: bool) -> Booking:
    first = await desk.book(NINE)
    await put_on(desk, first.patient_id, "approve" if of_clinic else "confirm")
    return await desk.book(TEN)


async def told(desk: Desk, booking: Booking) -> list[str]:
    rows = await desk.rows(
        "SELECT message FROM delivery WHERE booking_id = $1 AND recipient = 'patient' ORDER BY id",
        booking.id,
    )
    return [row["message"] for row in rows]


async def test_of_two_who_answer_one_is_told_that_it_is_done(desk: Desk) -> None:
    booking = await asked(desk, of_clinic=True)
    clinic = await get_clinic(desk.database, desk.slug)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())
    answers = await asyncio.gather(
        approve(desk.toolbox, actor, booking.id),
        decline(desk.toolbox, actor, booking.id, "No."),
        approve(desk.toolbox, actor, booking.id),
        return_exceptions=True,
    )
    assert [isinstance(each, Fact) for each in answers].count(False) == 1
    answered = {"booking_approved", "booking_declined"} & set(await told(desk, booking))
    assert len(answered) == 1


async def test_a_link_pressed_twice_at_once_books_once(desk: Desk) -> None:
    booking = await asked(desk, of_clinic=False)
    token = sign_confirm(desk.toolbox, booking)
    answers = await asyncio.gather(
        *(confirm(desk.toolbox, desk.slug, token) for _ in range(4)), return_exceptions=True
    )
    assert [isinstance(each, Booking) for each in answers].count(True) == 1
    assert (await told(desk, booking)).count("booking_confirmed") == 1


async def test_several_servers_end_each_overdue_request_once(desk: Desk) -> None:
    booking = await asked(desk, of_clinic=False)
    desk.clock.now = booking.expires_at or 0
    ended = await asyncio.gather(*(end_unanswered(desk.toolbox) for _ in range(4)))
    assert sum(ended) == 1
    assert await told(desk, booking) == ["confirm_link", "booking_lapsed"]
