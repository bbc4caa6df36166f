"""Lock rows of persons and addresses, and what the daily limit counts."""

from collections.abc import Sequence

from slotkeeper.storage.database import Reader, Transaction


async def lock_identities(tx: Transaction, clinic_id: int, keys: Sequence[str]) -> None:
    """Take the lock rows of those keys, in ascending order and before any practitioner's
    (DESIGN.md).
    """
    wanted = sorted(set(keys))
    if wanted:
        rows = ", ".join(f"($1, ${number})" for number in range(2, 2 + len(wanted)))
        await tx.execute(
            f"""INSERT INTO identity (clinic_id, identity_key) VALUES {rows}
                ON CONFLICT (clinic_id, identity_key)
                DO UPDATE SET version = identity.version + 1""",  # noqa: S608
            clinic_id,
            *wanted,
        )


async def insert_booking_identities(
    tx: Transaction, clinic_id: int, booking_id: int, keys: Sequence[str], made_at: int
) -> None:
    """Remember which keys made that booking; nothing where there are none."""
    if not keys:
        return
    rows = ", ".join(f"($1, ${number}, $2, $3)" for number in range(4, 4 + len(keys)))
    await tx.execute(
        "INSERT INTO booking_identity (clinic_id, identity_key, made_at, booking_id) "  # noqa: S608
        f"VALUES {rows}",
        clinic_id,
        made_at,
        booking_id,
        *keys,
    )


async def find_made_at(
    reader: Reader, clinic_id: int, keys: Sequence[str], since: int, now: int
) -> list[int]:
    """When the bookings were made (after `since`) that any of those keys made, one instant a
    booking.

    A cancellation by the clinic gives the place back, one by the patient does not (B5); a booking
    that was not paid, confirmed or approved in time was none, nor one that the clinic declined.
    """
    if not keys:
        return []
    wanted = ", ".join(f"${number}" for number in range(4, 4 + len(keys)))
    rows = await reader.fetch(
        f"""SELECT DISTINCT made.booking_id AS booking_id, made.made_at AS made_at
            FROM booking_identity AS made JOIN booking ON booking.id = made.booking_id
            WHERE made.clinic_id = $1 AND made.made_at > $2 AND made.identity_key IN ({wanted})
              AND NOT (booking.state = 'cancelled'
                AND booking.cancelled_by IN ('clinic', 'payment', 'declined', 'deadline'))
              AND NOT (booking.state IN ('paying', 'pending') AND booking.expires_at IS NOT NULL
                AND booking.expires_at <= $3)""",  # noqa: S608 - placeholders only
        clinic_id,
        since,
        now,
        *keys,
    )
    return [int(row["made_at"]) for row in rows]
