"""The booking transaction: contact details, terms, daily limit and slot become one booking,
confirmed, to be paid first or to be answered, or nothing does.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldOver, HoldUnknown, PleaseCall, SlotTaken
from slotkeeper.domain.identity import identity_keys, name_key
from slotkeeper.domain.local_time import local_date, local_text
from slotkeeper.domain.patient import ContactDetails, match_patient, says_otherwise
from slotkeeper.domain.reference import make_reference
from slotkeeper.services.booking_checks import (
    check_address_limit,
    check_daily_limit,
    check_new_patients,
    check_rules,
    check_terms,
    check_timing,
)
from slotkeeper.services.booking_form import Beside, keep_beside, parse_booking_form, seal_beside
from slotkeeper.services.counted import lock_time_of
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import hold_of, wish_of
from slotkeeper.services.intake import asked_questions
from slotkeeper.services.keep_hold import HoldRenewed, renew
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.payments.ask import ask_payment
from slotkeeper.services.refusals import AlreadyBooked, others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.recognise import NEAR_MATCH, Recognised, recognise
from slotkeeper.services.trust.tell import tell
from slotkeeper.services.trust.way import Way, find_way
from slotkeeper.services.wish import Wish
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.booking import book_hold, find_booking
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.identity import insert_booking_identities, lock_identities
from slotkeeper.storage.patient import find_patients, has_only_tried, insert_patient
from slotkeeper.storage.terms import Terms, get_current_terms
from slotkeeper.storage.trust import count_try

_REFERENCE_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Confirming:
    toolbox: Toolbox
    clinic: Clinic
    key: HoldKey
    details: ContactDetails
    beside: Beside
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
    """Turn the hold of that token into a booking: confirmed, `paying` where a prepayment is due
    first (P2), or `pending` where the patient or the clinic has to answer first (T2); a repeated
    submit answers with the same booking. `language` is the patient's.

    Raises ClinicUnknown, HoldUnknown; FieldsInvalid with every problem at its field;
    DailyLimitReached; TooManyRequests; PleaseCall, the hold released; HoldRenewed where the hold
    ran out and is placed again, HoldEnded where its time is gone; OthersOffered where the clinic's
    hours changed under it, or the time is not for whom the patient says to be; OnlineBookingClosed,
    ClosedToNew.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    now = toolbox.clock()
    key = read_hold(toolbox.signer, token, known.id, now)
    before = await find_booking(toolbox.database, known.id, key.hold_id)
    if before is not None and before.state != "held" and not before.was_not_paid:
        return before
    kind = wish_of(known, key).kind
    form = parse_booking_form(
        fields,
        known,
        kind,
        local_date(now, known.time_zone),
        asked_questions(toolbox.vault, kind),
    )
    details = form.details
    if toolbox.abuse_checks:
        check_timing(fields, before, now)
    name = name_key(details.first_name, details.last_name)
    keys = identity_keys(details.email, details.phone, name, details.birth_date)
    address_key = toolbox.signer.digest("address", address)
    terms_version = fields.get("terms_version", "")
    beside = seal_beside(toolbox.vault, known.id, key.hold_id, form)
    confirming = _Confirming(
        toolbox, known, key, details, beside, keys, address_key, terms_version, language
    )
    try:
        booking = await _confirm(confirming)
    except HoldOver as over:
        raise HoldRenewed(await renew(toolbox, clinic, token, address)) from over
    if booking is None:
        raise PleaseCall
    toolbox.bell.ring()
    return booking


async def _confirm(confirming: _Confirming) -> Booking | None:
    toolbox, known, key = confirming.toolbox, confirming.clinic, confirming.key
    for _ in range(_REFERENCE_TRIES):
        try:
            return await toolbox.database.write(lambda tx: _confirm_once(tx, confirming))
        except AlreadyBooked as done:
            return done.booking
        except ConstraintBroken:
            continue  # a reference that exists: chosen anew
        except SlotTaken as gone:
            raise await others_offered(toolbox, _wish(confirming, known), key.starts_at) from gone
    raise await others_offered(toolbox, _wish(confirming, known), key.starts_at)


def _wish(confirming: _Confirming, clinic: Clinic) -> Wish:
    """What is wanted, by who they say they are now."""
    return wish_of(clinic, confirming.key, confirming.details.patient_is)


async def _confirm_once(tx: Transaction, confirming: _Confirming) -> Booking | None:
    """None where the patient is asked to call; then the time is free again."""
    toolbox, known = (
        confirming.toolbox,
        await confirming.toolbox.clinics.get(tx, confirming.clinic.slug),
    )
    counted = [f"address:{confirming.address_key}"] if toolbox.abuse_checks else []
    await lock_identities(tx, known.id, [*confirming.keys, *counted])
    await lock_time_of(tx, known, confirming.key.hold_id)
    now = toolbox.clock()
    hold = await find_booking(tx, known.id, confirming.key.hold_id)
    if hold is None:
        raise HoldOver
    if hold.moves:
        raise HoldUnknown  # it keeps a time for a booking that there is already
    hold_of(toolbox, known, confirming.key, hold, now)
    wish = _wish(confirming, known)
    await check_new_patients(tx, wish, hold)
    check_rules(wish, hold)
    terms = await get_current_terms(tx, known.id)
    check_terms(terms, confirming.terms_version)
    await check_daily_limit(tx, known, confirming.keys, now)
    if toolbox.abuse_checks:
        await check_address_limit(tx, known, counted[0], now)
    return await _save(tx, confirming, wish, hold, terms, now)


async def _save(
    tx: Transaction, confirming: _Confirming, wish: Wish, hold: Booking, terms: Terms, now: int
) -> Booking | None:
    clinic, details = wish.clinic, confirming.details
    found = await find_patients(tx, clinic.id, details)
    patient = match_patient(found, details, confirming.beside.booker)
    known = await recognise(tx, clinic.id, details, now)
    is_new = patient is None or await has_only_tried(tx, clinic.id, patient.id)
    way = find_way(clinic, wish.kind, known.step, is_new=is_new)
    if way.needs == "call":
        await _turn_away(tx, hold, known, now)
        return None
    patient_id = patient.id if patient else await insert_patient(tx, clinic.id, details, now)
    booking = replace(
        _waiting(wish, hold, way, now),
        made_at=now,
        patient_id=patient_id,
        reference=make_reference(secrets.choice),
        manage_key=secrets.token_urlsafe(12),
        note=details.note,
    )
    near = known.whom(patient_id)
    flags = [says_otherwise(details.patient_is, was_known=not is_new), NEAR_MATCH if near else ""]
    booked = await book_hold(
        tx,
        booking,
        local_start=local_text(booking.starts_at, clinic.time_zone),
        time_zone=clinic.time_zone,
        flags=" ".join(filter(None, flags)),
        near_patient_id=near,
    )
    if not booked:
        raise HoldOver
    await _keep(tx, confirming, booking, terms, now)
    if way.needs == "payment":
        await ask_payment(tx, wish, booking, way.due, confirming.language)
    else:
        await tell(tx, booking, now, confirming.language)
        event: Event = "requested" if booking.state == "pending" else "confirmed"
        await announce(tx, clinic.id, booking.id, event, now)
    return booking


def _waiting(wish: Wish, hold: Booking, way: Way, now: int) -> Booking:
    """The booking in the state that the way leads to, with the end of its time to wait."""
    trust = wish.clinic.trust
    match way.needs:
        case "payment":
            until = now + wish.clinic.online_booking.hold_seconds
            return replace(hold, state="paying", expires_at=until)
        case "patient" | "clinic" as awaits:
            minutes = trust.confirm_within if awaits == "patient" else trust.approve_within
            until = min(now + minutes * 60, hold.starts_at)
            return replace(hold, state="pending", awaits=awaits, expires_at=until)
        case _:
            return replace(hold, state="confirmed", expires_at=None)


async def _turn_away(tx: Transaction, hold: Booking, known: Recognised, now: int) -> None:
    """Nothing is kept of it but a count for staff, and others can have the time."""
    await delete_hold(tx, hold.clinic_id, hold.id)
    if known.by is not None:
        await count_try(tx, hold.clinic_id, known.by.id, now)


async def _keep(
    tx: Transaction, confirming: _Confirming, booking: Booking, terms: Terms, now: int
) -> None:
    """Who made it, for the limits, what they accepted, and what goes along with it."""
    keys = [*confirming.keys, f"address:{confirming.address_key}"]
    await insert_booking_identities(tx, booking.clinic_id, booking.id, keys, now)
    await keep_beside(tx, booking.clinic_id, booking.id, confirming.beside)
    if terms.text:
        await insert_acceptance(
            tx, booking.id, terms_id=terms.id, sha256=terms.sha256, accepted_at=now
        )
