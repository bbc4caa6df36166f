"""Records that may be one person, as far as staff have not said otherwise (A4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from slotkeeper.domain.patient_likeness import STRENGTH, reasons
from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.domain.patient_record import Because, PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.patient_likeness import (
    MOST_MEETINGS,
    Meeting,
    find_apart,
    find_meetings,
    find_newest,
    insert_apart,
)
from slotkeeper.storage.patient_record import find_records, get_record

PAGE = 200
"""So many records, the newest first, are compared with all others for one page of pairs."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that go on, and why they may be one person, the strongest reason first."""

    one: PatientRecord
    other: PatientRecord
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class LikelyPage:
    """Pairs, the strongest first; `before` leads on to older records, None at the end."""

    pairs: list[Likely]
    before: int | None


async def find_likely(reader: Reader, clinic_id: int, patient_id: int) -> list[Likely]:
    """Who may be the same person as that patient, who is the `one` of each pair."""
    met = await find_meetings(reader, clinic_id, [patient_id])
    return await _weigh(reader, clinic_id, met)


async def list_likely(toolbox: Toolbox, member: Member, before: int | None = None) -> LikelyPage:
    """Pairs of the clinic. Raises PatientUnknown for who sees only a diary."""
    if member.only_diary is not None:
        raise PatientUnknown
    reader, clinic_id = toolbox.database, member.clinic_id
    ids = await find_newest(reader, clinic_id, before, PAGE + 1)
    after = ids[PAGE - 1] if len(ids) > PAGE else None
    met = await find_meetings(reader, clinic_id, ids[:PAGE], only_older=True)
    if len(met) == MOST_MEETINGS:  # the last record meets more than were read: it begins a page
        last = met[-1].one
        whole = [each for each in met if each.one != last]
        met, after = (whole, last + 1) if whole else (met, last)
    return LikelyPage(await _weigh(reader, clinic_id, met), after)


async def tell_apart(toolbox: Toolbox, member: Member, one: int, other: int) -> None:
    """These are two people: nobody is asked again. Raises PatientUnknown."""
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())

    async def job(tx: Transaction) -> None:
        for each in (one, other):
            if await get_record(tx, member.clinic_id, each) is None:
                raise PatientUnknown
        pair = (one, other)
        if await insert_apart(tx, member.clinic_id, pair, member.staff.id, actor.at):
            for each, against in (pair, (other, one)):
                await note(
                    tx, actor, "patients_told_apart", "patient", each, patient_id=(None, against)
                )

    if one == other or member.only_diary is not None:
        raise PatientUnknown
    await toolbox.database.write(job)


async def _weigh(reader: Reader, clinic_id: int, met: Iterable[Meeting]) -> list[Likely]:
    found: dict[tuple[int, int], set[Because]] = {}
    weighed = [(each, reasons(*each.traits)) for each in met]
    met = [each for each, because in weighed if because]
    for each, because in weighed:
        if because:
            found.setdefault((each.one, each.other), set()).update(because)
    ids = sorted({each for pair in found for each in pair})
    # Of a record that was merged since, what was said of it is said of the one that goes on.
    rows = {frozenset(each.rows): frozenset((each.one, each.other)) for each in met}
    known = sorted({each for pair in rows for each in pair} | set(ids))
    apart = {rows.get(pair, pair) for pair in await find_apart(reader, clinic_id, known)}
    records = await find_records(reader, clinic_id, ids)
    pairs = [
        Likely(records[one], records[other], tuple(each for each in STRENGTH if each in because))
        for (one, other), because in found.items()
        if frozenset((one, other)) not in apart
    ]
    return sorted(pairs, key=lambda pair: (STRENGTH.index(pair.because[0]), -pair.other.id))
