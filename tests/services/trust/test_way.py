"""What a booking needs on each step, by the type's prepayment and what the clinic can charge."""

import pytest

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment
from slotkeeper.domain.trust import Step
from slotkeeper.domain.trust_rule import TrustSettings
from slotkeeper.services.trust.way import find_way

pytestmark = pytest.mark.req("T2", "P6")

DEPOSIT = Prepayment(kind="deposit", amount=3000)
OF_NEW = Prepayment(kind="deposit", amount=3000, asked_of="new")
OF_MARKED = Prepayment(kind="deposit", amount=3000, asked_of="marked")
QUARTER = Prepayment(kind="deposit_percent", amount=25)


def clinic(*, paid: bool = True, prepay: Prepayment = NO_PREPAYMENT) -> Clinic:
    return Clinic(
        slug="corner",
        name="Corner",
        time_zone="Australia/Sydney",
        currency="AUD",
        takes_payments=paid,
        trust=TrustSettings(prepay=prepay),
    )


def kind(prepay: Prepayment = NO_PREPAYMENT, price: int = 9500) -> AppointmentType:
    return AppointmentType(slug="first", name="First", minutes=30, price=price, prepay=prepay)


@pytest.mark.parametrize(
    ("step", "prepay", "needs", "now"),
    [
        ("normal", NO_PREPAYMENT, "nothing", 0),
        ("normal", DEPOSIT, "payment", 3000),
        ("normal", OF_MARKED, "nothing", 0),
        ("confirm", NO_PREPAYMENT, "patient", 0),
        ("confirm", DEPOSIT, "payment", 3000),
        ("confirm", OF_NEW, "patient", 0),
        ("prepay", NO_PREPAYMENT, "payment", 9500),
        ("prepay", OF_MARKED, "payment", 3000),
        ("prepay", OF_NEW, "payment", 3000),
        ("approve", DEPOSIT, "clinic", 0),
        ("call", DEPOSIT, "call", 0),
        ("blocked", NO_PREPAYMENT, "call", 0),
    ],
)
def test_each_step_has_its_way(step: Step, prepay: Prepayment, needs: str, now: int) -> None:
    way = find_way(clinic(), kind(prepay), step, is_new=False)
    assert (way.needs, way.due.now) == (needs, now)
    assert way.due.now + way.due.at_clinic == 9500


@pytest.mark.parametrize(
    ("asked", "price", "now"),
    [(QUARTER, 9500, 2375), (DEPOSIT, 9500, 3000), (DEPOSIT, 2000, 2000), (QUARTER, 100, 100)],
    ids=["a share", "an amount", "more than the price", "a share too small to be charged"],
)
def test_the_clinics_own_deposit_is_asked_first(asked: Prepayment, price: int, now: int) -> None:
    way = find_way(clinic(prepay=asked), kind(price=price), "prepay", is_new=False)
    assert (way.needs, way.due.now) == ("payment", now)


@pytest.mark.parametrize(
    ("paid", "price"), [(False, 9500), (True, 0), (True, 10)], ids=["no account", "free", "cents"]
)
def test_what_cannot_be_paid_online_waits_for_the_clinic(*, paid: bool, price: int) -> None:
    way = find_way(clinic(paid=paid), kind(price=price), "prepay", is_new=False)
    assert (way.needs, way.due.now) == ("clinic", 0)
