"""In words: what keeps a type from being booked at any time, and how soon or far a time is."""

from collections.abc import Iterator
from datetime import timedelta

from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.local_time import local_date, plus_days
from slotkeeper.web.staff.why.told import Case, Told


def clinic_off(case: Case) -> Iterator[Told]:
    """The master switch (S1)."""
    yield case.tell("clinic_off", case.of_clinic("enabled"))


def type_off(case: Case) -> Iterator[Told]:
    """The type's switch."""
    yield case.tell("type_off", case.of_kind("enabled"))


def practitioner_off(case: Case) -> Iterator[Told]:
    """The practitioner's switch."""
    yield case.tell("practitioner_off", case.of_practitioner("enabled"))


def not_offered_by(case: Case) -> Iterator[Told]:
    """Who gives the type."""
    yield case.tell("not_offered_by", case.of_kind("practitioners"))


def prepayment(case: Case) -> Iterator[Told]:
    """Money would be taken, and nothing takes it (P1)."""
    yield case.tell("prepayment", case.of_kind("prepay"))


def new_patients(case: Case) -> Iterator[Told]:
    """No new patients are taken, by switch or by load (S9)."""
    yield case.tell("new_patients", case.of_clinic("new_patients"))


def practitioner_closed_to_new(case: Case) -> Iterator[Told]:
    """The practitioner takes no new patients."""
    yield case.tell("practitioner_closed_to_new", case.of_practitioner("new_patients"))


def too_soon(case: Case) -> Iterator[Told]:
    """Past, or closer than the cut-off: until when it could be booked (S3)."""
    if case.starts_at < case.facts.known.now:
        yield case.tell("past", when=case.moments.ago(case.starts_at))
        return
    until = case.moments.day_and_time(_bookable_until(case))
    yield case.tell("too_soon", case.of_clinic("cut_off"), until=until)


def _bookable_until(case: Case) -> int:
    """The last instant at which the cut-off left that start open."""
    cut_off = case.clinic.online_booking.cut_off
    if cut_off.unit == "d":
        return plus_days(case.starts_at, -cut_off.amount, case.clinic.time_zone)
    return case.starts_at - cut_off.amount * {"m": 60, "h": 3600}[cut_off.unit]


def too_far(case: Case) -> Iterator[Told]:
    """Beyond the horizon: from which day on it can be booked (S4)."""
    ahead = case.clinic.online_booking.horizon_days
    opens = local_date(case.starts_at, case.clinic.time_zone) - timedelta(days=ahead)
    last = last_bookable_day(case.clinic, case.facts.known.now)
    yield case.tell(
        "too_far",
        case.of_clinic("horizon_days"),
        days=ahead,
        last=case.moments.day_of(last),
        opens=case.moments.day_of(opens),
    )
