"""Who joins the list once more gains nothing by it, and nobody is flooded by it (C6, T6)."""

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.waitlist.join import MOST_MESSAGES_A_DAY
from tests.services.changing.link import Link
from tests.services.desk import DAY, NINE, Desk
from tests.services.waitlist.line import (
    ADA,
    BEN,
    MINUTES,
    look,
    open_hours,
    open_list,
    wait,
    wait_for_earlier,
)

pytestmark = [pytest.mark.req("C6"), pytest.mark.req("T6")]
ONE_TIME = (540, 570)


@pytest.fixture
async def one_time(desk: Desk) -> Desk:
    """A clinic with one free time, and a list."""
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    return desk


async def test_who_joins_anew_is_not_offered_the_same_time_again(one_time: Desk) -> None:
    await wait(one_time, ADA)
    ben = await wait(one_time, BEN)
    assert await look(one_time) == 1
    again = await wait(one_time, ADA)
    assert await look(one_time) == 1
    assert (await again.look()).offer is None
    assert (await ben.offer()).starts_at == NINE


async def test_nor_who_leaves_and_comes_back(one_time: Desk) -> None:
    for made in (1, 0, 0):
        ada = await wait(one_time, ADA)
        assert await look(one_time) == made
        await ada.leave()
    assert await one_time.free() == {NINE}, "no longer idle than its own offers"


async def test_nor_who_let_it_pass_and_comes_back_for_another_kind_of_day(one_time: Desk) -> None:
    await wait(one_time, ADA)
    await look(one_time)
    one_time.clock.wait(MINUTES * 60)
    await look(one_time)
    await wait(one_time, ADA, parts=("morning",))
    assert await look(one_time) == 0


async def test_nor_who_has_a_booking_and_asks_for_an_earlier_time_anew(desk: Desk) -> None:
    later = await Link.of(desk, await desk.book(NINE + DAY))
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    for made in (1, 0):
        ada = await wait_for_earlier(desk, later.token)
        assert await look(desk) == made
        await ada.leave()


async def test_another_of_the_family_is_offered_it(one_time: Desk) -> None:
    ada = await wait(one_time, ADA)
    await look(one_time)
    await ada.leave()
    son = await wait(one_time, {**ADA, "first_name": "Tom"})
    await look(one_time)
    assert (await son.offer()).starts_at == NINE


async def test_offers_that_passed_are_counted_on(one_time: Desk) -> None:
    await open_list(one_time, most_unanswered=2)
    await wait(one_time, ADA)
    await look(one_time)
    one_time.clock.wait(MINUTES * 60)
    await look(one_time)
    again = await wait(one_time, ADA)
    await open_hours(one_time, ONE_TIME, (840, 870))
    assert await look(one_time) == 1
    one_time.clock.wait(MINUTES * 60)
    await look(one_time)
    assert (await again.entry()).state == "unanswered"


async def test_a_stranger_is_not_flooded_with_messages(desk: Desk) -> None:
    desk = desk.guarded
    await open_list(desk)
    for number in range(MOST_MESSAGES_A_DAY):
        ada = await wait(desk, {**ADA, "first_name": f"Ada{'abcdefghijklmnop'[number]}"})
        await ada.leave()
    with pytest.raises(FieldsInvalid, match="form"):
        await wait(desk, {**ADA, "email": "Ada@PATIENT.example"})
    await wait(desk, BEN)
    desk.clock.wait(86_401)
    await wait(desk, ADA, from_on=None, until_on=None)


async def test_nor_is_who_has_a_booking(desk: Desk) -> None:
    later = await Link.of(desk, await desk.book(NINE + DAY))
    desk = desk.guarded
    await open_list(desk)
    for _ in range(MOST_MESSAGES_A_DAY):
        await wait_for_earlier(desk, later.token)
    with pytest.raises(FieldsInvalid, match="form"):
        await wait_for_earlier(desk, later.token)
