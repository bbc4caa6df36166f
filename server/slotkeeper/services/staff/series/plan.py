"""What stands against each date of a series: looked up in a few questions, however many dates."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, PractitionerUnknown, Problem
from slotkeeper.domain.interval import overlap
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.occurrence import places_of
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.series import MOST_DATES, Planned, Repeat, planned, year_on
from slotkeeper.domain.series_plan import Occasion, Taken, free_starts
from slotkeeper.domain.staff_booking import Objection, Rule, StaffTime, against_schedule
from slotkeeper.services.staff.bookings.objections import in_diary
from slotkeeper.services.staff.series.counted import Counted, find_counted
from slotkeeper.storage.block import find_blocks
from slotkeeper.storage.database import Reader
from slotkeeper.storage.diary_busy import find_busy_in_diaries
from slotkeeper.storage.series import Series, find_taken
from slotkeeper.storage.set_up import find_type

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Course:
    """What a series asks for at each of its dates; `kind` has the lengths that it takes. The rules
    `beyond` stand against no date.
    """

    clinic: Clinic
    kind: AppointmentType
    practitioner: Practitioner
    beyond: tuple[str, ...] = ()


def dates_ahead(repeat: Repeat, clinic: Clinic, now: int) -> list[Planned]:
    """All dates; of a series without an end those of a year from now, or from its first date.

    Raises FieldsInvalid where they are too many.
    """
    zone = clinic.time_zone
    last = year_on(max(local_date(now, zone), repeat.first))
    dates = planned(repeat, zone, last) if repeat.is_open_ended else planned(repeat, zone)
    found = list(islice(dates, MOST_DATES + 1))
    if len(found) > MOST_DATES:
        raise FieldsInvalid({"ends": Problem("wrong.series_too_long", most=MOST_DATES)})
    return found


async def find_occasions(
    reader: Reader,
    course: Course,
    dates: Sequence[Planned],
    now: int,
    without: Collection[int] = (),
) -> list[Occasion]:
    """Each of the dates with what stands against it; the bookings `without` are not in the way."""
    if not dates:
        return []
    whose, clinic = course.practitioner.id, course.clinic
    first, until = dates[0].starts_at - 2 * _DAY, dates[-1].starts_at + 3 * _DAY
    taken = await find_taken(reader, whose, first, until, now, tuple(without))
    blocks = await find_blocks(reader, clinic.id, first, until, whose)
    starts = [each.starts_at for each in dates]
    counted = await find_counted(reader, clinic, course.kind, starts, now, without)
    busy = await find_busy_in_diaries(reader, clinic.id, first, until, whose)
    closed = [*map(_blocked, blocks), *map(in_diary, busy)]
    diary = _Diary(taken, closed, counted)
    return [_occasion(course, each, diary, now) for each in dates]


def of_booking(kind: AppointmentType, booking: Booking) -> AppointmentType:
    """The type with the lengths that this booking has."""
    return replace(
        kind,
        minutes=(booking.ends_at - booking.starts_at) // 60,
        padding_before=(booking.starts_at - booking.busy_from) // 60,
        padding_after=(booking.busy_until - booking.ends_at) // 60,
    )


async def course_of(
    reader: Reader, clinic: Clinic, series: Series, practitioner: Practitioner | None = None
) -> Course:
    """What a series asks for, of its own practitioner unless another is named; it keeps its
    lengths, whatever its type has by now.

    Raises PractitionerUnknown where its own works there no more.
    """
    whose = practitioner or _practitioner(clinic, series.practitioner_id)
    known = (each for each in clinic.appointment_types if each.id == series.appointment_type_id)
    kind = next(known, None) or await find_type(reader, clinic.id, series.appointment_type_id)
    kind = replace(
        kind,
        minutes=series.minutes,
        padding_before=series.padding_before,
        padding_after=series.padding_after,
    )
    return Course(clinic, kind, whose, series.beyond)


def _practitioner(clinic: Clinic, practitioner_id: int) -> Practitioner:
    for each in clinic.practitioners:
        if each.id == practitioner_id:
            return each
    raise PractitionerUnknown(str(practitioner_id))


class _Diary:
    """What takes a practitioner's time, found by a stretch of it."""

    def __init__(
        self, taken: Sequence[Taken], blocks: Sequence[Objection], counted: Counted
    ) -> None:
        self._taken, self._blocks, self.counted = taken, blocks, counted
        self._begins = [each.busy_from for each in taken]

    def taken(self, begins: int, ends: int) -> list[Taken]:
        first = bisect_left(self._begins, begins - _DAY)
        last = bisect_left(self._begins, ends)
        return [each for each in self._taken[first:last] if each.busy_until > begins]

    def blocks(self, begins: int, ends: int) -> list[Objection]:
        return [
            each for each in self._blocks if overlap((each.begins_at, each.ends_at), (begins, ends))
        ]


def _occasion(course: Course, date: Planned, diary: _Diary, now: int) -> Occasion:
    time = StaffTime(kind=course.kind, practitioner=course.practitioner, starts_at=date.starts_at)
    taken = _in_the_way(course, time, diary.taken(time.busy_from, time.busy_until))
    blocks = diary.blocks(time.busy_from, time.busy_until)
    counted = diary.counted.against(time, now)
    found = [*against_schedule(course.clinic, time, now), *blocks, *counted]
    against = tuple(
        each for each in found if not each.is_said_only and each.rule.value not in course.beyond
    )
    occasion = Occasion(on=date.on, starts_at=date.starts_at, taken=taken, against=against)
    if occasion.is_clear:
        return occasion
    return replace(occasion, free=_free(course, time, date, diary, now))


def _in_the_way(course: Course, time: StaffTime, taken: list[Taken]) -> tuple[Taken, ...]:
    """Those who come to the same session are not, as long as it has places."""
    session = time.kind.id, time.starts_at
    beside = [each for each in taken if each.seat and (each.kind_id, each.starts_at) == session]
    if len(beside) >= places_of(course.clinic, time.kind, time.practitioner, time.starts_at):
        return tuple(taken)
    return tuple(each for each in taken if each not in beside)


def _blocked(block: Block) -> Objection:
    return Objection(
        rule=Rule.BLOCK,
        about=(block.id, block.revision),
        words=block.reason,
        begins_at=block.begins_at,
        ends_at=block.ends_at,
    )


def _free(
    course: Course, time: StaffTime, date: Planned, diary: _Diary, now: int
) -> tuple[int, ...]:
    """Other starts of that day against which nothing stands."""
    begins, ends = date.starts_at - 2 * _DAY, date.starts_at + 3 * _DAY
    blocked = [(each.busy_from, each.busy_until) for each in diary.taken(begins, ends)]
    blocked += [(each.begins_at, each.ends_at) for each in diary.blocks(begins, ends)]
    return tuple(
        start
        for start in free_starts(course.clinic, time, blocked, date.on)
        if not _against(course, replace(time, starts_at=start), diary, now)
    )


def _against(course: Course, time: StaffTime, diary: _Diary, now: int) -> bool:
    return any(
        not each.is_said_only and each.rule.value not in course.beyond
        for each in (
            *against_schedule(course.clinic, time, now),
            *diary.counted.against(time, now),
        )
    )
