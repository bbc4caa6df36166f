"""Marked and protected times in the clinic file: what they mean, and what is wrong with a row."""

from datetime import date

import pytest

from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.protected_time import ProtectedTime, Release

FILE = """
[clinic]
slug = "harbour"
name = "Harbour"
time_zone = "Australia/Sydney"
currency = "AUD"

[[practitioner]]
slug = "sam"
name = "Sam"
hours = []
"""

pytestmark = pytest.mark.req("S5", "S8")


def sam(rows: str) -> Practitioner:
    clinic = parse_clinic(FILE + rows)
    assert parse_clinic(write_clinic(clinic)) == clinic
    return clinic.practitioners[0]


def test_offered_times_of_weeks_and_of_a_date() -> None:
    found = sam("""
[[practitioner.offered]]
days = ["thu", "tue"]
from = "09:00"
to = "24:00"
every_weeks = 2
first = 2027-01-05
last = 2027-06-30
except = [2027-02-02]

[[practitioner.offered]]
on = 2026-12-01
from = "09:00"
to = "12:00"
""")
    assert found.offered == (
        MarkedTime(
            begins=540,
            ends=1440,
            days=(1, 3),
            every_weeks=2,
            first=date(2027, 1, 5),
            last=date(2027, 6, 30),
            not_on=(date(2027, 2, 2),),
        ),
        MarkedTime(begins=540, ends=720, on=date(2026, 12, 1)),
    )


@pytest.mark.parametrize(
    ("release", "meant"),
    [
        ('release = "fri 18:00", ', Release(weekday=4, minute=1080)),
        ('release = "48h", ', Release(before=CutOff(48, "h"))),
        ('release = "2d", ', Release(before=CutOff(2, "d"))),
        ('release = "never", ', Release()),
        ("", Release()),
    ],
)
def test_protected_times_with_each_release(release: str, meant: Release) -> None:
    row = f'{{ days = ["tue"], {release}from = "17:00", to = "19:00", existing_for = "1d" }}'
    assert sam(f"protected = [{row}]").protected == (
        ProtectedTime(
            time=MarkedTime(begins=1020, ends=1140, days=(1,)),
            release=meant,
            existing_for=CutOff(1, "d"),
        ),
    )


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ('from = "09:00", to = "12:00"', "days", "a list of days"),
        ('on = 2027-01-05, days = ["tue"], from = "09:00", to = "12:00"', "on", "a date alone"),
        ('on = "2027-01-05", from = "09:00", to = "12:00"', "on", "a date without quotes"),
        ('days = ["tue"], from = "12:00", to = "09:00"', "to", 'a time after "from"'),
        ('days = ["tue"], from = "09:00", to = "12:00", every_weeks = 2', "first", "counted"),
        (
            'days = ["tue"], from = "09:00", to = "12:00", every_weeks = 53',
            "every_weeks",
            "1 to 52",
        ),
        (
            'days = ["tue"], from = "09:00", to = "12:00", first = 2027-01-05, last = 2027-01-04',
            "last",
            'not before "first"',
        ),
        ('days = ["tue"], from = "09:00", to = "12:00", release = "6pm"', "release", '"fri 18:00"'),
        (
            'days = ["tue"], from = "09:00", to = "12:00", waitlist_for = "long"',
            "waitlist_for",
            "a notice such as",
        ),
        ('days = ["tue"], from = "09:00", to = "12:00", until = 2027-01-05', "until", "known"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(row: str, field: str, expected: str) -> None:
    with pytest.raises(ClinicFileWrong) as caught:
        parse_clinic(f"{FILE}protected = [{{ {row} }}]")
    [problem] = caught.value.problems
    assert problem.field == f"practitioner[1].protected[1].{field}"
    assert expected in problem.expected
