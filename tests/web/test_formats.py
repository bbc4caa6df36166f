"""Dates, times and money follow the page's language (B9)."""

from datetime import date, datetime, time

import pytest

from slotkeeper.web.formats import (
    countdown_text,
    day_of_month_text,
    day_text,
    long_day_text,
    long_weekday_text,
    money_text,
    month_text,
    months_text,
    phone_link,
    slot_text,
    time_text,
    weekday_text,
)

DAY = date(2027, 1, 5)

pytestmark = pytest.mark.req("B9")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "9:15 am"), ("en-US", "9:15 AM"), ("de", "09:15"), ("fr", "09:15"), ("ar", "9:15 ص")],
)
def test_a_time_is_written_as_in_the_language(language: str, expected: str) -> None:
    assert time_text(time(9, 15), language) == expected


def test_noon_and_midnight_are_twelve() -> None:
    assert [time_text(time(hour), "en") for hour in (0, 12)] == ["12:00 am", "12:00 pm"]


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "Tue 5 Jan", "Tuesday 5 January"),
        ("en-US", "Tue, Jan 5", "Tuesday, January 5"),
        ("de", "Di., 5. Jan.", "Dienstag, 5. Januar"),
        ("fr", "mar. 5 janv.", "mardi 5 janvier"),
        ("es", "mar, 5 ene", "martes, 5 de enero"),
    ],
)
def test_a_date_has_its_weekday(language: str, short: str, long: str) -> None:
    assert day_text(DAY, language) == short
    assert long_day_text(DAY, language) == long


def test_the_parts_of_a_date_stand_alone() -> None:
    parts = (weekday_text, long_weekday_text, day_of_month_text, month_text)
    assert [part(DAY, "en") for part in parts] == ["Tue", "Tuesday", "5", "January 2027"]
    assert [part(DAY, "de") for part in parts] == ["Di", "Dienstag", "5", "Januar 2027"]


def test_a_week_over_two_months_names_both() -> None:
    assert months_text(DAY, date(2027, 1, 11), "en") == "January 2027"
    assert months_text(date(2027, 1, 29), date(2027, 2, 4), "en") == "January – February 2027"
    assert months_text(date(2026, 12, 29), DAY, "en") == "December 2026 – January 2027"


def test_a_slot_is_a_day_and_a_time() -> None:
    assert slot_text(datetime(2027, 1, 5, 9, 15), "en") == "Tue 5 Jan, 9:15 am"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        (9500, "AUD", "en", "A$95.00"),
        (9500, "USD", "en", "$95.00"),
        (9550, "EUR", "de", "95,50\xa0€"),
        (9500, "JPY", "en", "¥9,500"),
        (12345, "KWD", "de", "12,345\xa0KWD"),
        (125_050, "RSD", "de", "1.250,50\xa0RSD"),
        (12_340, "IQD", "de", "12,340\xa0IQD"),
    ],
)
def test_money_has_its_currency_and_its_minor_units(
    amount: int, currency: str, language: str, expected: str
) -> None:
    assert money_text(amount, currency, language) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(432, "7:12"), (450, "7:30"), (60, "1:00"), (9, "0:09"), (-3, "0:00")]
)
def test_what_is_left_counts_in_minutes_and_seconds(seconds: int, expected: str) -> None:
    assert countdown_text(seconds) == expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [("+61 2 5550 1234", "tel:+61255501234"), ("(02) 5550-1234", "tel:0255501234")],
)
def test_a_phone_number_can_be_called(phone: str, expected: str) -> None:
    assert phone_link(phone) == expected


def test_an_unknown_language_is_read_as_english() -> None:
    assert day_text(DAY, "klingon") == "Tue 5 Jan"
