"""A cancelled time is kept for the list at once; who is next is told when it stays free (C5)."""

from datetime import timedelta

import pytest

from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.waitlist.place import Placing, place_offer
from tests.services.changing.link import Link
from tests.services.desk import DAY, NINE, NOW, TUESDAY, Desk
from tests.services.waitlist.line import MINUTES, look, open_hours, open_list, told, wait

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)
"""Nine to half past: one free time of the standard consultation."""


@pytest.mark.req("C5")
async def test_a_cancelled_time_is_kept_at_once_and_told_when_it_cannot_be_taken_back(
    desk: Desk,
) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    link = await Link.of(desk, await desk.book(patient_is="new", email="una@patient.example"))
    ada = await wait(desk)
    assert await look(desk) == 0
    await link.cancel()
    assert await desk.free() == set()
    assert await look(desk) == 0
    offer = await ada.offer()
    assert offer.tell_at == NOW + 60 + 5
    assert offer.open_until == offer.tell_at + MINUTES * 60
    assert [row["next_at"] for row in await told(desk)] == [offer.tell_at]


async def test_who_would_be_told_in_the_quiet_hours_is_kept_nothing(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, on=TUESDAY + timedelta(days=1))
    booked = await desk.book(NINE + DAY, patient_is="new", email="una@patient.example")
    link = await Link.of(desk, booked)
    await wait(desk, from_on=None, until_on=None)
    desk.clock.now = NOW + 13 * 3600 - 30  # half a minute before nine in the evening
    await link.cancel()
    assert await look(desk) == 0
    assert await told(desk) == []
    desk.clock.now = NOW + DAY
    assert await look(desk) == 1


async def test_a_cancellation_taken_back_takes_the_time_from_who_was_not_told(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    link = await Link.of(desk, await desk.book(patient_is="new", email="una@patient.example"))
    ada = await wait(desk)
    await link.cancel()
    await look(desk)
    desk.clock.wait(60)
    assert (await link.undo()).state == "confirmed"
    waiting = await ada.look()
    assert waiting.offer is None
    assert (waiting.entry.state, waiting.entry.unanswered) == ("waiting", 0)
    await link.cancel()
    await look(desk)
    assert (await ada.offer()).starts_at == NINE, "as they never heard of it"


async def test_who_took_the_time_before_they_were_told_has_it(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    link = await Link.of(desk, await desk.book(patient_is="new", email="una@patient.example"))
    ada = await wait(desk)
    await link.cancel()
    await look(desk)
    booking = await ada.accept()
    with pytest.raises(UndoOver):
        await link.undo()
    assert booking.starts_at == NINE


async def test_the_time_of_a_cancellation_offered_by_hand_is_not_taken_back(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    link = await Link.of(desk, await desk.book(patient_is="new", email="una@patient.example"))
    await link.cancel()
    ada = await wait(desk)
    entry, booking = await ada.entry(), await link.booking()
    placing = Placing(desk.toolbox, desk.slug, entry.id, booking.practitioner_id, NINE)
    assert await desk.database.write(lambda tx: place_offer(tx, placing))
    with pytest.raises(UndoOver):
        await link.undo()
    assert (await ada.offer()).state == "open"
