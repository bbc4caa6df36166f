"""At most N online bookings per patient in any rolling 24 hours."""

import asyncio

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import DailyLimitReached, TooManyRequests
from slotkeeper.services.booking_checks import MOST_BOOKINGS_AN_ADDRESS
from slotkeeper.services.holds import get_hold
from tests.services.desk import DAY, NINE, NOW, Clock, Desk, open_desk

pytestmark = pytest.mark.req("B5")

STARTS = [NINE + day * DAY + slot * 1800 for day in range(4) for slot in range(16)]
HOUR = 3600
GMAIL = [
    "ada.example@gmail.com",
    "AdaExample@gmail.com",
    "adaexample+knee@gmail.com",
    "a.d.a.example+7@GoogleMail.com",
]


async def book(desk: Desk, count: int, first: int = 0) -> list[Booking]:
    return [await desk.book(start) for start in STARTS[first : first + count]]


async def test_the_fourth_booking_of_a_day_is_refused(desk: Desk) -> None:
    await book(desk, 3)
    with pytest.raises(DailyLimitReached) as refused:
        await desk.book(STARTS[3])
    assert refused.value.next_at == NOW + DAY
    assert [row["state"] for row in await desk.bookings()].count("confirmed") == 3


async def test_the_limit_rolls_with_the_second(desk: Desk, clock: Clock) -> None:
    for start in STARTS[:3]:
        await desk.book(start)
        clock.wait(HOUR)
    clock.now = NOW + DAY - 1
    held = await desk.place(STARTS[20])
    with pytest.raises(DailyLimitReached) as refused:
        await desk.confirm(held)
    assert refused.value.next_at == NOW + DAY
    clock.wait(1)
    await desk.confirm(held)
    with pytest.raises(DailyLimitReached) as refused:
        await desk.book(STARTS[21])
    assert refused.value.next_at == NOW + HOUR + DAY


async def test_who_is_refused_keeps_the_hold(desk: Desk) -> None:
    await book(desk, 3)
    held = await desk.place(STARTS[3])
    with pytest.raises(DailyLimitReached):
        await desk.confirm(held)
    assert (await get_hold(desk.toolbox, desk.slug, held.token)).hold == held.hold


async def test_zero_is_no_limit(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    await book(desk, 8)


async def test_a_clinic_may_lower_its_limit_at_any_time(desk: Desk) -> None:
    await book(desk, 2)
    await desk.set_up(daily_limit=1)
    with pytest.raises(DailyLimitReached) as refused:
        await desk.book(STARTS[2])
    assert refused.value.next_at == NOW + DAY


async def test_a_cancellation_by_the_clinic_gives_the_place_back(desk: Desk) -> None:
    first, *_ = await book(desk, 3)
    await desk.cancel(first, "clinic")
    await desk.book(STARTS[3])
    with pytest.raises(DailyLimitReached):
        await desk.book(STARTS[4])


async def test_a_cancellation_by_the_patient_does_not(desk: Desk) -> None:
    first, *_ = await book(desk, 3)
    await desk.cancel(first, "patient")
    with pytest.raises(DailyLimitReached):
        await desk.book(STARTS[3])


async def test_a_person_is_recognised_by_the_mailbox(desk: Desk) -> None:
    for number, email in enumerate(GMAIL[:3]):
        await desk.book(STARTS[number], email=email, phone=f"02 5550 000{number}")
    with pytest.raises(DailyLimitReached):
        await desk.book(STARTS[3], email=GMAIL[3], phone="02 5550 0009", first_name="Bob")


async def test_a_person_is_recognised_by_the_phone_number(desk: Desk) -> None:
    for number, phone in enumerate(["02 5550 1234", "+61255501234", "(02) 5550-1234"]):
        await desk.book(STARTS[number], email=f"{number}@patient.example", phone=phone)
    with pytest.raises(DailyLimitReached):
        await desk.book(STARTS[3], email="new@patient.example", phone="0011 61 2 5550 1234")


async def test_a_person_is_recognised_by_name_and_birth_date(desk: Desk) -> None:
    for number, name in enumerate(["Zoë", "ZOE", "zoe"]):
        await desk.book(
            STARTS[number],
            first_name=name,
            birth_date="1990-01-01",
            email=f"{number}@patient.example",
            phone=f"02 5550 000{number}",
        )
    unlike = {"email": "new@patient.example", "phone": "02 5550 0009", "first_name": "zoë"}
    with pytest.raises(DailyLimitReached):
        await desk.book(STARTS[3], birth_date="1990-01-01", **unlike)
    await desk.book(STARTS[4], birth_date="1990-01-02", **unlike)


async def test_other_people_are_not_counted(desk: Desk) -> None:
    await book(desk, 3)
    await desk.book(STARTS[3], email="bob@patient.example", phone="02 5550 0009")


async def test_dots_count_where_they_make_another_mailbox(desk: Desk) -> None:
    await desk.set_up(daily_limit=1)
    await desk.book(STARTS[0], email="ada.ex@patient.example", phone="02 5550 0001")
    await desk.book(STARTS[1], email="adaex@patient.example", phone="02 5550 0002")


@pytest.mark.req("R5")
async def test_another_clinic_counts_for_itself(desk: Desk) -> None:
    await book(desk, 3)
    await book(await open_desk(desk.database, "other"), 3)


@pytest.mark.req("R1")
@pytest.mark.parametrize("same", ["email", "phone"])
async def test_fifty_confirmations_at_once_of_one_person_make_exactly_three(
    desk: Desk, same: str
) -> None:
    # With both practitioners, so that no practitioner's lock does the work of the person's.
    both = ("sam-lee", "ana-costa")
    holds = [
        await desk.place(STARTS[number // 2], practitioner=both[number % 2]) for number in range(50)
    ]
    typed = [
        {"email": GMAIL[number % 4], "phone": f"02 5550 {number:04}"}
        if same == "email"
        else {"email": f"{number}@patient.example", "phone": "02 5550 1234"}
        for number in range(50)
    ]
    answers = await asyncio.gather(
        *[desk.confirm(held, **fields) for held, fields in zip(holds, typed, strict=True)],
        return_exceptions=True,
    )
    made = [each for each in answers if isinstance(each, Booking)]
    refused = [each for each in answers if isinstance(each, DailyLimitReached)]
    assert (len(made), len(refused)) == (3, 47)
    assert {each.next_at for each in refused} == {NOW + DAY}
    states = [row["state"] for row in await desk.bookings()]
    assert (states.count("confirmed"), states.count("held")) == (3, 47)
    assert len(await desk.rows("SELECT booking_id FROM acceptance")) == 3


async def test_an_address_makes_forty_bookings_a_day_whoever_the_patients_are(
    desk: Desk, clock: Clock
) -> None:
    strict, here = desk.guarded, "192.0.2.1"
    for number in range(MOST_BOOKINGS_AN_ADDRESS):
        held = await strict.place(STARTS[number], address=here)
        clock.wait(5)
        await strict.confirm(held, here, **_person(number))
    held = await strict.place(STARTS[50], address=here)
    clock.wait(5)
    with pytest.raises(TooManyRequests) as refused:
        await strict.confirm(held, here, **_person(50))
    assert refused.value.retry_after == NOW + 5 + DAY - clock()
    await strict.confirm(held, "192.0.2.2", **_person(50))


def _person(number: int) -> dict[str, str]:
    return {"email": f"{number}@patient.example", "phone": f"02 5550 {number:04}"}
