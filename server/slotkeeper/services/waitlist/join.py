"""Joining the waiting list: for a new appointment, or for an earlier time than the one there is."""

import secrets
from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.daily_limit import DAY_SECONDS, next_possible
from slotkeeper.domain.errors import Fact, FieldsInvalid, Problem
from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.parts_of_day import PARTS, Part
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.waitlist import WaitlistEntry, Wanted
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.changeable import ChangesClosed, is_open
from slotkeeper.services.contact_details import read_contact_details
from slotkeeper.services.form_reading import FormReading
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import Waiting, get_waiting, sign_entry
from slotkeeper.services.waitlist.give_up import give_up
from slotkeeper.services.wish import ANY
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.waitlist import (
    end_entry,
    find_waiting_for,
    find_waiting_of,
    insert_entry,
)
from slotkeeper.storage.waitlist_message import find_joined_at, insert_waitlist_message

MOST_A_PERSON = 5
"""Types of appointment for which one person may wait at one clinic."""
MOST_MESSAGES_A_DAY = 10
"""That somebody is told that they wait, at one address or about one booking: whoever joins may have
typed a stranger's address.
"""


class WaitlistClosed(Fact):
    """The clinic keeps no waiting list."""


class WantedTimes(Struct, frozen=True, kw_only=True):
    """What was chosen: slugs of the type, of practitioners and of the place ("" or "any" leaves
    that open), weekdays from Monday = 0, local dates. Who wants an earlier time names no type.
    """

    kind: str = ""
    practitioners: tuple[str, ...] = ()
    location: str = ""
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    from_on: date | None = None
    until_on: date | None = None


async def join(
    toolbox: Toolbox,
    slug: str,
    wanted: WantedTimes,
    fields: Mapping[str, str],
    language: str = "en",
) -> Waiting:
    """Wait for a new appointment; the contact details are `fields` as those of a booking. Who waits
    for that type already keeps the place and waits for what they want now.

    Raises ClinicUnknown, WaitlistClosed, AppointmentTypeUnknown; FieldsInvalid with every problem
    at its field, such as "people" or "places" for a choice that has left, "until_on" for a day that
    is past.
    """
    clinic = await _get_clinic(toolbox, slug)
    kind, now = clinic.appointment_type(wanted.kind), toolbox.clock()
    today = local_date(now, clinic.time_zone)
    reading = FormReading(fields)
    if fields.get("website"):
        reading.refuse("form", "problem.robot")
    details = read_contact_details(reading, clinic, kind, today)
    times = _read_times(reading, clinic, kind, wanted, today)
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    entry, mailbox = (
        _new_entry(clinic, kind, details, times, language, now),
        email_key(details.email),
    )

    async def job(tx: Transaction) -> WaitlistEntry:
        await lock_identities(tx, clinic.id, [f"waitlist:{mailbox}"])
        told_at = await find_joined_at(tx, clinic.id, now - DAY_SECONDS, mailbox=mailbox)
        _check_told(toolbox, told_at, now)
        there = await find_waiting_of(tx, clinic.id, entry.person_key)
        same = [each for each in there if each.appointment_type_id == kind.id]
        if len(there) - len(same) >= MOST_A_PERSON:
            raise FieldsInvalid({"form": Problem("waitlist.problem_most", most=MOST_A_PERSON)})
        return await _insert(tx, entry, same)

    return await _joined(toolbox, slug, await toolbox.database.write(job))


async def join_earlier(
    toolbox: Toolbox, slug: str, booking_token: str, wanted: WantedTimes, language: str = "en"
) -> Waiting:
    """Wait for an earlier time for the booking of that link; it stays what it is until one is
    accepted.

    Raises ClinicUnknown, WaitlistClosed, BookingUnknown, ChangesClosed, FieldsInvalid.
    """
    clinic = await _get_clinic(toolbox, slug)
    managed = await get_managed(toolbox, slug, booking_token)
    booking, now = managed.booking, toolbox.clock()
    if booking.state != "confirmed" or not is_open(clinic, booking, now):
        raise ChangesClosed
    reading = FormReading({})
    today = local_date(now, clinic.time_zone)
    times = _read_times(reading, clinic, managed.kind, wanted, today)
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    entry = WaitlistEntry(
        clinic_id=clinic.id,
        appointment_type_id=booking.appointment_type_id,
        booking_id=booking.id,
        wanted=times,
        patient_is="existing",
        language=language,
        entry_key=secrets.token_urlsafe(12),
        made_at=now,
    )

    async def job(tx: Transaction) -> WaitlistEntry:
        await lock_identities(tx, clinic.id, [f"waitlist:booking:{booking.id}"])
        told_at = await find_joined_at(tx, clinic.id, now - DAY_SECONDS, booking_id=booking.id)
        _check_told(toolbox, told_at, now)
        there = await find_waiting_for(tx, clinic.id, booking.id)
        return await _insert(tx, entry, [there] if there else [])

    return await _joined(toolbox, slug, await toolbox.database.write(job))


async def _get_clinic(toolbox: Toolbox, slug: str) -> Clinic:
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    if not clinic.waitlist.enabled or not clinic.online_booking.enabled:
        raise WaitlistClosed
    return clinic


def _read_times(
    reading: FormReading,
    clinic: Clinic,
    kind: AppointmentType,
    wanted: WantedTimes,
    today: date,
) -> Wanted:
    """What was chosen may have left while the form was open: refused, so that nobody waits for it,
    or for more than they said.
    """
    if wanted.until_on and wanted.until_on < today:
        reading.refuse("until_on", "waitlist.problem_past")
    elif wanted.from_on and wanted.until_on and wanted.until_on < wanted.from_on:
        reading.refuse("until_on", "problem.to_before_from")
    people = {each.slug: each.id for each in clinic.who_offers(kind)}
    places = {each.slug: each.id for each in clinic.locations}
    names = [each for each in wanted.practitioners if each not in {"", ANY}]
    if not people.keys() >= set(names):
        reading.refuse("people", "waitlist.problem_people")
    if wanted.location not in {"", ANY, *places}:
        reading.refuse("places", "waitlist.problem_place")
    return Wanted(
        practitioners=tuple(people[each] for each in dict.fromkeys(names) if each in people),
        location_id=places.get(wanted.location),
        weekdays=tuple(sorted({each for each in wanted.weekdays if each in range(7)})),
        parts=tuple(each for each in PARTS if each in wanted.parts),
        from_on=wanted.from_on,
        until_on=wanted.until_on,
    )


def _new_entry(
    clinic: Clinic,
    kind: AppointmentType,
    details: ContactDetails,
    wanted: Wanted,
    language: str,
    now: int,
) -> WaitlistEntry:
    name = name_key(details.first_name, details.last_name)
    return WaitlistEntry(
        clinic_id=clinic.id,
        appointment_type_id=kind.id,
        wanted=wanted,
        patient_is=details.patient_is,
        first_name=details.first_name,
        last_name=details.last_name,
        email=details.email,
        phone=details.phone,
        birth_date=details.birth_date,
        note=details.note,
        person_key=f"{email_key(details.email)} {name}",
        language=language,
        entry_key=secrets.token_urlsafe(12),
        made_at=now,
    )


def _check_told(toolbox: Toolbox, told_at: list[int], now: int) -> None:
    """Raises FieldsInvalid."""
    is_full = next_possible(told_at, MOST_MESSAGES_A_DAY, now) is not None
    if is_full and toolbox.abuse_checks:
        raise FieldsInvalid({"form": Problem("waitlist.problem_often")})


async def _insert(
    tx: Transaction, entry: WaitlistEntry, instead_of: list[WaitlistEntry]
) -> WaitlistEntry:
    """In the place of the entries that it replaces."""
    for old in instead_of:
        await give_up(tx, entry.clinic_id, old.id, "withdrawn", entry.made_at)
        await end_entry(tx, entry.clinic_id, old.id, "replaced", entry.made_at)
    made_at = min([entry.made_at, *(each.made_at for each in instead_of)])
    priority = max((each.priority for each in instead_of), default=0)
    passed = max((each.unanswered for each in instead_of), default=0)
    unreached = next((each.unreached for each in instead_of if each.unreached), "")
    placed = replace(
        entry, made_at=made_at, priority=priority, unanswered=passed, unreached=unreached
    )
    await tell_calendars(tx, entry.clinic_id)
    placed = replace(placed, id=await insert_entry(tx, placed))
    await insert_waitlist_message(tx, placed, "waitlist_joined", entry.made_at)
    return placed


async def _joined(toolbox: Toolbox, slug: str, entry: WaitlistEntry) -> Waiting:
    toolbox.bell.ring()
    return await get_waiting(toolbox, slug, sign_entry(toolbox, entry))
