"""The queue of what is to be sent (docs/adr/0012): taken by one worker at a time, until a lease
runs out.

`attempts` counts how often a row was taken, and names who holds it: whoever was away too long
changes nothing any more.
"""

from collections.abc import Collection
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.webhook import WebhookEvent
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.delivery import Channel, DiaryMessage, Message, Recipient


class Delivery(Struct, frozen=True, kw_only=True):
    """One message that a worker has taken. `attempts` from 1, `made_at` in epoch seconds;
    `task_since` is when staff were told to see to it, None if they were not; `words` are what staff
    have added; `target` is the id of the place where it goes, 0 where there is one only.
    """

    id: int
    clinic_id: int
    booking_id: int
    recipient: Recipient
    channel: Channel
    message: Message | WebhookEvent | DiaryMessage
    occasion: str
    language: str
    words: str
    attempts: int
    made_at: int
    problem: str
    task_since: int | None
    target: int


async def claim_deliveries(
    tx: Transaction, channel: Channel, now: int, *, lease_until: int, limit: int
) -> list[Delivery]:
    """Take what is due, the longest waiting first; nobody else gets it until `lease_until` (epoch
    seconds).

    The condition stands twice: where two workers meet on PostgreSQL, the second one waits for the
    rows of the first, and must then see that they are taken.
    """
    rows = await tx.fetch(_CLAIM, channel, now, lease_until, limit)
    return sorted((_delivery(row) for row in rows), key=lambda each: (each.made_at, each.id))


Ended = Literal["sent", "delivered", "inserted", "by_hand", "failed", "dropped"]
_ARRIVED: frozenset[Ended] = frozenset({"sent", "delivered", "inserted"})
_DUE = "state IN ('queued', 'sending') AND channel = $1 AND next_at <= $2"
_CLAIM = f"""
UPDATE delivery SET state = 'sending', attempts = attempts + 1, next_at = $3
WHERE id IN (SELECT id FROM delivery WHERE {_DUE} ORDER BY next_at, id LIMIT $4) AND {_DUE}
RETURNING {", ".join(Delivery.__struct_fields__)}"""  # noqa: S608 - built from our own condition


async def next_due(reader: Reader, channel: Channel) -> int | None:
    """When the next of that channel is due (epoch seconds, 0 at once), None where none waits."""
    row = await reader.fetch_one(
        "SELECT MIN(next_at) AS at FROM delivery "
        "WHERE state IN ('queued', 'sending') AND channel = $1",
        channel,
    )
    return None if row is None or row["at"] is None else int(row["at"])


async def end_delivery(
    tx: Transaction,
    delivery: Delivery,
    state: Ended,
    *,
    problem: str = "",
    now: int,
) -> bool:
    """It was sent, cannot be, or need not be any more; False where somebody else has it by now.

    A failed one is a task for staff from now on, also where somebody had seen to it while it
    waited; as is one that they transfer by hand, or that stands in a diary with a problem.
    """
    is_task = state in {"failed", "by_hand"} or (state == "inserted" and problem)
    changed = await tx.execute(
        f"""UPDATE delivery SET state = $3, problem = $4, sent_at = $5, task_since = $6,
              acknowledged_at = NULL, acknowledged_by = NULL
            WHERE {_HELD}""",  # noqa: S608 - our own condition
        delivery.id,
        delivery.attempts,
        state,
        problem,
        now if state in _ARRIVED else None,
        (delivery.task_since or now) if is_task else None,
    )
    return changed == 1


async def put_off(
    tx: Transaction, delivery: Delivery, problem: str, next_at: int, task_since: int | None
) -> bool:
    """Try again at that instant (epoch seconds); False where somebody else has it by now."""
    changed = await tx.execute(
        f"""UPDATE delivery SET state = 'queued', problem = $3, next_at = $4, task_since = $5
            WHERE {_HELD}""",  # noqa: S608 - our own condition
        delivery.id,
        delivery.attempts,
        problem,
        next_at,
        task_since,
    )
    return changed == 1


_HELD = "id = $1 AND state = 'sending' AND attempts = $2"


async def hurry(tx: Transaction, channel: Channel, now: int) -> int:
    """What waits because the whole channel was out of order, with a problem that begins with
    "down", waits no longer; how many there were.
    """
    return await tx.execute(
        """UPDATE delivery SET next_at = $2
           WHERE channel = $1 AND state IN ('queued', 'sending') AND state = 'queued'
             AND next_at > $2 AND problem LIKE 'down%'""",  # twice, for the index
        channel,
        now,
    )


async def is_superseded(reader: Reader, delivery: Delivery, messages: Collection[str]) -> bool:
    """Whether a later one of `messages` to the same place says it anew, or has said it."""
    rows = await reader.fetch(
        """SELECT message FROM delivery WHERE booking_id = $1 AND recipient = $2 AND channel = $3
             AND id > $4 AND target = $5 AND state NOT IN ('failed', 'dropped')""",
        delivery.booking_id,
        delivery.recipient,
        delivery.channel,
        delivery.id,
        delivery.target,
    )
    return any(row["message"] in messages for row in rows)


async def find_language(reader: Reader, booking_id: int) -> str:
    """The language in which the patient made that booking, "" where that is not known."""
    row = await reader.fetch_one(
        """SELECT language FROM delivery
           WHERE booking_id = $1 AND recipient = 'patient' AND language <> ''
           ORDER BY id LIMIT 1""",
        booking_id,
    )
    return str(row["language"]) if row else ""


async def count_waiting(reader: Reader, clinic_id: int | None = None) -> int:
    """How many messages are not sent yet, of one clinic or of all, those to people who wait for a
    time among them (storage/waitlist_message.py).
    """
    row = await reader.fetch_one(
        """SELECT (SELECT COUNT(*) FROM delivery
             WHERE state IN ('queued', 'sending') AND ($1 = 0 OR clinic_id = $1))
           + (SELECT COUNT(*) FROM waitlist_message
             WHERE state IN ('queued', 'sending') AND ($1 = 0 OR clinic_id = $1)) AS n""",
        clinic_id or 0,
    )
    return int(row["n"]) if row else 0


def _delivery(row: Row) -> Delivery:
    return Delivery(**{name: row[name] for name in Delivery.__struct_fields__})
