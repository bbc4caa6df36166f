"""Bookings to come that lie in given stretches of time, and what a list of them says."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from slotkeeper.domain.booking import State
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader, Row, Value
from slotkeeper.storage.payment_sum import HAS_SOME

KEPT = "booking_kept"
"""Staff have noted that a booking stays at the time that it has."""

_AT_ONCE = 40
"""Stretches a query; a page asks for a handful."""

_MOST_IDS = 500


class Within(Struct, frozen=True, kw_only=True):
    """[begins_at, ends_at) in epoch seconds, of one practitioner or (None) of everybody."""

    practitioner_id: int | None
    begins_at: int
    ends_at: int


class Lying(Struct, frozen=True, kw_only=True, order=True):
    """A booking that takes time; instants in epoch seconds."""

    starts_at: int
    booking_id: int
    practitioner_id: int
    ends_at: int


class LyingBooking(Struct, frozen=True, kw_only=True):
    """The same in names. `is_paid`: the clinic has money of it that was not given back; `email`
    tells whether a message can reach the patient.
    """

    booking_id: int
    revision: int
    state: State
    practitioner_id: int
    patient_id: int
    starts_at: int
    ends_at: int
    patient: str
    email: str
    phone: str
    practitioner: str
    kind: str
    colour: str
    is_paid: bool


class _Named(Struct, frozen=True):
    name: str
    colour: str = ""


class _Kept(Struct, frozen=True):
    starts_at: tuple[None, int]


async def find_within(
    reader: Reader, clinic_id: int, stretches: Sequence[Within], now: int
) -> list[Lying]:
    """What starts from `now` on and meets one of the stretches, each booking once, by start; no
    holds. Each stretch is looked up through an index, so that it costs what lies in it.
    """
    found: set[Lying] = set()
    for n in range(0, len(stretches), _AT_ONCE):
        values: list[Value] = [now]
        for each in stretches[n : n + _AT_ONCE]:
            whose = clinic_id if each.practitioner_id is None else each.practitioner_id
            values += [whose, each.begins_at, each.ends_at]
        rows = await reader.fetch(_union(stretches[n : n + _AT_ONCE]), *values)
        found |= {_lying(row) for row in rows}
    return sorted(found)


async def find_lying(
    reader: Reader, clinic_id: int, booking_ids: Sequence[int]
) -> list[LyingBooking]:
    """Those of the clinic's bookings in names, by start."""
    if not booking_ids:
        return []
    marks = ", ".join(f"${n}" for n in range(2, 2 + len(booking_ids)))
    rows = await reader.fetch(f"{_NAMED} AND booking.id IN ({marks})", clinic_id, *booking_ids)
    return sorted(map(_named, rows), key=lambda each: (each.starts_at, each.booking_id))


async def find_kept(
    reader: Reader, clinic_id: int, booking_ids: Sequence[int]
) -> set[tuple[int, int]]:
    """Which of them staff have noted to stay, with the start (epoch seconds) that was meant."""
    kept: set[tuple[int, int]] = set()
    for n in range(0, len(booking_ids), _MOST_IDS):
        some = booking_ids[n : n + _MOST_IDS]
        marks = ", ".join(f"${number}" for number in range(3, 3 + len(some)))
        rows = await reader.fetch(
            f"""SELECT subject_id, details FROM audit
                WHERE clinic_id = $1 AND subject = 'booking' AND action = $2
                  AND subject_id IN ({marks})""",  # noqa: S608 - numbered placeholders
            clinic_id,
            KEPT,
            *some,
        )
        for row in rows:
            _, start = msgspec.json.decode(row["details"], type=_Kept).starts_at
            kept.add((row["subject_id"], start))
    return kept


def _union(stretches: Sequence[Within]) -> str:
    """One query of several: each part finds its stretch by an index."""
    return " UNION ALL ".join(
        _PART.format(
            whose="clinic_id" if each.practitioner_id is None else "practitioner_id",
            who=f"${3 * n + 2}",
            begins=f"${3 * n + 3}",
            ends=f"${3 * n + 4}",
        )
        for n, each in enumerate(stretches)
    )


_PART = f"""
SELECT other.id, other.practitioner_id, other.starts_at, other.ends_at FROM booking AS other
WHERE other.{{whose}} = {{who}} AND other.busy_from > {{begins}} - 86400
  AND other.busy_from < {{ends}} AND other.starts_at < {{ends}} AND other.ends_at > {{begins}}
  AND other.starts_at >= $1 AND other.state <> 'held' AND {takes_time("$1")}"""  # noqa: S608 - built from that condition

_NAMED = f"""
SELECT booking.id, booking.revision, booking.state, booking.practitioner_id, booking.patient_id,
  booking.starts_at, booking.ends_at, patient.first_name, patient.last_name, patient.email,
  patient.phone,
  practitioner.details AS practitioner, appointment_type.details AS kind,
  CASE WHEN {HAS_SOME} THEN 1 ELSE 0 END AS is_paid
FROM booking
JOIN patient ON patient.id = booking.patient_id
JOIN practitioner ON practitioner.id = booking.practitioner_id
JOIN appointment_type ON appointment_type.id = booking.appointment_type_id
WHERE booking.clinic_id = $1"""  # noqa: S608 - built from that condition


def _lying(row: Row) -> Lying:
    return Lying(
        starts_at=row["starts_at"],
        booking_id=row["id"],
        practitioner_id=row["practitioner_id"],
        ends_at=row["ends_at"],
    )


def _named(row: Row) -> LyingBooking:
    kind = msgspec.json.decode(row["kind"], type=_Named)
    return LyingBooking(
        booking_id=row["id"],
        revision=row["revision"],
        state=row["state"],
        practitioner_id=row["practitioner_id"],
        patient_id=row["patient_id"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        patient=f"{row['first_name']} {row['last_name']}",
        email=row["email"] or "",
        phone=row["phone"] or "",
        practitioner=msgspec.json.decode(row["practitioner"], type=_Named).name,
        kind=kind.name,
        colour=kind.colour,
        is_paid=bool(row["is_paid"]),
    )
