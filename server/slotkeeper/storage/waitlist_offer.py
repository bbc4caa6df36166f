"""Times that are kept for one person of the waiting list, and whose turn it is to look (C6)."""

from slotkeeper.domain.waitlist import OfferState, Untold, WaitlistOffer
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = (
    "id, clinic_id, entry_id, hold_id, practitioner_id, starts_at, ends_at, made_at, tell_at, "
    "open_until, made_by, state, ended_at, untold"
)
OF_OFFERS = ", ".join(f"waitlist_offer.{name}" for name in _COLUMNS.split(", "))
"""The columns that `offer_of` reads, for a statement over several tables."""


async def insert_offer(tx: Transaction, offer: WaitlistOffer) -> int:
    """Keep it, in the transaction of its hold; the id. Raises ConstraintBroken
    "waitlist_offer_open" where that person has an offer already.
    """
    row = await tx.fetch_one(
        """INSERT INTO waitlist_offer (clinic_id, entry_id, hold_id, practitioner_id, starts_at,
             ends_at, made_at, tell_at, open_until, made_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id""",
        offer.clinic_id,
        offer.entry_id,
        offer.hold_id,
        offer.practitioner_id,
        offer.starts_at,
        offer.ends_at,
        offer.made_at,
        offer.tell_at,
        offer.open_until,
        offer.made_by,
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    return int(row["id"])


async def find_offer(reader: Reader, clinic_id: int, offer_id: int) -> WaitlistOffer | None:
    """One offer of that clinic."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM waitlist_offer WHERE id = $1 AND clinic_id = $2",  # noqa: S608 - our own columns
        offer_id,
        clinic_id,
    )
    return None if row is None else offer_of(row)


async def find_offer_of_hold(reader: Reader, clinic_id: int, hold_id: int) -> WaitlistOffer | None:
    """The offer that a hold, or the booking that it became, keeps a time for."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM waitlist_offer WHERE hold_id = $1 AND clinic_id = $2",  # noqa: S608 - as above
        hold_id,
        clinic_id,
    )
    return None if row is None else offer_of(row)


async def find_offers(reader: Reader, clinic_id: int, entry_id: int) -> list[WaitlistOffer]:
    """All that was offered to one entry, the latest first."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM waitlist_offer
            WHERE clinic_id = $1 AND entry_id = $2 ORDER BY id DESC""",  # noqa: S608 - as above
        clinic_id,
        entry_id,
    )
    return [offer_of(row) for row in rows]


async def find_offers_of_waiting(reader: Reader, clinic_id: int) -> dict[int, list[WaitlistOffer]]:
    """All that was offered to those who wait, the latest first, by the entry's id."""
    rows = await reader.fetch(
        f"""SELECT {OF_OFFERS} FROM waitlist_offer
            JOIN waitlist_entry ON waitlist_entry.id = waitlist_offer.entry_id
            WHERE waitlist_offer.clinic_id = $1 AND waitlist_entry.state = 'waiting'
            ORDER BY waitlist_offer.id DESC""",  # noqa: S608 - as above
        clinic_id,
    )
    found: dict[int, list[WaitlistOffer]] = {}
    for row in rows:
        found.setdefault(row["entry_id"], []).append(offer_of(row))
    return found


async def find_asked(reader: Reader, clinic_id: int) -> dict[int, list[WaitlistOffer]]:
    """The same with what they were offered before they joined anew: the same person, or the same
    booking, for that type.
    """
    rows = await reader.fetch(
        f"""SELECT {OF_OFFERS}, waitlist_entry.id AS waits FROM waitlist_offer
            JOIN waitlist_entry AS asked ON asked.id = waitlist_offer.entry_id
            JOIN waitlist_entry ON waitlist_entry.clinic_id = asked.clinic_id
              AND waitlist_entry.person_key = asked.person_key
              AND COALESCE(waitlist_entry.booking_id, 0) = COALESCE(asked.booking_id, 0)
              AND waitlist_entry.appointment_type_id = asked.appointment_type_id
              AND waitlist_entry.state = 'waiting'
            WHERE waitlist_offer.clinic_id = $1 ORDER BY waitlist_offer.id DESC""",  # noqa: S608 - as above
        clinic_id,
    )
    found: dict[int, list[WaitlistOffer]] = {}
    for row in rows:
        found.setdefault(row["waits"], []).append(offer_of(row))
    return found


async def find_open_offers(reader: Reader, clinic_id: int) -> list[WaitlistOffer]:
    """Those that nothing became of yet, whether their time is over or not, in their order."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM waitlist_offer
            WHERE clinic_id = $1 AND state = 'open' ORDER BY open_until, id""",  # noqa: S608 - as above
        clinic_id,
    )
    return [offer_of(row) for row in rows]


async def end_offer(
    tx: Transaction, offer: WaitlistOffer, state: OfferState, now: int, untold: Untold = ""
) -> bool:
    """What became of it, and whether they ever heard of it; False where that was decided before."""
    changed = await tx.execute(
        """UPDATE waitlist_offer SET state = $3, ended_at = $4, untold = $5
           WHERE id = $1 AND clinic_id = $2 AND state = 'open'""",
        offer.id,
        offer.clinic_id,
        state,
        now,
        untold,
    )
    return changed == 1


async def find_clinics_waiting(reader: Reader, now: int) -> list[int]:
    """The clinics at which somebody waits and nobody is at it."""
    rows = await reader.fetch(
        """SELECT DISTINCT waitlist_entry.clinic_id AS clinic_id FROM waitlist_entry
           LEFT JOIN waitlist_look ON waitlist_look.clinic_id = waitlist_entry.clinic_id
           WHERE waitlist_entry.state = 'waiting' AND COALESCE(waitlist_look.taken_until, 0) <= $1
           ORDER BY clinic_id""",
        now,
    )
    return [int(row["clinic_id"]) for row in rows]


async def is_looked_through(reader: Reader, clinic_id: int, news: int, now: int) -> bool:
    """Whether the list was looked through as of that news, and time alone asks for nothing yet."""
    row = await reader.fetch_one(
        """SELECT 1 AS found FROM waitlist_look
           WHERE clinic_id = $1 AND news = $2 AND next_at > $3""",
        clinic_id,
        news,
        now,
    )
    return row is not None


async def take_turn(tx: Transaction, clinic_id: int, now: int, until: int) -> bool:
    """Be the one process that looks through a clinic's list until then; False where another is."""
    row = await tx.fetch_one(
        """INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until)
           VALUES ($1, -1, 0, $3)
           ON CONFLICT (clinic_id) DO UPDATE SET taken_until = $3
             WHERE waitlist_look.taken_until <= $2
           RETURNING clinic_id""",
        clinic_id,
        now,
        until,
    )
    return row is not None


async def end_turn(
    tx: Transaction, clinic_id: int, taken_until: int, *, news: int, next_at: int
) -> None:
    """It was looked through as of that news; nothing where the turn was lost meanwhile."""
    await tx.execute(
        """UPDATE waitlist_look SET taken_until = 0, news = $3, next_at = $4
           WHERE clinic_id = $1 AND taken_until = $2""",
        clinic_id,
        taken_until,
        news,
        next_at,
    )


def offer_of(row: Row) -> WaitlistOffer:
    """What a row of OF_OFFERS says."""
    return WaitlistOffer(**{name: row[name] for name in WaitlistOffer.__struct_fields__})
