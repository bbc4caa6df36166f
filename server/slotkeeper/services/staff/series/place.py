"""Booking the dates of a series as they were decided; what is left out is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.series_plan import Outcome
from slotkeeper.domain.staff_booking import StaffTime
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.seats import find_seat
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.book import insert_new, new_booking
from slotkeeper.services.staff.bookings.refusals import TimeTaken
from slotkeeper.services.staff.series.plan import Course
from slotkeeper.services.staff.series.refusals import SeriesUnseen
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.series import Series
from slotkeeper.storage.series_booking import join_series
from slotkeeper.storage.series_gap import Gap, Kind, insert_gap


@dataclass(frozen=True, slots=True)
class Making:
    """For which series, by whom."""

    course: Course
    series: Series
    actor: Actor


async def place(
    tx: Transaction, making: Making, outcomes: Sequence[Outcome], kind: Kind = "skipped"
) -> list[Booking]:
    """The bookings of those dates; of what cannot be had a gap of that kind stays. The caller holds
    the practitioner's lock row.

    Raises SeriesUnseen where something takes a time all the same; ConstraintBroken for a reference
    that exists.
    """
    made = list[Booking]()
    for each in outcomes:
        if each.starts_at is not None:
            made.append(await _book(tx, making, each.starts_at, each.occasion.on, each.beyond))
        elif not each.is_end:
            gap = Gap(
                series_id=making.series.id,
                on=each.occasion.on,
                kind=kind,
                reason=each.occasion.reason,
                made_at=making.actor.at,
            )
            await insert_gap(tx, making.actor.clinic_id, gap)
    return made


async def _book(
    tx: Transaction, making: Making, starts_at: int, on: date, beyond: tuple[str, ...]
) -> Booking:
    course, series, actor = making.course, making.series, making.actor
    time = StaffTime(kind=course.kind, practitioner=course.practitioner, starts_at=starts_at)
    seat = await find_seat(tx, course.clinic, course.kind, course.practitioner, starts_at, actor.at)
    if seat is None:
        raise SeriesUnseen([on])
    booking = new_booking(course.clinic, time, series.patient_id, series.note, actor.at, seat)
    try:
        booking = await insert_new(tx, booking, course.clinic, series.made_by)
    except TimeTaken:
        raise SeriesUnseen([on]) from None
    await join_series(tx, actor.clinic_id, booking.id, series.id, on)
    changes: dict[str, tuple[object, object]] = {
        "starts_at": (None, starts_at),
        "practitioner": (None, course.practitioner.id),
    }
    if beyond:
        changes["overridden"] = (None, list(beyond))
    await note(tx, actor, "booking_made", "booking", booking.id, **changes)
    await announce(tx, actor.clinic_id, booking.id, "confirmed", actor.at)
    return booking
