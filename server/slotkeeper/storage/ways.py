"""What became of the deliveries of some bookings."""

from collections.abc import Collection

from slotkeeper.domain.way import Told
from slotkeeper.storage.database import Reader

COLUMNS = ", ".join(f"delivery.{name}" for name in Told.__struct_fields__)


async def find_told(reader: Reader, clinic_id: int, booking_ids: Collection[int]) -> list[Told]:
    """All deliveries of those of the clinic's bookings, the oldest first."""
    wanted = sorted(set(booking_ids))
    if not wanted:
        return []
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM delivery
            WHERE clinic_id = $1 AND booking_id IN ({_marks(wanted)}) ORDER BY id""",  # noqa: S608
        clinic_id,
        *wanted,
    )
    return [Told(**{name: row[name] for name in Told.__struct_fields__}) for row in rows]


async def find_made_at(
    reader: Reader, clinic_id: int, booking_ids: Collection[int]
) -> dict[int, int]:
    """By id, when those of the clinic's bookings were made (epoch seconds); holds are not among
    them.
    """
    wanted = sorted(set(booking_ids))
    if not wanted:
        return {}
    rows = await reader.fetch(
        f"""SELECT id, made_at FROM booking
            WHERE clinic_id = $1 AND made_at IS NOT NULL AND id IN ({_marks(wanted)})""",  # noqa: S608
        clinic_id,
        *wanted,
    )
    return {row["id"]: row["made_at"] for row in rows}


async def find_in_diaries(
    reader: Reader, clinic_id: int, booking_ids: Collection[int], now: int, before: int
) -> dict[int, str]:
    """By id, what the practitioner's diary shows of those bookings: the state of the entry; and
    "missing" where one that is to come was made before an instant and was never written there.
    """
    wanted = sorted(set(booking_ids))
    if not wanted:
        return {}
    rows = await reader.fetch(
        f"""SELECT booking.id, COALESCE(diary_entry.state, 'missing') AS state
            FROM booking
              JOIN diary ON diary.practitioner_id = booking.practitioner_id AND diary.enabled = 1
              LEFT JOIN diary_entry ON diary_entry.booking_id = booking.id
                AND diary_entry.practitioner_id = booking.practitioner_id
            WHERE booking.clinic_id = $1 AND diary.kind = 'caldav'
              AND (diary_entry.state IS NOT NULL OR (booking.ends_at > $2
                AND booking.made_at < $3 AND booking.state IN ('confirmed', 'arrived')))
              AND booking.id IN ({_marks(wanted, 4)})""",  # noqa: S608 - placeholders
        clinic_id,
        now,
        before,
        *wanted,
    )
    return {row["id"]: row["state"] for row in rows}


async def count_not_in_diaries(
    reader: Reader, clinic_id: int, practitioner_id: int | None, now: int, before: int
) -> int:
    """How many bookings to come stand in the list and were never written into the practitioner's
    diary, though they were made before an instant; those that are tasks already do not count.
    """
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS n FROM diary
             JOIN booking ON booking.practitioner_id = diary.practitioner_id
               AND booking.busy_from > $3 - 86400
           WHERE diary.clinic_id = $1 AND diary.enabled = 1 AND diary.kind = 'caldav'
             AND ($2 = 0 OR booking.practitioner_id = $2) AND booking.ends_at > $3
             AND booking.made_at < $4 AND booking.state IN ('confirmed', 'arrived')
             AND NOT EXISTS (SELECT 1 FROM diary_entry
               WHERE diary_entry.booking_id = booking.id AND diary_entry.state <> 'removed'
                 AND diary_entry.practitioner_id = booking.practitioner_id)
             AND NOT EXISTS (SELECT 1 FROM delivery
               WHERE delivery.booking_id = booking.id AND delivery.channel = 'diary'
                 AND delivery.task_since IS NOT NULL)""",
        clinic_id,
        practitioner_id or 0,
        now,
        before,
    )
    return int(row["n"]) if row else 0


def _marks(values: Collection[int], first: int = 2) -> str:
    return ", ".join(f"${number}" for number in range(first, first + len(values)))
