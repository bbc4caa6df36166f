"""Merges at once, and bookings that are made during one, on either engine."""

import asyncio

import pytest

from slotkeeper.domain.patient_merge import PatientChanged, PatientUnknown
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import FrontDesk
from tests.services.staff.patients.desk_of_patients import ZOEY, merge, two
from tests.services.staff.test_booking_list import member

pytestmark = pytest.mark.req("A4")


async def test_of_merges_at_once_each_record_goes_into_one_only(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    tries = [merge(desk, owner, zoe, zoey), merge(desk, owner, zoey, zoe)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(each) for each in done].count(int) == 1
    assert all(isinstance(each, int | PatientChanged | PatientUnknown) for each in done)
    alone = await desk.rows("SELECT id FROM patient WHERE merged_into IS NULL")
    assert len(alone) == 1


async def test_a_booking_made_during_a_merge_is_the_kept_records(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    held = [await desk.place(NINE + n * 1800) for n in range(4, 8)]
    coming = [desk.confirm(each, **ZOEY, patient_is="existing") for each in held]
    done = await asyncio.gather(coming[0], coming[1], merge(desk, owner, zoe, zoey), *coming[2:])
    assert len(done) == 5
    rows = await desk.rows("SELECT DISTINCT patient_id FROM booking")
    assert [row["patient_id"] for row in rows] == [zoe]


@pytest.mark.parametrize("known", [True, False], ids=["known", "known by name alone"])
async def test_what_staff_book_during_a_merge_is_the_kept_records(desk: Desk, known: bool) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    if not known:
        nothing = "email = '', phone = '', email_key = '', phone_key = '', birth_date = NULL"
        await desk.execute(f"UPDATE patient SET {nothing} WHERE id = $1", zoey)  # noqa: S608
    front = FrontDesk(desk, owner)
    coming = [front.book(NINE + n * 1800, patient_id=zoey, tell=False) for n in range(4, 12)]
    await asyncio.gather(*coming[:2], merge(desk, owner, zoe, zoey), *coming[2:])
    rows = await desk.rows("SELECT patient_id, COUNT(*) AS many FROM booking GROUP BY patient_id")
    assert [(row["patient_id"], row["many"]) for row in rows] == [(zoe, 11)]
