"""Somebody's place on the waiting list in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from slotkeeper.domain.waitlist import FreeTime, WaitlistOffer
from slotkeeper.services.staff.waitlist.show import Offerable, OnList
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.storage.waitlist_list import Gone
from slotkeeper.web.formats import weekday_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_A_MONDAY = date(2027, 1, 4)


def moments_of(staff: StaffVisit) -> Moments:
    """The clinic's clock in this person's language."""
    return Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())


def row_view(staff: StaffVisit, parts: Parts, found: OnList) -> dict[str, Any]:
    """One line of the list, and the head of their own page."""
    entry, booked, moments = found.entry, found.booked, moments_of(staff)
    kind = parts.appointment_types.get(entry.appointment_type_id)
    offers = found.offers
    return {
        "id": entry.id,
        "name": found.name,
        "patient_id": booked.patient_id if booked else None,
        "booking_id": booked.booking_id if booked else None,
        "booked": moments.day_and_time(booked.starts_at) if booked else "",
        "email": booked.email if booked else entry.email,
        "phone": booked.phone if booked else entry.phone,
        "born": moments.day_of(entry.birth_date) if entry.birth_date else "",
        "is_new": entry.patient_is == "new",
        "note": entry.note,
        "kind": kind.name if kind else "",
        "wants": wants(staff, parts, found),
        "since": moments.day(entry.made_at),
        "since_iso": moments.iso(entry.made_at),
        "since_ago": moments.ago(entry.made_at),
        "priority": entry.priority,
        "state": entry.state,
        "asked_to_call": found.asked_to_call,
        "unreached": found.unreached,
        "unjoined": found.unjoined,
        "offer": offer_view(parts, moments, found.open_offer) if found.open_offer else None,
        "offers": [offer_view(parts, moments, each) for each in offers],
    }


def wants(staff: StaffVisit, parts: Parts, found: OnList) -> list[str]:
    """What they would take, each part where it is not left open."""
    wanted, moments, text = found.entry.wanted, moments_of(staff), staff.text
    days = [weekday_text(_A_MONDAY + timedelta(days=e), staff.language) for e in wanted.weekdays]
    people = (parts.practitioners.get(each) for each in wanted.practitioners)
    place = parts.locations.get(wanted.location_id or 0)
    said = [
        ", ".join(days),
        ", ".join(text(f"onlist.{each}") for each in wanted.parts),
        ", ".join(each.name for each in people if each),
        place.name if place else "",
        text("onlist.from", day=moments.day_of(wanted.from_on)) if wanted.from_on else "",
        text("onlist.until", day=moments.day_of(wanted.until_on)) if wanted.until_on else "",
    ]
    return [each for each in said if each] or [text("onlist.anything")]


def offer_view(parts: Parts, moments: Moments, offer: WaitlistOffer) -> dict[str, Any]:
    """What was offered, and what became of it. One whose time is over and that nothing became of
    yet is being booked or paid; of one that they never heard of that is said.
    """
    who = parts.practitioners.get(offer.practitioner_id)
    is_late = offer.state == "open" and offer.open_until <= moments.now
    return {
        "id": offer.id,
        "starts": moments.day_and_time(offer.starts_at),
        "starts_iso": moments.iso(offer.starts_at),
        "practitioner": who.name if who else "",
        "state": "booking" if is_late else offer.untold or offer.state,
        "made": moments.day_and_time(offer.made_at),
        "until": _until(moments, offer.open_until),
        "until_ago": moments.ago(offer.open_until),
        "by_hand": offer.made_by is not None,
    }


def _until(moments: Moments, instant: int) -> str:
    """The time of day, with the day where it is another than today."""
    is_today = moments.local(instant).date() == moments.today
    return moments.time(instant) if is_today else moments.day_and_time(instant)


def gone_view(staff: StaffVisit, parts: Parts, gone: Iterable[Gone]) -> list[dict[str, Any]]:
    """Those who wait no more."""
    moments = moments_of(staff)
    return [
        {
            "id": each.entry_id,
            "name": each.name,
            "state": each.state,
            "kind": kind.name if (kind := _kind(parts, each)) else "",
            "day": moments.day(each.ended_at),
            "iso": moments.iso(each.ended_at),
        }
        for each in gone
    ]


def times_view(staff: StaffVisit, parts: Parts, found: Offerable) -> list[dict[str, Any]]:
    """The times to choose from, in their two groups; an empty one is left out."""
    groups = [("fitting", found.fitting), ("others", found.others)]
    return [
        {"key": key, "times": [_time(staff, parts, each) for each in times]}
        for key, times in groups
        if times
    ]


def _time(staff: StaffVisit, parts: Parts, time: FreeTime) -> dict[str, str]:
    who = parts.practitioners.get(time.practitioner_id)
    place = parts.locations.get(time.location_id or 0)
    said = [who.name if who else "", place.name if place else ""]
    when = moments_of(staff).day_and_time(time.slot.starts_at)
    return {
        "value": f"{time.practitioner_id}-{time.slot.starts_at}",
        "text": " · ".join(filter(None, [when, *said])),
    }


def _kind(parts: Parts, gone: Gone) -> Any:  # noqa: ANN401 - a part or None
    return parts.appointment_types.get(gone.appointment_type_id)
