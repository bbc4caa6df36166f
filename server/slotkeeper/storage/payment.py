"""Payments: what is frozen when one is asked for, and each state that follows."""

import msgspec

from slotkeeper.domain.payment import LostBecause, Payment, PaymentState
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = """id, clinic_id, booking_id, reference, state, lost_because, amount, at_clinic,
  currency, account, live, wish, language, started_at, deadline, attempt, session_id, session_url,
  session_ends_at, page, intent_id, received, refunded, dispute, looks, settled_at,
  moves"""


async def insert_payment(tx: Transaction, payment: Payment) -> None:
    """Ask for a payment; first looked after when its deadline has passed."""
    await tx.execute(
        """INSERT INTO payment (clinic_id, booking_id, reference, state, amount, at_clinic,
             currency, account, live, wish, language, started_at, deadline, look_at, moves)
           VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
        payment.clinic_id,
        payment.booking_id,
        payment.reference,
        payment.amount,
        payment.at_clinic,
        payment.currency,
        payment.account,
        int(payment.live),
        msgspec.json.encode(payment.wish).decode(),
        payment.language,
        payment.started_at,
        payment.deadline,
        payment.deadline + 1,
        payment.moves,
    )


async def find_payment(reader: Reader, clinic_id: int, payment_id: int) -> Payment | None:
    """One payment of that clinic."""
    return await _find(reader, "id = $2", clinic_id, payment_id)


async def find_payment_of(reader: Reader, clinic_id: int, booking_id: int) -> Payment | None:
    """The payment of that booking, None where none is asked."""
    return await _find(reader, "booking_id = $2", clinic_id, booking_id)


async def find_payments_of(reader: Reader, clinic_id: int, booking_id: int) -> list[Payment]:
    """What the clinic received for that booking, the first payment first: that of the booking
    itself, and of each move that asked more.
    """
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM payment WHERE clinic_id = $1 AND state = 'captured'
              AND (booking_id = $2 OR moves = $2) ORDER BY id""",  # noqa: S608 - ours
        clinic_id,
        booking_id,
    )
    return [_payment(row) for row in rows]


async def save_at_clinic(tx: Transaction, payment: Payment, at_clinic: int) -> None:
    """What is left to be paid at the clinic, minor units, since the booking was moved."""
    await tx.execute(
        "UPDATE payment SET at_clinic = $3 WHERE id = $1 AND clinic_id = $2",
        payment.id,
        payment.clinic_id,
        at_clinic,
    )


async def find_payment_named(
    reader: Reader, clinic_id: int, *, reference: str, session_id: str, intent_id: str
) -> Payment | None:
    """The payment that the payment service means by any of these names, "" for an unknown one."""
    named = {"reference": reference, "session_id": session_id, "intent_id": intent_id}
    for column, name in named.items():
        found = await _find(reader, f"{column} = $2", clinic_id, name) if name else None
        if found:
            return found
    return None


async def _find(reader: Reader, where: str, clinic_id: int, value: int | str) -> Payment | None:
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM payment WHERE clinic_id = $1 AND {where}",  # noqa: S608 - ours
        clinic_id,
        value,
    )
    return None if row is None else _payment(row)


async def note_page(tx: Transaction, payment: Payment, page: str) -> None:
    """Where the patient is to come back to."""
    await tx.execute(
        "UPDATE payment SET page = $3 WHERE id = $1 AND clinic_id = $2",
        payment.id,
        payment.clinic_id,
        page,
    )


async def note_session(
    tx: Transaction, payment: Payment, session_id: str, url: str, ends_at: int
) -> None:
    """The pay page that was made; the first one that is known stays. A payment that was over
    without one is to be settled again.
    """
    await tx.execute(
        """UPDATE payment SET session_id = $3, session_url = $4, session_ends_at = $5,
             settled_at = CASE WHEN session_id IS NULL THEN NULL ELSE settled_at END
           WHERE id = $1 AND clinic_id = $2
             AND (session_id IS NULL OR (session_id = $3 AND session_url = ''))""",
        payment.id,
        payment.clinic_id,
        session_id,
        url,
        ends_at,
    )


async def note_intent(tx: Transaction, payment: Payment, intent_id: str) -> None:
    """What the payment service calls the patient's money, where that was not known."""
    await tx.execute(
        """UPDATE payment SET intent_id = $3
           WHERE id = $1 AND clinic_id = $2 AND intent_id = ''""",
        payment.id,
        payment.clinic_id,
        intent_id,
    )


async def next_attempt(tx: Transaction, payment: Payment) -> None:
    """From now on another key; nothing happens where somebody else has moved on already."""
    await tx.execute(
        """UPDATE payment SET attempt = attempt + 1
           WHERE id = $1 AND clinic_id = $2 AND attempt = $3""",
        payment.id,
        payment.clinic_id,
        payment.attempt,
    )


async def move_payment(
    tx: Transaction,
    payment: Payment,
    to: PaymentState,
    *,
    intent_id: str = "",
    received: int = 0,
    because: LostBecause = "",
    settled_at: int | None = None,
    look_at: int,
) -> bool:
    """From the state that `payment` has to another; False where it has left that state already."""
    changed = await tx.execute(
        """UPDATE payment SET state = $4, intent_id = CASE WHEN $5 = '' THEN intent_id ELSE $5 END,
             received = $6, lost_because = $7, settled_at = $8, look_at = $9, looks = 0
           WHERE id = $1 AND clinic_id = $2 AND state = $3""",
        payment.id,
        payment.clinic_id,
        payment.state,
        to,
        intent_id,
        received,
        because,
        settled_at,
        look_at,
    )
    return changed == 1


async def finish_payment(
    tx: Transaction, payment: Payment, *, now: int, received: int, refunded: int
) -> bool:
    """Nothing is left to be done for a lost slot; False where that was known."""
    changed = await tx.execute(
        """UPDATE payment SET settled_at = $3, received = $4, refunded = $5
           WHERE id = $1 AND clinic_id = $2 AND settled_at IS NULL""",
        payment.id,
        payment.clinic_id,
        now,
        received,
        refunded,
    )
    return changed == 1


async def record_receipt(
    tx: Transaction, payment: Payment, *, received: int, refunded: int, dispute: str
) -> None:
    """What the payment service says became of the money."""
    await tx.execute(
        """UPDATE payment SET received = $3, refunded = $4, dispute = $5
           WHERE id = $1 AND clinic_id = $2""",
        payment.id,
        payment.clinic_id,
        received,
        refunded,
        dispute,
    )


async def lock_payment(tx: Transaction, clinic_id: int, payment_id: int) -> Payment | None:
    """The payment, which nobody else changes until the end of the transaction."""
    row = await tx.fetch_one(
        f"""UPDATE payment SET looks = looks WHERE id = $1 AND clinic_id = $2
            RETURNING {_COLUMNS}""",  # noqa: S608 - ours
        payment_id,
        clinic_id,
    )
    return None if row is None else _payment(row)


async def find_due_payments(reader: Reader, now: int, most: int) -> list[tuple[int, int]]:
    """Clinic and id of those that want looking after, the longest due first."""
    rows = await reader.fetch(
        """SELECT clinic_id, id FROM payment WHERE settled_at IS NULL AND look_at <= $1
           ORDER BY look_at LIMIT $2""",
        now,
        most,
    )
    return [(row["clinic_id"], row["id"]) for row in rows]


async def claim_look(
    tx: Transaction, clinic_id: int, payment_id: int, *, now: int, next_at: int
) -> bool:
    """Be the one who looks after it now; False where another process was faster."""
    changed = await tx.execute(
        """UPDATE payment SET look_at = $4, looks = looks + 1
           WHERE id = $1 AND clinic_id = $2 AND settled_at IS NULL AND look_at <= $3""",
        payment_id,
        clinic_id,
        now,
        next_at,
    )
    return changed == 1


def _payment(row: Row) -> Payment:
    values = {name: row[name] for name in Payment.__struct_fields__}
    values["live"] = bool(row["live"])
    values["wish"] = msgspec.json.decode(row["wish"], type=tuple[str, str, str])
    values["session_id"] = row["session_id"] or ""
    values["session_ends_at"] = row["session_ends_at"] or 0
    return Payment(**values)
