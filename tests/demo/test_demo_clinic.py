"""demo/clinic.toml: a clinic that can always be booked, and says the same as its website."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.domain.known import Known
from slotkeeper.domain.money import format_amount
from slotkeeper.domain.prepayment import Prepayment, amount_due
from slotkeeper.domain.slots import find_slots

DEMO = Path(__file__).parents[2] / "demo"
CLINIC = replace(parse_clinic((DEMO / "clinic.toml").read_text("utf-8")), takes_payments=True)
DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(0, 900, 5)]


def page(name: str) -> str:
    return unescape((DEMO / f"website/pages/{name}.html").read_text("utf-8"))


def first_free(clinic: Clinic, kind: AppointmentType, on: date) -> date | None:
    now = int(datetime(on.year, on.month, on.day, 9, tzinfo=UTC).timestamp())
    who, week = clinic.who_offers(kind), timedelta(days=6)
    slots = find_slots(clinic, kind, who, on, on + week, Known(now=now))
    return datetime.fromtimestamp(slots[0].starts_at, UTC).date() if slots else None


@pytest.mark.parametrize("kind", CLINIC.appointment_types, ids=lambda kind: kind.slug)
def test_every_type_is_free_within_a_week_whatever_the_date(kind: AppointmentType) -> None:
    assert [on for on in DAYS if first_free(CLINIC, kind, on) is None] == []


def test_something_is_free_within_three_days_whatever_the_date() -> None:
    late = []
    for on in DAYS:
        free = [first_free(CLINIC, kind, on) for kind in CLINIC.appointment_types]
        if min(day for day in free if day) > on + timedelta(days=3):
            late.append(on)
    assert late == []


def test_it_shows_what_a_clinic_can_be() -> None:
    assert len(CLINIC.locations) == 2
    assert len(CLINIC.practitioners) == 4
    assert {kind.patients for kind in CLINIC.appointment_types} == {"all", "new", "existing"}
    assert any(kind.video_link for kind in CLINIC.appointment_types)
    assert any(kind.padding_before for kind in CLINIC.appointment_types)
    assert any(each.breaks for each in CLINIC.practitioners)
    assert any(each.exceptions for each in CLINIC.practitioners)
    assert any(each.time_off for each in CLINIC.practitioners)


@pytest.mark.req("P1", "P6")
def test_it_shows_each_kind_of_prepayment_one_of_them_for_new_patients_only() -> None:
    prepaid = [each.prepay for each in CLINIC.appointment_types if each.prepay.kind != "none"]
    assert prepaid == [
        Prepayment(kind="full"),
        Prepayment(kind="deposit", amount=3000),
        Prepayment(kind="deposit_percent", amount=25, asked_of="new"),
    ]


def test_without_payments_there_is_still_a_type_for_everybody() -> None:
    offered = [each for each in CLINIC.appointment_types if each.prepay.kind == "none"]
    assert {kind.patients for kind in offered} == {"all", "new", "existing"}
    assert CLINIC.appointment_types[: len(offered)] == tuple(offered)


def test_the_prices_page_says_what_the_clinic_file_says() -> None:
    text = page("prices")
    for kind in CLINIC.appointment_types:
        row = text.split(f'<th scope="row">{kind.name}<span>')[1].split("</tr>")[0]
        assert f"<td>{kind.minutes} min</td>" in row
        assert f"<td>A${format_amount(kind.price, CLINIC.currency)}</td>" in row
        assert what_is_paid_first(kind) in row


def what_is_paid_first(kind: AppointmentType) -> str:
    due = amount_due(kind.prepay, kind.price, CLINIC.currency)
    if not due.now:
        return ""
    if not due.at_clinic:
        return "Paid when you book."
    amount = f"A${format_amount(due.now, CLINIC.currency)}"
    if kind.prepay.asked_of == "new":
        return f"New patients pay {amount} when they book."
    return f"{amount} when you book."


def test_the_website_names_the_practitioners_of_the_clinic_file() -> None:
    assert page("practitioners").count("<h2>") == len(CLINIC.practitioners)
    for each in CLINIC.practitioners:
        assert f"<h2>{each.name}</h2>" in page("practitioners")


def test_the_website_gives_the_addresses_of_the_clinic_file() -> None:
    for each in CLINIC.locations:
        assert f"<address>{each.address.replace(', ', '<br>')}</address>" in page("contact")


@pytest.mark.req("C2")
def test_website_terms_and_policy_name_the_same_hours() -> None:
    classes = next(each for each in CLINIC.appointment_types if each.places > 1)
    policies = [CLINIC.change_policy, CLINIC.change_policy_of(classes)]
    hours = {each.until.amount for policy in policies for each in policy.windows}
    assert hours == {24, 6, 2}
    for text in (page("book"), CLINIC.online_booking.terms):
        assert all(f"{each} hours" in text for each in hours)
        assert "half of the fee" in text
