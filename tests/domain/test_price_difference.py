"""What a move costs more or less where the clinic wants the price of today (C4, P5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.prepayment import Prepayment, amount_due, smallest_payment
from slotkeeper.domain.price_difference import Agreed, as_agreed, find_difference

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]
AGREED = Agreed(asked=3000, at_clinic=6500, most_back=3000, currency="AUD")
FULL = Prepayment(kind="full")


def deposit(amount: int) -> Prepayment:
    return Prepayment(kind="deposit", amount=amount)


def test_what_was_agreed_moves_no_money() -> None:
    found = as_agreed(AGREED)
    assert (found.is_none, found.at_clinic) == (True, 6500)


def test_a_larger_deposit_is_paid_first() -> None:
    found = find_difference(AGREED, deposit(4500), 11500, can_charge=True)
    assert (found.pays, found.returns, found.at_clinic) == (1500, 0, 7000)


def test_a_smaller_deposit_is_given_back() -> None:
    found = find_difference(AGREED, deposit(2000), 7500, can_charge=True)
    assert (found.pays, found.returns, found.at_clinic) == (0, 1000, 5500)


def test_no_more_is_given_back_than_cancelling_would() -> None:
    little = Agreed(asked=3000, at_clinic=6500, most_back=400, currency="AUD")
    found = find_difference(little, deposit(2000), 7500, can_charge=True)
    assert (found.returns, found.at_clinic) == (400, 4900)


def test_a_higher_price_with_the_same_deposit_is_paid_at_the_clinic() -> None:
    found = find_difference(AGREED, deposit(3000), 12000, can_charge=True)
    assert (found.is_none, found.at_clinic) == (True, 9000)


@pytest.mark.parametrize(("asked", "can_charge"), [(3040, True), (9000, False)])
def test_what_cannot_be_charged_is_left_for_the_clinic(asked: int, *, can_charge: bool) -> None:
    found = find_difference(AGREED, deposit(asked), 9500, can_charge=can_charge)
    assert (found.is_none, found.at_clinic) == (True, 6500)


def test_where_no_prepayment_is_asked_any_more_what_was_paid_stays_up_to_the_price() -> None:
    none = Prepayment()
    assert find_difference(AGREED, none, 9500, can_charge=True).is_none
    assert find_difference(AGREED, none, 1000, can_charge=True).returns == 2000


@given(
    asked=st.integers(1, 50_000),
    at_clinic=st.integers(0, 50_000),
    given_back=st.integers(0, 50_000),
    prepay=st.one_of(st.just(FULL), st.builds(deposit, st.integers(1, 60_000))),
    price=st.integers(0, 60_000),
)
def test_afterwards_both_parts_are_the_price_or_what_is_kept(
    asked: int, at_clinic: int, given_back: int, prepay: Prepayment, price: int
) -> None:
    agreed = Agreed(
        asked=asked, at_clinic=at_clinic, most_back=min(given_back, asked), currency="AUD"
    )
    found = find_difference(agreed, prepay, price, can_charge=True)
    paid = asked + found.pays - found.returns
    assert not (found.pays and found.returns)
    assert found.pays == 0 or found.pays >= smallest_payment("AUD")
    assert 0 <= found.returns <= agreed.most_back
    assert paid + found.at_clinic == max(price, paid)
    if found.pays:
        assert paid == amount_due(prepay, price, "AUD").now
