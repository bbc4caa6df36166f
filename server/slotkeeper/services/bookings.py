"""The booking transaction: contact details, terms, daily limit and slot become one booking,
confirmed or to be paid first, or nothing does.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldOver, SlotTaken
from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.local_time import local_date, local_text
from slotkeeper.domain.patient import ContactDetails, Patient, says_otherwise
from slotkeeper.domain.prepayment import Due, amount_due, is_asked
from slotkeeper.domain.reference import make_reference
from slotkeeper.services.booking_checks import (
    check_address_limit,
    check_daily_limit,
    check_new_patients,
    check_rules,
    check_terms,
    check_timing,
)
from slotkeeper.services.contact_details import parse_contact_details
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import hold_of, wish_of
from slotkeeper.services.keep_hold import HoldRenewed, renew
from slotkeeper.services.payments.ask import ask_payment
from slotkeeper.services.refusals import AlreadyBooked, others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.booking import book_hold, find_booking
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.identity import insert_booking_identities, lock_identities
from slotkeeper.storage.patient import find_patients, has_only_tried, insert_patient
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.terms import Terms, get_current_terms

_REFERENCE_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Confirming:
    toolbox: Toolbox
    clinic: Clinic
    key: HoldKey
    details: ContactDetails
    keys: list[str]
    address_key: str
    terms_version: str
    language: str


async def make_booking(
    toolbox: Toolbox,
    clinic: str,
    token: str,
    fields: Mapping[str, str],
    address: str,
    language: str = "en",
) -> Booking:
    """Turn the hold of that token into a booking: confirmed, or `paying` where a prepayment is due
    first (P2); a repeated submit answers with the same booking. `language` is the patient's.

    Raises ClinicUnknown, HoldUnknown; FieldsInvalid with every problem at its field;
    DailyLimitReached; TooManyRequests; HoldRenewed where the hold ran out and is placed again,
    HoldEnded where its time is gone; OthersOffered where the clinic's hours changed under it;
    OnlineBookingClosed.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    now = toolbox.clock()
    key = read_hold(toolbox.signer, token, known.id, now)
    before = await find_booking(toolbox.database, known.id, key.hold_id)
    if before is not None and before.state != "held" and not before.was_not_paid:
        return before
    details = parse_contact_details(
        fields, known, wish_of(known, key).kind, local_date(now, known.time_zone)
    )
    check_new_patients(known, details)
    if toolbox.abuse_checks:
        check_timing(fields, before, now)
    name = name_key(details.first_name, details.last_name)
    keys = identity_keys(details.email, details.phone, name, details.birth_date)
    address_key = toolbox.signer.digest("address", address)
    terms_version = fields.get("terms_version", "")
    confirming = _Confirming(
        toolbox, known, key, details, keys, address_key, terms_version, language
    )
    try:
        return await _confirm(confirming)
    except HoldOver as over:
        raise HoldRenewed(await renew(toolbox, clinic, token, address)) from over


async def _confirm(confirming: _Confirming) -> Booking:
    toolbox, known, key = confirming.toolbox, confirming.clinic, confirming.key
    for _ in range(_REFERENCE_TRIES):
        try:
            return await toolbox.database.write(lambda tx: _confirm_once(tx, confirming))
        except AlreadyBooked as done:
            return done.booking
        except ConstraintBroken:
            continue  # a reference that exists: chosen anew
        except SlotTaken as gone:
            raise await others_offered(toolbox, wish_of(known, key), key.starts_at) from gone
    raise await others_offered(toolbox, wish_of(known, key), key.starts_at)


async def _confirm_once(tx: Transaction, confirming: _Confirming) -> Booking:
    toolbox, known = (
        confirming.toolbox,
        await confirming.toolbox.clinics.get(tx, confirming.clinic.slug),
    )
    counted = [f"address:{confirming.address_key}"] if toolbox.abuse_checks else []
    await lock_identities(tx, known.id, [*confirming.keys, *counted])
    await lock_practitioner_of(tx, known.id, confirming.key.hold_id)
    now = toolbox.clock()
    hold = await find_booking(tx, known.id, confirming.key.hold_id)
    if hold is None:
        raise HoldOver
    hold_of(toolbox, known, confirming.key, hold, now)
    wish = wish_of(known, confirming.key)
    check_rules(wish, hold)
    terms = await get_current_terms(tx, known.id)
    check_terms(terms, confirming.terms_version)
    await check_daily_limit(tx, known, confirming.keys, now)
    if toolbox.abuse_checks:
        await check_address_limit(tx, known, counted[0], now)
    return await _save(tx, confirming, wish, hold, terms, now)


async def _save(
    tx: Transaction, confirming: _Confirming, wish: Wish, hold: Booking, terms: Terms, now: int
) -> Booking:
    clinic, details = wish.clinic, confirming.details
    patient = _match(await find_patients(tx, clinic.id, details), details)
    patient_id = patient.id if patient else await insert_patient(tx, clinic.id, details, now)
    is_new = patient is None or await has_only_tried(tx, clinic.id, patient.id)
    due = _due(wish, patient, now, is_new=is_new)
    booking = replace(
        hold,
        state="paying" if due.now else "confirmed",
        expires_at=now + clinic.online_booking.hold_seconds if due.now else None,
        made_at=now,
        patient_id=patient_id,
        reference=make_reference(secrets.choice),
        manage_key=secrets.token_urlsafe(12),
        note=details.note,
    )
    flags = says_otherwise(details.patient_is, was_known=not is_new)
    start = local_text(booking.starts_at, clinic.time_zone)
    if not await book_hold(tx, booking, local_start=start, time_zone=clinic.time_zone, flags=flags):
        raise HoldOver
    keys = [*confirming.keys, f"address:{confirming.address_key}"]
    await insert_booking_identities(tx, clinic.id, booking.id, keys, now)
    if terms.text:
        await insert_acceptance(
            tx, booking.id, terms_id=terms.id, sha256=terms.sha256, accepted_at=now
        )
    if due.now:
        await ask_payment(tx, wish, booking, due, confirming.language)
    else:
        await insert_delivery(
            tx,
            clinic_id=clinic.id,
            booking_id=booking.id,
            recipient="patient",
            message="booking_confirmed",
            now=now,
        )
    return booking


def _due(wish: Wish, patient: Patient | None, now: int, *, is_new: bool) -> Due:
    """What this patient pays now (P1, P6); who is new is decided by the records, not by word."""
    kind = wish.kind
    marked = patient is not None and patient.step(now) == "prepay"
    if not is_asked(kind.prepay, is_new=is_new, is_marked=marked):
        return Due(now=0, at_clinic=kind.price)
    return amount_due(kind.prepay, kind.price, wish.clinic.currency)


def _match(found: list[Patient], details: ContactDetails) -> Patient | None:
    """The known patient of those contact details: same name, and same birth date where both are
    known (B3).
    """
    name = name_key(details.first_name, details.last_name)
    for patient in found:
        same_birth = details.birth_date is None or patient.birth_date in {None, details.birth_date}
        if patient.name_key == name and same_birth:
            return patient
    return None
