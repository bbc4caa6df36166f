"""What staff see of a waiting list beside its entries: whose booking it is about, who has gone."""

from typing import NamedTuple

from slotkeeper.storage.database import Reader, Row


class BookedPerson(NamedTuple):
    """Who has a booking for which an earlier time is wanted, and when that begins."""

    booking_id: int
    patient_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    starts_at: int


class Gone(NamedTuple):
    """Somebody who waits no more: how that ended (the entry's state), when, and for which type."""

    entry_id: int
    name: str
    state: str
    ended_at: int
    appointment_type_id: int


_EARLIER = """
SELECT waitlist_entry.id AS entry_id, booking.id AS booking_id, patient.id AS patient_id,
  patient.first_name, patient.last_name, patient.email, patient.phone, booking.starts_at
FROM waitlist_entry
JOIN booking ON booking.id = waitlist_entry.booking_id
JOIN patient ON patient.id = booking.patient_id
"""


async def find_booked(reader: Reader, clinic_id: int) -> dict[int, BookedPerson]:
    """For all who wait for an earlier time, by the entry's id."""
    rows = await reader.fetch(
        f"{_EARLIER} WHERE waitlist_entry.clinic_id = $1 AND waitlist_entry.state = 'waiting'",
        clinic_id,
    )
    return {int(row["entry_id"]): _person(row) for row in rows}


async def find_booked_of(reader: Reader, clinic_id: int, entry_id: int) -> BookedPerson | None:
    """The same for one entry, whatever became of it."""
    row = await reader.fetch_one(
        f"{_EARLIER} WHERE waitlist_entry.clinic_id = $1 AND waitlist_entry.id = $2",
        clinic_id,
        entry_id,
    )
    return None if row is None else _person(row)


async def find_gone(reader: Reader, clinic_id: int, since: int, most: int) -> list[Gone]:
    """Those who stopped waiting after that instant, the last first; who joined anew is not gone."""
    rows = await reader.fetch(
        """SELECT waitlist_entry.id AS id, waitlist_entry.state AS state,
             waitlist_entry.ended_at AS ended_at,
             waitlist_entry.appointment_type_id AS appointment_type_id,
             COALESCE(patient.first_name, waitlist_entry.first_name) AS first_name,
             COALESCE(patient.last_name, waitlist_entry.last_name) AS last_name
           FROM waitlist_entry
           LEFT JOIN booking ON booking.id = waitlist_entry.booking_id
           LEFT JOIN patient ON patient.id = booking.patient_id
           WHERE waitlist_entry.clinic_id = $1 AND waitlist_entry.ended_at > $2
             AND waitlist_entry.state NOT IN ('waiting', 'replaced')
           ORDER BY waitlist_entry.ended_at DESC, waitlist_entry.id DESC LIMIT $3""",
        clinic_id,
        since,
        most,
    )
    return [
        Gone(
            int(row["id"]),
            f"{row['first_name']} {row['last_name']}",
            row["state"],
            int(row["ended_at"]),
            int(row["appointment_type_id"]),
        )
        for row in rows
    ]


def _person(row: Row) -> BookedPerson:
    return BookedPerson(*(row[name] for name in BookedPerson._fields))
