"""Staff make an appointment's link anew: whoever has the old one opens, changes and cancels nothing
any more, and the patient is sent the new one.

Every date of a series leads to the others, and a place on the waiting list to its booking: their
links end with it.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.lock import check_revision, find_own
from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.tell import tell_patient
from slotkeeper.services.waitlist.renew import renew_entries
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.delivery import Message
from slotkeeper.storage.manage_link import find_coming_of, find_entries_of, save_manage_key
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.series_booking import find_series_bookings, series_of

_RENEWABLE = frozenset({"pending", "confirmed", "arrived", "fulfilled", "noshow", "cancelled"})


def is_renewable(booking: Booking) -> bool:
    """Whether its link can be made anew: what waits for its payment, or was not paid, has none."""
    return booking.state in _RENEWABLE and not booking.was_not_paid


def is_coming(booking: Booking, now: int) -> bool:
    """Whether its patient is sent the new link: it stands, or waits for an answer, and is not
    over.
    """
    stands = booking.state in {"confirmed", "arrived"} or booking.is_waiting(now)
    return stands and booking.ends_at > now


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What a new link would mean: whether the other dates of its series get one too, whether a
    place on the waiting list does, and whether anything is coming of which the patient is told;
    whether a link to confirm it ends too.
    """

    is_series: bool
    has_place: bool
    is_told: bool
    is_to_confirm: bool


async def preview_link(toolbox: Toolbox, booking: Booking) -> LinkPreview:
    """For a booking of the member's clinic, at this moment."""
    reader, dates = toolbox.database, await _dates(toolbox.database, booking)
    places = [await find_entries_of(reader, each.clinic_id, each.id) for each in dates]
    told = _first_coming(booking, dates, toolbox.clock())
    is_to_confirm = booking.awaits == "patient" and booking.is_waiting(toolbox.clock())
    return LinkPreview(len(dates) > 1, any(places), told is not None, is_to_confirm)


async def renew_link(toolbox: Toolbox, member: Member, booking_id: int, revision: int) -> Booking:
    """The booking with its new key, and every other date of its series with one too; the patient is
    sent one message. What waits for an answer is asked for once more, by a new link.

    Raises BookingUnknown, BookingStale; StateForbids for what waits for a payment: it has no link.
    """

    async def job(tx: Transaction) -> Booking:
        before = await check_revision(tx, member, booking_id, revision)
        if not is_renewable(before):
            raise StateForbids(before)
        await _lock(tx, before, toolbox.clock())
        before = await check_revision(tx, member, booking_id, revision)  # under the lock rows
        await _renew(tx, _actor(toolbox, member), before)
        await tell_calendars(tx, member.clinic_id)
        return await find_own(tx, member, booking_id)

    renewed = await toolbox.database.write(job)
    toolbox.bell.ring()
    return renewed


async def renew_links_of(toolbox: Toolbox, member: Member, patient_id: int) -> int:
    """The same for all that a patient has coming, such as when messages went to a wrong address; a
    series is one message. How many appointments there were.
    """
    clinic_id = member.clinic_id
    coming = await find_coming_of(toolbox.database, clinic_id, patient_id, toolbox.clock())
    done = set[int]()
    for booking_id in coming:
        if booking_id not in done:
            done |= await _renew_coming(toolbox, member, booking_id)
    toolbox.bell.ring()
    return len(done.intersection(coming))


async def count_coming(toolbox: Toolbox, member: Member, patient_id: int) -> int:
    """For how many appointments `renew_links_of` would make a new link."""
    clinic_id, now = member.clinic_id, toolbox.clock()
    return len(await find_coming_of(toolbox.database, clinic_id, patient_id, now))


async def _renew_coming(toolbox: Toolbox, member: Member, booking_id: int) -> set[int]:
    async def job(tx: Transaction) -> set[int]:
        found = await find_booking(tx, member.clinic_id, booking_id)
        if found is None:
            return set()
        await _lock(tx, found, toolbox.clock())
        actor = _actor(toolbox, member)
        booking = await find_booking(tx, member.clinic_id, booking_id)
        if booking is None or not is_coming(booking, actor.at):
            return set()
        await tell_calendars(tx, member.clinic_id)
        return await _renew(tx, actor, booking)

    return await toolbox.database.write(job)


async def _lock(tx: Transaction, booking: Booking, now: int) -> None:
    """Places on the waiting list before time, as everywhere."""
    dates = await _dates(tx, booking)
    for each in sorted(dates, key=lambda date: date.id):
        await renew_entries(tx, each, now)
    for practitioner_id in sorted({each.practitioner_id for each in dates}):
        await lock_practitioner(tx, practitioner_id)


async def _renew(tx: Transaction, actor: Actor, booking: Booking) -> set[int]:
    """The ids of all whose link was made anew."""
    dates = await _dates(tx, booking)
    for each in dates:
        await save_manage_key(tx, each.clinic_id, each.id, secrets.token_urlsafe(12), actor.at)
        await note(tx, actor, "link_renewed", "booking", each.id)
    if told := _first_coming(booking, dates, actor.at):
        occasion = str(told.revision + 1)
        await tell_patient(tx, told, _message_of(told), actor.at, occasion=occasion)
    return {each.id for each in dates}


def _message_of(booking: Booking) -> Message:
    """What brings the new link: of what waits for an answer the same as before."""
    if booking.state != "pending":
        return "link_renewed"
    return "confirm_link" if booking.awaits == "patient" else "booking_requested"


async def _dates(reader: Reader, booking: Booking) -> list[Booking]:
    """It, and the other dates of its series that are the same patient's."""
    series = await series_of(reader, booking.clinic_id, booking.id)
    if series is None:
        return [booking]
    found = await find_series_bookings(reader, booking.clinic_id, series[0])
    return [
        each.booking
        for each in found
        if each.booking.patient_id == booking.patient_id and is_renewable(each.booking)
    ]


def _first_coming(booking: Booking, dates: Iterable[Booking], now: int) -> Booking | None:
    """The one of which the message tells."""
    if is_coming(booking, now):
        return booking
    coming = [each for each in dates if is_coming(each, now)]
    return min(coming, key=lambda each: each.starts_at, default=None)


def _actor(toolbox: Toolbox, member: Member) -> Actor:
    return Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
