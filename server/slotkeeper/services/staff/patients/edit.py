"""Staff change a patient's record: contact details, and the alert note."""

import unicodedata

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_merge import PatientChanged, PatientUnknown
from slotkeeper.domain.patient_record import LONGEST_ALERT_NOTE, PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.patients.record import find_own
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.patient_record import (
    get_record,
    keys_of,
    save_alert_note,
    save_details,
    save_words,
    touch_record,
)

_FIELDS = ("first_name", "last_name", "email", "phone", "birth_date")


def parse_alert_note(text: str) -> str:
    """The note as it is kept: without spaces around it and signs that cannot be read.

    Raises FieldsInvalid at `alert_note` where it is longer than LONGEST_ALERT_NOTE.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    kept = "".join(
        each for each in lines if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"}
    ).strip()
    if len(kept) > LONGEST_ALERT_NOTE:
        problem = Problem("wrong.patient_too_long", most=LONGEST_ALERT_NOTE)
        raise FieldsInvalid({"alert_note": problem})
    return kept


async def change_alert_note(
    toolbox: Toolbox, member: Member, patient_id: int, revision: int, text: str
) -> None:
    """From now on every appointment of the patient shows that note; "" takes it away.

    Raises FieldsInvalid, and what `find_own` does; PatientChanged where the record is not any more
    what the form has shown (`revision`).
    """
    after = parse_alert_note(text)
    before = (await find_own(toolbox, member, patient_id)).alert_note
    if after == before:
        return

    async def job(tx: Transaction) -> None:
        clinic_id = member.clinic_id
        if not await touch_record(tx, clinic_id, patient_id, revision):
            raise PatientChanged
        record = await get_record(tx, clinic_id, patient_id)
        if record is None:
            raise PatientUnknown
        await save_alert_note(tx, clinic_id, patient_id, after)
        changed = (record.alert_note, after)
        actor = _actor(toolbox, member)
        await note(tx, actor, "alert_note_saved", "patient", patient_id, alert_note=changed)
        await tell_calendars(tx, clinic_id)

    await toolbox.database.write(job)


async def change_details(
    toolbox: Toolbox, member: Member, patient_id: int, revision: int, details: ContactDetails
) -> None:
    """The patient is called so and reached there from now on, recognised by it, and found by it.

    Raises PatientUnknown also for who sees only a diary; PatientMerged; PatientChanged as above.
    """
    if member.only_diary is not None:
        raise PatientUnknown
    await find_own(toolbox, member, patient_id)

    async def job(tx: Transaction) -> None:
        clinic_id = member.clinic_id
        record = await get_record(tx, clinic_id, patient_id)
        if record is None:
            raise PatientUnknown
        await lock_identities(tx, clinic_id, [*keys_of(record), *_keys(details)])
        if not await touch_record(tx, clinic_id, patient_id, revision):
            raise PatientChanged
        changes = _changes(record, details)
        if not changes:
            return
        await save_details(tx, clinic_id, patient_id, details)
        await save_words(tx, clinic_id, patient_id)
        await note(tx, _actor(toolbox, member), "patient_changed", "patient", patient_id, **changes)
        await tell_calendars(tx, clinic_id)

    await toolbox.database.write(job)


def _keys(details: ContactDetails) -> list[str]:
    name = name_key(details.first_name, details.last_name)
    return identity_keys(details.email, details.phone, name, details.birth_date)


def _changes(record: PatientRecord, details: ContactDetails) -> dict[str, tuple[object, object]]:
    pairs = {name: (getattr(record, name), getattr(details, name)) for name in _FIELDS}
    return {name: (_plain(old), _plain(new)) for name, (old, new) in pairs.items() if old != new}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str) else str(value)


def _actor(toolbox: Toolbox, member: Member) -> Actor:
    return Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
