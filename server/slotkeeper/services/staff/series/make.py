"""Staff make a series: all that was chosen is booked at once, or nothing is."""

from msgspec.structs import replace

from slotkeeper.domain.local_time import ONE_DAY, local_date
from slotkeeper.domain.series import year_on
from slotkeeper.domain.series_plan import unseen
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.book import lock_whom, write_down
from slotkeeper.services.staff.bookings.lock import check_revision
from slotkeeper.services.staff.bookings.objections import agree
from slotkeeper.services.staff.bookings.refusals import TimeTaken
from slotkeeper.services.staff.series.place import Making, place
from slotkeeper.services.staff.series.plan import Course
from slotkeeper.services.staff.series.preview import (
    Preview,
    WantedSeries,
    check_repeatable,
    course_asked,
    find_repeated,
    look_at,
    of_patient,
    repeat_asked,
)
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesUnseen
from slotkeeper.services.staff.series.tell import tell_of_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.series import Series, insert_series
from slotkeeper.storage.series_booking import join_series

_REFERENCE_TRIES = 5
_STANDING = frozenset({"outside_hours", "does_not_fit", "not_offered_by"})
"""Rules that staff went beyond once and for all; a holiday or time off is asked about each time."""


async def make_series(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedSeries
) -> Series:
    """All that can be booked, as it was chosen, in one transaction.

    Raises as `preview_series`; SeriesUnseen where something came up that was not shown;
    RulesAgainst for the patient; SeriesEmpty; BookingStale where the booking to repeat was changed.
    """
    for _ in range(_REFERENCE_TRIES):
        try:
            return await toolbox.database.write(
                lambda tx: _make(tx, toolbox, member, clinic, wanted)
            )
        except ConstraintBroken:
            continue  # a reference that exists: chosen anew
    raise TimeTaken([])


async def _make(
    tx: Transaction, toolbox: Toolbox, member: Member, slug: str, wanted: WantedSeries
) -> Series:
    clinic = await toolbox.clinics.get(tx, slug)
    repeated = await find_repeated(tx, member, wanted)
    course = await course_asked(tx, member, clinic, wanted, repeated)
    whom = await lock_whom(tx, member, of_patient(wanted, repeated))
    await lock_practitioner(tx, course.practitioner.id)
    now = toolbox.clock()
    if repeated:
        repeated = await check_revision(tx, member, repeated.id, wanted.revision)
        await check_repeatable(tx, repeated)
    seen = await look_at(tx, member, course, wanted, whom, now, repeated)
    agree(seen.objections, wanted.agreed)
    if new := unseen(seen.occasions, wanted.choices):
        raise SeriesUnseen(new)
    if not any(each.starts_at for each in seen.outcomes):
        raise SeriesEmpty
    actor = Actor(clinic_id=clinic.id, staff_id=member.staff.id, at=now)
    patient_id = await write_down(tx, actor, whom)
    series = _series(course, wanted, seen, patient_id, member.staff.id, now)
    series = replace(series, id=await insert_series(tx, series))
    if repeated:
        await join_series(tx, clinic.id, repeated.id, series.id, series.repeat.first)
    made = await place(tx, Making(course, series, actor), seen.outcomes)
    await note(tx, actor, "series_made", "series", series.id, dates=(None, len(made)))
    if wanted.tell:
        await tell_of_series(tx, series, made[0].id, "series_made", now)
    return series


def _series(
    course: Course, wanted: WantedSeries, seen: Preview, patient_id: int, made_by: int, now: int
) -> Series:
    clinic, kind = course.clinic, course.kind
    repeat = repeat_asked(clinic, wanted, seen.repeated)
    today = local_date(now, clinic.time_zone)
    last = seen.outcomes[-1]
    if last.is_end:
        repeat = replace(repeat, until=last.occasion.on - ONE_DAY, times=None)
    until = year_on(max(today, repeat.first)) if repeat.is_open_ended else last.occasion.on
    beyond = {rule for each in seen.outcomes for rule in each.beyond} & _STANDING
    return Series(
        clinic_id=clinic.id,
        patient_id=patient_id,
        practitioner_id=course.practitioner.id,
        appointment_type_id=kind.id,
        repeat=repeat,
        minutes=kind.minutes,
        padding_before=kind.padding_before,
        padding_after=kind.padding_after,
        note=wanted.note,
        beyond=tuple(sorted(beyond)) if wanted.choices.for_all == "anyway" else (),
        made_by=made_by,
        made_at=now,
        planned_until=until,
    )
