"""What the placeholders in a clinic's own words stand for (services/notices/wording.py)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slotkeeper.domain.reference import spoken
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import long_day_text, money_text, slot_text, time_text


def facts_of(notice: Notice, language: str) -> dict[str, str]:
    """By name, in that language and the clinic's time zone; each on one line."""
    booker, place = notice.managed.booker, notice.managed.location
    start = local_start(notice)
    patient = notice.patient.first_name
    facts = {
        "first_name": booker.first_name if booker else patient,
        "patient": patient,
        "clinic": notice.clinic.name,
        "practitioner": notice.managed.practitioner.name,
        "type": notice.managed.kind.name,
        "when": slot_text(start, language),
        "day": long_day_text(start.date(), language),
        "time": time_text(start.time(), language),
        "place": place.name if place else "",
        "address": place.address if place else "",
        "phone": notice.clinic.phone,
        "reference": spoken(notice.booking.reference),
        "link": notice.booking_url,
        "amount": amount_text(notice, language),
        "until": until_text(notice, language),
        **_previous_facts(notice, language),
    }
    return {name: " ".join(value.split()) for name, value in facts.items()}


def previous_text(notice: Notice, language: str) -> str:
    """When it was before, as far as the reader knows; "" where they know nothing else."""
    previous = notice.previous
    return slot_text(_local(notice, previous.starts_at), language) if previous else ""


def _previous_facts(notice: Notice, language: str) -> dict[str, str]:
    previous = notice.previous
    if previous is None:
        names = ("when", "day", "time", "practitioner", "place")
        return {f"previous_{name}": "" for name in names}
    start, place = _local(notice, previous.starts_at), previous.location
    return {
        "previous_when": previous_text(notice, language),
        "previous_day": long_day_text(start.date(), language),
        "previous_time": time_text(start.time(), language),
        "previous_practitioner": previous.practitioner.name,
        "previous_place": place.name if place else "",
    }


def amount_text(notice: Notice, language: str) -> str:
    """The money that a message about money tells of; "" for others."""
    payment = notice.managed.payment
    if payment is None or not notice.amount:
        return ""
    return money_text(notice.amount, payment.currency, language)


def price_text(notice: Notice, language: str) -> str:
    """What the appointment costs; "" where the clinic names no price."""
    price = notice.managed.kind.price
    return money_text(price, notice.clinic.currency, language) if price else ""


def until_text(notice: Notice, language: str) -> str:
    """When the time to answer ends: its day and hour; "" where nothing is to be answered."""
    if notice.booking.expires_at is None:
        return ""
    until = _local(notice, notice.booking.expires_at)
    return f"{long_day_text(until.date(), language)}, {time_text(until.time(), language)}"


def local_start(notice: Notice) -> datetime:
    """When the appointment begins, as clocks at the clinic show it."""
    return _local(notice, notice.booking.starts_at)


def _local(notice: Notice, instant: int) -> datetime:
    return datetime.fromtimestamp(instant, ZoneInfo(notice.clinic.time_zone))
