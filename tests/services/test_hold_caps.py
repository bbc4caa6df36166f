"""Nobody can hold the whole diary."""

import asyncio

import pytest

from slotkeeper.domain.errors import HoldCapReached
from slotkeeper.services.hold_caps import MOST_HOLDS_AN_ADDRESS
from slotkeeper.services.holds import get_hold, release
from tests.services.desk import HOLD_SECONDS, NINE, Clock, Desk

STARTS = [NINE + number * 1800 for number in range(16)]
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


async def fill(desk: Desk, count: int) -> None:
    for number in range(count):
        await desk.place(STARTS[number], f"visitor {number}", address=HERE)


@pytest.mark.req("H7")
async def test_an_address_holds_ten_times_and_no_more(desk: Desk) -> None:
    await fill(desk.guarded, MOST_HOLDS_AN_ADDRESS)
    with pytest.raises(HoldCapReached) as refused:
        await desk.guarded.place(STARTS[10], "one more", address=HERE)
    assert 0 < refused.value.retry_after <= HOLD_SECONDS
    await desk.guarded.place(STARTS[10], "a neighbour", address=ELSEWHERE)
    assert await desk.taken() == STARTS[:11]


@pytest.mark.req("H7")
async def test_parallel_requests_do_not_pass_the_cap_of_an_address(desk: Desk) -> None:
    clicks = [desk.guarded.place(start, practitioner=who, address=HERE) for start, who in _all()]
    answers = await asyncio.gather(*clicks, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, BaseException)]
    assert {type(each) for each in refused} == {HoldCapReached}
    assert len(await desk.bookings()) == len(answers) - len(refused) == MOST_HOLDS_AN_ADDRESS


def _all() -> list[tuple[int, str]]:
    return [(start, who) for start in STARTS for who in ("sam-lee", "ana-costa")]


@pytest.mark.req("H7")
async def test_who_is_at_the_cap_may_still_choose_another_time(desk: Desk) -> None:
    await fill(desk.guarded, MOST_HOLDS_AN_ADDRESS)
    await desk.guarded.place(STARTS[12], "visitor 3", address=HERE)
    assert STARTS[12] in await desk.taken()
    assert STARTS[3] not in await desk.taken()


@pytest.mark.req("H7")
async def test_a_cap_that_refuses_leaves_the_old_hold_where_it_was(desk: Desk) -> None:
    await fill(desk.guarded, MOST_HOLDS_AN_ADDRESS)
    mine = await desk.guarded.place(STARTS[10], "me", address=ELSEWHERE)
    with pytest.raises(HoldCapReached):
        await desk.guarded.place(STARTS[11], "me", address=HERE)
    assert (await get_hold(desk.toolbox, desk.slug, mine.token)).hold.starts_at == STARTS[10]


@pytest.mark.req("H7")
@pytest.mark.req("H9")
async def test_holds_that_ended_count_no_more(desk: Desk, clock: Clock) -> None:
    await fill(desk.guarded, MOST_HOLDS_AN_ADDRESS - 1)
    last = await desk.guarded.place(STARTS[9], "last", address=HERE)
    await release(desk.toolbox, desk.slug, last.token)
    await desk.guarded.place(STARTS[9], "after a release", address=HERE)
    clock.wait(HOLD_SECONDS)
    await desk.guarded.place(STARTS[12], "after all ran out", address=HERE)


@pytest.mark.req("H7")
async def test_a_clinic_has_a_cap_of_its_own(desk: Desk, clock: Clock) -> None:
    await desk.set_up(hold_limit=2)
    await desk.place(STARTS[0], "one", address=HERE)
    await desk.place(STARTS[1], "two", address=ELSEWHERE)
    with pytest.raises(HoldCapReached):
        await desk.place(STARTS[2], "three", address="192.0.2.3")
    await desk.place(STARTS[3], "two", address=ELSEWHERE)  # moving adds none
    clock.wait(HOLD_SECONDS)
    await desk.place(STARTS[2], "three", address="192.0.2.3")
