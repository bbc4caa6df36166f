"""A time that somebody gives up is kept for who is next in the same moment (C5, C6)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.waitlist.offer import offer_free
from tests.services.changing.link import Link
from tests.services.desk import NINE, NOW, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import ADA, BEN, look, open_hours, open_list, wait
from tests.services.waitlist.line import MINUTES as KEPT

pytestmark = [pytest.mark.req("C5"), pytest.mark.req("C6")]
ONE_TIME = (540, 570)


async def booked(desk: Desk, name: str = "una") -> Booking:
    return await desk.book(email=f"{name}@patient.example", phone="02 5550 9999")


@pytest.fixture
async def full(desk: Desk) -> Desk:
    """One time, which is taken."""
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    return desk


async def test_what_staff_cancel_is_never_anybodys(full: Desk) -> None:
    booking = await booked(full)
    ada, ben = await wait(full, ADA), await wait(full, BEN)
    await look(full)
    await (await front_desk(full)).cancel(booking)
    assert await full.free() == set()
    offer = await ada.offer()
    assert (offer.starts_at, offer.tell_at, offer.open_until) == (NINE, NOW, NOW + KEPT * 60)
    assert (await ben.look()).offer is None
    assert await offer_free(full.toolbox) == 0


async def test_what_a_patient_cancels_is_told_when_it_cannot_be_taken_back(full: Desk) -> None:
    link = await Link.of(full, await booked(full))
    ada = await wait(full)
    await link.cancel()
    assert await full.free() == set()
    assert (await ada.offer()).tell_at == NOW + 65
    assert (await link.undo()).state == "confirmed"
    assert (await ada.look()).offer is None


async def test_a_hold_that_staff_release_is_kept_for_who_is_next(full: Desk) -> None:
    held = await full.place()
    ada = await wait(full)
    await (await front_desk(full)).release(held.hold.id)
    assert await full.free() == set()
    assert (await ada.offer()).starts_at == NINE


async def test_who_is_next_is_decided_by_the_order_of_the_list(full: Desk) -> None:
    booking = await booked(full)
    new = await wait(full, ADA, patient_is="new")
    full.clock.wait(1)
    ben = await wait(full, BEN)
    await (await front_desk(full)).cancel(booking)
    assert (await new.look()).offer is None
    assert (await ben.offer()).starts_at == NINE


async def test_nobody_who_would_not_take_it_is_offered_it(full: Desk) -> None:
    booking = await booked(full)
    await wait(full, parts=("afternoon",))
    await (await front_desk(full)).cancel(booking)
    assert await full.free() == {NINE}


async def test_in_quiet_hours_and_without_a_list_it_is_simply_free(full: Desk) -> None:
    booking = await booked(full)
    await wait(full)
    full.clock.now = NOW + 13 * 3600
    mara = await front_desk(full)
    await mara.cancel(booking)
    assert await full.free() == {NINE}
    again = await booked(full, "uno")
    full.clock.now = NOW + 15 * 60
    await open_list(full, enabled=False)
    await mara.cancel(again)
    assert await full.free() == {NINE}
