"""A hold is kept longer, and held again after it ran out."""

import asyncio

import pytest

from slotkeeper.domain.errors import HoldNotExtendable
from slotkeeper.services.holds import MOST_EXTENSIONS, Held, get_hold, release
from slotkeeper.services.keep_hold import extend, renew
from slotkeeper.services.refusals import AlreadyBooked, HoldEnded
from tests.services.desk import HOLD_SECONDS, NINE, NOW, Clock, Desk, at

TEN = at("2027-01-05 10:00")
HERE = "192.0.2.1"


async def keep(desk: Desk, held: Held) -> Held:
    return await extend(desk.toolbox, desk.slug, held.token, HERE)


async def hold_again(desk: Desk, held: Held) -> Held:
    return await renew(desk.toolbox, desk.slug, held.token, HERE)


@pytest.mark.req("H5")
async def test_one_click_keeps_the_time_for_another_full_hold(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    clock.wait(330)  # two minutes before the end
    longer = await keep(desk, held)
    assert longer.hold.id == held.hold.id
    assert longer.hold.expires_at == NOW + 330 + HOLD_SECONDS
    assert longer.hold.extensions == 1


@pytest.mark.req("H5")
async def test_a_hold_is_kept_longer_ten_times(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    for _ in range(10):
        assert held.can_extend
        clock.wait(HOLD_SECONDS - 1)
        held = await keep(desk, held)
    assert not held.can_extend
    with pytest.raises(HoldNotExtendable):
        await keep(desk, held)
    [row] = await desk.bookings()
    assert (row["extensions"], row["expires_at"]) == (10, clock() + HOLD_SECONDS)


@pytest.mark.req("H5")
async def test_clicks_in_parallel_do_not_pass_ten(desk: Desk) -> None:
    held = await desk.place(NINE)
    answers = await asyncio.gather(*[keep(desk, held) for _ in range(25)], return_exceptions=True)
    refused = [each for each in answers if isinstance(each, BaseException)]
    assert {type(each) for each in refused} == {HoldNotExtendable}
    assert len(refused) == 15
    assert (await desk.bookings())[0]["extensions"] == MOST_EXTENSIONS


@pytest.mark.req("H5")
async def test_a_time_that_ran_out_and_is_free_is_held_again(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE, "me")
    clock.wait(HOLD_SECONDS)
    again = await hold_again(desk, held)
    assert again.hold.starts_at == NINE
    assert again.hold.expires_at == clock() + HOLD_SECONDS
    assert again.hold.extensions == 1
    assert await desk.taken() == [NINE]


@pytest.mark.req("H5")
async def test_keeping_a_hold_that_has_just_run_out_holds_it_again(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS)
    assert (await keep(desk, held)).hold.extensions == 1


@pytest.mark.req("H5")
async def test_holding_again_counts_as_keeping_longer(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    for number in range(10):
        clock.wait(HOLD_SECONDS)
        held = await hold_again(desk, held)
        assert held.hold.extensions == number + 1
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldEnded):
        await hold_again(desk, held)
    assert await desk.taken() == []


@pytest.mark.req("H5")
async def test_a_time_that_went_to_somebody_else_is_answered_with_the_nearest(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(TEN, "me")
    clock.wait(HOLD_SECONDS)
    theirs = await desk.place(TEN, "somebody")
    with pytest.raises(HoldEnded) as ended:
        await hold_again(desk, held)
    assert [row["id"] for row in await desk.bookings()] == [theirs.hold.id]
    nearest = [slot.starts_at for slot in ended.value.offer.nearest]
    assert TEN not in nearest
    assert {TEN - 1800, TEN + 1800} <= set(nearest)


@pytest.mark.req("H5")
async def test_a_live_hold_is_not_held_twice(desk: Desk) -> None:
    held = await desk.place(NINE)
    again = await hold_again(desk, held)
    assert (again.hold.id, again.hold.extensions) == (held.hold.id, 0)


@pytest.mark.req("H5")
async def test_a_double_click_on_holding_again_finds_the_same_hold(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS)
    both = await asyncio.gather(*[hold_again(desk, held) for _ in range(5)])
    late = await hold_again(desk, held)
    [row] = await desk.bookings()
    assert {each.hold.id for each in (*both, late)} == {row["id"]}
    assert row["extensions"] == 1


@pytest.mark.req("H6")
async def test_what_was_given_back_is_not_held_again(desk: Desk) -> None:
    held = await desk.place(NINE)
    await release(desk.toolbox, desk.slug, held.token)
    for click in (keep, hold_again):
        with pytest.raises(HoldEnded):
            await click(desk, held)
    assert await desk.taken() == []


@pytest.mark.req("H6")
async def test_a_token_of_before_does_not_move_the_hold_back(desk: Desk) -> None:
    old = await desk.place(NINE, "me")
    new = await desk.place(TEN, "me")
    with pytest.raises(HoldEnded):
        await hold_again(desk, old)
    assert [row["id"] for row in await desk.bookings()] == [new.hold.id]


@pytest.mark.req("H5")
async def test_a_booking_is_neither_kept_longer_nor_held_again(desk: Desk) -> None:
    held = await desk.place(NINE)
    await desk.confirm(held)
    for click in (keep, hold_again):
        with pytest.raises(AlreadyBooked):
            await click(desk, held)


@pytest.mark.req("S1")
async def test_a_clinic_that_closed_meanwhile_holds_nothing_again(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    await desk.set_up(enabled=False)
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldEnded):
        await hold_again(desk, held)
    assert await desk.taken() == []


@pytest.mark.req("S3")
async def test_a_time_that_came_too_close_meanwhile_is_not_held_again(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(at("2027-01-04 10:00"))  # at the very cut-off of two hours
    assert (await get_hold(desk.toolbox, desk.slug, held.token)).hold.id == held.hold.id
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldEnded):
        await hold_again(desk, held)


@pytest.mark.req("S3")
async def test_a_live_hold_may_be_kept_longer_past_the_cut_off(desk: Desk, clock: Clock) -> None:
    held = await desk.place(at("2027-01-04 10:00"))
    clock.wait(HOLD_SECONDS - 1)
    assert (await keep(desk, held)).hold.extensions == 1
