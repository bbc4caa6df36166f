"""The booking transaction: contact details, terms, daily limit and slot become one confirmed
booking, or nothing does.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.daily_limit import DAY_SECONDS, next_possible
from slotkeeper.domain.errors import (
    DailyLimitReached,
    FieldsInvalid,
    HoldOver,
    OnlineBookingClosed,
    Problem,
    SlotTaken,
    TooManyRequests,
)
from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.local_time import local_date, local_text
from slotkeeper.domain.patient import ContactDetails, Patient, says_otherwise
from slotkeeper.domain.reference import make_reference
from slotkeeper.domain.slots import is_free
from slotkeeper.services.contact_details import parse_contact_details
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import hold_of, wish_of
from slotkeeper.services.keep_hold import HoldRenewed, renew
from slotkeeper.services.refusals import AlreadyBooked, others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.booking import confirm_hold, find_booking
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.identity import find_made_at, insert_booking_identities, lock_identities
from slotkeeper.storage.patient import find_patients, insert_patient
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.terms import Terms, get_current_terms

MOST_BOOKINGS_AN_ADDRESS = 40
"""In 24 hours from one network address, whoever the patients are (B5)."""

QUICKEST_SECONDS = 2
"""Nobody reads the form and fills it in within less (T6)."""

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


async def make_booking(
    toolbox: Toolbox, clinic: str, token: str, fields: Mapping[str, str], address: str
) -> Booking:
    """Turn the hold of that token into a confirmed booking; a repeated submit answers with the same
    booking.

    Raises ClinicUnknown, HoldUnknown; FieldsInvalid with every problem at its field;
    DailyLimitReached; TooManyRequests; HoldRenewed where the hold ran out and is placed again,
    HoldEnded where its time is gone; OthersOffered where the clinic's hours changed under it;
    OnlineBookingClosed.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    now = toolbox.clock()
    key = read_hold(toolbox.signer, token, known.id, now)
    before = await find_booking(toolbox.database, known.id, key.hold_id)
    if before is not None and before.state != "held":
        return before
    details = parse_contact_details(
        fields, known, wish_of(known, key).kind, local_date(now, known.time_zone)
    )
    _check_new_patients(known, details)
    _check_timing(toolbox, fields, before, now)
    name = name_key(details.first_name, details.last_name)
    keys = identity_keys(details.email, details.phone, name, details.birth_date)
    address_key = toolbox.signer.digest("address", address)
    terms_version = fields.get("terms_version", "")
    confirming = _Confirming(toolbox, known, key, details, keys, address_key, terms_version)
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
    _derive_again(known, confirming.key, hold)
    terms = await get_current_terms(tx, known.id)
    _check_terms(terms, confirming.terms_version)
    await _check_limits(tx, confirming, known, now)
    return await _save(tx, confirming, known, hold, terms, now)


async def _save(
    tx: Transaction, confirming: _Confirming, clinic: Clinic, hold: Booking, terms: Terms, now: int
) -> Booking:
    details = confirming.details
    patient = _match(await find_patients(tx, clinic.id, details), details)
    patient_id = patient.id if patient else await insert_patient(tx, clinic.id, details, now)
    booking = replace(
        hold,
        state="confirmed",
        expires_at=None,
        made_at=now,
        patient_id=patient_id,
        reference=make_reference(secrets.choice),
        manage_key=secrets.token_urlsafe(12),
        note=details.note,
    )
    flags = says_otherwise(details.patient_is, was_known=patient is not None)
    start = local_text(booking.starts_at, clinic.time_zone)
    if not await confirm_hold(
        tx, booking, local_start=start, time_zone=clinic.time_zone, flags=flags
    ):
        raise HoldOver
    keys = [*confirming.keys, f"address:{confirming.address_key}"]
    await insert_booking_identities(tx, clinic.id, booking.id, keys, now)
    if terms.text:
        await insert_acceptance(
            tx, booking.id, terms_id=terms.id, sha256=terms.sha256, accepted_at=now
        )
    return booking


def _derive_again(clinic: Clinic, key: HoldKey, hold: Booking) -> None:
    """The clinic's rules once more (S13), as of the instant of the hold: cut-off and horizon do not
    move under it.
    """
    if not clinic.online_booking.enabled:
        raise OnlineBookingClosed
    wish = wish_of(clinic, key)
    practitioner = next(
        (each for each in wish.practitioners if each.id == hold.practitioner_id), None
    )
    if practitioner is None:
        raise SlotTaken
    slot = is_free(clinic, wish.kind, practitioner, hold.starts_at, {}, hold.held_at, wish.location)
    lengths = (hold.ends_at, hold.busy_from, hold.busy_until)
    if slot is None or lengths != (
        slot.ends_at,
        slot.starts_at - wish.kind.padding_before * 60,
        slot.ends_at + wish.kind.padding_after * 60,
    ):
        raise SlotTaken


def _check_terms(terms: Terms, shown: str) -> None:
    if terms.version != shown:
        raise FieldsInvalid({"terms": Problem("problem.terms_changed")})


async def _check_limits(tx: Transaction, confirming: _Confirming, clinic: Clinic, now: int) -> None:
    since = now - DAY_SECONDS
    made_at = await find_made_at(tx, clinic.id, confirming.keys, since)
    next_at = next_possible(made_at, clinic.online_booking.daily_limit, now)
    if next_at is not None:
        raise DailyLimitReached(next_at)
    if confirming.toolbox.abuse_checks:
        here = await find_made_at(tx, clinic.id, [f"address:{confirming.address_key}"], since)
        next_here = next_possible(here, MOST_BOOKINGS_AN_ADDRESS, now)
        if next_here is not None:
            raise TooManyRequests(next_here - now)


def _check_new_patients(clinic: Clinic, details: ContactDetails) -> None:
    """A clinic that takes no new patients asks them to call (S9)."""
    if clinic.online_booking.new_patients == "closed" and details.patient_is == "new":
        raise OnlineBookingClosed


def _check_timing(
    toolbox: Toolbox, fields: Mapping[str, str], hold: Booking | None, now: int
) -> None:
    """Robots fill in the field that nobody sees, or answer at once (T6); a person is told to press
    once more.
    """
    if not toolbox.abuse_checks:
        return
    # Whoever had the hold extended or placed again has seen the form before.
    had_time = hold is None or hold.extensions > 0 or now - hold.held_at >= QUICKEST_SECONDS
    if fields.get("website") or not had_time:
        raise FieldsInvalid({"form": Problem("problem.robot")})


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
