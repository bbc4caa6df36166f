"""What a patient agreed to, and when (B4)."""

from slotkeeper.storage.database import Transaction


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
