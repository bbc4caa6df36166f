"""Why is this time not offered? Each rule names itself (S11)."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import to_instant
from slotkeeper.domain.practitioner import Break, Practitioner, TimeOff
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.domain.reasons import Reason, why_not
from tests.domain.schedules import (
    SYDNEY,
    TUESDAY,
    clinic_of,
    kind_of,
    minutes,
    places,
    practitioner,
    weekly,
)

pytestmark = pytest.mark.req("S11")

SAM = practitioner(
    weekly=weekly("09:00-17:00", location="city"),
    breaks=(Break(days=(1,), begins=720, ends=780),),
)
MONDAY_NOON = to_instant(TUESDAY - timedelta(days=1), 720, SYDNEY)


def at(clock: str, on: date = TUESDAY) -> int:
    return to_instant(on, minutes(clock), SYDNEY)


def ask(
    clock: str = "10:00",
    clinic: Clinic | None = None,
    kind: AppointmentType | None = None,
    person: Practitioner = SAM,
    **other: Any,  # noqa: ANN401 - fields by name
) -> list[Reason]:
    known = Known(now=other.pop("now", MONDAY_NOON), busy=other.pop("busy", {}))
    values: dict[str, Any] = {"starts_at": at(clock), "known": known} | other
    return why_not(clinic or clinic_of(SAM), kind or kind_of(60), person, **values)


def test_a_time_that_can_be_booked_has_no_reason() -> None:
    assert ask() == []


def test_the_clinic_is_off() -> None:
    assert ask(clinic=clinic_of(SAM, enabled=False)) == [Reason.CLINIC_OFF]


def test_the_type_is_off() -> None:
    assert ask(kind=kind_of(enabled=False)) == [Reason.TYPE_OFF]


@pytest.mark.req("P1")
def test_money_would_be_taken_and_the_clinic_takes_none() -> None:
    assert ask(kind=kind_of(prepay=Prepayment(kind="full"))) == [Reason.PREPAYMENT]


@pytest.mark.req("P1")
def test_a_prepayment_is_no_reason_where_the_clinic_takes_payments() -> None:
    clinic = replace(clinic_of(SAM), takes_payments=True)
    assert ask(clinic=clinic, kind=kind_of(prepay=Prepayment(kind="full"))) == []


def test_only_marked_times_are_offered() -> None:
    assert ask(clinic=clinic_of(SAM, offer="marked-times")) == [Reason.NOT_MARKED]


def test_the_practitioner_is_off() -> None:
    off = practitioner(weekly=SAM.weekly, enabled=False)
    assert ask(person=off) == [Reason.PRACTITIONER_OFF]


def test_the_practitioner_does_not_offer_the_type() -> None:
    assert ask(kind=kind_of(practitioners=("kim",))) == [Reason.NOT_OFFERED_BY]


def test_it_is_too_soon() -> None:
    assert ask(clinic=clinic_of(SAM, cut_off=CutOff(1, "d"))) == [Reason.TOO_SOON]


def test_it_is_past() -> None:
    assert ask(now=at("10:00") + 1) == [Reason.TOO_SOON]


def test_it_is_too_far() -> None:
    assert ask(clinic=clinic_of(SAM, horizon_days=0)) == [Reason.TOO_FAR]


@pytest.mark.parametrize("clock", ["08:00", "12:00", "12:30", "17:00"])
def test_it_is_outside_of_hours_or_in_a_break(clock: str) -> None:
    assert ask(clock) == [Reason.OUTSIDE_HOURS]


def test_it_is_a_public_holiday() -> None:
    assert ask(clinic=clinic_of(SAM, closed_on=(TUESDAY,))) == [Reason.CLOSED_DAY]


def test_it_is_time_off() -> None:
    away = practitioner(weekly=SAM.weekly, time_off=(TimeOff(first=TUESDAY, last=TUESDAY),))
    assert ask(person=away) == [Reason.TIME_OFF]


def test_it_is_at_another_location() -> None:
    clinic = clinic_of(SAM, locations=places("city", "manly"))
    assert ask(clinic=clinic, location="manly") == [Reason.WRONG_LOCATION]


def test_it_is_off_the_grid() -> None:
    assert ask("10:05") == [Reason.OFF_GRID]


def test_it_does_not_fit_with_its_padding() -> None:
    assert ask("16:00", kind=kind_of(60, after=5)) == [Reason.DOES_NOT_FIT]


def test_it_is_busy() -> None:
    assert ask(busy={1: [(at("10:30"), at("10:45"))]}) == [Reason.BUSY]


def test_all_reasons_are_told_in_the_order_of_the_chain() -> None:
    found = ask(
        "16:45",
        clinic=clinic_of(SAM, enabled=False, cut_off=CutOff(7, "d")),
        kind=kind_of(practitioners=()),
        busy={1: [(at("16:00"), at("17:00"))]},
    )
    assert found == [
        Reason.CLINIC_OFF,
        Reason.NOT_OFFERED_BY,
        Reason.TOO_SOON,
        Reason.OFF_GRID,
        Reason.DOES_NOT_FIT,
        Reason.BUSY,
    ]
    assert found == sorted(found, key=list(Reason).index)


@pytest.mark.req("R4")
@pytest.mark.parametrize("number", [0, -(10**20), 10**20, 253402300799, -62135596800])
def test_any_number_gets_an_answer(number: int) -> None:
    assert ask(starts_at=number)
