"""What those who wait are told besides offers: a queue like the outbox (storage/outbox.py), of
messages that are about no booking (docs/adr/0038).
"""

from typing import Literal

from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.outbox import Delivery

WaitlistMessage = Literal["waitlist_joined", "waitlist_ended"]


async def insert_waitlist_message(
    tx: Transaction, entry: WaitlistEntry, message: WaitlistMessage, now: int
) -> None:
    """Queue it, once for an entry."""
    await tx.execute(
        """INSERT INTO waitlist_message (clinic_id, entry_id, message, language, made_at)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""",
        entry.clinic_id,
        entry.id,
        message,
        entry.language,
        now,
    )


async def find_joined_at(
    reader: Reader, clinic_id: int, after: int, *, mailbox: str = "", booking_id: int = 0
) -> list[int]:
    """When somebody was told that they wait, after that instant (epoch seconds), in order: in a
    mailbox, as its key is, or about that booking.
    """
    rows = await reader.fetch(
        """SELECT waitlist_message.made_at AS at FROM waitlist_message
           JOIN waitlist_entry ON waitlist_entry.id = waitlist_message.entry_id
           WHERE waitlist_message.clinic_id = $1 AND waitlist_message.made_at > $2
             AND waitlist_message.message = 'waitlist_joined'
             AND COALESCE(waitlist_entry.booking_id, 0) = $3
             AND ($3 > 0 OR substr(waitlist_entry.person_key, 1, $4) = $5)
           ORDER BY waitlist_message.made_at""",
        clinic_id,
        after,
        booking_id,
        len(mailbox) + 1,
        f"{mailbox} ",
    )
    return [int(row["at"]) for row in rows]


_UNTOLD_SECONDS = 14 * 86_400
"""So long who was taken off the list, and not told, stands below it."""


async def count_untold(reader: Reader, clinic_id: int, now: int) -> int:
    """How many people of a clinic's list could not be told: that they wait, while they do; that
    they do not any more, for two weeks.
    """
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS n FROM waitlist_message
           JOIN waitlist_entry ON waitlist_entry.id = waitlist_message.entry_id
           WHERE waitlist_message.clinic_id = $1 AND waitlist_message.state = 'failed'
             AND ((waitlist_message.message = 'waitlist_joined'
                 AND waitlist_entry.state = 'waiting')
               OR (waitlist_message.message = 'waitlist_ended'
                 AND waitlist_message.made_at > $2))""",
        clinic_id,
        now - _UNTOLD_SECONDS,
    )
    return int(row["n"]) if row else 0


async def next_message_due(reader: Reader) -> int | None:
    """When the next one is due (epoch seconds, 0 at once), None where none waits."""
    row = await reader.fetch_one(
        "SELECT MIN(next_at) AS at FROM waitlist_message WHERE state IN ('queued', 'sending')"
    )
    return None if row is None or row["at"] is None else int(row["at"])


async def claim_messages(
    tx: Transaction, now: int, *, lease_until: int, limit: int
) -> list[Delivery]:
    """Take what is due, as `claim_deliveries` does; `target` is the entry."""
    rows = await tx.fetch(_CLAIM, now, lease_until, limit)
    return sorted((_delivery(row) for row in rows), key=lambda each: (each.made_at, each.id))


_DUE = "state IN ('queued', 'sending') AND next_at <= $1"
_CLAIM = f"""
UPDATE waitlist_message SET state = 'sending', attempts = attempts + 1, next_at = $2
WHERE id IN (SELECT id FROM waitlist_message WHERE {_DUE} ORDER BY next_at, id LIMIT $3) AND {_DUE}
RETURNING id, clinic_id, entry_id, message, language, attempts, made_at, problem"""  # noqa: S608 - our own condition


async def end_message(
    tx: Transaction,
    delivery: Delivery,
    state: Literal["sent", "failed", "dropped"],
    problem: str,
    now: int,
) -> bool:
    """What became of it; False where somebody else has it by now."""
    changed = await tx.execute(
        """UPDATE waitlist_message SET state = $3, problem = $4, sent_at = $5
           WHERE id = $1 AND state = 'sending' AND attempts = $2""",
        delivery.id,
        delivery.attempts,
        state,
        problem,
        now if state == "sent" else None,
    )
    return changed == 1


async def put_off_message(tx: Transaction, delivery: Delivery, problem: str, next_at: int) -> bool:
    """Try again at that instant (epoch seconds); False where somebody else has it by now."""
    changed = await tx.execute(
        """UPDATE waitlist_message SET state = 'queued', problem = $3, next_at = $4
           WHERE id = $1 AND state = 'sending' AND attempts = $2""",
        delivery.id,
        delivery.attempts,
        problem,
        next_at,
    )
    return changed == 1


async def hurry_messages(tx: Transaction, now: int) -> int:
    """What waits because mail was out of order waits no longer; how many there were."""
    return await tx.execute(
        """UPDATE waitlist_message SET next_at = $1
           WHERE state = 'queued' AND next_at > $1 AND problem LIKE 'down%'""",
        now,
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        clinic_id=row["clinic_id"],
        booking_id=0,
        recipient="patient",
        channel="mail",
        message=row["message"],
        occasion="",
        language=row["language"],
        words="",
        attempts=row["attempts"],
        made_at=row["made_at"],
        problem=row["problem"],
        task_since=None,
        target=row["entry_id"],
    )
