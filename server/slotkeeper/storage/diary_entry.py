"""What was written into diaries for bookings, and what became of it there."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import COLUMNS, booking_of
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.diary import Diary

EntryState = Literal["inserted", "changed", "collides", "missing", "removed"]

STANDS_IN_DIARIES = ("confirmed", "arrived", "fulfilled", "noshow")
"""The states of a booking that belongs into a diary."""
_STANDS = "state IN ('confirmed', 'arrived', 'fulfilled', 'noshow')"


class WrittenEntry(Struct, frozen=True, kw_only=True):
    """An entry as it was written; instants in epoch seconds.

    The places of a session share one, by its `uid`. `etag` names the version, "" where only its
    owner may change it; `said` is a digest of its text. `seen_at` is when the diary was last known
    to have it in that `state`.
    """

    booking_id: int
    practitioner_id: int
    clinic_id: int
    uid: str
    etag: str = ""
    sequence: int = 0
    starts_at: int
    ends_at: int
    said: str = ""
    state: EntryState = "inserted"
    seen_at: int


async def save_entry(tx: Transaction, entry: WrittenEntry) -> None:
    """As it is there, new or not."""
    values = [getattr(entry, name) for name in WrittenEntry.__struct_fields__]
    await tx.execute(_SAVE, *values)


_COLUMNS = ", ".join(WrittenEntry.__struct_fields__)
_SAVE = f"""INSERT INTO diary_entry ({_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (booking_id, practitioner_id) DO UPDATE SET uid = excluded.uid, etag = excluded.etag,
  sequence = excluded.sequence, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  said = excluded.said, state = excluded.state, seen_at = excluded.seen_at"""  # noqa: S608 - our names


async def save_state(
    tx: Transaction, entry: WrittenEntry, state: EntryState, now: int, etag: str
) -> bool:
    """What became of an entry, whichever bookings share it; False where it was written anew
    meanwhile.
    """
    changed = await tx.execute(
        """UPDATE diary_entry SET state = $3, seen_at = $4, etag = $7
           WHERE practitioner_id = $1 AND uid = $2 AND sequence = $5 AND starts_at = $6
             AND state <> 'removed'""",
        entry.practitioner_id,
        entry.uid,
        state,
        now,
        entry.sequence,
        entry.starts_at,
        etag,
    )
    return changed > 0


async def find_entries_of(
    reader: Reader, clinic_id: int, booking_id: int
) -> dict[int, WrittenEntry]:
    """The entries of one booking by the practitioner's id: one, but while it changes hands."""
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM diary_entry WHERE clinic_id = $1 AND booking_id = $2",  # noqa: S608
        clinic_id,
        booking_id,
    )
    return {row["practitioner_id"]: _entry(row) for row in rows}


async def find_entries(
    reader: Reader, clinic_id: int, practitioner_id: int, first: int, until: int
) -> list[WrittenEntry]:
    """What stands in that diary by our doing and starts in [first, until)."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM diary_entry
            WHERE clinic_id = $1 AND practitioner_id = $2 AND starts_at >= $3 AND starts_at < $4
              AND state <> 'removed' ORDER BY starts_at, booking_id""",  # noqa: S608
        clinic_id,
        practitioner_id,
        first,
        until,
    )
    return [_entry(row) for row in rows]


async def find_sharing(reader: Reader, diary: Diary) -> list[int]:
    """The clinic's other practitioners whose diary is that same calendar."""
    rows = await reader.fetch(
        """SELECT practitioner_id FROM diary
           WHERE clinic_id = $1 AND address = $2 AND practitioner_id <> $3 AND kind = 'caldav'""",
        diary.clinic_id,
        diary.address,
        diary.practitioner_id,
    )
    return [row["practitioner_id"] for row in rows]


async def find_to_stand(
    reader: Reader, clinic_id: int, practitioner_id: int, first: int, until: int
) -> list[Booking]:
    """The bookings that belong into a diary and meet [first, until), written there or not yet."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM booking
            WHERE clinic_id = $1 AND practitioner_id = $2 AND busy_from > $3 - 86400
              AND busy_from < $4 AND busy_until > $3 AND {_STANDS}""",  # noqa: S608
        clinic_id,
        practitioner_id,
        first,
        until,
    )
    return [booking_of(row) for row in rows]


async def find_by_uid(
    reader: Reader, clinic_id: int, practitioner_id: int, uid: str
) -> list[WrittenEntry]:
    """The entries that share that UID, removed or not."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM diary_entry
            WHERE clinic_id = $1 AND practitioner_id = $2 AND uid = $3
            ORDER BY booking_id""",  # noqa: S608
        clinic_id,
        practitioner_id,
        uid,
    )
    return [_entry(row) for row in rows]


async def find_session_bookings(reader: Reader, booking: Booking) -> list[Booking]:
    """The bookings of the same session that stand; of no session, that one if it stands."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM booking
            WHERE clinic_id = $1 AND practitioner_id = $2 AND busy_from = $3 AND {_STANDS}
              AND starts_at = $4 AND appointment_type_id = $5 AND (seat > 0 OR id = $6)
            ORDER BY id""",  # noqa: S608
        booking.clinic_id,
        booking.practitioner_id,
        booking.busy_from,
        booking.starts_at,
        booking.appointment_type_id,
        booking.id,
    )
    return [booking_of(row) for row in rows]


def _entry(row: Row) -> WrittenEntry:
    return WrittenEntry(**{name: row[name] for name in WrittenEntry.__struct_fields__})
