"""Staff give the rest of a series another time or practitioner; its lengths stay. What is past,
cancelled, or was moved alone is left as it is.
"""

from dataclasses import dataclass
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.local_time import local_text
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.series import Planned, Repeat, from_date, start_on
from slotkeeper.domain.series_plan import Choices, Occasion, Outcome, decide, unseen
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import StaffTime, place_at
from slotkeeper.services.changing.chosen import let_go, whose
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.seats import find_seat
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.series.counted import lock_all_counted
from slotkeeper.services.staff.series.lock import find_chosen_of_series, get_series, lock_series
from slotkeeper.services.staff.series.plan import Course, course_of, find_occasions
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesStale, SeriesUnseen
from slotkeeper.services.staff.series.tell import tell_of_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import save_moved
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.series import Series, insert_series, save_series
from slotkeeper.storage.series_booking import SeriesBooking, find_series_bookings, join_series
from slotkeeper.storage.series_gap import move_gaps


class WantedChange(Struct, frozen=True, kw_only=True):
    """From the date `since` of it on: the practitioner by slug, the start in minutes after local
    midnight. What cannot be had as planned stays where it is, unless `choices` say otherwise.
    """

    series_id: int
    revision: int
    since: date
    practitioner: str
    minute: int
    tell: bool = True
    choices: Choices = Choices()


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """The dates that would move, as they were found, and what will be done with each; `apart` were
    moved alone before and stay where they are.
    """

    series: Series
    repeat: Repeat
    occasions: list[Occasion]
    outcomes: list[Outcome]
    moving: list[SeriesBooking]
    apart: list[SeriesBooking]


async def preview_change(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedChange
) -> ChangePreview:
    """What would become of it at this moment; nothing is changed.

    Raises ClinicUnknown, SeriesUnknown; PractitionerUnknown also for another's diary where only
    the own is open.
    """
    reader = toolbox.database
    known = await toolbox.clinics.get(reader, clinic)
    practitioner = _practitioner(member, known, wanted)
    series = await get_series(reader, member, wanted.series_id)
    _, seen = await _look(reader, known, practitioner, series, wanted, toolbox.clock())
    return seen


async def change_series(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedChange
) -> Series:
    """The rest of it at its new time, as a series that continues the old one where earlier dates
    stay behind.

    Raises as `preview_change`; SeriesStale; SeriesUnseen where something came up that was not
    shown; SeriesEmpty where nothing would move.
    """

    async def job(tx: Transaction) -> Series:
        known = await toolbox.clinics.get(tx, clinic)
        practitioner = _practitioner(member, known, wanted)
        series = await get_series(tx, member, wanted.series_id)
        await lock_all_counted(tx, known, series.appointment_type_id)
        chosen = await find_chosen_of_series(tx, known.id, series.id, toolbox.clock())
        also = practitioner.id, *whose(chosen)
        before = await lock_series(tx, member, series.id, wanted.revision, *also)
        now = toolbox.clock()
        course, seen = await _look(tx, known, practitioner, before, wanted, now)
        if new := unseen(seen.occasions, wanted.choices):
            raise SeriesUnseen(new)
        actor = Actor(clinic_id=known.id, staff_id=member.staff.id, at=now)
        moved = await _move_all(tx, course, seen, actor)
        if not moved:
            raise SeriesEmpty
        gone = {each.id for each in moved}
        await let_go(tx, [each for each in chosen if each.moves in gone])
        after = await _split(tx, before, wanted, practitioner, known.time_zone, actor)
        times = (before.repeat.minute, wanted.minute)
        people = (before.practitioner_id, practitioner.id)
        changes: dict[str, tuple[object, object]] = {"local_minute": times, "practitioner": people}
        await note(tx, actor, "series_changed", "series", after.id, **changes)
        if wanted.tell:
            await tell_of_series(tx, after, moved[0].id, "series_changed", now)
        return after

    return await toolbox.database.write(job)


def is_moved(series: Series, each: SeriesBooking, zone: str) -> bool:
    """Whether a booking of it is at another time than its date says, or with somebody else."""
    usual = start_on(series.repeat, each.on, zone)
    there = (each.booking.starts_at, each.booking.practitioner_id)
    return there != (usual, series.practitioner_id)


def _practitioner(member: Member, clinic: Clinic, wanted: WantedChange) -> Practitioner:
    practitioner = clinic.practitioner(wanted.practitioner)
    if not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(wanted.practitioner)
    return practitioner


async def _look(
    reader: Reader,
    clinic: Clinic,
    practitioner: Practitioner,
    series: Series,
    wanted: WantedChange,
    now: int,
) -> tuple[Course, ChangePreview]:
    course = await course_of(reader, clinic, series, practitioner)
    bookings = [
        each
        for each in await find_series_bookings(reader, clinic.id, series.id)
        if each.on >= wanted.since
        and each.booking.starts_at > now
        and each.booking.state == "confirmed"
    ]
    apart = [each for each in bookings if is_moved(series, each, clinic.time_zone)]
    moving = [each for each in bookings if each not in apart]
    repeat = replace(series.repeat, minute=wanted.minute)
    dates = [Planned(each.on, start_on(repeat, each.on, clinic.time_zone)) for each in moving]
    without = [each.booking.id for each in moving]
    occasions = await find_occasions(reader, course, dates, now, without)
    outcomes = decide(occasions, wanted.choices)
    return course, ChangePreview(series, repeat, occasions, outcomes, moving, apart)


async def _move_all(
    tx: Transaction, course: Course, seen: ChangePreview, actor: Actor
) -> list[Booking]:
    by_date = {each.on: each.booking for each in seen.moving}
    moved = list[Booking]()
    for each in seen.outcomes:
        before = by_date[each.occasion.on]
        if each.starts_at is None:
            continue
        after = _moved(course, before, each.starts_at)
        place = course.clinic, course.kind, course.practitioner, after.starts_at
        seat = await find_seat(tx, *place, actor.at, before.id)
        if seat is None:
            raise SeriesUnseen([each.occasion.on])
        after = replace(after, seat=seat)
        start = local_text(after.starts_at, course.clinic.time_zone)
        if not await save_moved(tx, after, local_start=start, now=actor.at):
            raise SeriesUnseen([each.occasion.on])
        changes: dict[str, tuple[object, object]] = {
            "starts_at": (before.starts_at, after.starts_at)
        }
        if after.practitioner_id != before.practitioner_id:
            changes["practitioner"] = (before.practitioner_id, after.practitioner_id)
        if each.beyond:
            changes["overridden"] = (None, list(each.beyond))
        await note(tx, actor, "booking_moved", "booking", after.id, **changes)
        await announce(tx, actor.clinic_id, after.id, "changed", actor.at)
        moved.append(replace(after, revision=before.revision + 1))
    return moved


def _moved(course: Course, before: Booking, starts_at: int) -> Booking:
    time = StaffTime(kind=course.kind, practitioner=course.practitioner, starts_at=starts_at)
    place = place_at(course.clinic, course.practitioner, starts_at)
    return replace(
        before,
        practitioner_id=course.practitioner.id,
        location_id=course.clinic.location(place).id if place else None,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        busy_from=time.busy_from,
        busy_until=time.busy_until,
    )


async def _split(
    tx: Transaction,
    before: Series,
    wanted: WantedChange,
    practitioner: Practitioner,
    zone: str,
    actor: Actor,
) -> Series:
    """The series from that date on as one of its own, if earlier dates of it stay behind."""
    rest = from_date(before.repeat, wanted.since, zone)
    if rest is None:
        raise SeriesStale
    after = replace(
        before,
        repeat=replace(rest, minute=wanted.minute),
        practitioner_id=practitioner.id,
    )
    bookings = await find_series_bookings(tx, before.clinic_id, before.id)
    if all(each.on >= rest.first for each in bookings):
        if not await save_series(tx, after):
            raise SeriesStale
        return replace(after, revision=before.revision + 1)
    fresh = replace(after, follows=before.id, made_at=actor.at, revision=0)
    fresh = replace(fresh, id=await insert_series(tx, fresh))
    ended = replace(before, ended_on=rest.first, ended_at=actor.at)
    if not await save_series(tx, ended):
        raise SeriesStale
    for each in bookings:
        if each.on >= rest.first:
            await join_series(tx, before.clinic_id, each.booking.id, fresh.id, each.on)
    await move_gaps(tx, before.clinic_id, before.id, rest.first, fresh.id)
    return fresh
