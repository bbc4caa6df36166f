"""Reading the audit log of a clinic: what was done or looked at, by whom, when (A1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import to_instant
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import AuditEntry
from slotkeeper.storage.audit_log import (
    LogFilter,
    NamedBooking,
    find_bookings_of_refunds,
    find_everybody,
    find_log,
    find_named_bookings,
    find_patient_names,
    find_waiting_names,
)
from slotkeeper.storage.booking_history import find_staff_names
from slotkeeper.storage.set_up_names import Parts, find_parts

PAGE = 100
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "booking": ("booking", "refund", "hold", "block", "series", "waitlist"),
    "patient": ("patient", "patient_merge"),
    "setting": ("setting", "first_run", "payment_account", "new_patients"),
    "staff": ("staff", "invitation", "clinic"),
}
"""What can be asked for, and the subjects of entries that belong to it."""


class LogQuery(Struct, frozen=True, kw_only=True):
    """What is asked for: `about` is a key of SUBJECTS, with `number` one subject alone (then by its
    own name); `on` a local date. None and "" leave a thing open.
    """

    staff_id: int | None = None
    about: str = ""
    number: int | None = None
    on: date | None = None
    with_views: bool = True
    after: tuple[int, int] | None = None


class Names(Struct, frozen=True, kw_only=True):
    """What entries tell of, by id, as it is called now."""

    staff: dict[int, str]
    bookings: dict[int, NamedBooking]
    patients: dict[int, str]
    waiting: dict[int, str]
    refunds: dict[int, int]
    parts: Parts


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some entries, the newest first; `everybody` who can be asked for, by id. `after` leads on to
    the next page, None at the end.
    """

    entries: list[AuditEntry]
    names: Names
    everybody: dict[int, str]
    after: tuple[int, int] | None


async def list_log(toolbox: Toolbox, clinic: Clinic, query: LogQuery, most: int = PAGE) -> LogPage:
    """One page of that clinic's log."""
    found = await find_log(toolbox.database, clinic.id, _filter(clinic, query), most + 1)
    page, rest = found[:most], found[most:]
    return LogPage(
        entries=page,
        names=await _names(toolbox, clinic, page),
        everybody=await find_everybody(toolbox.database, clinic.id),
        after=(page[-1].at, page[-1].id) if rest else None,
    )


def _filter(clinic: Clinic, query: LogQuery) -> LogFilter:
    zone, on = clinic.time_zone, query.on
    subjects = SUBJECTS.get(query.about, ())
    return LogFilter(
        staff_id=query.staff_id,
        subjects=subjects if query.number is None else subjects[:1],
        subject_id=query.number if subjects else None,
        begins=to_instant(on, 0, zone) if on else None,
        ends=to_instant(on + timedelta(days=1), 0, zone) if on else None,
        with_views=query.with_views,
        after=query.after,
    )


async def _names(toolbox: Toolbox, clinic: Clinic, entries: Sequence[AuditEntry]) -> Names:
    reader = toolbox.database
    refunds = await find_bookings_of_refunds(reader, clinic.id, _ids(entries, "refund"))
    bookings = _ids(entries, "booking") | set(refunds.values()) | _told_of(entries, "booking_id")
    patients = _ids(entries, "patient") | _told_of(entries, "patient_id")
    who = {each.staff_id for each in entries if each.staff_id is not None}
    return Names(
        staff=await find_staff_names(reader, who | _ids(entries, "staff")),
        bookings=await find_named_bookings(reader, clinic.id, bookings),
        patients=await find_patient_names(reader, clinic.id, patients),
        waiting=await find_waiting_names(reader, clinic.id, _ids(entries, "waitlist")),
        refunds=refunds,
        parts=await find_parts(reader, clinic.id),
    )


def _ids(entries: Sequence[AuditEntry], subject: str) -> set[int]:
    return {each.subject_id for each in entries if each.subject == subject}


def _told_of(entries: Sequence[AuditEntry], name: str) -> set[int]:
    """The numbers that details name so."""
    pairs = (each.details.get(name, ()) for each in entries)
    return {value for pair in pairs for value in pair if isinstance(value, int)}
