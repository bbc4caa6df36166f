"""A hold becomes a booking, whole or not at all."""

import asyncio
import re

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.reference import ALPHABET
from slotkeeper.services.booking_checks import QUICKEST_SECONDS
from slotkeeper.services.holds import get_hold, release
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.desk import HOLD_SECONDS, NINE, NOW, Clock, Desk, at

TEN = at("2027-01-05 10:00")


async def count(desk: Desk, table: str) -> int:
    return len(await desk.rows(f"SELECT * FROM {table}"))  # noqa: S608 - a name from below


async def test_a_booking_is_made_of_a_hold(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE, kind="initial")
    clock.wait(60)
    booking = await desk.confirm(held, note="Left knee.")
    [row] = await desk.bookings()
    assert (row["id"], row["state"]) == (booking.id, "confirmed") == (held.hold.id, "confirmed")
    assert (row["starts_at"], row["ends_at"]) == (NINE, NINE + 45 * 60)
    assert (row["busy_from"], row["busy_until"]) == (NINE, NINE + 60 * 60)
    assert (row["made_at"], row["expires_at"]) == (NOW + 60, None)
    assert (row["local_start"], row["time_zone"]) == ("2027-01-05T09:00", "Australia/Sydney")
    assert (row["note"], row["flags"]) == ("Left knee.", "")
    assert row["reference"] == booking.reference
    assert row["manage_key"] == booking.manage_key


async def test_a_reference_can_be_read_out_and_a_manage_key_not_be_guessed(desk: Desk) -> None:
    made = [
        await desk.book(NINE + number * 1800, phone=f"02 5550 {number}{number}11", email=email)
        for number, email in enumerate(["a@patient.example", "b@patient.example"])
    ]
    assert all(re.fullmatch(f"[{ALPHABET}]{{7}}", each.reference) for each in made)
    assert all(len(each.manage_key) >= 16 for each in made)
    assert len({each.reference for each in made} | {each.manage_key for each in made}) == 4


@pytest.mark.req("H3")
async def test_a_booked_time_is_gone_for_good(desk: Desk, clock: Clock) -> None:
    await desk.book(NINE)
    clock.wait(5 * HOLD_SECONDS)
    assert NINE not in await desk.free()
    with pytest.raises(OthersOffered):
        await desk.place(NINE)


async def test_a_cancelled_time_is_free_again(desk: Desk) -> None:
    await desk.cancel(await desk.book(NINE), "patient")
    assert NINE in await desk.free()
    await desk.book(NINE, email="bob@patient.example", phone="02 5550 0002")


async def test_submitting_again_answers_with_the_same_booking(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    first = await desk.confirm(held)
    clock.wait(HOLD_SECONDS)
    assert await desk.confirm(held) == first
    assert await desk.confirm(held, email="another@patient.example") == first
    assert await desk.confirm(held, email="") == first
    assert [row["id"] for row in await desk.bookings()] == [first.id]


@pytest.mark.req("R1")
async def test_submitting_many_times_at_once_makes_one_booking(desk: Desk) -> None:
    held = await desk.place(NINE)
    answers = await asyncio.gather(*[desk.confirm(held) for _ in range(20)])
    assert len({(each.id, each.reference) for each in answers}) == 1
    for table, rows in {"booking": 1, "patient": 1, "acceptance": 1, "booking_identity": 3}.items():
        assert await count(desk, table) == rows


@pytest.mark.req("H5")
async def test_a_hold_is_good_to_its_last_second(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS - 1)
    assert (await desk.confirm(held)).state == "confirmed"


@pytest.mark.req("H5")
async def test_a_hold_that_ran_out_is_placed_again_and_then_booked(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldRenewed) as renewed:
        await desk.confirm(held)
    again = renewed.value.held
    assert (again.hold.starts_at, again.hold.extensions) == (NINE, 1)
    assert [row["state"] for row in await desk.bookings()] == ["held"]
    await desk.confirm(again)
    assert [row["state"] for row in await desk.bookings()] == ["confirmed"]


@pytest.mark.req("B6")
@pytest.mark.req("H5")
async def test_a_hold_that_ran_out_and_was_taken_ends_with_the_nearest_times(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(TEN)
    clock.wait(HOLD_SECONDS)
    theirs = await desk.place(TEN)
    with pytest.raises(HoldEnded) as ended:
        await desk.confirm(held)
    assert TEN not in {slot.starts_at for slot in ended.value.offer.nearest}
    assert len(ended.value.offer.nearest) > 3
    assert [row["id"] for row in await desk.bookings()] == [theirs.hold.id]


@pytest.mark.req("H6")
async def test_what_was_given_back_cannot_be_booked(desk: Desk) -> None:
    held = await desk.place(NINE)
    await release(desk.toolbox, desk.slug, held.token)
    with pytest.raises(HoldEnded):
        await desk.confirm(held)
    assert await desk.bookings() == []


@pytest.mark.req("R4")
async def test_what_is_wrong_in_the_form_leaves_the_hold_alone(desk: Desk) -> None:
    held = await desk.place(NINE)
    with pytest.raises(FieldsInvalid) as invalid:
        await desk.confirm(held, email="ada", phone="1")
    assert set(invalid.value.problems) == {"email", "phone"}
    assert (await get_hold(desk.toolbox, desk.slug, held.token)).hold == held.hold
    assert await count(desk, "patient") == 0


@pytest.mark.req("T6")
async def test_a_robot_that_fills_in_the_hidden_field_is_refused(desk: Desk, clock: Clock) -> None:
    held = await desk.guarded.place(NINE)
    clock.wait(60)
    with pytest.raises(FieldsInvalid) as invalid:
        await desk.guarded.confirm(held, website="https://spam.example")
    assert invalid.value.problems["form"].key == "problem.robot"
    assert [row["state"] for row in await desk.bookings()] == ["held"]


@pytest.mark.req("T6")
async def test_nobody_fills_in_the_form_in_no_time(desk: Desk, clock: Clock) -> None:
    held = await desk.guarded.place(NINE)
    clock.wait(QUICKEST_SECONDS - 1)
    with pytest.raises(FieldsInvalid):
        await desk.guarded.confirm(held)
    clock.wait(1)
    assert (await desk.guarded.confirm(held)).state == "confirmed"


@pytest.mark.req("R2")
async def test_a_booking_that_breaks_off_at_its_end_leaves_nothing_behind(desk: Desk) -> None:
    held = await desk.place(NINE)
    await desk.execute("ALTER TABLE acceptance RENAME TO elsewhere")
    with pytest.raises(Exception, match="acceptance"):
        await desk.confirm(held)
    for table, rows in {"patient": 0, "booking_identity": 0, "elsewhere": 0, "booking": 1}.items():
        assert await count(desk, table) == rows
    await desk.execute("ALTER TABLE elsewhere RENAME TO acceptance")
    assert (await desk.confirm(held)).state == "confirmed"
