"""What patients agreed to when they cancelled or moved a booking by themselves (C3)."""

from typing import Literal

import msgspec
from msgspec import Struct

from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = (
    "id, clinic_id, booking_id, kind, revision, keeps, returns, is_late, shown, policy, agreed_at, "
    "undo_until, state"
)


class AgreedChange(Struct, frozen=True, kw_only=True):
    """Minor units that are kept and given back, the sentence that was `shown`, and the policy it
    follows from. Of a booking that was moved, `keeps` is what cancelling it later costs at least.
    `revision` is that of the booking afterwards; instants are epoch seconds.
    """

    id: int = 0
    clinic_id: int
    booking_id: int
    kind: Literal["cancelled", "moved"]
    revision: int
    keeps: int
    returns: int
    is_late: bool
    shown: str
    policy: ChangePolicy
    agreed_at: int
    undo_until: int
    state: Literal["open", "undone", "settled"] = "open"


async def insert_agreed(tx: Transaction, agreed: AgreedChange) -> None:
    """Keep it, in the transaction of the change itself."""
    await tx.execute(
        """INSERT INTO agreed_change (clinic_id, booking_id, revision, keeps, returns, is_late,
             shown, policy, agreed_at, undo_until, kind, state)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""",
        agreed.clinic_id,
        agreed.booking_id,
        agreed.revision,
        agreed.keeps,
        agreed.returns,
        int(agreed.is_late),
        agreed.shown,
        msgspec.json.encode(agreed.policy).decode(),
        agreed.agreed_at,
        agreed.undo_until,
        agreed.kind,
        agreed.state,
    )


async def find_kept_at_least(reader: Reader, clinic_id: int, booking_id: int) -> int:
    """What cancelling costs at least, as it was moved when cancelling would have cost so much."""
    row = await reader.fetch_one(
        """SELECT MAX(keeps) AS keeps FROM agreed_change
           WHERE clinic_id = $1 AND booking_id = $2 AND kind = 'moved'""",
        clinic_id,
        booking_id,
    )
    return 0 if row is None else int(row["keeps"] or 0)


async def was_moved_late(reader: Reader, clinic_id: int, booking_id: int) -> bool:
    """Whether its patient gave up an earlier time of it later than the policy asks for."""
    row = await reader.fetch_one(
        """SELECT 1 AS found FROM agreed_change
           WHERE clinic_id = $1 AND booking_id = $2 AND kind = 'moved' AND is_late = 1 LIMIT 1""",
        clinic_id,
        booking_id,
    )
    return row is not None


async def find_last_agreed(reader: Reader, clinic_id: int, booking_id: int) -> AgreedChange | None:
    """The latest cancellation of a booking."""
    row = await reader.fetch_one(
        f"""SELECT {_COLUMNS} FROM agreed_change WHERE clinic_id = $1 AND booking_id = $2
              AND kind = 'cancelled' ORDER BY id DESC LIMIT 1""",  # noqa: S608 - our own columns
        clinic_id,
        booking_id,
    )
    return None if row is None else _agreed(row)


async def find_latest_agreed(
    reader: Reader, clinic_id: int, booking_id: int
) -> AgreedChange | None:
    """The latest change of a booking, whatever kind it is."""
    row = await reader.fetch_one(
        f"""SELECT {_COLUMNS} FROM agreed_change WHERE clinic_id = $1 AND booking_id = $2
            ORDER BY id DESC LIMIT 1""",  # noqa: S608 - our own columns
        clinic_id,
        booking_id,
    )
    return None if row is None else _agreed(row)


async def find_to_settle(reader: Reader, now: int, most: int) -> list[AgreedChange]:
    """Those that can be taken back no more, the oldest first."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM agreed_change WHERE state = 'open' AND undo_until < $1
            ORDER BY undo_until, id LIMIT $2""",  # noqa: S608 - our own columns
        now,
        most,
    )
    return [_agreed(row) for row in rows]


async def end_agreed(
    tx: Transaction, agreed: AgreedChange, state: Literal["undone", "settled"]
) -> bool:
    """It was taken back, or what follows from it happens; False where that was so already."""
    changed = await tx.execute(
        "UPDATE agreed_change SET state = $3 WHERE id = $1 AND clinic_id = $2 AND state = 'open'",
        agreed.id,
        agreed.clinic_id,
        state,
    )
    return changed == 1


def _agreed(row: Row) -> AgreedChange:
    values = {name: row[name] for name in AgreedChange.__struct_fields__}
    values["is_late"] = bool(row["is_late"])
    values["policy"] = msgspec.json.decode(row["policy"], type=ChangePolicy)
    return AgreedChange(**values)
