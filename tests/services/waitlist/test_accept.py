"""An offer is accepted in the rules of every booking, and ends with its time (C6)."""

import asyncio

import pytest

from slotkeeper.assets import widget_folder
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.sms_text import count_segments
from slotkeeper.services.housekeeping import forget_old_holds
from slotkeeper.services.notices.notice import get_notice
from slotkeeper.services.waitlist.entry import EntryUnknown, OfferOver, get_waiting
from slotkeeper.services.waitlist.offer import offer_free
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.outbox import claim_deliveries
from slotkeeper.web.sms.text_writer import TextWriter
from slotkeeper.web.texts import Texts
from tests.services.desk import DAY, HOLD_SECONDS, NINE, Desk, make_toolbox, overlaps
from tests.services.waitlist.line import (
    ADA,
    BEN,
    MINUTES,
    Patient,
    look,
    open_hours,
    open_list,
    wait,
)

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)


async def offered(desk: Desk) -> Patient:
    """Ada, for whom nine is kept."""
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada = await wait(desk)
    await look(desk)
    return ada


async def test_it_becomes_a_booking_by_the_details_that_were_given(desk: Desk) -> None:
    ada = await offered(desk)
    offer = await ada.offer()
    booking = await ada.accept()
    assert (booking.id, booking.state, booking.starts_at) == (offer.hold_id, "confirmed", NINE)
    [patient] = await desk.rows("SELECT * FROM patient")
    assert (patient["first_name"], patient["phone"]) == ("Ada", "+61255501234")
    assert (await ada.entry()).state == "booked"
    assert (await ada.look()).offer is None
    assert await look(desk) == 0


async def test_nobody_is_a_patient_by_waiting_alone(desk: Desk) -> None:
    await offered(desk)
    assert not await desk.rows("SELECT * FROM patient")


async def test_pressed_twice_it_is_booked_once(desk: Desk) -> None:
    ada = await offered(desk)
    offer = await ada.offer()
    one, other = await asyncio.gather(ada.accept(offer), ada.accept(offer))
    assert one.id == other.id
    assert await desk.taken() == [NINE]
    assert (await ada.accept(offer)).id == one.id


async def test_the_terms_are_accepted_as_by_everybody(desk: Desk) -> None:
    ada = await offered(desk)
    with pytest.raises(FieldsInvalid) as refused:
        await ada.accept(terms="")
    assert list(refused.value.problems) == ["terms"]
    assert (await ada.offer()).starts_at == NINE


async def test_an_offer_ends_with_its_time(desk: Desk) -> None:
    ada = await offered(desk)
    offer = await ada.offer()
    desk.clock.wait(MINUTES * 60 - 1)
    assert (await ada.look()).offer == offer
    desk.clock.wait(1)
    with pytest.raises(OfferOver):
        await ada.accept(offer)
    assert await desk.taken() == []
    assert await desk.free() == {NINE}


async def test_who_accepts_what_was_declined_gets_nothing(desk: Desk) -> None:
    ada = await offered(desk)
    offer = await ada.offer()
    await ada.decline()
    with pytest.raises(OfferOver):
        await ada.accept(offer)


async def test_another_ones_offer_cannot_be_accepted(desk: Desk) -> None:
    ada = await offered(desk)
    ben = await wait(desk, BEN)
    with pytest.raises(OfferOver):
        await ben.accept(await ada.offer())


async def test_a_link_that_was_made_up_opens_nothing(desk: Desk) -> None:
    ada = await offered(desk)
    with pytest.raises(EntryUnknown):
        await get_waiting(desk.toolbox, desk.slug, ada.token[:-2] + "AA")


async def test_it_outlives_the_forgetting_of_old_holds(desk: Desk) -> None:
    ada = await offered(desk)
    offer = await ada.offer()
    desk.clock.wait(3 * DAY)
    await forget_old_holds(desk.toolbox)
    assert await find_booking(desk.database, offer.clinic_id, offer.hold_id)


async def test_who_chooses_the_time_meanwhile_finds_it_taken(desk: Desk) -> None:
    await offered(desk)
    await open_hours(desk, (540, 600))
    assert NINE not in await desk.free()
    assert await desk.free() == {NINE + 1800}


async def test_the_message_goes_to_who_waits_with_the_link_that_answers(desk: Desk) -> None:
    ada = await offered(desk)
    now = desk.clock()
    [delivery] = await desk.database.write(
        lambda tx: claim_deliveries(tx, "mail", now, lease_until=now + 60, limit=9)
    )
    notice = await get_notice(desk.toolbox, delivery)
    assert notice.patient.email == ADA["email"]
    assert notice.booking_url == f"https://book.example/c/{desk.slug}/w/{ada.token}"
    texts = Texts(widget_folder() / "locale")
    said = TextWriter(texts, texts).write(notice)
    assert notice.booking_url in said
    assert count_segments(said) <= 2


@pytest.mark.req("H2")
async def test_accepted_as_it_expires_there_is_one_booking(desk: Desk) -> None:
    """Ada presses at the last moment, while the next is asked and others choose the time."""
    ada = await offered(desk)
    ben = await wait(desk, BEN)
    offer = await ada.offer()
    # Servers whose clocks differ: to one the offer is over, to the other it is not.
    late = make_toolbox(desk.database, type(desk.clock)(desk.clock.now + MINUTES * 60))
    done = await asyncio.gather(
        ada.accept(offer), offer_free(late), offer_free(late), return_exceptions=True
    )
    await offer_free(late)
    booked = not isinstance(done[0], BaseException)
    rows = [row for row in await desk.bookings() if row["starts_at"] == NINE]
    assert not overlaps(rows)
    assert booked is ((await ben.by(late).look()).offer is None)
    assert len([row for row in rows if row["state"] == "confirmed"]) == booked


@pytest.mark.req("H2")
async def test_a_hold_taken_as_the_offer_is_made_leaves_one_of_them(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada = await wait(desk)
    done = await asyncio.gather(offer_free(desk.toolbox), desk.place(NINE), return_exceptions=True)
    is_offered = (await ada.look()).offer is not None
    assert is_offered is isinstance(done[1], BaseException)
    assert await desk.taken() == [NINE]
    if not is_offered:
        desk.clock.wait(HOLD_SECONDS)
        await look(desk)
        assert (await ada.offer()).starts_at == NINE
