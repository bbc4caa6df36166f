"""The keys of links: made anew, the links that were signed with the old ones open nothing."""

from slotkeeper.storage.database import Reader, Transaction


async def save_manage_key(
    tx: Transaction, clinic_id: int, booking_id: int, manage_key: str, now: int
) -> None:
    """Give a booking another key; `now` in epoch seconds. Its revision rises, so that forms and
    calendars that have the old link are told so; that of a cancelled one stays, as it can only be
    taken back as it was cancelled.
    """
    await tx.execute(
        """UPDATE booking SET manage_key = $3, link_renewed_at = $4,
             revision = revision + CASE WHEN state = 'cancelled' THEN 0 ELSE 1 END
           WHERE id = $1 AND clinic_id = $2""",
        booking_id,
        clinic_id,
        manage_key,
        now,
    )


async def is_renewed_since(reader: Reader, clinic_id: int, booking_id: int, since: int) -> bool:
    """Whether the booking's link was made anew at that instant (epoch seconds) or later."""
    row = await reader.fetch_one(
        """SELECT 1 AS found FROM booking
           WHERE id = $1 AND clinic_id = $2 AND link_renewed_at >= $3""",
        booking_id,
        clinic_id,
        since,
    )
    return row is not None


async def find_entries_of(reader: Reader, clinic_id: int, booking_id: int) -> list[int]:
    """The places on the waiting list whose links lead to a booking: it wants an earlier time, or
    was offered there. In ascending order.
    """
    rows = await reader.fetch(
        """SELECT id FROM waitlist_entry WHERE clinic_id = $1 AND (booking_id = $2 OR id IN (
             SELECT entry_id FROM waitlist_offer WHERE clinic_id = $1 AND hold_id = $2
           )) ORDER BY id""",
        clinic_id,
        booking_id,
    )
    return [int(row["id"]) for row in rows]


async def save_entry_key(tx: Transaction, clinic_id: int, entry_id: int, entry_key: str) -> None:
    """Give a place on the waiting list another key. Its row stays locked until the transaction
    ends; taken before the lock rows of time, as `lock_entry`.
    """
    await tx.execute(
        "UPDATE waitlist_entry SET entry_key = $3 WHERE id = $1 AND clinic_id = $2",
        entry_id,
        clinic_id,
        entry_key,
    )


async def tell_offer_again(tx: Transaction, clinic_id: int, entry_id: int, now: int) -> None:
    """Queue the message anew that tells of what is kept for that place on the list, by each way by
    which it went; one that is still to go will have the new link anyway.
    """
    await tx.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
             channel, language, words, target, next_at)
           SELECT told.clinic_id, told.booking_id, told.recipient, told.message,
             CAST(offer.id AS TEXT) || '-' || CAST(CAST($3 AS BIGINT) AS TEXT),
             CAST($3 AS BIGINT), told.channel, told.language, told.words, told.target, 0
           FROM waitlist_offer AS offer JOIN delivery AS told ON told.booking_id = offer.hold_id
             AND told.clinic_id = offer.clinic_id AND told.message = 'waitlist_offer'
           WHERE offer.clinic_id = $1 AND offer.entry_id = $2 AND offer.state = 'open'
             AND offer.open_until > $3 AND told.state IN ('sending', 'sent', 'delivered')
           ON CONFLICT DO NOTHING""",
        clinic_id,
        entry_id,
        now,
    )


async def find_coming_of(reader: Reader, clinic_id: int, patient_id: int, now: int) -> list[int]:
    """A patient's appointments that are not over at that instant, and what waits for an answer, in
    their order: booking ids.
    """
    rows = await reader.fetch(
        """SELECT id FROM booking
           WHERE clinic_id = $1 AND patient_id = $2 AND made_at IS NOT NULL
             AND (state IN ('confirmed', 'arrived') OR (state = 'pending' AND expires_at > $3))
             AND ends_at > $3 ORDER BY starts_at, id""",
        clinic_id,
        patient_id,
        now,
    )
    return [int(row["id"]) for row in rows]
