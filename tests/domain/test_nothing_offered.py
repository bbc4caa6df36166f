"""On but nothing offered: which types, and for want of what."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.nothing_offered import nothing_offered
from slotkeeper.domain.protected_time import ProtectedTime, Release
from tests.domain.schedules import SYDNEY, clinic_of, kind_of, practitioner, weekly

NOW = int(datetime(2027, 1, 4, 9, tzinfo=ZoneInfo(SYDNEY)).timestamp())
HOURS = weekly("09:00-17:00")
ALL_DAY = MarkedTime(begins=0, ends=1440, days=(0, 1, 2, 3, 4, 5, 6))

pytestmark = pytest.mark.req("S5", "S8")


def clinic(offer: str = "working-hours", **sam: Any) -> Clinic:  # noqa: ANN401 - fields by name
    person = practitioner(weekly=HOURS, **sam)
    kinds = (kind_of(60), kind_of(30, slug="short", name="Short", enabled=False))
    return clinic_of(person, offer=offer, horizon_days=30, appointment_types=kinds)


def found(clinic: Clinic) -> dict[str, list[str]]:
    return {
        str(why): [k.slug for k in kinds] for why, kinds in nothing_offered(clinic, NOW).items()
    }


def test_nothing_is_marked() -> None:
    assert found(clinic("marked-times")) == {"nothing_marked": ["initial"]}


def test_marks_beyond_the_horizon_or_outside_of_the_hours_are_none() -> None:
    later = replace(ALL_DAY, first=date(2027, 2, 4))
    night = replace(ALL_DAY, ends=9 * 60)
    assert found(clinic("marked-times", offered=(later, night))) == {"nothing_marked": ["initial"]}


def test_one_marked_hour_is_enough() -> None:
    one = MarkedTime(begins=540, ends=600, on=date(2027, 2, 3))
    assert found(clinic("marked-times", offered=(one,))) == {}


def test_all_is_protected() -> None:
    assert found(clinic(protected=(ProtectedTime(time=ALL_DAY),))) == {"all_protected": ["initial"]}
    released = ProtectedTime(time=ALL_DAY, release=Release(weekday=4, minute=1080))
    assert found(clinic(protected=(released,))) == {}


def test_all_that_is_marked_is_protected() -> None:
    sam: dict[str, Any] = {"offered": (ALL_DAY,), "protected": (ProtectedTime(time=ALL_DAY),)}
    assert found(clinic("marked-times", **sam)) == {"all_protected": ["initial"]}


def test_neither_is_to_blame_where_nobody_works_or_booking_is_off() -> None:
    nobody = practitioner()
    assert found(clinic_of(nobody, offer="marked-times", appointment_types=(kind_of(60),))) == {}
    off = clinic("marked-times")
    settings = replace(off.online_booking, enabled=False)
    assert found(replace(off, online_booking=settings)) == {}
