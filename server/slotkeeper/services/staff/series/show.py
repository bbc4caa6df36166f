"""A series as staff look at it: whose it is, its dates with what became of each, and its tasks."""

from dataclasses import dataclass
from datetime import date

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.patient import Patient
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.series.change import is_moved
from slotkeeper.services.staff.series.lock import get_series
from slotkeeper.services.staff.series.refusals import SeriesUnknown
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.patient_choice import find_chosen
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.series import Series, find_following, find_series
from slotkeeper.storage.series_booking import SeriesBooking, find_series_bookings, series_of
from slotkeeper.storage.series_gap import (
    Gap,
    GapTask,
    count_tasks,
    find_gaps,
    find_tasks,
    settle_gap,
)
from slotkeeper.storage.set_up_names import Parts, find_parts


@dataclass(frozen=True, slots=True)
class SeriesDetail:
    """`moved` are dates whose booking is elsewhere than usual; `continued_by` the series that goes
    on with it, `alert` the patient's note, for staff alone.
    """

    series: Series
    patient: Patient | None
    alert: str
    bookings: list[SeriesBooking]
    moved: frozenset[date]
    gaps: list[Gap]
    continued_by: int | None
    parts: Parts


@dataclass(frozen=True, slots=True)
class SeriesMark:
    """That a booking belongs to a series: which, for which date of it, whether it is elsewhere than
    usual, and whether the member may open the series.
    """

    series: Series
    on: date
    is_moved: bool
    may_open: bool


async def get_series_detail(
    toolbox: Toolbox, clinic: Clinic, member: Member, series_id: int
) -> SeriesDetail:
    """All of it. Raises SeriesUnknown, also for one in a diary that is not open to the member."""
    reader, clinic_id = toolbox.database, member.clinic_id
    series = await get_series(reader, member, series_id)
    bookings = await find_series_bookings(reader, clinic_id, series_id)
    patients = await find_chosen(reader, clinic_id, [series.patient_id])
    patient = patients[0] if patients else None
    alerts = await find_alert_notes(reader, clinic_id, [patient.id] if patient else [])
    zone = clinic.time_zone
    return SeriesDetail(
        series=series,
        patient=patient,
        alert=next(iter(alerts.values()), ""),
        bookings=bookings,
        moved=frozenset(each.on for each in bookings if is_moved(series, each, zone)),
        gaps=await find_gaps(reader, clinic_id, series_id),
        continued_by=await find_following(reader, clinic_id, series_id),
        parts=await find_parts(reader, clinic_id),
    )


async def find_mark(
    toolbox: Toolbox, clinic: Clinic, member: Member, booking: Booking
) -> SeriesMark | None:
    """Of a booking that is open to the member; None for one that stands alone."""
    found = await series_of(toolbox.database, clinic.id, booking.id)
    series = await find_series(toolbox.database, clinic.id, found[0]) if found else None
    if found is None or series is None:
        return None
    here = SeriesBooking(on=found[1], booking=booking)
    return SeriesMark(
        series=series,
        on=found[1],
        is_moved=is_moved(series, here, clinic.time_zone),
        may_open=member.may_see_diary(series.practitioner_id),
    )


async def list_tasks(toolbox: Toolbox, clinic: Clinic, member: Member) -> list[GapTask]:
    """Dates to come that could not be booked, which somebody has to deal with; a practitioner's own
    alone.
    """
    today = local_date(toolbox.clock(), clinic.time_zone)
    return await find_tasks(toolbox.database, clinic.id, today, member.only_diary)


async def count_series_tasks(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    """How many there are."""
    today = local_date(toolbox.clock(), clinic.time_zone)
    return await count_tasks(toolbox.database, member.clinic_id, today, member.only_diary)


async def settle_task(toolbox: Toolbox, member: Member, series_id: int, on: date) -> None:
    """Somebody has dealt with that date. Raises SeriesUnknown where it is no task."""

    async def job(tx: Transaction) -> None:
        await get_series(tx, member, series_id)
        now = toolbox.clock()
        if not await settle_gap(tx, member.clinic_id, series_id, on, now):
            raise SeriesUnknown
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        changes = {"date": (None, on.isoformat())}
        await note(tx, actor, "series_date_settled", "series", series_id, **changes)

    await toolbox.database.write(job)
