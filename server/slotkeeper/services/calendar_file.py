"""Appointments as an iCalendar file (RFC 5545): METHOD:PUBLISH, UTC, the public length, nothing
about health.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from icalendar import Calendar, Event, vText

from slotkeeper.services.booking_link import Managed, booking_url

_BOOKINGS = UUID("6f0d3c0e-6f64-4f0e-9c0f-1f4c5b1a7d52")


def calendar_file(managed: Managed, base_url: str, now: int, *more: Managed) -> bytes:
    """The file's bytes; for each the same UID at each call, `now` (epoch seconds) as its time
    stamp, a sequence that rises with every change, the last of which may be that it is cancelled.

    SUMMARY names the clinic and, where somebody else booked, the patient's first name: an
    appointment type can tell of an illness.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Slotkeeper//Booking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in (managed, *more):
        calendar.add_component(_event(each, base_url, now))
    return bytes(calendar.to_ical())


def _event(managed: Managed, base_url: str, now: int) -> Event:
    booking, clinic = managed.booking, managed.clinic
    link = booking_url(base_url, clinic, managed.token)
    event = Event()
    event.add("uid", str(uuid5(_BOOKINGS, f"{clinic.id}:{booking.id}")))
    event.add("sequence", booking.revision)
    event.add("dtstamp", _utc(now))
    event.add("dtstart", _utc(booking.starts_at))
    event.add("dtend", _utc(booking.ends_at))
    event.add("summary", f"{clinic.name} ({managed.for_whom})" if managed.for_whom else clinic.name)
    event.add("status", "CANCELLED" if booking.state == "cancelled" else "CONFIRMED")
    event.add("description", f"{booking.reference}\n{link}")
    place = managed.location
    if place is not None:
        event["location"] = vText(f"{place.name}, {place.address}" if place.address else place.name)
    return event


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)
