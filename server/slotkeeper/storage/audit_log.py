"""The audit log in pages, and the names of what it tells of: looked up now, so that a name that was
erased is in no log.
"""

from collections.abc import Collection

from msgspec import Struct

from slotkeeper.storage.audit import AuditEntry, entry_of
from slotkeeper.storage.database import Reader, Value

VIEWS = ("patient_seen", "booking_viewed", "answers_seen")
"""Looking at somebody's data, which changes nothing."""

NOBODY = 0
"""In place of a member of staff: whoever runs the server."""


class LogFilter(Struct, frozen=True, kw_only=True):
    """Which entries. None and () leave a thing open. `begins` and `ends` are instants, `ends` not
    included; `after` is the last one seen: its instant and its id.
    """

    staff_id: int | None = None
    subjects: tuple[str, ...] = ()
    subject_id: int | None = None
    begins: int | None = None
    ends: int | None = None
    with_views: bool = True
    after: tuple[int, int] | None = None


class NamedBooking(Struct, frozen=True, kw_only=True):
    """What a log calls a booking by; `reference` is seven letters, "" for what never was one."""

    reference: str
    patient: str
    practitioner_id: int


async def find_log(
    reader: Reader, clinic_id: int, wanted: LogFilter, most: int
) -> list[AuditEntry]:
    """At most so many entries of that clinic, the newest first."""
    values: list[Value] = [clinic_id, most]
    conditions = ["clinic_id = $1"]

    def add(condition: str, *given: Value) -> None:
        numbers = [f"${len(values) + n}" for n in range(1, len(given) + 1)]
        values.extend(given)
        conditions.append(condition.format(*numbers, marks=", ".join(numbers)))

    if wanted.staff_id == NOBODY:
        conditions.append("staff_id IS NULL")
    elif wanted.staff_id is not None:
        add("staff_id = {}", wanted.staff_id)
    if wanted.subjects:
        add("subject IN ({marks})", *wanted.subjects)
    if wanted.subject_id is not None:
        add("subject_id = {}", wanted.subject_id)
    if wanted.begins is not None:
        add("at >= {}", wanted.begins)
    if wanted.ends is not None:
        add("at < {}", wanted.ends)
    if not wanted.with_views:
        add("action NOT IN ({marks})", *VIEWS)
    if wanted.after:
        add("(at, id) < ({}, {})", *wanted.after)
    rows = await reader.fetch(
        f"""SELECT id, clinic_id, staff_id, at, action, subject, subject_id, details FROM audit
            WHERE {" AND ".join(conditions)} ORDER BY at DESC, id DESC LIMIT $2""",  # noqa: S608
        *values,
    )
    return [entry_of(row) for row in rows]


async def find_everybody(reader: Reader, clinic_id: int) -> dict[int, str]:
    """By id, the names of all who work for that clinic or ever did."""
    rows = await reader.fetch(
        """SELECT id, name FROM staff WHERE id IN (
             SELECT subject_id FROM audit WHERE clinic_id = $1 AND subject = 'staff'
             UNION SELECT staff_id FROM membership WHERE clinic_id = $1
           ) ORDER BY LOWER(name), id""",
        clinic_id,
    )
    return {row["id"]: row["name"] for row in rows}


async def find_named_bookings(
    reader: Reader, clinic_id: int, booking_ids: Collection[int]
) -> dict[int, NamedBooking]:
    """Those of that clinic, by id."""
    if not booking_ids:
        return {}
    rows = await reader.fetch(
        f"""SELECT booking.id, booking.reference, booking.practitioner_id, patient.first_name,
              patient.last_name
            FROM booking LEFT JOIN patient ON patient.id = booking.patient_id
            WHERE booking.clinic_id = $1 AND booking.id IN ({_marks(booking_ids)})""",  # noqa: S608
        clinic_id,
        *booking_ids,
    )
    return {
        row["id"]: NamedBooking(
            reference=row["reference"] or "",
            patient=f"{row['first_name'] or ''} {row['last_name'] or ''}".strip(),
            practitioner_id=row["practitioner_id"],
        )
        for row in rows
    }


async def find_bookings_of_refunds(
    reader: Reader, clinic_id: int, refund_ids: Collection[int]
) -> dict[int, int]:
    """By the id of a refund, the id of the booking that it is for."""
    if not refund_ids:
        return {}
    rows = await reader.fetch(
        f"""SELECT refund.id, payment.booking_id
            FROM refund JOIN payment ON payment.id = refund.payment_id
            WHERE refund.clinic_id = $1 AND refund.id IN ({_marks(refund_ids)})""",  # noqa: S608
        clinic_id,
        *refund_ids,
    )
    return {row["id"]: row["booking_id"] for row in rows}


async def find_patient_names(
    reader: Reader, clinic_id: int, patient_ids: Collection[int]
) -> dict[int, str]:
    """Those of that clinic, by id."""
    if not patient_ids:
        return {}
    rows = await reader.fetch(
        f"""SELECT id, first_name, last_name FROM patient
            WHERE clinic_id = $1 AND id IN ({_marks(patient_ids)})""",  # noqa: S608 - placeholders
        clinic_id,
        *patient_ids,
    )
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in rows}


async def find_waiting_names(
    reader: Reader, clinic_id: int, entry_ids: Collection[int]
) -> dict[int, str]:
    """Who waits or waited, by the id of that clinic's entry on the waiting list."""
    if not entry_ids:
        return {}
    rows = await reader.fetch(
        f"""SELECT entry.id, COALESCE(patient.first_name, entry.first_name) AS first_name,
              COALESCE(patient.last_name, entry.last_name) AS last_name
            FROM waitlist_entry AS entry
            LEFT JOIN booking ON booking.id = entry.booking_id
            LEFT JOIN patient ON patient.id = booking.patient_id
            WHERE entry.clinic_id = $1 AND entry.id IN ({_marks(entry_ids)})""",  # noqa: S608
        clinic_id,
        *entry_ids,
    )
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in rows}


def _marks(ids: Collection[int]) -> str:
    """Placeholders from $2 on."""
    return ", ".join(f"${number}" for number in range(2, 2 + len(ids)))
