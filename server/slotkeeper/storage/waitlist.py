"""Who waits for a time at a clinic (C6)."""

from datetime import date

import msgspec

from slotkeeper.domain.parts_of_day import Part
from slotkeeper.domain.waitlist import EntryState, WaitlistEntry, Wanted
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = (
    "id, clinic_id, appointment_type_id, location_id, booking_id, practitioners, weekdays, parts, "
    "from_on, until_on, patient_is, first_name, last_name, email, phone, birth_date, person_key, "
    "note, language, priority, state, unanswered, unreached, entry_key, made_at, ended_at"
)


async def insert_entry(tx: Transaction, entry: WaitlistEntry) -> int:
    """Somebody joins; the id. Raises ConstraintBroken "waitlist_entry_booking" where somebody waits
    for an earlier time of that booking already.
    """
    wanted = entry.wanted
    row = await tx.fetch_one(
        """INSERT INTO waitlist_entry (clinic_id, appointment_type_id, location_id, booking_id,
             practitioners, weekdays, parts, from_on, until_on, patient_is, first_name, last_name,
             email, phone, birth_date, person_key, note, language, priority, unanswered, unreached,
             entry_key, made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23) RETURNING id""",
        entry.clinic_id,
        entry.appointment_type_id,
        wanted.location_id,
        entry.booking_id,
        _json(wanted.practitioners),
        _json(wanted.weekdays),
        _json(wanted.parts),
        _text(wanted.from_on),
        _text(wanted.until_on),
        entry.patient_is,
        entry.first_name,
        entry.last_name,
        entry.email,
        entry.phone,
        _text(entry.birth_date),
        entry.person_key,
        entry.note,
        entry.language,
        entry.priority,
        entry.unanswered,
        entry.unreached,
        entry.entry_key,
        entry.made_at,
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    return int(row["id"])


async def find_entry(reader: Reader, clinic_id: int, entry_id: int) -> WaitlistEntry | None:
    """One entry of that clinic, whatever became of it."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM waitlist_entry WHERE id = $1 AND clinic_id = $2",  # noqa: S608 - our own columns
        entry_id,
        clinic_id,
    )
    return None if row is None else _entry(row)


async def find_waiting(reader: Reader, clinic_id: int) -> list[WaitlistEntry]:
    """All who wait at a clinic, who joined first before the others."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM waitlist_entry
            WHERE clinic_id = $1 AND state = 'waiting' ORDER BY made_at, id""",  # noqa: S608 - as above
        clinic_id,
    )
    return [_entry(row) for row in rows]


async def find_waiting_of(reader: Reader, clinic_id: int, person_key: str) -> list[WaitlistEntry]:
    """All entries under which one person waits, by e-mail address and name."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM waitlist_entry
            WHERE clinic_id = $1 AND person_key = $2 AND state = 'waiting'
            ORDER BY made_at, id""",  # noqa: S608 - as above
        clinic_id,
        person_key,
    )
    return [_entry(row) for row in rows]


async def find_waiting_for(reader: Reader, clinic_id: int, booking_id: int) -> WaitlistEntry | None:
    """The entry that wants an earlier time for that booking."""
    row = await reader.fetch_one(
        f"""SELECT {_COLUMNS} FROM waitlist_entry
            WHERE clinic_id = $1 AND booking_id = $2 AND state = 'waiting'""",  # noqa: S608 - as above
        clinic_id,
        booking_id,
    )
    return None if row is None else _entry(row)


async def count_waiting(reader: Reader, clinic_id: int) -> int:
    """How many wait at a clinic."""
    row = await reader.fetch_one(
        "SELECT COUNT(*) AS n FROM waitlist_entry WHERE clinic_id = $1 AND state = 'waiting'",
        clinic_id,
    )
    return int(row["n"]) if row else 0


async def lock_entry(tx: Transaction, clinic_id: int, entry_id: int) -> None:
    """Nobody else offers them anything, or takes them off the list, until the transaction ends.
    Taken before the lock rows of time.
    """
    await tx.execute(
        "UPDATE waitlist_entry SET priority = priority WHERE id = $1 AND clinic_id = $2",
        entry_id,
        clinic_id,
    )


async def end_entry(
    tx: Transaction, clinic_id: int, entry_id: int, state: EntryState, now: int
) -> bool:
    """They wait no more; False where that was so already."""
    changed = await tx.execute(
        """UPDATE waitlist_entry SET state = $3, ended_at = $4
           WHERE id = $1 AND clinic_id = $2 AND state = 'waiting'""",
        entry_id,
        clinic_id,
        state,
        now,
    )
    return changed == 1


async def save_priority(tx: Transaction, clinic_id: int, entry_id: int, priority: int) -> bool:
    """The clinic's own priority of an entry; False where they wait no more."""
    changed = await tx.execute(
        """UPDATE waitlist_entry SET priority = $3
           WHERE id = $1 AND clinic_id = $2 AND state = 'waiting'""",
        entry_id,
        clinic_id,
        priority,
    )
    return changed == 1


async def count_unanswered(tx: Transaction, clinic_id: int, entry_id: int, count: int) -> None:
    """How many offers they have let pass."""
    await tx.execute(
        "UPDATE waitlist_entry SET unanswered = $3 WHERE id = $1 AND clinic_id = $2",
        entry_id,
        clinic_id,
        count,
    )


async def save_unreached(tx: Transaction, clinic_id: int, entry_id: int, unreached: str) -> bool:
    """Under which `reach_key` nothing gets through to them, "" where that is over; False where
    nobody of that clinic waits there.
    """
    changed = await tx.execute(
        """UPDATE waitlist_entry SET unreached = $3
           WHERE id = $1 AND clinic_id = $2 AND state = 'waiting'""",
        entry_id,
        clinic_id,
        unreached,
    )
    return changed == 1


async def save_contact(tx: Transaction, entry: WaitlistEntry) -> None:
    """Where they are reached from now on, and by which key they are known as the same person."""
    await tx.execute(
        """UPDATE waitlist_entry SET email = $3, phone = $4, person_key = $5
           WHERE id = $1 AND clinic_id = $2""",
        entry.id,
        entry.clinic_id,
        entry.email,
        entry.phone,
        entry.person_key,
    )


def _json(values: object) -> str:
    return msgspec.json.encode(values).decode()


def _text(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _entry(row: Row) -> WaitlistEntry:
    values = {
        name: row[name]
        for name in WaitlistEntry.__struct_fields__
        if name not in {"wanted", "birth_date"}
    }
    wanted = Wanted(
        practitioners=msgspec.json.decode(row["practitioners"], type=tuple[int, ...]),
        location_id=row["location_id"],
        weekdays=msgspec.json.decode(row["weekdays"], type=tuple[int, ...]),
        parts=msgspec.json.decode(row["parts"], type=tuple[Part, ...]),
        from_on=_date(row["from_on"]),
        until_on=_date(row["until_on"]),
    )
    return WaitlistEntry(**values, wanted=wanted, birth_date=_date(row["birth_date"]))
