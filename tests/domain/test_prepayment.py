"""What is due when booking, and from whom."""

from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from demo.stripe.money import MINIMUM
from slotkeeper.domain.clinic_file.fields import format_prepayment, parse_prepayment
from slotkeeper.domain.money import DECIMALS, format_amount
from slotkeeper.domain.prepayment import (
    NO_PREPAYMENT,
    Due,
    Prepayment,
    amount_due,
    is_asked,
    payment_step,
    smallest_payment,
)
from tests.domain.clinics import prepayments

CURRENCIES = st.sampled_from(sorted(DECIMALS))
PRICES = st.integers(0, 10**9)
PERCENTS = st.integers(1, 100)


def percent_of(percent: int, price: int, currency: str) -> Due:
    return amount_due(Prepayment(kind="deposit_percent", amount=percent), price, currency)


class TestHowMuch:
    pytestmark = pytest.mark.req("P1")

    @pytest.mark.parametrize(
        ("prepay", "now", "at_clinic"),
        [
            (NO_PREPAYMENT, 0, 9500),
            (Prepayment(kind="full"), 9500, 0),
            (Prepayment(kind="deposit", amount=3000), 3000, 6500),
            (Prepayment(kind="deposit_percent", amount=25), 2375, 7125),
            (Prepayment(kind="deposit_percent", amount=100), 9500, 0),
        ],
    )
    def test_a_price_is_paid_in_two_parts(
        self, prepay: Prepayment, now: int, at_clinic: int
    ) -> None:
        assert amount_due(prepay, 9500, "AUD") == Due(now=now, at_clinic=at_clinic)

    @pytest.mark.parametrize(
        ("percent", "price", "currency", "now"),
        [
            (25, 9501, "EUR", 2375),  # 2375.25
            (25, 9502, "EUR", 2376),  # 2375.5
            (50, 4501, "JPY", 2251),
            (33, 4500, "JPY", 1485),
            (25, 9500, "KWD", 2380),  # 2.375, in steps of 0.010
            (50, 9505, "TND", 4750),  # 4.7525
            (100, 9505, "KWD", 9500),  # rounded up it would be above the price
            (25, 950_000, "MGA", 237_500),
            (25, 950_200, "MGA", 237_600),  # 2375.50, in whole ariary
        ],
    )
    def test_a_percentage_is_rounded_half_up_to_what_can_be_charged(
        self, percent: int, price: int, currency: str, now: int
    ) -> None:
        assert percent_of(percent, price, currency) == Due(now=now, at_clinic=price - now)

    def test_a_price_that_fell_below_the_deposit_is_all_that_is_due(self) -> None:
        deposit = Prepayment(kind="deposit", amount=3000)
        assert amount_due(deposit, 2500, "AUD") == Due(now=2500, at_clinic=0)

    @given(percent=PERCENTS, price=PRICES, currency=CURRENCIES)
    def test_a_percentage_is_within_half_a_step_of_the_fraction(
        self, percent: int, price: int, currency: str
    ) -> None:
        now, step = percent_of(percent, price, currency).now, payment_step(currency)
        exact = Fraction(price * percent, 100)
        assert now % step == 0
        if now + step <= price:  # else rounding up would pass the price
            assert Fraction(-step, 2) < now - exact <= Fraction(step, 2)

    @given(percent=st.integers(1, 99), price=PRICES, currency=CURRENCIES)
    def test_a_greater_percentage_is_never_less(
        self, percent: int, price: int, currency: str
    ) -> None:
        less, more = (percent_of(each, price, currency) for each in (percent, percent + 1))
        assert less.now <= more.now

    @given(price=PRICES, currency=CURRENCIES)
    def test_all_of_the_price_leaves_nothing_to_pay_at_the_clinic(
        self, price: int, currency: str
    ) -> None:
        assert amount_due(Prepayment(kind="full"), price, currency).at_clinic == 0

    @given(data=st.data(), price=PRICES, currency=CURRENCIES)
    def test_whatever_a_file_accepts_can_be_charged_and_adds_up(
        self, data: st.DataObject, price: int, currency: str
    ) -> None:
        prepay = data.draw(prepayments(price, currency))
        due = amount_due(prepay, price, currency)
        assert due.now + due.at_clinic == price
        assert due.at_clinic >= 0
        if prepay.kind == "none":
            assert due.now == 0
        else:
            assert due.now >= smallest_payment(currency)
            assert due.now % payment_step(currency) == 0

    @given(percent=PERCENTS, amount=st.integers(0, 10**9 + 1000), price=PRICES, currency=CURRENCIES)
    def test_no_rule_asks_for_more_than_the_price(
        self, percent: int, amount: int, price: int, currency: str
    ) -> None:
        for due in (
            percent_of(percent, price, currency),
            amount_due(Prepayment(kind="deposit", amount=amount), price, currency),
        ):
            assert 0 <= due.now <= price
            assert due.now + due.at_clinic == price


class TestOfWhom:
    pytestmark = pytest.mark.req("P6")

    @pytest.mark.parametrize(
        ("asked_of", "is_new", "is_marked", "asked"),
        [
            ("all", False, False, True),
            ("all", True, True, True),
            ("new", True, False, True),
            ("new", False, False, False),
            ("new", False, True, True),
            ("marked", False, False, False),
            ("marked", True, False, False),
            ("marked", False, True, True),
        ],
    )
    def test_all_new_or_marked_patients_are_asked(
        self,
        asked_of: Literal["all", "new", "marked"],
        *,
        is_new: bool,
        is_marked: bool,
        asked: bool,
    ) -> None:
        prepay = Prepayment(kind="full", asked_of=asked_of)
        assert is_asked(prepay, is_new=is_new, is_marked=is_marked) is asked

    @given(is_new=st.booleans(), is_marked=st.booleans())
    def test_nobody_is_asked_where_the_type_has_no_prepayment(
        self, *, is_new: bool, is_marked: bool
    ) -> None:
        assert not is_asked(NO_PREPAYMENT, is_new=is_new, is_marked=is_marked)


class TestWhatCanBeCharged:
    pytestmark = pytest.mark.req("P1")

    @pytest.mark.parametrize(
        ("currency", "least"),
        [
            ("AUD", "0.50"),
            ("GBP", "0.30"),
            ("JPY", "50"),
            ("HUF", "175.00"),
            ("KRW", "1"),
            ("KWD", "0.010"),
            ("MGA", "1.00"),
        ],
    )
    def test_the_least_is_the_published_minimum_or_one_step(
        self, currency: str, least: str
    ) -> None:
        assert format_amount(smallest_payment(currency), currency) == least

    @given(st.sampled_from(sorted(MINIMUM)))
    def test_the_pretend_stripe_refuses_what_is_below_the_same_least(self, code: str) -> None:
        assert MINIMUM[code] == smallest_payment(code.upper())

    @given(CURRENCIES)
    def test_the_least_is_itself_in_steps(self, currency: str) -> None:
        assert smallest_payment(currency) > 0
        assert smallest_payment(currency) % payment_step(currency) == 0

    @pytest.mark.parametrize(
        ("text", "currency", "price", "expected"),
        [
            ("deposit 9.505", "KWD", 10_000, "a deposit in steps of 0.010 KWD"),
            ("full", "KWD", 9_505, "a price in steps of 0.010 KWD"),
            ("deposit 9.50", "MGA", 10_000, "a deposit in steps of 1.00 MGA"),
            ("deposit 0.005", "KWD", 10_000, "a deposit of at least 0.010 KWD"),
            ("deposit 49", "JPY", 4_500, "a deposit of at least 50 JPY"),
            ("deposit 1%", "JPY", 4_500, "a deposit of at least 50 JPY"),
            ("full", "JPY", 49, "a price of at least 50 JPY"),
            ("deposit 174.99", "HUF", 9_500_00, "a deposit of at least 175.00 HUF"),
        ],
    )
    def test_what_could_not_be_charged_is_refused_with_what_could(
        self, text: str, currency: str, price: int, expected: str
    ) -> None:
        with pytest.raises(ValueError, match=expected):
            parse_prepayment(text, currency, price)

    @given(
        text=st.builds("deposit {}%".format, PERCENTS)
        | st.builds("deposit {}".format, st.integers(0, 10**5))
        | st.just("full"),
        price=PRICES,
        currency=CURRENCIES,
    )
    def test_a_rule_is_refused_or_can_be_charged(
        self, text: str, price: int, currency: str
    ) -> None:
        try:
            prepay = parse_prepayment(text, currency, price)
        except ValueError:
            return
        due = amount_due(prepay, price, currency)
        assert smallest_payment(currency) <= due.now <= price
        assert due.now % payment_step(currency) == 0

    @given(data=st.data(), price=PRICES, currency=CURRENCIES)
    def test_a_rule_is_written_as_it_is_read(
        self, data: st.DataObject, price: int, currency: str
    ) -> None:
        prepay = replace(data.draw(prepayments(price, currency)), asked_of="all")
        assert parse_prepayment(format_prepayment(prepay, currency), currency, price) == prepay
