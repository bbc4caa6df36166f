"""Refunds: asked for once, made until the payment service has them."""

from typing import Literal

from slotkeeper.domain.payment import Refund
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = (
    "id, clinic_id, payment_id, once, amount, asked_by, state, stripe_id, attempt, asked_at, "
    "looks, is_due_again"
)


async def insert_refund(tx: Transaction, refund: Refund) -> None:
    """Ask for one. The caller holds the payment's row and has looked for the same `once`."""
    await tx.execute(
        """INSERT INTO refund (clinic_id, payment_id, once, amount, asked_by, state, asked_at,
             look_at) VALUES ($1, $2, $3, $4, $5, 'asked', $6, $6)""",
        refund.clinic_id,
        refund.payment_id,
        refund.once,
        refund.amount,
        refund.asked_by,
        refund.asked_at,
    )


async def find_refunds(reader: Reader, clinic_id: int, payment_id: int) -> list[Refund]:
    """All of a payment, in the order in which they were asked for."""
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM refund WHERE clinic_id = $1 AND payment_id = $2 ORDER BY id",  # noqa: S608
        clinic_id,
        payment_id,
    )
    return [_refund(row) for row in rows]


async def find_refund(reader: Reader, clinic_id: int, refund_id: int) -> Refund | None:
    """One of that clinic."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM refund WHERE clinic_id = $1 AND id = $2",  # noqa: S608
        clinic_id,
        refund_id,
    )
    return None if row is None else _refund(row)


async def find_due_refunds(reader: Reader, now: int, most: int) -> list[tuple[int, int]]:
    """Clinic and id of those that are still to be made, the longest due first. That of a lost slot
    is not among them: it is made when its payment is looked after.
    """
    rows = await reader.fetch(
        """SELECT refund.clinic_id, refund.id FROM refund
           JOIN payment ON payment.id = refund.payment_id
           WHERE refund.state = 'asked' AND refund.look_at <= $1
             AND payment.settled_at IS NOT NULL
           ORDER BY refund.look_at LIMIT $2""",
        now,
        most,
    )
    return [(row["clinic_id"], row["id"]) for row in rows]


async def delay_refund(tx: Transaction, refund: Refund, look_at: int) -> None:
    """Try again at that instant; nothing happens where somebody else has put it off already."""
    await tx.execute(
        """UPDATE refund SET look_at = $3, looks = looks + 1
           WHERE id = $1 AND clinic_id = $2 AND looks = $4""",
        refund.id,
        refund.clinic_id,
        look_at,
        refund.looks,
    )


async def mark_sending(tx: Transaction, refund: Refund, look_at: int) -> bool:
    """It is about to be handed over, and looked at again at that instant if nobody says what became
    of it; False where it is not to be made any more, or was made. From now on it cannot be taken
    back (`delete_asked`), by whichever server's clock.
    """
    changed = await tx.execute(
        """UPDATE refund SET look_at = $3, looks = looks + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'asked'""",
        refund.id,
        refund.clinic_id,
        look_at,
    )
    return changed == 1


async def delete_asked(tx: Transaction, clinic_id: int, payment_id: int, once: str) -> bool:
    """It is not to be made after all; False where it may be on its way (`mark_sending`), or was
    tried already. The caller holds the payment's row.
    """
    deleted = await tx.execute(
        """DELETE FROM refund WHERE clinic_id = $1 AND payment_id = $2 AND once = $3
             AND state = 'asked' AND attempt = 1 AND looks = 1""",
        clinic_id,
        payment_id,
        once,
    )
    return deleted == 1


async def save_due_again(tx: Transaction, refund: Refund, *, is_due_again: bool) -> None:
    """Whether it is to be paid at the clinic, as its booking stands again. The caller holds the
    payment's row.
    """
    await tx.execute(
        "UPDATE refund SET is_due_again = $3 WHERE id = $1 AND clinic_id = $2",
        refund.id,
        refund.clinic_id,
        int(is_due_again),
    )


async def next_refund_attempt(tx: Transaction, refund: Refund) -> None:
    """From now on another key; nothing happens where somebody else has moved on already."""
    await tx.execute(
        """UPDATE refund SET attempt = attempt + 1
           WHERE id = $1 AND clinic_id = $2 AND attempt = $3""",
        refund.id,
        refund.clinic_id,
        refund.attempt,
    )


async def end_refund(
    tx: Transaction, refund: Refund, state: Literal["made", "failed"], stripe_id: str
) -> bool:
    """It was made, or refused; False where that was known."""
    changed = await tx.execute(
        """UPDATE refund SET state = $3, stripe_id = $4
           WHERE id = $1 AND clinic_id = $2 AND state <> $3""",
        refund.id,
        refund.clinic_id,
        state,
        stripe_id,
    )
    return changed == 1


def _refund(row: Row) -> Refund:
    values = {name: row[name] for name in Refund.__struct_fields__}
    values["is_due_again"] = bool(row["is_due_again"])
    return Refund(**values)
