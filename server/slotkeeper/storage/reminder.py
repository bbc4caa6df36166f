"""The bookings whose patients may have to be reminded."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.notice_rules import By, NoticeRules
from slotkeeper.storage.database import Reader


class Remindable(Struct, frozen=True, kw_only=True):
    """A confirmed booking; `told_at` is when its patient was last told of it as it stands: by
    making it, by a message that names its time, also with the other dates of its series, or by a
    reminder that went the same way. Epoch seconds.
    """

    booking_id: int
    starts_at: int
    told_at: int


class RemindingClinic(Struct, frozen=True, kw_only=True):
    """What of a clinic says when its patients are reminded."""

    id: int = 0
    time_zone: str
    notices: NoticeRules = NoticeRules()


async def find_reminding(reader: Reader) -> list[RemindingClinic]:
    """All clinics that remind their patients."""
    rows = await reader.fetch("SELECT id, details FROM clinic ORDER BY id")
    clinics = (
        replace(msgspec.json.decode(row["details"], type=RemindingClinic), id=row["id"])
        for row in rows
    )
    return [each for each in clinics if each.notices.reminders]


async def find_remindable(
    reader: Reader, clinic_id: int, first: int, last: int, by: By
) -> list[Remindable]:
    """Those of a clinic that start from `first` to `last`, in order; sessions and series as all
    others.
    """
    rows = await reader.fetch(FIND, clinic_id, first, last, by)
    return [
        Remindable(
            booking_id=row["id"],
            starts_at=row["starts_at"],
            told_at=max(row["made_at"], row["told_at"], row["told_of_all_at"]),
        )
        for row in rows
    ]


FIND = """
SELECT booking.id, booking.starts_at, booking.made_at, COALESCE((
  SELECT MAX(delivery.made_at) FROM delivery
  WHERE delivery.booking_id = booking.id AND delivery.recipient = 'patient'
    AND (delivery.message IN (
        'booking_confirmed', 'booking_moved', 'booking_approved', 'series_made', 'series_changed'
      ) OR (delivery.message = 'booking_reminder' AND delivery.channel = $4))
), 0) AS told_at, COALESCE((
  SELECT MAX(delivery.made_at) FROM delivery
  JOIN booking AS told ON told.id = delivery.booking_id
  WHERE booking.series_id IS NOT NULL AND told.series_id = booking.series_id
    AND delivery.recipient = 'patient' AND delivery.message IN ('series_made', 'series_changed')
), 0) AS told_of_all_at
FROM booking
WHERE booking.clinic_id = $1 AND booking.made_at IS NOT NULL
  AND booking.starts_at >= $2 AND booking.starts_at <= $3
  AND booking.state = 'confirmed'
ORDER BY booking.starts_at, booking.id"""
