"""A message as it would be about a made-up booking at a clinic: to look at its words, and to send
oneself one.
"""

from collections.abc import Sequence
from typing import Any, cast

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booker import Booker
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_date, to_instant
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.services.booking_link import Managed
from slotkeeper.services.notices.known import Previous
from slotkeeper.services.notices.notice import ABOUT_MONEY, Notice
from slotkeeper.services.notices.series_dates import OF_A_SERIES, SeriesDates
from slotkeeper.services.notices.waiting_notice import OF_A_PLACE
from slotkeeper.services.waitlist.entry import Waiting
from slotkeeper.storage.addressee import Addressee
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.wording import WordedChannel, Wording

_DAY, _HOUR = 86_400, 3_600
_TEN = 10 * 60
_ADA = Addressee(
    first_name="Ada", last_name="Example", email="ada@patient.example", phone="", birth_date=None
)
_PARENT = Booker(
    first_name="Una", last_name="Example", email=_ADA.email, phone="", booker_is="parent"
)
_AMOUNT = 4_500
_WAITING = frozenset({"booking_requested", "confirm_link", "waitlist_offer"})


def sample_notice(
    clinic: Clinic,
    channel: WordedChannel,
    message: str,
    language: str,
    wordings: Sequence[Wording],
    *,
    base_url: str,
    now: int,
    for_another: bool = False,
) -> Notice:
    """The message to a patient of that language about a week from `now` (epoch seconds), at ten;
    with the clinic's first appointment type, practitioner and place. Its links lead to the clinic's
    own page of booking.
    """
    managed = _managed(clinic, message, now, _PARENT if for_another else None)
    page = f"{base_url}/c/{clinic.slug}"
    weeks = (0, 7, 14) if message in OF_A_SERIES else ()
    return Notice(
        delivery=_delivery(clinic, channel, message, language, now),
        managed=managed,
        patient=_ADA,
        language=language,
        amount=_AMOUNT if message in ABOUT_MONEY else 0,
        alert_note="",
        clinic_url=page,
        booking_url=page,
        act_url="",
        confirm_url=page if message == "confirm_link" else "",
        series=SeriesDates(tuple(_later(managed, days) for days in weeks)),
        wordings=tuple(wordings),
        previous=_previous(managed) if message == "booking_moved" else None,
        waiting=_waiting(managed, now) if message in OF_A_PLACE else None,
    )


def _waiting(managed: Managed, now: int) -> Waiting:
    """With that practitioner, on any day."""
    entry = WaitlistEntry(
        clinic_id=managed.clinic.id,
        appointment_type_id=managed.kind.id,
        patient_is="existing",
        made_at=now,
    )
    clinic, kind, people = managed.clinic, managed.kind, (managed.practitioner,)
    return Waiting(clinic, entry, "", kind, people, None, now)


def _previous(managed: Managed) -> Previous:
    """It was two days earlier, and the clinic has moved it."""
    booking, seconds = managed.booking, 2 * _DAY
    return Previous(
        starts_at=booking.starts_at - seconds,
        ends_at=booking.ends_at - seconds,
        practitioner=managed.practitioner,
        location=managed.location,
        moved_by="clinic",
    )


def _managed(clinic: Clinic, message: str, now: int, booker: Booker | None) -> Managed:
    kinds = [each for each in clinic.appointment_types if each.enabled]
    kind = kinds[0] if kinds else AppointmentType(slug="sample", name="…", minutes=30)
    people = clinic.who_offers(kind) or clinic.practitioners
    who = people[0] if people else Practitioner(slug="sample", name="…")
    on = local_date(now + 7 * _DAY, clinic.time_zone)
    starts_at = to_instant(on, _TEN, clinic.time_zone)
    booking = Booking(
        id=0,
        clinic_id=clinic.id,
        practitioner_id=who.id,
        appointment_type_id=kind.id,
        location_id=None,
        state="cancelled" if message == "booking_cancelled" else "confirmed",
        starts_at=starts_at,
        ends_at=starts_at + kind.minutes * 60,
        busy_from=starts_at,
        busy_until=starts_at + kind.minutes * 60,
        expires_at=now + 2 * _HOUR if message in _WAITING else None,
        reference="ABC7XYZ",
    )
    return Managed(
        clinic=clinic,
        booking=booking,
        kind=kind,
        practitioner=who,
        location=clinic.locations[0] if clinic.locations else None,
        token="",
        first_name=_ADA.first_name,
        payment=_payment(clinic, now) if message in ABOUT_MONEY else None,
        booker=booker,
    )


def _payment(clinic: Clinic, now: int) -> Payment:
    return Payment(
        clinic_id=clinic.id,
        booking_id=0,
        reference="",
        amount=_AMOUNT,
        at_clinic=0,
        currency=clinic.currency,
        account="",
        live=False,
        wish=("", "", ""),
        language="",
        started_at=now,
        deadline=now,
    )


def _later(managed: Managed, days: int) -> Managed:
    booking, seconds = managed.booking, days * _DAY
    moved = replace(
        booking, starts_at=booking.starts_at + seconds, ends_at=booking.ends_at + seconds
    )
    return Managed(
        clinic=managed.clinic,
        booking=moved,
        kind=managed.kind,
        practitioner=managed.practitioner,
        location=managed.location,
        token="",
        first_name=managed.first_name,
        payment=None,
    )


def _delivery(
    clinic: Clinic, channel: WordedChannel, message: str, language: str, now: int
) -> Delivery:
    return Delivery(
        id=0,
        clinic_id=clinic.id,
        booking_id=0,
        recipient="patient",
        channel=channel,
        message=cast("Any", message),
        occasion="",
        language=language,
        words="",
        attempts=1,
        made_at=now,
        problem="",
        task_since=None,
        target=0,
    )
