"""What happened to one booking, from the rows that were written with each change."""

from collections.abc import Collection

import msgspec

from slotkeeper.domain.booking_history import AcceptedTerms, HistoryEvent
from slotkeeper.storage.audit import Details
from slotkeeper.storage.database import Reader, Row

MOST = 200
"""Things done by staff and messages, of each; the newest."""


async def find_accepted_terms(
    reader: Reader, clinic_id: int, booking_id: int
) -> AcceptedTerms | None:
    """What the patient agreed to for that booking of the clinic; None where no terms were shown."""
    row = await reader.fetch_one(
        """SELECT terms.number, terms.text, acceptance.sha256, acceptance.accepted_at
           FROM acceptance JOIN booking ON booking.id = acceptance.booking_id
             JOIN terms ON terms.id = acceptance.terms_id AND terms.clinic_id = $1
           WHERE acceptance.booking_id = $2 AND booking.clinic_id = $1
           ORDER BY acceptance.id DESC LIMIT 1""",
        clinic_id,
        booking_id,
    )
    if row is None:
        return None
    return AcceptedTerms(**{name: row[name] for name in AcceptedTerms.__struct_fields__})


async def find_held_at(reader: Reader, clinic_id: int, booking_id: int) -> int:
    """When the time was first kept for the patient. Raises LookupError for no booking of the
    clinic's.
    """
    row = await reader.fetch_one(
        "SELECT held_at FROM booking WHERE clinic_id = $1 AND id = $2", clinic_id, booking_id
    )
    if row is None:
        raise LookupError(booking_id)
    return int(row["held_at"])


async def find_agreed_changes(
    reader: Reader, clinic_id: int, booking_id: int
) -> list[HistoryEvent]:
    """What its patient did to it by its link and agreed to, the oldest first (C3). A move stands
    where it was made, which is later than agreed to where a difference was paid first; its
    `changes` are those that staff's own have.
    """
    rows = await reader.fetch(_AGREED, clinic_id, booking_id, MOST)
    return [
        HistoryEvent(
            at=row["moved_at"] or row["agreed_at"],
            happened="agreed",
            what="undone" if row["state"] == "undone" else row["kind"],
            said=row["shown"],
            changes=_moved(row),
        )
        for row in reversed(rows)
    ]


# Where it came to is where it was before the next move, else where it is.
_AGREED = """
SELECT agreed.agreed_at, agreed.kind, agreed.state, agreed.shown, was.moved_at,
  was.starts_at AS old_start, was.practitioner_id AS old_who,
  COALESCE(later.starts_at, booking.starts_at) AS new_start,
  COALESCE(later.practitioner_id, booking.practitioner_id) AS new_who
FROM agreed_change AS agreed
  JOIN booking ON booking.id = agreed.booking_id
  LEFT JOIN booking_move AS was ON was.booking_id = agreed.booking_id
    AND was.revision = agreed.revision AND agreed.kind = 'moved'
  LEFT JOIN booking_move AS later ON later.booking_id = agreed.booking_id
    AND later.revision = (
      SELECT MIN(revision) FROM booking_move
      WHERE booking_id = agreed.booking_id AND revision > agreed.revision
    )
WHERE agreed.clinic_id = $1 AND agreed.booking_id = $2
ORDER BY agreed.id DESC LIMIT $3"""


def _moved(row: Row) -> Details:
    """Nothing of what was cancelled, or moved by a release that did not write down from where."""
    if row["old_start"] is None:
        return {}
    changes: Details = {"starts_at": (row["old_start"], row["new_start"])}
    if row["old_who"] != row["new_who"]:
        changes["practitioner"] = (row["old_who"], row["new_who"])
    return changes


async def find_done(reader: Reader, clinic_id: int, booking_id: int) -> list[HistoryEvent]:
    """What staff did to it, the oldest first; that they looked at it is not among it."""
    rows = await reader.fetch(
        """SELECT at, action, details, staff_id FROM audit
           WHERE clinic_id = $1 AND subject = 'booking' AND subject_id = $2
             AND action NOT IN ('booking_viewed', 'answers_seen')
           ORDER BY at DESC, id DESC LIMIT $3""",
        clinic_id,
        booking_id,
        MOST,
    )
    return [
        HistoryEvent(
            at=row["at"],
            happened="done",
            what=row["action"],
            staff_id=row["staff_id"],
            changes=msgspec.json.decode(row["details"], type=Details),
        )
        for row in reversed(rows)
    ]


async def find_staff_names(reader: Reader, staff_ids: Collection[int]) -> dict[int, str]:
    """By id, how they are called now."""
    if not staff_ids:
        return {}
    marks = ", ".join(f"${number}" for number in range(1, 1 + len(staff_ids)))
    rows = await reader.fetch(
        f"SELECT id, name FROM staff WHERE id IN ({marks})",  # noqa: S608 - placeholders
        *staff_ids,
    )
    return {row["id"]: row["name"] for row in rows}


async def find_deliveries(reader: Reader, clinic_id: int, booking_id: int) -> list[HistoryEvent]:
    """What people were told about it, the oldest first; diaries and other systems are not told."""
    rows = await reader.fetch(
        """SELECT made_at, message, recipient, state FROM delivery
           WHERE booking_id = $2 AND clinic_id = $1 AND channel IN ('mail', 'sms')
           ORDER BY made_at DESC, id DESC LIMIT $3""",
        clinic_id,
        booking_id,
        MOST,
    )
    return [
        HistoryEvent(
            at=row["made_at"],
            happened="delivery",
            what=row["message"],
            recipient=row["recipient"],
            state=row["state"],
        )
        for row in reversed(rows)
    ]
