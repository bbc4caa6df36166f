"""Amounts are whole minor units, written with the decimals of their currency."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.money import DECIMALS, LARGEST, format_amount, parse_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("95.00", "AUD", 9500),
        ("95", "AUD", 9500),
        ("95.5", "EUR", 9550),
        ("0.05", "EUR", 5),
        ("4500", "JPY", 4500),
        ("9.500", "KWD", 9500),
        ("9.5", "TND", 9500),
        ("1.0001", "UYW", 10001),
        ("0", "USD", 0),
    ],
)
def test_an_amount_is_read_with_the_decimals_of_its_currency(
    text: str, currency: str, minor: int
) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "AUD"),
        ("-1", "AUD"),
        ("+1", "AUD"),
        ("1.", "AUD"),
        (".5", "AUD"),
        ("1,50", "EUR"),
        ("1 000", "EUR"),
        ("95.001", "AUD"),
        ("4500.0", "JPY"),
        ("1.5000", "KWD"),
        ("１", "AUD"),
        ("1e3", "AUD"),
        ("NaN", "AUD"),
        ("99999999999.99", "AUD"),
    ],
)
def test_anything_else_is_refused_with_what_was_expected(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match=currency):
        parse_amount(text, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(9500, "AUD", "95.00"), (5, "EUR", "0.05"), (4500, "JPY", "4500"), (9500, "KWD", "9.500")],
)
def test_an_amount_is_written_with_all_its_decimals(minor: int, currency: str, text: str) -> None:
    assert format_amount(minor, currency) == text


@given(minor=st.integers(0, LARGEST), currency=st.sampled_from(sorted(DECIMALS)))
def test_no_amount_is_changed_by_writing_and_reading(minor: int, currency: str) -> None:
    assert parse_amount(format_amount(minor, currency), currency) == minor


def test_every_currency_is_one_that_an_independent_list_knows() -> None:
    # Newer than the list: Zimbabwe's ZWG and the Arab unit XAD.
    assert set(DECIMALS) - set(Locale("en").currencies) - {"ZWG", "XAD"} == set()
