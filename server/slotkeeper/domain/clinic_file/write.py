"""Clinic → TOML text."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_file.fields import format_cut_off, format_prepayment, format_time
from slotkeeper.domain.clinic_file.parse_change_policy import inline_policy, policy_pairs
from slotkeeper.domain.clinic_file.parse_marked import marked_rows
from slotkeeper.domain.clinic_file.parse_notices import write_notices
from slotkeeper.domain.clinic_file.parse_resource import resource_pairs
from slotkeeper.domain.clinic_file.parse_session import session_pairs
from slotkeeper.domain.clinic_file.parse_starts import starts_pairs
from slotkeeper.domain.clinic_file.parse_time_off import time_off_pairs
from slotkeeper.domain.clinic_file.parse_trust import format_minutes
from slotkeeper.domain.clinic_file.parse_waitlist import write_waitlist
from slotkeeper.domain.clinic_file.toml_text import Pairs, Toml, Value, given, inline, lines, table
from slotkeeper.domain.location import Location
from slotkeeper.domain.money import format_amount
from slotkeeper.domain.new_patient_rule import NewPatients, NewPatientsByLoad
from slotkeeper.domain.practitioner import WEEKDAYS, Hours, Practitioner
from slotkeeper.domain.prepayment import NO_PREPAYMENT
from slotkeeper.domain.question import Question
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings


def write_clinic(clinic: Clinic) -> str:
    """The file of a clinic: parsing it gives the same set-up, writing that gives the same text."""
    tables = [
        table("[clinic]", _clinic(clinic)),
        table("[online_booking]", _online_booking(clinic.online_booking)),
        *_change_policy(clinic.change_policy, clinic.currency),
        *_trust(clinic.trust, clinic.currency),
        *write_waitlist(clinic.waitlist),
        *write_notices(clinic.notices),
        *(table("[[location]]", _location(each)) for each in clinic.locations),
        *(table("[[practitioner]]", _practitioner(each)) for each in clinic.practitioners),
        *(
            table("[[appointment_type]]", _appointment_type(each, clinic.currency))
            for each in clinic.appointment_types
        ),
        *(table("[[session]]", iter(session_pairs(e).items())) for e in clinic.sessions),
        *(table("[[resource]]", resource_pairs(each)) for each in clinic.resources),
    ]
    return "\n".join(tables)


def clinic_values(clinic: Clinic) -> dict[str, Any]:
    """What that file holds, as TOML has it: tables as dicts, rows as lists of them."""
    return tomllib.loads(write_clinic(clinic))


def _clinic(clinic: Clinic) -> Pairs:
    yield "slug", clinic.slug
    yield "name", clinic.name
    yield "time_zone", clinic.time_zone
    yield "currency", clinic.currency
    yield from given("phone", clinic.phone)
    yield from given("country", clinic.country)
    yield from given("region", clinic.region)
    yield "languages", clinic.languages
    yield from given("email", clinic.email)
    yield from given("allowed_origins", clinic.allowed_origins)
    yield from given("booking_page", clinic.booking_page)
    yield from given("closed_on", clinic.closed_on)
    if clinic.travel:
        ways = [inline(between=each.between, minutes=each.minutes) for each in clinic.travel]
        yield "travel", lines(ways)


def _online_booking(settings: OnlineBooking) -> Pairs:
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
    yield "move_at_present_price", settings.move_at_present_price
    yield "ask_birth_date", settings.ask_birth_date
    yield "ask_note", settings.ask_note
    yield "for_others", settings.for_others
    yield from given("terms", settings.terms)
    yield from given("cancellation_policy", settings.cancellation_policy)
    yield from given("call_us", settings.call_us)


def _new_patients(rule: NewPatients) -> Value:
    if not isinstance(rule, NewPatientsByLoad):
        return rule
    marks = {"closes_above": rule.closes_above, "opens_below": rule.opens_below}
    return inline(**marks, days=rule.days)


def _change_policy(policy: ChangePolicy, currency: str) -> Iterator[str]:
    if policy != ChangePolicy():
        yield table("[change_policy]", policy_pairs(policy, currency))


def _trust(settings: TrustSettings, currency: str) -> Iterator[str]:
    """Nothing for a clinic that has left all as it comes."""
    if settings != TrustSettings():
        yield table("[trust]", _trust_pairs(settings, currency))


def _trust_pairs(settings: TrustSettings, currency: str) -> Pairs:
    yield "confirm_within", format_minutes(settings.confirm_within)
    yield "approve_within", format_minutes(settings.approve_within)
    if settings.prepay != NO_PREPAYMENT:
        yield "prepay_amount", format_prepayment(settings.prepay, currency)
    yield from given("call_text", settings.call_text)
    yield from given("approve_text", settings.approve_text)
    yield from given("confirm_text", settings.confirm_text)
    if settings.rules:
        yield "rules", lines([_trust_rule(each) for each in settings.rules])


def _trust_rule(rule: TrustRule) -> Toml:
    return inline(
        after=rule.after,
        times=rule.times,
        within_days=rule.within_days,
        step=rule.step,
        for_days=rule.for_days,
    )


def _location(location: Location) -> Pairs:
    yield "slug", location.slug
    yield "name", location.name
    yield from given("address", location.address)


def _practitioner(practitioner: Practitioner) -> Pairs:
    yield "slug", practitioner.slug
    yield "name", practitioner.name
    yield from given("email", practitioner.email)
    yield from given("mobile", practitioner.mobile)
    yield from given("notices", practitioner.notices)
    if not practitioner.enabled:
        yield "enabled", False
    if practitioner.new_patients != "open":
        yield "new_patients", practitioner.new_patients
    yield from starts_pairs(practitioner.starts, practitioner.max_per_day)
    weekly = [inline(days=_days(each.days), **_hours(each.hours)) for each in practitioner.weekly]
    breaks = [
        inline(days=_days(each.days), **_span(each.begins, each.ends))
        for each in practitioner.breaks
    ]
    exceptions = [
        inline(on=each.on, hours=[inline(**_hours(hours)) for hours in each.hours])
        for each in practitioner.exceptions
    ]
    time_off = [inline(**time_off_pairs(each)) for each in practitioner.time_off]
    yield "hours", lines(weekly)
    for key, rows in (("breaks", breaks), ("exceptions", exceptions), ("time_off", time_off)):
        if rows:
            yield key, lines(rows)
    for key, marks in marked_rows(practitioner.offered, practitioner.protected):
        yield key, lines([inline(**each) for each in marks])


def _days(days: Sequence[int]) -> list[str]:
    return [WEEKDAYS[day] for day in days]


def _hours(hours: Hours) -> dict[str, str]:
    place = {"location": hours.location} if hours.location is not None else {}
    return _span(hours.opens, hours.closes) | place


def _span(begins: int, ends: int) -> dict[str, str]:
    return {"from": format_time(begins), "to": format_time(ends)}


def _appointment_type(kind: AppointmentType, currency: str) -> Pairs:
    yield "slug", kind.slug
    yield "name", kind.name
    yield from given("description", kind.description)
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
    if kind.change_policy is not None:
        yield "change_policy", inline_policy(kind.change_policy, currency)
    yield "patients", kind.patients
    if kind.new_patients is not None:
        yield "new_patients", _new_patients(kind.new_patients)
    yield "practitioners", kind.practitioners
    yield from starts_pairs(kind.starts, kind.max_per_day)
    yield from given("needs", kind.needs)
    yield from given("video_link", kind.video_link)
    yield from given("colour", kind.colour)
    if kind.questions:
        yield "questions", lines([_question(each) for each in kind.questions])


def _question(question: Question) -> Toml:
    given: dict[str, Value] = {"id": question.id, "ask": question.ask, "kind": question.kind}
    if question.options:
        given["options"] = question.options
    if question.required:
        given["required"] = True
    if question.help:
        given["help"] = question.help
    return inline(**given)
