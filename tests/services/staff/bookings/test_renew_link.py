"""A link that went to the wrong person opens nothing any more once staff have made another."""

from dataclasses import replace

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.services.booking_link import get_managed, link_since, sign_link
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.services.staff.bookings.renew_link import renew_link, renew_links_of
from slotkeeper.services.trust.confirm_link import get_confirmable, sign_confirm
from slotkeeper.services.waitlist.entry import EntryUnknown, sign_entry
from slotkeeper.storage.waitlist import find_waiting
from tests.services.desk import NINE, Desk, open_desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.waitlist.line import look, open_hours, open_list, told, wait_for_earlier

pytestmark = pytest.mark.req("B13")
_WAITS = "UPDATE booking SET state = $2, awaits = $3, expires_at = $4 WHERE id = $1"


@pytest.fixture
async def booking(mara: FrontDesk) -> Booking:
    return await mara.desk.book()


async def renew(mara: FrontDesk, booking: Booking) -> Booking:
    return await renew_link(mara.desk.toolbox, mara.member, booking.id, booking.revision)


async def test_the_old_link_opens_nothing_and_the_new_one_the_same_booking(
    mara: FrontDesk, booking: Booking
) -> None:
    toolbox, slug = mara.desk.toolbox, mara.desk.slug
    old, confirm = sign_link(toolbox, booking), sign_confirm(toolbox, booking)
    renewed = await renew(mara, booking)
    with pytest.raises(BookingUnknown):
        await get_managed(toolbox, slug, old)
    with pytest.raises(BookingUnknown):
        await get_confirmable(toolbox, slug, confirm)
    found = await get_managed(toolbox, slug, sign_link(toolbox, renewed))
    assert (found.booking.id, found.booking.starts_at) == (booking.id, NINE)
    assert (renewed.revision, renewed.state) == (booking.revision + 1, "confirmed")


async def test_the_patient_is_told_once_and_it_is_written_down(
    mara: FrontDesk, booking: Booking
) -> None:
    await renew(mara, booking)
    assert await mara.told(booking) == [("booking_confirmed", "", ""), ("link_renewed", "1", "")]
    [entry] = await mara.done("booking", booking.id)
    assert (entry.action, entry.staff_id) == ("link_renewed", mara.member.staff.id)


async def test_a_form_of_before_is_stale(mara: FrontDesk, booking: Booking) -> None:
    await renew(mara, booking)
    with pytest.raises(BookingStale):
        await renew(mara, booking)
    with pytest.raises(BookingStale):
        await mara.cancel(booking)


async def test_the_browser_that_booked_comes_to_it_no_more_by_what_it_kept(
    mara: FrontDesk, booking: Booking
) -> None:
    toolbox = mara.desk.toolbox
    assert await link_since(toolbox, booking, booking.held_at) == sign_link(toolbox, booking)
    renewed = await renew(mara, booking)
    with pytest.raises(BookingUnknown):
        await link_since(toolbox, renewed, booking.held_at)
    later = toolbox.clock() + 1
    assert await link_since(toolbox, renewed, later) == sign_link(toolbox, renewed)


async def test_what_is_over_or_cancelled_is_closed_and_nobody_told(
    mara: FrontDesk, booking: Booking
) -> None:
    toolbox, slug = mara.desk.toolbox, mara.desk.slug
    cancelled = await mara.cancel(booking, tell=False)
    old = sign_link(toolbox, cancelled)
    renewed = await renew(mara, cancelled)
    with pytest.raises(BookingUnknown):
        await get_managed(toolbox, slug, old)
    assert renewed.revision == cancelled.revision
    past = await mara.desk.book(NINE + 3600)
    mara.desk.clock.now = past.ends_at
    await renew(mara, past)
    assert [each for each, _, _ in await mara.told(past)] == ["booking_confirmed"]


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("awaits", "asks"), [("clinic", "booking_requested"), ("patient", "confirm_link")]
)
async def test_what_waits_for_an_answer_gets_a_new_link_too_and_is_told_again(
    mara: FrontDesk, booking: Booking, awaits: str, asks: str
) -> None:
    toolbox, slug = mara.desk.toolbox, mara.desk.slug
    await mara.desk.execute(_WAITS, booking.id, "pending", awaits, NINE)
    old, confirm = sign_link(toolbox, booking), sign_confirm(toolbox, await mara.again(booking))
    renewed = await renew(mara, booking)
    with pytest.raises(BookingUnknown):
        await get_managed(toolbox, slug, old)
    with pytest.raises(BookingUnknown):
        await get_confirmable(toolbox, slug, confirm)
    assert (renewed.state, renewed.awaits, renewed.expires_at) == ("pending", awaits, NINE)
    assert [each for each, _, _ in await mara.told(booking)] == ["booking_confirmed", asks]
    if awaits == "patient":
        opened = await get_confirmable(toolbox, slug, sign_confirm(toolbox, renewed))
        assert opened.booking.id == booking.id


async def test_what_nobody_answered_in_time_is_closed_and_nobody_told(
    mara: FrontDesk, booking: Booking
) -> None:
    await mara.desk.execute(_WAITS, booking.id, "pending", "clinic", mara.desk.clock())
    await renew(mara, booking)
    assert [each for each, _, _ in await mara.told(booking)] == ["booking_confirmed"]


async def test_what_waits_for_a_payment_has_no_link_yet(mara: FrontDesk, booking: Booking) -> None:
    await mara.desk.execute(_WAITS, booking.id, "paying", "", NINE)
    with pytest.raises(StateForbids):
        await renew(mara, booking)
    with pytest.raises(BookingUnknown):
        await get_managed(mara.desk.toolbox, mara.desk.slug, sign_link(mara.desk.toolbox, booking))


async def test_all_that_a_patient_has_coming_includes_what_waits_for_an_answer(
    mara: FrontDesk, booking: Booking
) -> None:
    await mara.desk.execute(_WAITS, booking.id, "pending", "clinic", NINE)
    assert await renew_links_of(mara.desk.toolbox, mara.member, booking.patient_id or 0) == 1
    assert (await mara.told(booking))[-1][0] == "booking_requested"


async def test_what_is_not_the_clinics_is_not_there(desk: Desk, booking: Booking) -> None:
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    with pytest.raises(BookingUnknown):
        await renew(other, booking)
    assert await renew_links_of(desk.toolbox, other.member, booking.patient_id or 0) == 0
    found = await get_managed(desk.toolbox, desk.slug, sign_link(desk.toolbox, booking))
    assert found.booking == booking


@pytest.mark.req("C6")
async def test_a_place_on_the_waiting_list_stays_and_its_old_link_ends(
    mara: FrontDesk, booking: Booking
) -> None:
    await open_list(mara.desk)
    waits = await wait_for_earlier(mara.desk, sign_link(mara.desk.toolbox, booking))
    await renew(mara, booking)
    with pytest.raises(EntryUnknown):
        await waits.look()
    [entry] = await find_waiting(mara.desk.database, booking.clinic_id)
    again = replace(waits, token=sign_entry(mara.desk.toolbox, entry))
    assert (await again.entry()).booking_id == booking.id


@pytest.mark.req("C6")
async def test_what_is_kept_for_them_is_told_anew(mara: FrontDesk) -> None:
    desk = mara.desk
    await open_list(desk)
    await open_hours(desk, (600, 630))
    booking = await desk.book(NINE + 3600)
    waits = await wait_for_earlier(desk, sign_link(desk.toolbox, booking))
    await open_hours(desk, (540, 570), (600, 630))
    assert await look(desk) == 1
    await desk.execute("UPDATE delivery SET state = 'sent' WHERE message = 'waitlist_offer'")
    await renew(mara, booking)
    assert [each["state"] for each in await told(desk)] == ["sent", "queued"]
    [entry] = await find_waiting(desk.database, booking.clinic_id)
    again = replace(waits, token=sign_entry(desk.toolbox, entry))
    assert (await again.accept_earlier()).starts_at == NINE


async def test_all_that_a_patient_has_coming_gets_new_links(
    mara: FrontDesk, booking: Booking
) -> None:
    toolbox, slug = mara.desk.toolbox, mara.desk.slug
    second = await mara.desk.book(NINE + 3600)
    others = await mara.desk.book(NINE + 7200, first_name="Ben", email="ben@patient.example")
    assert second.patient_id == booking.patient_id
    assert await renew_links_of(toolbox, mara.member, booking.patient_id or 0) == 2
    for each in (booking, second):
        with pytest.raises(BookingUnknown):
            await get_managed(toolbox, slug, sign_link(toolbox, each))
        assert [message for message, _, _ in await mara.told(each)][-1] == "link_renewed"
    await get_managed(toolbox, slug, sign_link(toolbox, others))
