"""Finding the records of a person who books (T4): by e-mail, phone, name with birth date, and by
all records that were merged with one of those.
"""

from datetime import date
from typing import NamedTuple

from msgspec import Struct

from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.recognition import is_near
from slotkeeper.domain.trust import Standing, Step, strictest
from slotkeeper.storage.database import Reader, Row
from slotkeeper.storage.trust import COLUMNS, standing_of


class Known(Struct, frozen=True, kw_only=True):
    """A patient's record as it recognises somebody."""

    id: int
    name_key: str
    birth_date: date | None
    standing: Standing

    def step(self, now: int) -> Step:
        """The one in force at that instant."""
        return self.standing.at(now).step


async def find_known(reader: Reader, clinic_id: int, details: ContactDetails) -> list[Known]:
    """Every record of that person, oldest first: what matches, and what was merged with it. What
    was not given recognises nobody.
    """
    rows = await reader.fetch(
        _FIND_KNOWN,
        clinic_id,
        email_key(details.email),
        details.phone,
        name_key(details.first_name, details.last_name),
        details.birth_date.isoformat() if details.birth_date else "",
    )
    return [_known(row) for row in rows]


async def find_family(reader: Reader, clinic_id: int, patient_id: int) -> list[int]:
    """The ids of a patient's record and of all that were merged with it, in ascending order."""
    rows = await reader.fetch(_FIND_FAMILY, clinic_id, patient_id)
    return [int(row["id"]) for row in rows]


async def find_near(reader: Reader, clinic_id: int, details: ContactDetails) -> list[Known]:
    """Those on a step of the ladder who may be that person although nothing proves it; whoever
    `find_known` finds is among them too, where the name is the same.
    """
    name = name_key(details.first_name, details.last_name)
    born = details.birth_date.isoformat() if details.birth_date else ""
    rows = await reader.fetch(_FIND_NEAR, clinic_id, name, born)
    near = [_known(row) for row in rows]
    return [
        each for each in near if is_near(name, details.birth_date, each.name_key, each.birth_date)
    ]


class OnCall(NamedTuple):
    """By what somebody is recognised who may be asked to call, and where they stand."""

    email_key: str
    phone_key: str
    name_key: str
    birth_date: date | None
    standing: Standing


async def find_on_call(reader: Reader, clinic_id: int, now: int) -> list[OnCall]:
    """Every record of all whom a clinic asks to call, or has blocked, at an instant (epoch
    seconds), those that were merged with one of them too; who stands there no more only where
    something stands below.
    """
    rows = await reader.fetch(_FIND_ON_CALL, clinic_id, now)
    return [
        OnCall(row["email_key"], row["phone_key"], row["name_key"], _born(row), standing_of(row))
        for row in rows
    ]


def strictest_of(known: list[Known], now: int) -> Known | None:
    """The record of the strictest step in force at an instant (epoch seconds), the oldest of such;
    None where all are "normal".
    """
    step = strictest(*(each.step(now) for each in known))
    if step == "normal":
        return None
    return next(each for each in known if each.step(now) == step)


_COLUMNS = f"id, name_key, birth_date, {COLUMNS}"
_HAS_CONTACT = """((email_key <> '' AND email_key = CAST($2 AS TEXT))
  OR (phone_key <> '' AND phone_key = CAST($3 AS TEXT)))"""
_IS_PERSON = """(name_key <> '' AND name_key = CAST($4 AS TEXT)
  AND birth_date = CAST($5 AS TEXT))"""
_FAMILY = """
  UNION
  SELECT patient.id, patient.merged_into FROM patient JOIN family
    ON patient.id = family.merged_into OR patient.merged_into = family.id
  WHERE patient.clinic_id = $1
"""

_FIND_KNOWN = f"""
WITH RECURSIVE family (id, merged_into) AS (
  SELECT id, merged_into FROM patient WHERE clinic_id = $1 AND ({_HAS_CONTACT} OR {_IS_PERSON})
  {_FAMILY}
)
SELECT {_COLUMNS}
FROM patient WHERE clinic_id = $1 AND id IN (SELECT id FROM family) ORDER BY id"""  # noqa: S608

_FIND_FAMILY = f"""
WITH RECURSIVE family (id, merged_into) AS (
  SELECT id, merged_into FROM patient WHERE clinic_id = $1 AND id = $2
  {_FAMILY}
)
SELECT id FROM family ORDER BY id"""  # noqa: S608

_FIND_NEAR = f"""SELECT {_COLUMNS} FROM patient
WHERE clinic_id = $1 AND trust <> 'normal'
  AND (name_key = CAST($2 AS TEXT) OR birth_date = CAST($3 AS TEXT)) ORDER BY id"""  # noqa: S608

_FIND_ON_CALL = f"""
WITH RECURSIVE family (root, id, merged_into) AS (
  SELECT id, id, merged_into FROM patient
  WHERE clinic_id = $1 AND trust <> 'normal' AND trust IN ('call', 'blocked')
    AND (trust_until IS NULL OR trust_until > $2 OR trust_below <> '')
  UNION
  SELECT family.root, patient.id, patient.merged_into FROM patient JOIN family
    ON patient.id = family.merged_into OR patient.merged_into = family.id
  WHERE patient.clinic_id = $1
)
SELECT member.email_key, member.phone_key, member.name_key, member.birth_date,
  {", ".join(f"stands.{each.strip()}" for each in COLUMNS.split(","))}
FROM family JOIN patient AS member ON member.id = family.id
JOIN patient AS stands ON stands.id = family.root"""  # noqa: S608 - our own names


def _born(row: Row) -> date | None:
    return date.fromisoformat(row["birth_date"]) if row["birth_date"] else None


def _known(row: Row) -> Known:
    return Known(
        id=row["id"],
        name_key=row["name_key"],
        birth_date=_born(row),
        standing=standing_of(row),
    )
