"""By what somebody on a step is recognised: the same person by another way is caught (T4)."""

import asyncio

import pytest

from slotkeeper.domain.errors import Fact, PleaseCall
from slotkeeper.domain.trust import Step
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.holds import Held
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.trust.set_trust import TrustAsked, set_trust
from tests.services.desk import NINE, Desk
from tests.services.trusted import put_on

TEN, ELEVEN = NINE + 3600, NINE + 7200
BORN = "1988-04-17"
OTHER = {"email": "somebody.else@patient.example", "phone": "02 5550 8888"}

pytestmark = pytest.mark.req("T4")


async def blocked(desk: Desk, step: Step = "blocked", **typed: str) -> int:
    booking = await desk.book(NINE, birth_date=BORN, **typed)
    await put_on(desk, booking.patient_id, step)
    return booking.patient_id or 0


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "new.address@patient.example"},
        {"email": "ADA@patient.example", "phone": "02 5550 8888"},
        {"email": "new@patient.example", "phone": "+61 2 5550 1234", "first_name": "Zed"},
        {**OTHER, "birth_date": BORN},
        {**OTHER, "birth_date": BORN, "first_name": "ÁDA ", "last_name": "example"},
    ],
    ids=["new e-mail", "new phone", "new e-mail and name", "new contacts", "name as written"],
)
async def test_a_block_is_met_by_each_way_to_recognise_a_person(
    desk: Desk, typed: dict[str, str]
) -> None:
    await blocked(desk)
    with pytest.raises(PleaseCall):
        await desk.book(TEN, **typed)


@pytest.mark.parametrize(
    "typed",
    [
        {**OTHER, "first_name": "Bo", "birth_date": BORN},
        {**OTHER, "birth_date": "1990-01-01"},
    ],
    ids=["another name", "another birth date"],
)
async def test_another_person_is_not_met(desk: Desk, typed: dict[str, str]) -> None:
    await blocked(desk)
    booking = await desk.book(TEN, **typed)
    assert booking.state == "confirmed"
    [row] = await desk.rows("SELECT flags FROM booking WHERE id = $1", booking.id)
    assert "near_match" not in row["flags"]


@pytest.mark.parametrize(
    "typed",
    [OTHER, {**OTHER, "first_name": "Aida", "birth_date": BORN}],
    ids=["the same name without a birth date", "nearly the same name"],
)
async def test_a_near_match_changes_nothing_but_is_shown_to_staff_with_whom(
    desk: Desk, typed: dict[str, str]
) -> None:
    patient = await blocked(desk)
    booking = await desk.book(TEN, **typed)
    assert booking.state == "confirmed"
    [row] = await desk.rows("SELECT flags, near_patient_id FROM booking WHERE id = $1", booking.id)
    assert row["flags"].split() == ["near_match"]
    assert row["near_patient_id"] == patient


async def test_the_strictest_step_among_all_records_counts(desk: Desk) -> None:
    await blocked(desk, "confirm")
    other = await desk.book(TEN, first_name="Bo", **OTHER)
    await put_on(desk, other.patient_id, "approve")
    mixed = await desk.book(ELEVEN, phone=OTHER["phone"])
    assert (mixed.state, mixed.awaits) == ("pending", "clinic")


async def test_a_record_that_was_merged_still_meets_the_block(desk: Desk) -> None:
    kept = await blocked(desk)
    old = await desk.book(TEN, first_name="Bo", **OTHER)
    await desk.execute("UPDATE patient SET merged_into = $2 WHERE id = $1", old.patient_id, kept)
    with pytest.raises(PleaseCall):
        await desk.book(ELEVEN, first_name="Bo", **OTHER)


async def test_what_staff_set_counts_for_all_records_of_the_person(desk: Desk) -> None:
    kept = await blocked(desk)
    old = await desk.book(TEN, first_name="Bo", **OTHER)
    await put_on(desk, old.patient_id, "call")
    await desk.execute("UPDATE patient SET merged_into = $2 WHERE id = $1", old.patient_id, kept)
    await put_on(desk, kept, "normal")
    assert (await desk.book(ELEVEN, first_name="Bo", **OTHER)).state == "confirmed"


async def test_what_is_not_given_recognises_nobody(desk: Desk) -> None:
    patient = await blocked(desk)
    await desk.execute(
        "UPDATE patient SET email = '', email_key = '', phone = '', phone_key = '' WHERE id = $1",
        patient,
    )
    other = await desk.book(TEN, first_name="Bo", email="bo@patient.example")
    assert other.state == "confirmed"


@pytest.mark.req("T2", "R1")
async def test_who_is_being_blocked_while_booking_is_booked_or_turned_away(desk: Desk) -> None:
    """Two bookings at once, and the block between: each is one or the other, and whatever was
    booked came before the block.
    """
    first = await desk.book(NINE)
    held = [await desk.place(TEN, "one"), await desk.place(ELEVEN, "two")]
    clinic = await get_clinic(desk.database, desk.slug)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())
    asked = TrustAsked(step="blocked", reason="other")
    block = set_trust(desk.toolbox, clinic, actor, first.patient_id or 0, asked)
    answers = await asyncio.gather(book(desk, held[0]), block, book(desk, held[1]))
    booked = [each for each in (answers[0], answers[2]) if each == "confirmed"]
    assert {answers[0], answers[2]} <= {"confirmed", "PleaseCall"}
    assert len(await desk.taken()) == 1 + len(booked)
    with pytest.raises(PleaseCall):
        await desk.book(NINE + 3 * 3600)


async def book(desk: Desk, held: Held) -> str:
    try:
        return (await desk.confirm(held)).state
    except Fact as fact:
        return type(fact).__name__
