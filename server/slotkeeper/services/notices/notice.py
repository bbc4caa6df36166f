"""All that a message needs to be written, as it is at the moment of sending."""

from dataclasses import dataclass, replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.services.booking_link import (
    Managed,
    booking_url,
    hosted_url,
    hosted_waiting_url,
    sign_link,
    waiting_url,
)
from slotkeeper.services.notices.cancelled_money import CancelledMoney, find_cancelled_money
from slotkeeper.services.notices.known import Previous, as_news, find_known, get_previous, why_known
from slotkeeper.services.notices.moved_money import MovedMoney, find_moved_money
from slotkeeper.services.notices.offered import OFFER, Offered, find_offered, is_about_an_offer
from slotkeeper.services.notices.series_dates import SeriesDates, find_series_dates
from slotkeeper.services.payments.of_booking import find_paid_for, find_refunds_of
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.confirm_link import confirm_url
from slotkeeper.services.waitlist.entry import Waiting
from slotkeeper.storage.addressee import Addressee, find_addressee
from slotkeeper.storage.agreed_change import find_kept_at_least
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.intake import find_intake
from slotkeeper.storage.outbox import Delivery, find_language
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner
from slotkeeper.storage.wording import Wording, find_wordings


@dataclass(frozen=True, slots=True)
class Notice:
    """A message and what it tells of. `language` is the reader's; `amount` (minor units) is what a
    message about money tells of, 0 for others. `alert_note` is "" for patients (T1). Addresses:
    `booking_url` the patient's, where an offer of the waiting list is answered, too; `hosted_url`
    the same as a page of ours where that is in the clinic's website, else ""; `act_url` the
    portal's; `confirm_url` "" where nothing is to be confirmed. A message about a whole series has
    the dates of it, the first of which is `managed`. `wordings` are the clinic's own words of it
    for patients, by language. `previous` is where it was as far as the reader knows, or the
    appointment whose place an offered time would take, None where there is nothing else;
    `why_known` is why it need not be told to them. `waiting` is the place on the waiting list of
    which a message tells, None for others.
    """

    delivery: Delivery
    managed: Managed
    patient: Addressee
    language: str
    amount: int
    alert_note: str
    clinic_url: str
    booking_url: str
    act_url: str
    confirm_url: str
    series: SeriesDates
    has_answers: bool = False
    wordings: tuple[Wording, ...] = ()
    money: CancelledMoney | None = None
    moved_money: MovedMoney | None = None
    hosted_url: str = ""
    previous: Previous | None = None
    why_known: str = ""
    waiting: Waiting | None = None

    @property
    def clinic(self) -> Clinic:
        """The clinic that it is about."""
        return self.managed.clinic

    @property
    def booking(self) -> Booking:
        """The booking that it is about."""
        return self.managed.booking


async def get_notice(toolbox: Toolbox, delivery: Delivery) -> Notice:
    """Read it. Raises BookingUnknown where booking or patient are no more, ClinicUnknown."""
    reader, clinic_id = toolbox.database, delivery.clinic_id
    clinic = await toolbox.clinics.get(reader, await find_slug(reader, clinic_id) or "")
    booking = await find_booking(reader, clinic_id, delivery.booking_id)
    if booking is None:
        raise BookingUnknown
    known = await find_known(reader, delivery)
    delivery = as_news(delivery, known)
    is_offer = is_about_an_offer(delivery, booking)
    offered = await find_offered(toolbox, delivery) if is_offer else None
    patient = offered.patient if offered else await _patient(toolbox, booking)
    series = await find_series_dates(toolbox, clinic, delivery, patient.first_name)
    managed = next(iter(series.dates), None)
    managed = managed or await _managed(toolbox, clinic, booking, patient.first_name)
    if offered and offered.booker:
        managed = replace(managed, booker=offered.booker)
    page = f"{toolbox.base_url}/c/{clinic.slug}"
    link, hosted = _links(toolbox.base_url, managed, offered)
    is_link = delivery.message == "confirm_link"
    return Notice(
        delivery=delivery,
        managed=managed,
        patient=patient,
        language=await _language(toolbox, clinic, delivery),
        amount=await _amount(toolbox, managed, delivery),
        alert_note=await _alert_note(toolbox, booking, delivery),
        clinic_url=page,
        booking_url=link,
        hosted_url="" if link == hosted else hosted,
        act_url=f"{toolbox.base_url}/staff/{clinic.slug}/"
        + (f"waitlist/{offered.entry_id}" if offered else f"bookings/{booking.id}"),
        confirm_url=confirm_url(toolbox, clinic.slug, booking) if is_link else "",
        has_answers=bool(await find_intake(reader, clinic_id, booking.id)),
        series=series,
        wordings=await _wordings(toolbox, delivery),
        money=await _money(toolbox, managed, delivery),
        moved_money=await _moved_money(toolbox, managed, delivery),
        previous=offered.instead_of
        if offered and delivery.message == OFFER
        else await get_previous(reader, clinic, managed.booking, known),
        why_known=why_known(delivery, managed.booking, known),
    )


def _links(base_url: str, managed: Managed, offered: Offered | None) -> tuple[str, str]:
    """Where the message leads, and the same as a page of ours."""
    clinic = managed.clinic
    if offered:
        token = offered.token
        return waiting_url(base_url, clinic, token), hosted_waiting_url(base_url, clinic, token)
    token = managed.token
    return booking_url(base_url, clinic, token), hosted_url(base_url, clinic, token)


async def _patient(toolbox: Toolbox, booking: Booking) -> Addressee:
    if booking.patient_id is None:
        raise BookingUnknown
    found = await find_addressee(toolbox.database, booking.clinic_id, booking.patient_id)
    if found is None:
        raise BookingUnknown
    return found


async def _money(toolbox: Toolbox, managed: Managed, delivery: Delivery) -> CancelledMoney | None:
    if delivery.message != "booking_cancelled":
        return None
    return await find_cancelled_money(toolbox.database, managed)


async def _moved_money(toolbox: Toolbox, managed: Managed, delivery: Delivery) -> MovedMoney | None:
    if delivery.message != "booking_moved":
        return None
    return await find_moved_money(toolbox.database, managed, delivery.occasion)


async def _wordings(toolbox: Toolbox, delivery: Delivery) -> tuple[Wording, ...]:
    if delivery.recipient != "patient":
        return ()
    reader, clinic_id = toolbox.database, delivery.clinic_id
    return tuple(await find_wordings(reader, clinic_id, delivery.channel, delivery.message))


async def _managed(toolbox: Toolbox, clinic: Clinic, booking: Booking, first_name: str) -> Managed:
    reader = toolbox.database
    return Managed(
        clinic=clinic,
        booking=booking,
        kind=await get_appointment_type(reader, booking),
        practitioner=await get_practitioner(reader, booking),
        location=await get_location(reader, booking),
        token=sign_link(toolbox, booking),
        first_name=first_name,
        payment=await find_paid_for(reader, clinic.id, booking.id),
        booker=await find_booker(reader, clinic.id, booking.id),
        kept_at_least=await find_kept_at_least(reader, clinic.id, booking.id),
    )


async def _language(toolbox: Toolbox, clinic: Clinic, delivery: Delivery) -> str:
    if delivery.recipient != "patient":
        return clinic.languages[0]
    known = delivery.language or await find_language(toolbox.database, delivery.booking_id)
    return known or clinic.languages[0]


async def _amount(toolbox: Toolbox, managed: Managed, delivery: Delivery) -> int:
    payment = managed.payment
    if payment is None or delivery.message not in ABOUT_MONEY:
        return 0
    if delivery.message not in _ABOUT_A_REFUND:
        return payment.amount
    refunds = await find_refunds_of(toolbox.database, payment.clinic_id, payment.booking_id)
    return next((each.amount for each in refunds if str(each.id) == delivery.occasion), 0)


_ABOUT_A_REFUND = frozenset({"payment_refunded", "refund_failed"})
ABOUT_MONEY = _ABOUT_A_REFUND | {"payment_not_charged", "payment_disputed"}


async def _alert_note(toolbox: Toolbox, booking: Booking, delivery: Delivery) -> str:
    if delivery.recipient == "patient" or booking.patient_id is None:
        return ""
    ids = [booking.patient_id]
    notes = await find_alert_notes(toolbox.database, booking.clinic_id, ids)
    return notes.get(booking.patient_id, "")
