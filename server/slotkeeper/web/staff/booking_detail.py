"""/staff/{clinic}/bookings/{booking}"""

from secrets import token_urlsafe
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.booking_history import HistoryEvent
from slotkeeper.services.notices.ways import find_ways
from slotkeeper.services.staff.booking_detail import BookingDetail, open_booking
from slotkeeper.services.staff.in_use import find_in_use
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.acts.possible import acts_of
from slotkeeper.web.staff.booker_words import beside_view
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.booking_words import agreed_text, done_text
from slotkeeper.web.staff.deliveries.way_view import way_views
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.requests.request_view import near_view, pending_view
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.mark import series_mark

TEMPLATE = "page/booking.html"


@get("/{clinic:str}/bookings/{booking:int}", opt=EVERYBODY)
async def show_booking(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """All that is known of one booking."""
    return staff.show(TEMPLATE, **await booking_context(staff, booking))


async def booking_context(staff: StaffVisit, booking: int) -> dict[str, Any]:
    """What the page shows; that it was looked at is written down. Raises BookingUnknown."""
    detail = await find_detail(staff, booking)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    return {
        "stale": None,
        "it": detail.booking,
        "acts": acts_of(staff, detail),
        "row": row_of(detail.booking, detail.parts, moments, detail.alert),
        "long_day": moments.long_day(detail.booking.starts_at),
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        "terms": detail.terms,
        "accepted": moments.day_and_time(detail.terms.accepted_at) if detail.terms else "",
        "money": _money(staff, detail),
        "ways": await _ways(staff, booking, moments),
        "history": [_event(staff, each, detail, moments) for each in reversed(detail.history)],
        "once": token_urlsafe(12),
        **beside_view(staff, detail),
        "series": await series_mark(staff, detail.present),
        "in_use": await find_in_use(
            staff.toolbox.database, staff.clinic, detail.present, staff.toolbox.clock()
        ),
        "pending": await pending_view(staff, booking),
        "near": await near_view(staff, booking),
    }


async def _ways(staff: StaffVisit, booking: int, moments: Moments) -> list[dict[str, Any]]:
    found = await find_ways(staff.toolbox, staff.clinic.id, [booking])
    return way_views(staff, found[booking], moments) if booking in found else []


async def find_detail(staff: StaffVisit, booking: int) -> BookingDetail:
    """Raises BookingUnknown for what is another clinic's, or in a diary not open to them."""
    return await open_booking(staff.toolbox, staff.member, row_number(booking))


def _money(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any] | None:
    payment, is_owed = detail.payment, detail.booking.is_owed
    if payment is None:
        return None

    def text(amount: int) -> str:
        return money_text(amount, payment.currency, staff.language)

    return {
        "state": payment.state,
        "because": payment.lost_because,
        "dispute": payment.dispute,
        "asked": text(payment.amount),
        "received": text(payment.received),
        "refunded": text(payment.refunded) if payment.refunded else "",
        "at_clinic": text(payment.at_clinic) if payment.at_clinic and is_owed else "",
        "left": text(detail.refundable) if detail.refundable else "",
        "currency": payment.currency,
        "waiting": [text(each.amount) for each in detail.refunds if each.state == "asked"],
        "failed": [text(each.amount) for each in detail.refunds if each.state == "failed"],
        "is_test": not payment.live,
        "may_refund": detail.refundable > 0 and staff.member.role != "practitioner",
    }


def _event(
    staff: StaffVisit, event: HistoryEvent, detail: BookingDetail, moments: Moments
) -> dict[str, Any]:
    payment = detail.payment
    amount = ""
    if event.amount is not None and payment:
        amount = money_text(event.amount, payment.currency, staff.language)
    is_message = event.happened == "delivery"
    return {
        "at": moments.day_and_time(event.at),
        "iso": moments.iso(event.at),
        "ago": moments.ago(event.at),
        "text": _happened(staff, event, detail, amount),
        "by": event.staff_name,
        "message": _or_plain(staff, "message.", event.state) if is_message else "",
        "recipient": event.recipient if is_message else "",
    }


def _happened(staff: StaffVisit, event: HistoryEvent, detail: BookingDetail, amount: str) -> str:
    if event.happened == "done":
        return done_text(staff, event, detail.parts)
    keys = {
        "delivery": f"history.message_{event.what}",
        "not_paid": f"history.not_paid_{event.what}",
    }
    key = keys.get(event.happened, f"history.{event.happened}")
    try:
        if event.happened == "agreed":
            return agreed_text(staff, event, detail.parts)
        return staff.text(key, amount=amount, number=event.what)
    except KeyError:  # written by a later release, or by another part of this one
        return staff.text(f"history.{event.happened}_other", what=event.what.replace("_", " "))


def _or_plain(staff: StaffVisit, prefix: str, word: str) -> str:
    try:
        return staff.text(f"{prefix}{word}")
    except KeyError:  # as above
        return word.replace("_", " ")
