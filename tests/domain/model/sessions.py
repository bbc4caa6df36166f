"""Which group appointments the timetable has in some days, each with its minutes."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.session import Session
from tests.domain.model.clock import days_around, exists, instant
from tests.domain.model.hours import is_off, monday


class Meeting(NamedTuple):
    """One group appointment; `minutes` are those it takes, with its padding."""

    kind: AppointmentType
    starts_at: int
    place: str | None
    minutes: range
    places: int


def meetings(clinic: Clinic, who: Practitioner, first: date, last: date) -> Iterator[Meeting]:
    """Those of one practitioner, in the order of the timetable: the first of two that are alike
    counts.
    """
    kinds = {each.slug: each for each in clinic.appointment_types if each.enabled}
    for row in clinic.sessions:
        if row.practitioner == who.slug and row.kind in kinds and kinds[row.kind].is_group:
            for on in days_around(first, last):
                if _takes_place(clinic, who, row, on):
                    yield _meeting(clinic, row, kinds[row.kind], on)


def _takes_place(clinic: Clinic, who: Practitioner, row: Session, on: date) -> bool:
    if not exists(on, clinic.time_zone) or is_off(who, on):
        return False
    exceptions = [each for each in who.exceptions if each.on == on]
    if exceptions and not any(each.hours for each in exceptions):
        return False
    if on in clinic.closed_on and not exceptions:
        return False
    return on in row.on if row.on else _comes_again(row, on)


def _comes_again(row: Session, on: date) -> bool:
    if on.weekday() not in row.days or on in row.not_on:
        return False
    if (row.first and on < row.first) or (row.last and on > row.last):
        return False
    return row.first is None or (monday(on) - monday(row.first)).days // 7 % row.every_weeks == 0


def _meeting(clinic: Clinic, row: Session, kind: AppointmentType, on: date) -> Meeting:
    starts_at = instant(on, row.begins, clinic.time_zone)
    begins = starts_at // 60 - kind.padding_before
    ends = starts_at // 60 + kind.minutes + kind.padding_after
    return Meeting(kind, starts_at, row.location, range(begins, ends), row.places or kind.places)
