"""Two records of one person become one: the kept one goes on with all bookings, and whoever was
recognised by the other is recognised still.
"""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_merge import (
    MergeDetails,
    MergedValues,
    PatientChanged,
    PatientUnknown,
    joined_note,
    joined_standing,
    values_of,
)
from slotkeeper.domain.patient_record import Counters, PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.domain.trust import NORMAL
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.patients.edit import parse_alert_note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage import patient_merge as rows
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.patient_counters import count_counters
from slotkeeper.storage.patient_list import find_visits
from slotkeeper.storage.patient_record import (
    find_aliases,
    get_record,
    keys_of,
    lock_key,
    save_alert_note,
    save_details,
    save_words,
    touch_record,
)
from slotkeeper.storage.trust import find_standing, save_standing


class MergeAsked(Struct, frozen=True, kw_only=True):
    """Which record is kept, which goes into it, both as the form has shown them, and what the kept
    one has afterwards.
    """

    kept_id: int
    merged_id: int
    kept_revision: int
    merged_revision: int
    details: ContactDetails
    alert_note: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records that may be merged; starts in epoch seconds."""

    record: PatientRecord
    counters: Counters
    last_at: int | None
    next_at: int | None


@dataclass(frozen=True, slots=True)
class MergeOffer:
    """Both sides, and what the kept one would have: its own, and what it lacks from the other."""

    kept: Side
    merged: Side
    values: MergedValues


async def offer_merge(toolbox: Toolbox, member: Member, kept_id: int, merged_id: int) -> MergeOffer:
    """Both records side by side. Raises PatientUnknown for one that is not there, merged already,
    or the same; and for who sees only a diary.
    """
    reader, clinic_id = toolbox.database, member.clinic_id
    kept, merged = await _both(reader, member, kept_id, merged_id)
    if kept.merged_into is not None or merged.merged_into is not None:
        raise PatientUnknown
    ids = [kept_id, merged_id]
    visits = await find_visits(reader, clinic_id, ids, None, toolbox.clock())
    sides = [
        Side(
            record,
            await count_counters(reader, clinic_id, record.id),
            *visits.get(record.id, (None, None)),
        )
        for record in (kept, merged)
    ]
    return MergeOffer(sides[0], sides[1], proposed(kept, merged))


def proposed(kept: PatientRecord, merged: PatientRecord) -> MergedValues:
    """What the kept record has after a merge unless staff say otherwise."""
    own, other = values_of(kept), values_of(merged)
    return replace(
        own,
        email=own.email or other.email,
        phone=own.phone or other.phone,
        birth_date=own.birth_date or other.birth_date,
        alert_note=joined_note(own.alert_note, other.alert_note),
    )


async def merge_patients(toolbox: Toolbox, member: Member, asked: MergeAsked) -> int:
    """Merge them, in one transaction; the merge's id. The stricter step of trust stays. Two merges
    at once, and a booking being made by one of the two, wait for each other at the identities' lock
    rows, taken in ascending order and before the rows of the patients.

    Raises PatientUnknown as `offer_merge` does; PatientChanged where one of them is not any more
    what the form has shown; FieldsInvalid for an alert note that is too long.
    """
    alert_note = parse_alert_note(asked.alert_note)
    await _both(toolbox.database, member, asked.kept_id, asked.merged_id)
    return await toolbox.database.write(lambda tx: _merge(tx, toolbox, member, asked, alert_note))


async def _both(
    reader: Reader, member: Member, kept_id: int, merged_id: int
) -> tuple[PatientRecord, PatientRecord]:
    if kept_id == merged_id or member.only_diary is not None:
        raise PatientUnknown
    kept = await get_record(reader, member.clinic_id, kept_id)
    merged = await get_record(reader, member.clinic_id, merged_id)
    if kept is None or merged is None:
        raise PatientUnknown
    return kept, merged


async def _merge(
    tx: Transaction, toolbox: Toolbox, member: Member, asked: MergeAsked, alert_note: str
) -> int:
    clinic_id = member.clinic_id
    both = await _both(tx, member, asked.kept_id, asked.merged_id)
    aliases = [each for one in both for each in await find_aliases(tx, clinic_id, one.id)]
    keys = [key for each in (*both, *aliases) for key in (*keys_of(each), lock_key(each.id))]
    await lock_identities(tx, clinic_id, [*keys, *_keys(asked.details)])
    shown = {asked.kept_id: asked.kept_revision, asked.merged_id: asked.merged_revision}
    for each in sorted(shown):
        if not await touch_record(tx, clinic_id, each, shown[each]):
            raise PatientChanged
    now = toolbox.clock()
    kept, merged = await _both(tx, member, asked.kept_id, asked.merged_id)
    details = await _carry_out(tx, kept, merged, asked.details, alert_note, now)
    pair = (kept.id, merged.id)
    merge_id = await rows.insert_merge(tx, clinic_id, pair, details, member.staff.id, now)
    actor = Actor(clinic_id=clinic_id, staff_id=member.staff.id, at=now)
    await note(tx, actor, "patient_merged", "patient", kept.id, patient_id=(None, merged.id))
    await tell_calendars(tx, clinic_id)
    return merge_id


async def _carry_out(
    tx: Transaction,
    kept: PatientRecord,
    merged: PatientRecord,
    details: ContactDetails,
    alert_note: str,
    now: int,
) -> MergeDetails:
    clinic_id = kept.clinic_id
    standings = [await find_standing(tx, clinic_id, each.id) for each in (kept, merged)]
    before, other = (each for each in standings if each is not None)
    after = joined_standing(before, other, now)
    # Whoever comes by what the kept record had until now is recognised by an alias that has it.
    recognised_otherwise = set(keys_of(kept)) - set(_keys(details)) or kept.name_key != _name(
        details
    )
    shadow = await rows.insert_shadow(tx, clinic_id, kept.id, now) if recognised_otherwise else None
    alias_ids = await rows.point_aliases(tx, clinic_id, merged.id, kept.id)
    booking_ids = await rows.move_bookings(tx, clinic_id, merged.id, kept.id)
    await rows.set_merged_into(tx, clinic_id, merged.id, kept.id)
    await save_details(tx, clinic_id, kept.id, details)
    await save_alert_note(tx, clinic_id, kept.id, alert_note)
    await save_standing(tx, clinic_id, kept.id, after)
    await save_standing(tx, clinic_id, merged.id, NORMAL)  # one record says how a person books
    await save_words(tx, clinic_id, kept.id)
    await rows.delete_words(tx, clinic_id, merged.id)
    written = await get_record(tx, clinic_id, kept.id)
    return MergeDetails(
        booking_ids=booking_ids,
        alias_ids=alias_ids,
        before=values_of(kept),
        after=values_of(written or kept),
        standing_before=before,
        standing_after=after,
        standing_merged=other,
        shadow_id=shadow,
    )


def _name(details: ContactDetails) -> str:
    return name_key(details.first_name, details.last_name)


def _keys(details: ContactDetails) -> list[str]:
    return identity_keys(details.email, details.phone, _name(details), details.birth_date)
