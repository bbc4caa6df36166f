"""A merge is undone: two records again, each as it was."""

from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_merge import (
    LaterMergeFirst,
    Merge,
    MergedValues,
    MergeOver,
    PatientUnknown,
    parted,
    values_of,
)
from slotkeeper.domain.patient_record import MERGE_SECONDS, PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage import patient_merge as rows
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.patient_record import (
    find_aliases,
    get_record,
    keys_of,
    lock_key,
    save_alert_note,
    save_details,
    save_words,
)
from slotkeeper.storage.trust import find_standing, save_standing


async def undo_merge(toolbox: Toolbox, member: Member, merge_id: int) -> int:
    """The bookings that had moved go back, and each record has what it had; what was changed on the
    kept record since stays, and so do the bookings made since. The id of the kept record.

    Raises PatientUnknown for a merge that is not the clinic's, and for who sees only a diary;
    MergeOver after 30 days or where it was undone before; LaterMergeFirst where the kept record was
    merged itself, or something was merged into it later.
    """
    return await toolbox.database.write(lambda tx: _undo(tx, toolbox, member, merge_id))


async def _undo(tx: Transaction, toolbox: Toolbox, member: Member, merge_id: int) -> int:
    clinic_id = member.clinic_id
    merge = await _get(tx, member, merge_id)
    kept, merged = await _both(tx, merge)
    others = await find_aliases(tx, clinic_id, kept.id)
    every = (kept, merged, *others)
    keys = [key for each in every for key in (*keys_of(each), lock_key(each.id))]
    await lock_identities(tx, clinic_id, keys)
    now = toolbox.clock()
    if now >= merge.made_at + MERGE_SECONDS or not await rows.end_merge(
        tx, clinic_id, merge_id, now
    ):
        raise MergeOver
    kept, merged = await _both(tx, merge)
    later = [each for each in await rows.find_merges(tx, clinic_id, kept.id) if each.id > merge_id]
    if later or kept.merged_into is not None:
        raise LaterMergeFirst
    await _part(tx, merge, kept)
    actor = Actor(clinic_id=clinic_id, staff_id=member.staff.id, at=now)
    for one, other in ((kept.id, merged.id), (merged.id, kept.id)):
        await note(tx, actor, "patient_parted", "patient", one, patient_id=(other, None))
    await tell_calendars(tx, clinic_id)
    return kept.id


async def _get(reader: Reader, member: Member, merge_id: int) -> Merge:
    merge = await rows.get_merge(reader, member.clinic_id, merge_id)
    if merge is None or member.only_diary is not None:
        raise PatientUnknown
    return merge


async def _both(reader: Reader, merge: Merge) -> tuple[PatientRecord, PatientRecord]:
    kept = await get_record(reader, merge.clinic_id, merge.kept_id)
    merged = await get_record(reader, merge.clinic_id, merge.merged_id)
    if kept is None or merged is None:
        raise PatientUnknown
    return kept, merged


async def _part(tx: Transaction, merge: Merge, kept: PatientRecord) -> None:
    clinic_id, details = merge.clinic_id, merge.details
    if details.shadow_id is not None:
        await rows.delete_shadow(tx, clinic_id, details.shadow_id, kept.id)
    await rows.set_merged_into(tx, clinic_id, merge.merged_id, None)
    for alias in details.alias_ids:
        await rows.set_merged_into(tx, clinic_id, alias, merge.merged_id)
    await rows.move_bookings(tx, clinic_id, kept.id, merge.merged_id, details.booking_ids)
    values = parted(values_of(kept), details)
    await save_details(tx, clinic_id, kept.id, _details(values))
    await save_alert_note(tx, clinic_id, kept.id, values.alert_note)
    if await find_standing(tx, clinic_id, kept.id) == details.standing_after:
        await save_standing(tx, clinic_id, kept.id, details.standing_before)
    await save_standing(tx, clinic_id, merge.merged_id, details.standing_merged)
    await rows.set_merged_into(tx, clinic_id, kept.id, None)  # a form of before is told so
    for each in (kept.id, merge.merged_id):
        await save_words(tx, clinic_id, each)


def _details(values: MergedValues) -> ContactDetails:
    return ContactDetails(
        first_name=values.first_name,
        last_name=values.last_name,
        email=values.email,
        phone=values.phone,
        birth_date=values.birth_date,
        patient_is="existing",
    )
