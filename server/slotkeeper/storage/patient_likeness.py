"""Records that may be one person, and those of whom staff said that they are two."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from slotkeeper.domain.patient_likeness import Traits
from slotkeeper.domain.recognition import CLOSE
from slotkeeper.storage.database import Reader, Row, Transaction

_LARGEST = 2**62
MOST_MEETINGS = 2000
"""In one answer: a clinic that gives its own number for everybody is not to be drowned."""
_AT_ONCE = 400


class Meeting(Struct, frozen=True, kw_only=True):
    """Two rows that share something. `one` and `other` are the records that go on; the traits and
    `rows` (ids) are of the records themselves or of what was merged into them.
    """

    one: int
    other: int
    rows: tuple[int, int]
    traits: tuple[Traits, Traits]


async def find_meetings(
    reader: Reader, clinic_id: int, patient_ids: Sequence[int], *, only_older: bool = False
) -> list[Meeting]:
    """Everybody of the clinic who shares e-mail, phone, or birth date and length of the name with
    one of those, at most MOST_MEETINGS, those of the highest first; with `only_older` only who has
    a lower id, so that a walk over all meets each pair once.
    """
    if not patient_ids:
        return []
    marks = ", ".join(f"${number}" for number in range(3, 3 + len(patient_ids)))
    older = "AND COALESCE(other.merged_into, other.id) < own.root" if only_older else ""
    # CROSS JOIN keeps the order on SQLite: from those few to whom they meet.
    shared = " UNION ALL ".join(
        f"""SELECT {_PAIR} FROM own CROSS JOIN patient AS other
            WHERE other.clinic_id = $1 AND {condition}
              AND COALESCE(other.merged_into, other.id) <> own.root {older}"""  # noqa: S608
        for condition in _SHARED
    )
    rows = await reader.fetch(
        f"""WITH own AS (
              SELECT patient.*, COALESCE(merged_into, id) AS root FROM patient
              WHERE clinic_id = $1 AND (id IN ({marks}) OR merged_into IN ({marks}))
            )
            SELECT * FROM ({shared}) AS met ORDER BY one DESC, other LIMIT $2""",  # noqa: S608
        clinic_id,
        MOST_MEETINGS,
        *patient_ids,
    )
    return [_meeting(row) for row in rows]


async def find_newest(reader: Reader, clinic_id: int, before: int | None, most: int) -> list[int]:
    """Ids of records that are not merged, the newest first, from below that id on."""
    rows = await reader.fetch(
        """SELECT id FROM patient
           WHERE clinic_id = $1 AND merged_into IS NULL AND id < $2
           ORDER BY id DESC LIMIT $3""",
        clinic_id,
        before or _LARGEST,
        most,
    )
    return [row["id"] for row in rows]


async def find_apart(
    reader: Reader, clinic_id: int, patient_ids: Collection[int]
) -> set[frozenset[int]]:
    """Pairs of records, with one of those in it, that are two people."""
    wanted, found = sorted(set(patient_ids)), set()
    for begin in range(0, len(wanted), _AT_ONCE):
        part = wanted[begin : begin + _AT_ONCE]
        marks = ", ".join(f"${number}" for number in range(2, 2 + len(part)))
        rows = await reader.fetch(
            f"""SELECT lower_id, higher_id FROM patient_apart
                WHERE clinic_id = $1 AND (lower_id IN ({marks}) OR higher_id IN ({marks}))""",  # noqa: S608
            clinic_id,
            *part,
        )
        found |= {frozenset((row["lower_id"], row["higher_id"])) for row in rows}
    return found


async def insert_apart(
    tx: Transaction, clinic_id: int, pair: tuple[int, int], staff_id: int | None, now: int
) -> bool:
    """Remember that those two records are two people; False where that was said before."""
    added = await tx.execute(
        """INSERT INTO patient_apart (clinic_id, lower_id, higher_id, said_by, said_at)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""",
        clinic_id,
        min(pair),
        max(pair),
        staff_id,
        now,
    )
    return added == 1


_TRAITS = ("name_key", "email_key", "phone_key", "birth_date")
_PAIR = ", ".join(
    [
        "own.root AS one, own.id AS own_id, other.id AS other_id",
        "COALESCE(other.merged_into, other.id) AS other",
        *(f"own.{name} AS own_{name}, other.{name} AS other_{name}" for name in _TRAITS),
    ]
)
_SHARED = (
    "other.email_key = own.email_key AND own.email_key <> ''",
    "other.phone_key = own.phone_key AND own.phone_key <> ''",
    f"""other.birth_date IS NOT NULL AND other.birth_date = own.birth_date
      AND ABS(LENGTH(other.name_key) - LENGTH(own.name_key)) <= {CLOSE}""",
)


def _meeting(row: Row) -> Meeting:
    return Meeting(
        one=row["one"],
        other=row["other"],
        rows=(row["own_id"], row["other_id"]),
        traits=(_traits(row, "own"), _traits(row, "other")),
    )


def _traits(row: Row, whose: str) -> Traits:
    born = row[f"{whose}_birth_date"]
    return Traits(
        name_key=row[f"{whose}_name_key"],
        email_key=row[f"{whose}_email_key"],
        phone_key=row[f"{whose}_phone_key"],
        birth_date=date.fromisoformat(born) if born else None,
    )
