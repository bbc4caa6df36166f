"""What a clinic file means."""

from datetime import date

import pytest

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.location import Location
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.domain.practitioner import (
    Break,
    DatedException,
    Hours,
    Practitioner,
    TimeOff,
    WeeklyHours,
)
from slotkeeper.domain.prepayment import Prepayment

FULL = """
[clinic]
slug = "harbour-physio"
name = "Harbour Physio"
time_zone = "Australia/Sydney"
currency = "AUD"
phone = "+61 2 5550 1234"
country = "AU"
languages = ["en", "de"]
email = "desk@harbour.example"
allowed_origins = ["https://harbour.example"]
booking_page = "https://harbour.example/appointments?lang=en"
closed_on = [2026-12-25]

[online_booking]
enabled = true
cut_off = "1d"
horizon_days = 30
hold_seconds = 60
hold_limit = 40
daily_limit = 0
offer = "marked-times"
start_every = 10
max_per_part_of_day = 4
new_patients = { closes_above = 90, opens_below = 75, days = 14 }
cancel_and_reschedule = false
move_at_present_price = true
ask_birth_date = "required"
ask_note = true
terms = "Be on time.\\nBe kind."
cancellation_policy = "Free until the day before."
call_us = "Please call us."

[[location]]
slug = "manly"
name = "Manly"
address = "1 Pier Street"

[[practitioner]]
slug = "sam-lee"
name = "Sam Lee"
email = "sam@harbour.example"
enabled = false
new_patients = "closed"
hours = [ { days = ["wed", "mon"], from = "09:00", to = "24:00", location = "manly" } ]
breaks = [ { days = ["mon"], from = "12:30", to = "13:00" } ]
exceptions = [
  { on = 2026-12-27, hours = [] },
  { on = 2026-12-24, hours = [ { from = "09:00", to = "12:00" } ] },
]
time_off = [ { from = 2026-07-01, to = 2026-07-14 } ]

[[appointment_type]]
slug = "initial"
name = "Initial consultation"
description = "With a plan."
minutes = 45
padding_before = 5
padding_after = 15
price = "95.00"
prepay = "deposit 30.00"
prepay_from = "new"
patients = "new"
new_patients = "closed"
practitioners = ["sam-lee"]
video_link = "https://video.example/room"
colour = "#2f6f5e"
enabled = false
"""
MINIMAL = """
[clinic]
slug = "corner"
name = "Corner Clinic"
time_zone = "Europe/Berlin"
currency = "EUR"
"""


def test_every_key_has_its_place_in_the_clinic() -> None:
    assert parse_clinic(FULL) == Clinic(
        slug="harbour-physio",
        name="Harbour Physio",
        time_zone="Australia/Sydney",
        currency="AUD",
        phone="+61 2 5550 1234",
        country="AU",
        languages=("en", "de"),
        email="desk@harbour.example",
        allowed_origins=("https://harbour.example",),
        booking_page="https://harbour.example/appointments?lang=en",
        closed_on=(date(2026, 12, 25),),
        online_booking=OnlineBooking(
            cut_off=CutOff(1, "d"),
            horizon_days=30,
            hold_seconds=60,
            hold_limit=40,
            daily_limit=0,
            offer="marked-times",
            start_every=10,
            max_per_part_of_day=4,
            new_patients=NewPatientsByLoad(closes_above=90, opens_below=75, days=14),
            cancel_and_reschedule=False,
            move_at_present_price=True,
            ask_birth_date="required",
            ask_note=True,
            terms="Be on time.\nBe kind.",
            cancellation_policy="Free until the day before.",
            call_us="Please call us.",
        ),
        locations=(Location(slug="manly", name="Manly", address="1 Pier Street"),),
        practitioners=(_sam(),),
        appointment_types=(
            AppointmentType(
                slug="initial",
                name="Initial consultation",
                description="With a plan.",
                minutes=45,
                padding_before=5,
                padding_after=15,
                price=9500,
                prepay=Prepayment(kind="deposit", amount=3000, asked_of="new"),
                patients="new",
                new_patients="closed",
                practitioners=("sam-lee",),
                video_link="https://video.example/room",
                colour="#2f6f5e",
                enabled=False,
            ),
        ),
    )


def _sam() -> Practitioner:
    return Practitioner(
        slug="sam-lee",
        name="Sam Lee",
        email="sam@harbour.example",
        enabled=False,
        new_patients="closed",
        weekly=(WeeklyHours(days=(0, 2), hours=Hours(opens=540, closes=1440, location="manly")),),
        breaks=(Break(days=(0,), begins=750, ends=780),),
        exceptions=(
            DatedException(on=date(2026, 12, 27)),
            DatedException(
                on=date(2026, 12, 24), hours=(Hours(opens=540, closes=720, location="manly"),)
            ),
        ),
        time_off=(TimeOff(first=date(2026, 7, 1), last=date(2026, 7, 14)),),
    )


def test_what_is_left_out_has_the_standard_value() -> None:
    assert parse_clinic(MINIMAL) == Clinic(
        slug="corner", name="Corner Clinic", time_zone="Europe/Berlin", currency="EUR"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("full", Prepayment(kind="full")),
        ("deposit 25%", Prepayment(kind="deposit_percent", amount=25)),
        ("deposit 95", Prepayment(kind="deposit", amount=9500)),
    ],
)
@pytest.mark.req("P1")
def test_a_prepayment_is_full_or_a_deposit(written: str, expected: Prepayment) -> None:
    text = FULL.replace("deposit 30.00", written).replace('prepay_from = "new"\n', "")
    assert parse_clinic(text).appointment_types[0].prepay == expected


@pytest.mark.req("P1")
@pytest.mark.parametrize("written", ['prepay = "none"\n', ""])
def test_a_type_asks_for_no_prepayment_unless_it_says_so(written: str) -> None:
    text = FULL.replace('prepay = "deposit 30.00"\nprepay_from = "new"\n', written)
    assert parse_clinic(text).appointment_types[0].prepay == Prepayment()


@pytest.mark.req("P6")
@pytest.mark.parametrize("asked_of", ["all", "new", "marked"])
def test_a_prepayment_is_asked_of_all_of_new_or_of_marked_patients(asked_of: str) -> None:
    text = FULL.replace('prepay_from = "new"', f'prepay_from = "{asked_of}"')
    assert parse_clinic(text).appointment_types[0].prepay.asked_of == asked_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [("90m", CutOff(90, "m")), ("2h", CutOff(2, "h")), ("0m", CutOff(0, "m"))],
)
@pytest.mark.req("S3")
def test_a_cut_off_is_in_minutes_hours_or_days(written: str, expected: CutOff) -> None:
    assert parse_clinic(FULL.replace('"1d"', f'"{written}"')).online_booking.cut_off == expected


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    assert parse_clinic("\ufeff" + FULL.replace("\n", "\r\n")) == parse_clinic(FULL)


TWO_PLACES = '[[location]]\nslug = "manly"\nname = "Manly"\n[[location]]\nslug="city"\nname="City"'
SAM = '\n[[practitioner]]\nslug = "sam"\nname = "Sam Lee"\n'


def test_hours_without_a_place_are_at_the_only_one_of_the_clinic() -> None:
    place = TWO_PLACES.partition("[[location]]\nslug=")[0]
    hours = 'hours = [{ days = ["mon"], from = "09:00", to = "12:00" }]'
    assert _places(MINIMAL + place + SAM + hours) == ["manly"]


def test_hours_without_a_place_are_where_the_other_hours_of_that_practitioner_are() -> None:
    hours = """hours = [
      { days = ["mon"], from = "09:00", to = "12:00" },
      { days = ["tue"], from = "09:00", to = "12:00", location = "city" },
    ]"""
    assert _places(MINIMAL + TWO_PLACES + SAM + hours) == ["city", "city"]


def test_in_a_clinic_without_places_hours_have_none() -> None:
    hours = 'hours = [{ days = ["mon"], from = "09:00", to = "12:00" }]'
    assert _places(MINIMAL + SAM + hours) == [None]


def _places(text: str) -> list[str | None]:
    return [each.hours.location for each in parse_clinic(text).practitioners[0].weekly]
