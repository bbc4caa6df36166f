"""Open-ended series go on: each is booked a year ahead, as time goes by. What cannot be booked is a
task for staff. Running it twice, or in two processes at once, books nothing twice: under the lock
row the second finds it done.
"""

from contextlib import suppress

from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import ClinicUnknown, PractitionerUnknown
from slotkeeper.domain.local_time import ONE_DAY, local_date
from slotkeeper.domain.series import planned, year_on
from slotkeeper.domain.series_plan import Choices, Occasion, decide
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.series.place import Making, place
from slotkeeper.services.staff.series.plan import course_of, find_occasions
from slotkeeper.services.staff.series.refusals import SeriesUnseen
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.series import (
    Series,
    find_due,
    find_present_patient,
    find_series,
    save_planned_until,
)
from slotkeeper.storage.series_gap import Gap, insert_gap

MOST_AT_ONCE = 200
"""Series that one call looks at; what is left has its turn at the next."""


async def extend_series(toolbox: Toolbox) -> int:
    """Book what has come within a year; how many bookings. Raises DatabaseUnavailable."""
    # A day more than UTC's: some clinic's date may be that far ahead.
    ahead = year_on(local_date(toolbox.clock(), "UTC") + ONE_DAY)
    made = 0
    for clinic_id, series_id in await find_due(toolbox.database, ahead, MOST_AT_ONCE):
        with suppress(ConstraintBroken, SeriesUnseen, ClinicUnknown):  # its next turn is soon
            made += await extend_one(toolbox, clinic_id, series_id)
    return made


async def extend_one(toolbox: Toolbox, clinic_id: int, series_id: int) -> int:
    """The same for one series, in a transaction.

    Raises ConstraintBroken for a reference that exists, ClinicUnknown, SeriesUnseen.
    """

    async def job(tx: Transaction) -> int:
        clinic = await toolbox.clinics.get(tx, await find_slug(tx, clinic_id) or "")
        found = await find_series(tx, clinic_id, series_id)
        if found is None:
            return 0
        await lock_practitioner(tx, found.practitioner_id)
        series = await find_series(tx, clinic_id, series_id)
        if series is None or series.practitioner_id != found.practitioner_id:
            return 0  # changed meanwhile: its next turn is soon
        return await _extend(tx, clinic, series, toolbox.clock())

    return await toolbox.database.write(job)


async def _extend(tx: Transaction, clinic: Clinic, series: Series, now: int) -> int:
    until = year_on(local_date(now, clinic.time_zone))
    if not series.goes_on or until <= series.planned_until:
        return 0
    dates = [
        each
        for each in planned(series.repeat, clinic.time_zone, until)
        if each.on > series.planned_until
    ]
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=now)
    patient_id = await find_present_patient(tx, clinic.id, series.patient_id)
    present = replace(series, patient_id=patient_id)
    made = 0
    try:
        course = await course_of(tx, clinic, series)
    except PractitionerUnknown:
        for each in dates:
            await _leave_out(tx, series, Occasion(on=each.on, starts_at=each.starts_at), now)
    else:
        occasions = await find_occasions(tx, course, dates, now)
        outcomes = decide(occasions, Choices())
        made = len(await place(tx, Making(course, present, actor), outcomes, "unplaced"))
    await save_planned_until(tx, series, until)
    return made


async def _leave_out(tx: Transaction, series: Series, occasion: Occasion, now: int) -> None:
    gap = Gap(
        series_id=series.id,
        on=occasion.on,
        kind="unplaced",
        reason="practitioner_gone",
        made_at=now,
    )
    await insert_gap(tx, series.clinic_id, gap)
