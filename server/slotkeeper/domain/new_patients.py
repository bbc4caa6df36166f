"""How full those are whom new patients could see, and which types are closed to them (S9)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, merged, without
from slotkeeper.domain.local_time import dates, day_spans, local_date
from slotkeeper.domain.new_patient_rule import Load, NewPatients, NewPatientsByLoad
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import calendar_of, stretches

CLINIC = 0
"""In place of a type's id: the rule of the clinic."""


def rule_of(clinic: Clinic, kind: AppointmentType) -> NewPatients:
    """The type's own rule, else the clinic's."""
    return kind.new_patients or clinic.online_booking.new_patients


def rules_by_load(clinic: Clinic) -> dict[int, NewPatientsByLoad]:
    """The rules that count, by the type's id; CLINIC for the clinic's."""
    rules = {CLINIC: clinic.online_booking.new_patients} | {
        kind.id: kind.new_patients
        for kind in clinic.appointment_types
        if kind.id and kind.new_patients is not None
    }
    return {key: rule for key, rule in rules.items() if isinstance(rule, NewPatientsByLoad)}


def closed_types(clinic: Clinic, by_load: Collection[int]) -> frozenset[int]:
    """Ids of the types that new patients cannot book; `by_load` are the keys of the rules that
    count and are closed now.
    """
    return frozenset(
        kind.id
        for kind in clinic.appointment_types
        if (
            (kind.id if kind.new_patients else CLINIC) in by_load
            if isinstance(rule_of(clinic, kind), NewPatientsByLoad)
            else rule_of(clinic, kind) == "closed"
        )
    )


def concerned(clinic: Clinic, key: int) -> tuple[Practitioner, ...]:
    """Over whom a rule counts, in the clinic's order: who is switched on, takes new patients and
    offers the type of that id, or any type that is switched on for CLINIC.
    """
    offering = {
        slug
        for kind in clinic.appointment_types
        if kind.enabled and key in {CLINIC, kind.id}
        for slug in kind.practitioners
    }
    return tuple(
        each
        for each in clinic.practitioners
        if each.enabled and each.new_patients == "open" and each.slug in offering
    )


def counted_days(clinic: Clinic, rule: NewPatientsByLoad, now: int) -> tuple[date, date]:
    """The first and the last local day that a rule counts: today is the first."""
    today = local_date(now, clinic.time_zone)
    return today, today + timedelta(days=rule.days - 1)


def load_of(
    clinic: Clinic,
    practitioner: Practitioner,
    days: tuple[date, date],
    booked: Iterable[Interval],
    blocked: Iterable[Interval],
) -> Load:
    """The load of one practitioner on those local days, first and last included.

    Working time is the working hours without time off, holidays and blocks; what is booked counts
    inside of it, with its padding, and each moment once. `booked` are bookings without holds.
    """
    working = without(_working(clinic, practitioner, days), merged(blocked))
    return Load(
        booked=sum(_common(working, merged(booked))),
        working=sum(end - begin for begin, end in working),
    )


def total(loads: Iterable[Load]) -> Load:
    """Of several practitioners together."""
    booked, working = 0, 0
    for each in loads:
        booked, working = booked + each.booked, working + each.working
    return Load(booked, working)


def _working(clinic: Clinic, practitioner: Practitioner, days: tuple[date, date]) -> list[Interval]:
    """The working hours of those days at all places, disjoint and ascending."""
    zone, closed_on = clinic.time_zone, clinic.closed_on
    hours = merged(
        (each.opens_at, each.closes_at) for each in stretches(practitioner, zone, *days, closed_on)
    )
    spans = merged(span for on in dates(*days) for span in day_spans(on, zone))
    inside = [
        (max(begin, first), min(end, last))
        for begin, end in hours
        for first, last in spans
        if begin < last and first < end
    ]
    if not practitioner.time_off:
        return inside
    calendar = calendar_of(practitioner, zone, closed_on)
    return without(inside, merged(away for on in dates(*days) for away in calendar.day(on).away))


def _common(some: Sequence[Interval], others: Sequence[Interval]) -> Iterator[int]:
    """The seconds of each piece that two lists have in common, both disjoint and ascending."""
    place = 0
    for begin, end in some:
        while place < len(others) and others[place][1] <= begin:
            place += 1
        at = place
        while at < len(others) and others[at][0] < end:
            yield min(end, others[at][1]) - max(begin, others[at][0])
            at += 1


def asks_who(
    kind: AppointmentType, practitioners: Iterable[Practitioner], closed_to_new: Collection[int]
) -> bool:
    """Whether it makes a difference who asks for times of that type: one of those who give it is
    closed to new patients or protects times, or the type is closed to new patients.
    """
    if kind.patients != "all":
        return False
    return kind.id in closed_to_new or any(
        each.new_patients == "closed" or each.protected for each in practitioners
    )


def is_closed_to_new(
    kind: AppointmentType, practitioners: Iterable[Practitioner], closed_to_new: Collection[int]
) -> bool:
    """Whether a new patient finds no time for that type with any of those practitioners."""
    return kind.id in closed_to_new or all(each.new_patients == "closed" for each in practitioners)
