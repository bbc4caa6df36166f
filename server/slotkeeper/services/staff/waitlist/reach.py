"""Staff see to it that somebody of the waiting list can be told, elsewhere or as it is."""

from collections.abc import Mapping

from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.patients.details import parse_patient
from slotkeeper.services.staff.waitlist.steer import SUBJECT, NotWaiting
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import EntryUnknown
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.waitlist import find_entry, lock_entry, save_contact, save_unreached
from slotkeeper.storage.waitlist_telling import acknowledge_offers


async def correct_contact(
    toolbox: Toolbox, clinic: Clinic, actor: Actor, entry_id: int, fields: Mapping[str, str]
) -> None:
    """They are told at that `email` and `phone` from now on, and offered times again. Of who wants
    an earlier time for a booking the patient's own record says where.

    Raises EntryUnknown, NotWaiting; FieldsInvalid at "email" or "phone".
    """

    async def job(tx: Transaction) -> None:
        entry = await _get_waiting(tx, actor, entry_id)
        if entry.booking_id is not None:
            raise EntryUnknown
        email, phone = _parse(clinic, entry, fields, actor.at)
        person = f"{email_key(email)} {name_key(entry.first_name, entry.last_name)}"
        await save_contact(tx, replace(entry, email=email, phone=phone, person_key=person))
        await _may_be_told(tx, actor, entry)
        changed = {"email": (entry.email, email), "phone": (entry.phone, phone)}
        differs = {key: value for key, value in changed.items() if value[0] != value[1]}
        await note(tx, actor, "waitlist_contact", SUBJECT, entry_id, **differs)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def offer_again(toolbox: Toolbox, actor: Actor, entry_id: int) -> None:
    """Address and number are right, staff say: they are offered times again. Raises EntryUnknown,
    NotWaiting.
    """

    async def job(tx: Transaction) -> None:
        await _may_be_told(tx, actor, await _get_waiting(tx, actor, entry_id))
        await note(tx, actor, "waitlist_reached", SUBJECT, entry_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def _get_waiting(tx: Transaction, actor: Actor, entry_id: int) -> WaitlistEntry:
    await lock_entry(tx, actor.clinic_id, entry_id)
    entry = await find_entry(tx, actor.clinic_id, entry_id)
    if entry is None:
        raise EntryUnknown
    if entry.state != "waiting":
        raise NotWaiting
    return entry


async def _may_be_told(tx: Transaction, actor: Actor, entry: WaitlistEntry) -> None:
    await save_unreached(tx, actor.clinic_id, entry.id, "")
    await acknowledge_offers(tx, actor.clinic_id, entry.id, actor.staff_id, actor.at)
    await tell_calendars(tx, actor.clinic_id)


def _parse(
    clinic: Clinic, entry: WaitlistEntry, fields: Mapping[str, str], now: int
) -> tuple[str, str]:
    """Address and number, both of which an offer may need."""
    typed = {key: fields.get(key, "").strip() for key in ("email", "phone")}
    names = {"first_name": entry.first_name, "last_name": entry.last_name}
    found = parse_patient({**names, **typed}, clinic, local_date(now, clinic.time_zone))
    missing = {key: Problem(f"onlist.problem_{key}") for key, text in typed.items() if not text}
    if missing:
        raise FieldsInvalid(missing)
    return found.email, found.phone
