"""Who at a clinic wants to hear of what, read in the transaction of the change itself."""

from collections.abc import Collection

import msgspec
from msgspec import Struct

from slotkeeper.domain.notice_rules import NoticeRules, PractitionerNotice, address_number
from slotkeeper.storage.database import Reader


class Wishes(Struct, frozen=True, kw_only=True):
    """What the clinic has set, and what practitioners who have an address asked for, by id."""

    rules: NoticeRules
    practitioners: dict[int, tuple[PractitionerNotice, ...]]

    def of(self, practitioner_id: int) -> tuple[PractitionerNotice, ...]:
        """Nothing for who was not asked about."""
        return self.practitioners.get(practitioner_id, ())


class _Clinic(Struct):
    notices: NoticeRules = NoticeRules()


class _Practitioner(Struct):
    email: str = ""
    notices: tuple[PractitionerNotice, ...] = ()


async def find_wishes(reader: Reader, clinic_id: int, practitioner_ids: Collection[int]) -> Wishes:
    """Those of the clinic and of some of its practitioners."""
    ids = sorted(set(practitioner_ids)) or [0]
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(ids)))
    rows = await reader.fetch(
        f"""SELECT 0 AS id, details FROM clinic WHERE id = $1 UNION ALL
            SELECT id, details FROM practitioner
            WHERE clinic_id = $1 AND id IN ({marks})""",  # noqa: S608 - placeholders
        clinic_id,
        *ids,
    )
    rules, people = NoticeRules(), dict[int, tuple[PractitionerNotice, ...]]()
    for row in rows:
        if row["id"]:
            person = msgspec.json.decode(row["details"], type=_Practitioner)
            people[int(row["id"])] = person.notices if person.email else ()
        else:
            rules = msgspec.json.decode(row["details"], type=_Clinic).notices
    return Wishes(rules=rules, practitioners=people)


async def find_clinic_targets(reader: Reader, clinic_id: int) -> list[int]:
    """To where the clinic's mail goes: a number for each address that it has named, 0 for its own
    where it has named none.
    """
    row = await reader.fetch_one("SELECT details FROM clinic WHERE id = $1", clinic_id)
    rules = msgspec.json.decode(row["details"], type=_Clinic).notices if row else NoticeRules()
    return [address_number(each) for each in rules.send_to] or [0]
