"""Clinic → TOML text."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_file.fields import format_cut_off, format_prepayment, format_time
from slotkeeper.domain.clinic_file.parse_marked import marked_rows
from slotkeeper.domain.clinic_file.parse_session import session_pairs
from slotkeeper.domain.clinic_file.parse_time_off import time_off_pairs
from slotkeeper.domain.clinic_file.parse_trust import format_minutes
from slotkeeper.domain.location import Location
from slotkeeper.domain.money import format_amount
from slotkeeper.domain.new_patient_rule import NewPatients, NewPatientsByLoad
from slotkeeper.domain.practitioner import WEEKDAYS, Hours, Practitioner
from slotkeeper.domain.prepayment import NO_PREPAYMENT
from slotkeeper.domain.question import Question
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings

_Value: TypeAlias = "str | int | date | _Toml | Sequence[_Value]"


class _Toml(str):
    """Text that is TOML already."""

    __slots__ = ()


def write_clinic(clinic: Clinic) -> str:
    """The file of a clinic: parsing it gives the same set-up, writing that gives the same text."""
    tables = [
        _table("[clinic]", _clinic(clinic)),
        _table("[online_booking]", _online_booking(clinic.online_booking)),
        *_trust(clinic.trust, clinic.currency),
        *(_table("[[location]]", _location(each)) for each in clinic.locations),
        *(_table("[[practitioner]]", _practitioner(each)) for each in clinic.practitioners),
        *(
            _table("[[appointment_type]]", _appointment_type(each, clinic.currency))
            for each in clinic.appointment_types
        ),
        *(_table("[[session]]", iter(session_pairs(e).items())) for e in clinic.sessions),
    ]
    return "\n".join(tables)


def clinic_values(clinic: Clinic) -> dict[str, Any]:
    """What that file holds, as TOML has it: tables as dicts, rows as lists of them."""
    return tomllib.loads(write_clinic(clinic))


_Pairs: TypeAlias = Iterator[tuple[str, _Value]]


def _clinic(clinic: Clinic) -> _Pairs:
    yield "slug", clinic.slug
    yield "name", clinic.name
    yield "time_zone", clinic.time_zone
    yield "currency", clinic.currency
    yield from _given("phone", clinic.phone)
    yield from _given("country", clinic.country)
    yield from _given("region", clinic.region)
    yield "languages", clinic.languages
    yield from _given("email", clinic.email)
    yield from _given("allowed_origins", clinic.allowed_origins)
    yield from _given("closed_on", clinic.closed_on)


def _online_booking(settings: OnlineBooking) -> _Pairs:
    yield "enabled", settings.enabled
    yield "cut_off", format_cut_off(settings.cut_off)
    yield "horizon_days", settings.horizon_days
    yield "hold_seconds", settings.hold_seconds
    yield "hold_limit", settings.hold_limit
    yield "daily_limit", settings.daily_limit
    yield "offer", settings.offer
    yield "start_every", settings.start_every
    yield "max_per_part_of_day", settings.max_per_part_of_day
    yield "new_patients", _new_patients(settings.new_patients)
    yield "cancel_and_reschedule", settings.cancel_and_reschedule
    yield "ask_birth_date", settings.ask_birth_date
    yield "ask_note", settings.ask_note
    yield "for_others", settings.for_others
    yield from _given("terms", settings.terms)
    yield from _given("cancellation_policy", settings.cancellation_policy)
    yield from _given("call_us", settings.call_us)


def _new_patients(rule: NewPatients) -> _Value:
    if not isinstance(rule, NewPatientsByLoad):
        return rule
    marks = {"closes_above": rule.closes_above, "opens_below": rule.opens_below}
    return _inline(**marks, days=rule.days)


def _trust(settings: TrustSettings, currency: str) -> Iterator[str]:
    """Nothing for a clinic that has left all as it comes."""
    if settings != TrustSettings():
        yield _table("[trust]", _trust_pairs(settings, currency))


def _trust_pairs(settings: TrustSettings, currency: str) -> _Pairs:
    yield "confirm_within", format_minutes(settings.confirm_within)
    yield "approve_within", format_minutes(settings.approve_within)
    if settings.prepay != NO_PREPAYMENT:
        yield "prepay_amount", format_prepayment(settings.prepay, currency)
    yield from _given("call_text", settings.call_text)
    yield from _given("approve_text", settings.approve_text)
    yield from _given("confirm_text", settings.confirm_text)
    if settings.rules:
        yield "rules", _lines([_trust_rule(each) for each in settings.rules])


def _trust_rule(rule: TrustRule) -> _Toml:
    return _inline(
        after=rule.after,
        times=rule.times,
        within_days=rule.within_days,
        step=rule.step,
        for_days=rule.for_days,
    )


def _location(location: Location) -> _Pairs:
    yield "slug", location.slug
    yield "name", location.name
    yield from _given("address", location.address)


def _practitioner(practitioner: Practitioner) -> _Pairs:
    yield "slug", practitioner.slug
    yield "name", practitioner.name
    yield from _given("email", practitioner.email)
    if not practitioner.enabled:
        yield "enabled", False
    if practitioner.new_patients != "open":
        yield "new_patients", practitioner.new_patients
    weekly = [_inline(days=_days(each.days), **_hours(each.hours)) for each in practitioner.weekly]
    breaks = [
        _inline(days=_days(each.days), **_span(each.begins, each.ends))
        for each in practitioner.breaks
    ]
    exceptions = [
        _inline(on=each.on, hours=[_inline(**_hours(hours)) for hours in each.hours])
        for each in practitioner.exceptions
    ]
    time_off = [_inline(**time_off_pairs(each)) for each in practitioner.time_off]
    yield "hours", _lines(weekly)
    for key, rows in (("breaks", breaks), ("exceptions", exceptions), ("time_off", time_off)):
        if rows:
            yield key, _lines(rows)
    for key, marks in marked_rows(practitioner.offered, practitioner.protected):
        yield key, _lines([_inline(**each) for each in marks])


def _days(days: Sequence[int]) -> list[str]:
    return [WEEKDAYS[day] for day in days]


def _hours(hours: Hours) -> dict[str, str]:
    place = {"location": hours.location} if hours.location is not None else {}
    return _span(hours.opens, hours.closes) | place


def _span(begins: int, ends: int) -> dict[str, str]:
    return {"from": format_time(begins), "to": format_time(ends)}


def _appointment_type(kind: AppointmentType, currency: str) -> _Pairs:
    yield "slug", kind.slug
    yield "name", kind.name
    yield from _given("description", kind.description)
    if not kind.enabled:
        yield "enabled", False
    yield "minutes", kind.minutes
    yield "padding_before", kind.padding_before
    yield "padding_after", kind.padding_after
    if kind.is_group:
        yield "places", kind.places
    yield "price", format_amount(kind.price, currency)
    yield "prepay", format_prepayment(kind.prepay, currency)
    if kind.prepay.kind != "none":
        yield "prepay_from", kind.prepay.asked_of
    yield "patients", kind.patients
    if kind.new_patients is not None:
        yield "new_patients", _new_patients(kind.new_patients)
    yield "practitioners", kind.practitioners
    yield from _given("video_link", kind.video_link)
    yield from _given("colour", kind.colour)
    if kind.questions:
        yield "questions", _lines([_question(each) for each in kind.questions])


def _question(question: Question) -> _Toml:
    given: dict[str, _Value] = {"id": question.id, "ask": question.ask, "kind": question.kind}
    if question.options:
        given["options"] = question.options
    if question.required:
        given["required"] = True
    if question.help:
        given["help"] = question.help
    return _inline(**given)


def _given(key: str, value: "str | Sequence[_Value]") -> _Pairs:
    if value:
        yield key, value


def _table(header: str, pairs: _Pairs) -> str:
    return "".join((f"{header}\n", *(f"{key} = {_value(value)}\n" for key, value in pairs)))


def _inline(**pairs: _Value) -> _Toml:
    return _Toml("{ " + ", ".join(f"{key} = {_value(each)}" for key, each in pairs.items()) + " }")


def _lines(rows: Sequence[_Toml]) -> _Toml:
    """A list of inline tables, one a line."""
    return _Toml("[\n" + "".join(f"  {row},\n" for row in rows) + "]" if rows else "[]")


def _value(value: _Value) -> str:
    if isinstance(value, _Toml):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _long_string(value) if "\n" in value else f'"{_escape(value)}"'
    return "[" + ", ".join(_value(each) for each in value) + "]"


def _long_string(text: str) -> str:
    body = text.rstrip('"')
    last = '\\"' * (len(text) - len(body))
    return f'"""\n{_escape(body, quotes=chr(34) * 3)}{last}"""'


def _escape(text: str, quotes: str = '"') -> str:
    text = text.replace("\\", "\\\\").replace(quotes, quotes[:-1] + '\\"')
    return "".join(
        c if ord(c) not in _CONTROLS or (c == "\n" and quotes != '"') else f"\\u{ord(c):04X}"
        for c in text
    )


_CONTROLS = {*range(9), *range(10, 32), 127}
