"""Tasks that nobody has seen to, and who was told of them (docs/adr/0028)."""

from collections.abc import Collection, Sequence

from slotkeeper.domain.escalation import OWNERS, Unseen
from slotkeeper.domain.way import Told
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.task import told_of
from slotkeeper.storage.ways import COLUMNS

_CALLING = """delivery.task_since IS NOT NULL AND delivery.acknowledged_at IS NULL
  AND delivery.state <> 'by_hand' AND delivery.message <> 'unseen_failure'"""
"""That a call for help did not get through calls for no more help."""

_MOST = 500


async def find_calling_clinics(reader: Reader) -> list[int]:
    """The ids of clinics with tasks of which not everybody was told yet."""
    rows = await reader.fetch(
        f"SELECT DISTINCT clinic_id FROM delivery WHERE {_CALLING} AND escalation < $1",  # noqa: S608
        OWNERS,
    )
    return [row["clinic_id"] for row in rows]


async def find_unseen(reader: Reader, clinic_id: int, since: int) -> list[Unseen]:
    """The clinic's tasks, the oldest first, but those of which nobody was told until `since` (epoch
    seconds). Of very many those of which the fewest were told, and the newest: what nobody sees to
    for months hides nothing new.
    """
    rows = await reader.fetch(
        f"""SELECT {COLUMNS}, delivery.escalation, delivery.escalated_at FROM delivery
            WHERE clinic_id = $1 AND {_CALLING} AND (escalation > 0 OR task_since > $3)
            ORDER BY escalation, task_since DESC, id DESC LIMIT $2""",  # noqa: S608
        clinic_id,
        _MOST,
        since,
    )
    return [
        Unseen(told=told_of(row), escalation=row["escalation"], escalated_at=row["escalated_at"])
        for row in sorted(rows, key=lambda row: (row["task_since"], row["id"]))
    ]


async def has_unseen(reader: Reader, clinic_id: int) -> bool:
    """Whether anything is left that nobody has seen to."""
    row = await reader.fetch_one(
        f"SELECT 1 AS one FROM delivery WHERE clinic_id = $1 AND {_CALLING} LIMIT 1",  # noqa: S608
        clinic_id,
    )
    return row is not None


async def lock_escalation(tx: Transaction, clinic_id: int) -> int:
    """Until the end of the transaction nobody else takes a step for that clinic; when the last one
    was taken (epoch seconds, 0 for never).
    """
    await tx.execute(
        "INSERT INTO escalation (clinic_id) VALUES ($1) ON CONFLICT DO NOTHING", clinic_id
    )
    row = await tx.fetch_one(
        "UPDATE escalation SET told_at = told_at WHERE clinic_id = $1 RETURNING told_at", clinic_id
    )
    return int(row["told_at"]) if row else 0


async def note_step(tx: Transaction, clinic_id: int, now: int) -> None:
    """Somebody was told."""
    await tx.execute("UPDATE escalation SET told_at = $2 WHERE clinic_id = $1", clinic_id, now)


async def save_steps(tx: Transaction, unseen: Sequence[Unseen]) -> None:
    """How far each of them is."""
    for each in unseen:
        await tx.execute(
            "UPDATE delivery SET escalation = $2, escalated_at = $3 WHERE id = $1",
            each.told.id,
            each.escalation,
            each.escalated_at,
        )


async def find_forgotten(reader: Reader, channels: Collection[str], before: int) -> list[Told]:
    """Deliveries by those channels that were due before an instant (epoch seconds), that nobody has
    taken since, and that are no task yet.
    """
    if not channels:
        return []
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(channels)))
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM delivery
            WHERE state IN ('queued', 'sending') AND channel IN ({marks}) AND next_at <= $1
              AND made_at <= $1 AND task_since IS NULL ORDER BY id LIMIT {_MOST}""",  # noqa: S608
        before,
        *channels,
    )
    return [told_of(row) for row in rows]


async def make_task(tx: Transaction, delivery_id: int, now: int) -> bool:
    """It is a task from now on; False where it is one already, or has arrived."""
    changed = await tx.execute(
        """UPDATE delivery SET task_since = $2 WHERE id = $1 AND task_since IS NULL
             AND state IN ('queued', 'sending')""",
        delivery_id,
        now,
    )
    return changed == 1
