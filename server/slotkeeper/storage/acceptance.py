"""What a patient agreed to, and when (B4)."""

from slotkeeper.storage.database import Reader, Transaction


async def insert_acceptance(
    tx: Transaction, booking_id: int, *, terms_id: int, sha256: str, accepted_at: int
) -> None:
    """Keep the version, its hash and the time beside the booking."""
    await tx.execute(
        "INSERT INTO acceptance (booking_id, terms_id, sha256, accepted_at) "
        "VALUES ($1, $2, $3, $4)",
        booking_id,
        terms_id,
        sha256,
        accepted_at,
    )


async def find_accepted(reader: Reader, booking_id: int) -> str:
    """The hash of the text that was accepted last for a booking, "" for none."""
    row = await reader.fetch_one(
        "SELECT sha256 FROM acceptance WHERE booking_id = $1 ORDER BY id DESC LIMIT 1",
        booking_id,
    )
    return "" if row is None else str(row["sha256"])
