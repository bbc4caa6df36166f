"""One row of the list of bookings, in words."""

from typing import Any

from slotkeeper.domain.booking_list import ListedBooking, ListedPayment, Order
from slotkeeper.domain.reference import spoken
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.moments import Moments


def row_of(
    booking: ListedBooking, parts: Parts, moments: Moments, alert: str = ""
) -> dict[str, Any]:
    """What the templates show of a booking, in list and detail; `alert` is its patient's note."""
    place = parts.locations.get(booking.location_id or 0)
    return {
        "id": booking.id,
        "reference": spoken(booking.reference),
        "state": shown_state(booking, moments.now),
        "patient": f"{booking.first_name} {booking.last_name}",
        "alert": alert,
        "day": moments.day(booking.starts_at),
        "starts": moments.time(booking.starts_at),
        "ends": moments.time(booking.ends_at),
        "starts_iso": moments.iso(booking.starts_at),
        "starts_ago": moments.ago(booking.starts_at),
        "made_iso": moments.iso(booking.made_at),
        "made": moments.day_and_time(booking.made_at),
        "made_ago": moments.ago(booking.made_at),
        "made_short": moments.ago(booking.made_at, short=True),
        "kind": parts.appointment_types[booking.appointment_type_id].name,
        "practitioner": parts.practitioners[booking.practitioner_id].name,
        "place": place.name if place else "",
        "flags": booking.flags.split(),
        "note": booking.note,
        "repeats": booking.series_id is not None,
        "by_staff": booking.made_by is not None,
        "money": money_of(booking.payment, moments.language),
    }


def shown_state(booking: ListedBooking, now: int) -> str:
    """The name of its text: what was never paid is called so, whichever way it ended; what nobody
    answered in time is over.
    """
    if booking.is_overdue(now):
        return "cancelled"
    if booking.state == "cancelled" and booking.is_unpaid:
        return "unpaid"
    return booking.state


def money_of(payment: ListedPayment | None, language: str) -> dict[str, str] | None:
    """What the clinic has of it, and the name of the text that says more; None where nothing was
    asked.
    """
    if payment is None:
        return None
    kept = max(0, payment.received - payment.refunded)
    if payment.dispute:
        state = "disputed"
    elif payment.refunded:
        state = "refunded" if kept == 0 else "part_refunded"
    else:
        state = "paid" if payment.received else "not_paid"
    shown = payment.refunded if state == "refunded" else kept or payment.amount
    return {"amount": money_text(shown, payment.currency, language), "state": state}


def grouped(
    rows: list[dict[str, Any]], bookings: list[ListedBooking], order: Order, moments: Moments
) -> list[dict[str, Any]]:
    """By day: a heading for each. Newest first: one group without one."""
    if order == "newest":
        return [{"heading": "", "rows": rows}] if rows else []
    groups: list[dict[str, Any]] = []
    for row, booking in zip(rows, bookings, strict=True):
        heading = moments.long_day(booking.starts_at)
        if not groups or groups[-1]["heading"] != heading:
            groups.append({"heading": heading, "rows": []})
        groups[-1]["rows"].append(row)
    return groups
