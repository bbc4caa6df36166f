"""Answers to a clinic's questions, as a sealed text that the database cannot read."""

from collections.abc import Collection

from slotkeeper.storage.database import Reader, Transaction


async def insert_intake(tx: Transaction, clinic_id: int, booking_id: int, sealed: str) -> None:
    """Keep what was answered for a booking."""
    await tx.execute(
        "INSERT INTO intake (booking_id, clinic_id, sealed) VALUES ($1, $2, $3)",
        booking_id,
        clinic_id,
        sealed,
    )


async def find_intake(reader: Reader, clinic_id: int, booking_id: int) -> str:
    """The sealed answers of that booking of the clinic; "" where nothing was answered."""
    row = await reader.fetch_one(
        "SELECT sealed FROM intake WHERE booking_id = $1 AND clinic_id = $2", booking_id, clinic_id
    )
    return "" if row is None else str(row["sealed"])


async def find_with_intake(
    reader: Reader, clinic_id: int, booking_ids: Collection[int]
) -> frozenset[int]:
    """Those of the clinic's bookings for which something was answered."""
    wanted = sorted(set(booking_ids))
    if not wanted:
        return frozenset()
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(wanted)))
    rows = await reader.fetch(
        f"SELECT booking_id FROM intake WHERE clinic_id = $1 AND booking_id IN ({marks})",  # noqa: S608
        clinic_id,
        *wanted,
    )
    return frozenset(int(row["booking_id"]) for row in rows)


async def find_sealed_after(
    reader: Reader, clinic_id: int, after: int, most: int
) -> list[tuple[int, str]]:
    """The next of the clinic's sealed answers, each with its booking's id, which is above `after`;
    in ascending order.
    """
    rows = await reader.fetch(
        """SELECT booking_id, sealed FROM intake
           WHERE clinic_id = $1 AND booking_id > $2 ORDER BY booking_id LIMIT $3""",
        clinic_id,
        after,
        most,
    )
    return [(int(row["booking_id"]), str(row["sealed"])) for row in rows]


async def save_intake(tx: Transaction, clinic_id: int, booking_id: int, sealed: str) -> None:
    """The same answers, sealed anew."""
    await tx.execute(
        "UPDATE intake SET sealed = $3 WHERE booking_id = $1 AND clinic_id = $2",
        booking_id,
        clinic_id,
        sealed,
    )
