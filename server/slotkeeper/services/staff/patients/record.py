"""One patient's record as staff open it."""

from dataclasses import dataclass

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.domain.patient_merge import Merge, PatientUnknown
from slotkeeper.domain.patient_record import MERGE_SECONDS, Accepted, Counters, PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.patients.find import COUNTED_SECONDS
from slotkeeper.services.staff.patients.likely import Likely, find_likely
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import AuditEntry, find_audit
from slotkeeper.storage.booker import find_bookers
from slotkeeper.storage.booking_history import find_staff_names
from slotkeeper.storage.booking_list import Whose, find_bookings
from slotkeeper.storage.intake import find_with_intake
from slotkeeper.storage.patient_counters import count_counters, find_marks
from slotkeeper.storage.patient_merge import find_merges
from slotkeeper.storage.patient_record import (
    find_accepted,
    find_aliases,
    find_records,
    get_record,
    is_in_diary,
    was_seen,
)
from slotkeeper.storage.set_up_names import Parts, find_parts

MOST_BOOKINGS = 200
SEEN_ONCE_SECONDS = 600
UNDO_SECONDS = 600
"""So long the page offers to take back a change of the alert note."""


class PatientMerged(Exception):  # noqa: N818 - where to go on, no fault
    """The record goes on as another."""

    def __init__(self, kept_id: int) -> None:
        super().__init__(kept_id)
        self.kept_id = kept_id


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """What was merged into the record, by whom; `undo_until` in epoch seconds, None where it cannot
    be undone any more or something later has to be undone before.
    """

    merge: Merge
    record: PatientRecord
    by: str
    undo_until: int | None


@dataclass(frozen=True, slots=True)
class PatientFile:
    """A record with all that belongs to it. Bookings and history with the newest first; `marks`
    say by booking what counts against the patient ("late", "unpaid"), `bookers` who made it for
    them; `note_before` is the alert note that was there until a moment ago, None where none was
    changed.
    """

    record: PatientRecord
    recent: Counters
    ever: Counters
    bookings: list[ListedBooking]
    marks: dict[int, str]
    bookers: dict[int, Booker]
    with_answers: frozenset[int]
    parts: Parts
    accepted: list[Accepted]
    likely: list[Likely]
    merged: list[MergedRecord]
    history: list[AuditEntry]
    staff_names: dict[int, str]
    note_before: str | None


async def open_patient(toolbox: Toolbox, member: Member, patient_id: int) -> PatientFile:
    """The record for somebody who looks at it, which is written down (R6): once in ten minutes a
    person and patient, so that the log tells of visits and not of every click.

    Raises what `find_own` does. A practitioner sees the bookings of the own diary, the clinic's
    counters, and neither history, other records nor merges.
    """
    record = await find_own(toolbox, member, patient_id)
    await _write_down(toolbox, member, patient_id)
    return await get_file(toolbox, member, record)


async def find_own(toolbox: Toolbox, member: Member, patient_id: int) -> PatientRecord:
    """The record, where the member may see it.

    Raises PatientUnknown for another clinic's, and for somebody who never had a booking in the
    diary of a practitioner; PatientMerged where another record goes on.
    """
    reader, clinic_id, diary = toolbox.database, member.clinic_id, member.only_diary
    record = await get_record(reader, clinic_id, patient_id)
    if record is None:
        raise PatientUnknown
    goes_on = record.merged_into or record.id
    if diary is not None and not await is_in_diary(reader, clinic_id, goes_on, diary):
        raise PatientUnknown
    if record.merged_into is not None:
        raise PatientMerged(record.merged_into)
    return record


async def get_file(toolbox: Toolbox, member: Member, record: PatientRecord) -> PatientFile:
    """What `open_patient` gives, not written down."""
    reader, clinic_id, now = toolbox.database, member.clinic_id, toolbox.clock()
    is_desk = member.only_diary is None
    history = await _history(toolbox, record) if is_desk else []
    merged = await _merged(toolbox, record) if is_desk else []
    wanted = BookingFilter(patient_id=record.id, practitioner_id=member.only_diary)
    staff_ids = {each.staff_id for each in history if each.staff_id is not None}
    accepted = await find_accepted(reader, clinic_id, record.id)
    bookings = await find_bookings(reader, clinic_id, wanted, Whose(), most=MOST_BOOKINGS)
    seen = {each.id for each in bookings}
    return PatientFile(
        record=record,
        recent=await count_counters(reader, clinic_id, record.id, now - COUNTED_SECONDS),
        ever=await count_counters(reader, clinic_id, record.id),
        bookings=bookings,
        marks=await find_marks(reader, clinic_id, record.id),
        bookers=await find_bookers(reader, clinic_id, seen),
        with_answers=await find_with_intake(reader, clinic_id, seen),
        parts=await find_parts(reader, clinic_id),
        accepted=[each for each in accepted if is_desk or each.booking_id in seen],
        likely=await find_likely(reader, clinic_id, record.id) if is_desk else [],
        merged=merged,
        history=history,
        staff_names=await find_staff_names(reader, staff_ids),
        note_before=await _note_before(toolbox, record),
    )


async def _write_down(toolbox: Toolbox, member: Member, patient_id: int) -> None:
    reader, clinic_id, now = toolbox.database, member.clinic_id, toolbox.clock()
    if await was_seen(reader, clinic_id, patient_id, member.staff.id, now - SEEN_ONCE_SECONDS):
        return
    actor = Actor(clinic_id=clinic_id, staff_id=member.staff.id, at=now)
    await toolbox.database.write(lambda tx: note(tx, actor, "patient_seen", "patient", patient_id))


async def _history(toolbox: Toolbox, record: PatientRecord) -> list[AuditEntry]:
    """Of the record and of those merged into it."""
    reader, clinic_id = toolbox.database, record.clinic_id
    ids = [record.id, *(each.id for each in await find_aliases(reader, clinic_id, record.id))]
    entries = [
        entry for each in ids for entry in await find_audit(reader, clinic_id, "patient", each)
    ]
    return sorted(entries, key=lambda entry: (-entry.at, -entry.id))


async def _merged(toolbox: Toolbox, record: PatientRecord) -> list[MergedRecord]:
    reader, clinic_id, now = toolbox.database, record.clinic_id, toolbox.clock()
    merges = await find_merges(reader, clinic_id, record.id)
    records = await find_records(reader, clinic_id, [each.merged_id for each in merges])
    names = await find_staff_names(reader, {each.made_by for each in merges if each.made_by})
    newest = merges[0].id if merges else 0
    return [
        MergedRecord(
            merge=each,
            record=records[each.merged_id],
            by=names.get(each.made_by or 0, ""),
            undo_until=each.made_at + MERGE_SECONDS
            if each.id == newest and now < each.made_at + MERGE_SECONDS
            else None,
        )
        for each in merges
    ]


async def _note_before(toolbox: Toolbox, record: PatientRecord) -> str | None:
    entries = await find_audit(toolbox.database, record.clinic_id, "patient", record.id, 20)
    saved = next((each for each in entries if each.action == "alert_note_saved"), None)
    if saved is None or saved.at <= toolbox.clock() - UNDO_SECONDS:
        return None
    old, new = saved.details.get("alert_note", (None, None))
    return old if isinstance(old, str) and new == record.alert_note else None
