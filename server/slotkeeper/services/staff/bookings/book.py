"""Staff book for a patient: known, or written down with the booking."""

import secrets

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, PractitionerUnknown, Problem
from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.local_time import local_text
from slotkeeper.domain.patient import ContactDetails, Patient
from slotkeeper.domain.question import Answers
from slotkeeper.domain.reference import make_reference
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, StaffTime, against_schedule, place_of
from slotkeeper.services.counted import lock_counted
from slotkeeper.services.intake import is_answered, seal_answers
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.counted import against_counted
from slotkeeper.services.staff.bookings.objections import (
    against_blocks,
    against_known,
    against_new,
    agree,
    check_place,
)
from slotkeeper.services.staff.bookings.refusals import TimeTaken
from slotkeeper.services.staff.bookings.tell import tell_of_change
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import insert_booking
from slotkeeper.storage.database import ConstraintBroken, Reader, Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.intake import insert_intake
from slotkeeper.storage.patient import insert_patient
from slotkeeper.storage.patient_choice import find_chosen
from slotkeeper.storage.patient_record import lock_key
from slotkeeper.storage.practitioner import lock_practitioner

_REFERENCE_TRIES = 5


class WantedBooking(Struct, frozen=True, kw_only=True):
    """What staff want: type and practitioner by slug, the start in epoch seconds, and a patient who
    is known, or the `details` of somebody new. `agreed` are the keys of the objections that they
    have read; `tell` whether the patient gets a message.
    """

    kind: str
    practitioner: str
    starts_at: int
    patient_id: int | None = None
    details: ContactDetails | None = None
    note: str = ""
    answers: Answers = ()
    tell: bool = True
    agreed: frozenset[str] = frozenset()


class Whom(Struct, frozen=True, kw_only=True):
    """For whom: known already, or somebody new; `keys` are what they are recognised by."""

    details: ContactDetails
    known: Patient | None
    keys: list[str]


async def book_by_staff(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedBooking
) -> Booking:
    """Book that time, confirmed at once: neither cut-off, horizon, terms nor prepayment are asked.

    Raises ClinicUnknown, AppointmentTypeUnknown; PractitionerUnknown also for another's diary where
    only the own is open; FieldsInvalid where the patient is not there; TimeTaken, SessionFull;
    RulesAgainst with all that must be agreed to before.
    """
    for _ in range(_REFERENCE_TRIES):
        try:
            return await toolbox.database.write(
                lambda tx: book_within(tx, toolbox, member, clinic, wanted)
            )
        except ConstraintBroken:
            continue  # a reference that exists: chosen anew
    raise TimeTaken([])


async def book_within(
    tx: Transaction, toolbox: Toolbox, member: Member, slug: str, wanted: WantedBooking
) -> Booking:
    """The same in a transaction of the caller's; ConstraintBroken for a reference that exists."""
    clinic = await toolbox.clinics.get(tx, slug)
    kind, practitioner = (
        clinic.appointment_type(wanted.kind),
        clinic.practitioner(wanted.practitioner),
    )
    if not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(wanted.practitioner)
    time = StaffTime(kind=kind, practitioner=practitioner, starts_at=wanted.starts_at)
    whom = await lock_whom(tx, member, wanted)
    await lock_counted(tx, clinic, kind, [place_of(clinic, time)])
    await lock_practitioner(tx, practitioner.id)
    now = toolbox.clock()
    seat = await check_place(tx, clinic, time, now)
    beyond = agree(await against_booking(tx, member, clinic, time, whom, now), wanted.agreed)
    made_by = member.staff.id
    actor = Actor(clinic_id=clinic.id, staff_id=made_by, at=now)
    patient_id = await write_down(tx, actor, whom)
    booking = new_booking(clinic, time, patient_id, wanted.note, now, seat)
    booking = await insert_new(tx, booking, clinic, made_by)
    await keep_answers(tx, toolbox, booking, wanted.answers)
    made = {"starts_at": (None, time.starts_at), "practitioner": (None, practitioner.id)}
    await note(tx, actor, "booking_made", "booking", booking.id, **made, **_gone_beyond(beyond))
    if wanted.tell:
        await tell_of_change(tx, booking, "booking_confirmed", now)
    await announce(tx, clinic.id, booking.id, "confirmed", now)
    return booking


def _gone_beyond(keys: list[str]) -> dict[str, tuple[object, object]]:
    return {"overridden": (None, keys)} if keys else {}


async def lock_whom(tx: Transaction, member: Member, wanted: WantedBooking) -> Whom:
    """For whom it is, under the locks of all that recognises them.

    Raises FieldsInvalid where there is nobody.
    """
    whom = await find_whom(tx, member, wanted)
    own = [lock_key(whom.known.id)] if whom.known else []
    await lock_identities(tx, member.clinic_id, [*whom.keys, *own])
    return await find_whom(tx, member, wanted)  # the record may have been merged while this waited


async def write_down(tx: Transaction, actor: Actor, whom: Whom) -> int:
    """The patient's id, of a new record for somebody new."""
    if whom.known:
        return whom.known.id
    patient_id = await insert_patient(tx, actor.clinic_id, whom.details, actor.at)
    await note(tx, actor, "patient_made", "patient", patient_id)
    return patient_id


async def keep_answers(
    tx: Transaction, toolbox: Toolbox, booking: Booking, answers: Answers
) -> None:
    """What staff wrote down for the clinic's questions, sealed; nothing where it is empty."""
    if is_answered(answers):
        sealed = seal_answers(toolbox.vault, booking.clinic_id, booking.id, answers)
        await insert_intake(tx, booking.clinic_id, booking.id, sealed)


async def find_whom(tx: Reader, member: Member, wanted: WantedBooking) -> Whom:
    """For whom it is. Raises FieldsInvalid where there is nobody."""
    details, known = wanted.details, None
    if wanted.patient_id is not None:
        ids = [wanted.patient_id]
        known = next(iter(await find_chosen(tx, member.clinic_id, ids, member.only_diary)), None)
        details = _details_of(known) if known else None
    if details is None:
        raise FieldsInvalid({"patient": Problem("wrong.patient")})
    name = name_key(details.first_name, details.last_name)
    keys = identity_keys(details.email, details.phone, name, details.birth_date)
    return Whom(details=details, known=known, keys=keys)


def _details_of(patient: Patient) -> ContactDetails:
    return ContactDetails(
        first_name=patient.first_name,
        last_name=patient.last_name,
        email=patient.email,
        phone=patient.phone,
        birth_date=patient.birth_date,
        patient_is="existing",
    )


async def against_booking(
    tx: Reader, member: Member, clinic: Clinic, time: StaffTime, whom: Whom, now: int
) -> list[Objection]:
    """All that stands against booking that time for them and is a matter of choice."""
    who = time.practitioner.id
    blocks = await against_blocks(tx, clinic.id, who, time.busy_from, time.busy_until)
    of_patient = await against_whom(tx, member, clinic, time, whom, now)
    counted = await against_counted(tx, clinic, time, place_of(clinic, time), now)
    return [*against_schedule(clinic, time, now), *blocks, *counted, *of_patient]


async def against_whom(
    tx: Reader, member: Member, clinic: Clinic, time: StaffTime, whom: Whom, now: int
) -> list[Objection]:
    """What stands against booking that type for them, at whatever time."""
    if whom.known:
        return await against_known(tx, clinic, time, whom.known, whom.keys, now)
    return await against_new(tx, clinic, time, whom.details, member.only_diary, now)


def new_booking(
    clinic: Clinic, time: StaffTime, patient_id: int, words: str, now: int, seat: int = 0
) -> Booking:
    """A booking at that time, not saved yet; `words` are the note of it, `seat` its place in a
    session.
    """
    place = place_of(clinic, time)
    return Booking(
        id=0,
        clinic_id=clinic.id,
        practitioner_id=time.practitioner.id,
        appointment_type_id=time.kind.id,
        location_id=clinic.location(place).id if place else None,
        state="confirmed",
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        busy_from=time.busy_from,
        busy_until=time.busy_until,
        held_at=now,
        made_at=now,
        patient_id=patient_id,
        reference=make_reference(secrets.choice),
        manage_key=secrets.token_urlsafe(12),
        note=words,
        seat=seat,
    )


async def insert_new(tx: Transaction, booking: Booking, clinic: Clinic, made_by: int) -> Booking:
    """The same, saved. Raises TimeTaken; ConstraintBroken for a reference that exists."""
    start = local_text(booking.starts_at, clinic.time_zone)
    booking_id = await insert_booking(
        tx, booking, made_by=made_by, local_start=start, time_zone=clinic.time_zone
    )
    if booking_id is None:
        raise TimeTaken([])
    return replace(booking, id=booking_id)
