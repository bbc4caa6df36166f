"""Staff block time: nobody books it online, and what was promised before stays."""

import pytest

from slotkeeper.domain.errors import HoldUnknown, PractitionerUnknown
from slotkeeper.services.refusals import OthersOffered
from slotkeeper.services.staff.blocks import ALL, BlockUnknown
from slotkeeper.services.staff.bookings.refusals import (
    BlockStale,
    RulesAgainst,
    StateForbids,
)
from tests.services.desk import DAY, NINE, Desk, open_desk
from tests.services.staff.bookings.front_desk import (
    HALF_HOUR,
    FrontDesk,
    front_desk,
    keys,
)

pytestmark = pytest.mark.req("A2")
TEN = NINE + 2 * HALF_HOUR


async def test_a_block_is_no_longer_offered_and_offered_again_when_it_is_gone(
    mara: FrontDesk,
) -> None:
    block = await mara.block(NINE, TEN, reason="Team meeting")
    assert not {NINE, NINE + HALF_HOUR} & await mara.desk.free()
    assert TEN in await mara.desk.free()
    with pytest.raises(OthersOffered):
        await mara.desk.place(NINE)
    await mara.unblock(block)
    assert NINE in await mara.desk.free()
    assert [each.action for each in await mara.done("block", block.id)] == [
        "block_deleted",
        "block_made",
    ]


async def test_everybody_s_time_is_blocked_in_one_go(mara: FrontDesk) -> None:
    blocks = await mara.blocks(NINE, TEN, practitioner=ALL)
    assert len({each.practitioner_id for each in blocks}) == 2
    assert NINE not in await mara.desk.free(practitioner="ana-costa")


async def test_who_is_in_it_is_named_first_and_stays(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    held = await mara.desk.place(NINE + HALF_HOUR, visitor="another")
    with pytest.raises(RulesAgainst) as against:
        await mara.block(NINE, TEN)
    named = [(each.words, each.about) for each in against.value.objections]
    assert named == [("Ada Example", (booking.id,)), ("", (held.hold.id,))]
    await mara.block(NINE, TEN, agreed=keys(against.value))
    assert (await mara.again(booking)).state == "confirmed"
    bob = {"email": "bob@patient.example", "phone": "02 5550 9999", "first_name": "Bob"}
    assert (await mara.desk.confirm(held, **bob)).state == "confirmed"


async def test_a_block_is_moved_to_another_time_and_practitioner(mara: FrontDesk) -> None:
    block = await mara.block(NINE, TEN, reason="Team meeting")
    changed = await mara.change(
        block, TEN, TEN + HALF_HOUR, practitioner="ana-costa", reason="Lunch"
    )
    assert changed.revision == 1
    assert NINE in await mara.desk.free()
    assert TEN not in await mara.desk.free(practitioner="ana-costa")
    [entry, _] = await mara.done("block", block.id)
    assert set(entry.details) == {"practitioner", "begins_at", "ends_at", "reason"}


async def test_the_second_of_two_is_told(mara: FrontDesk) -> None:
    block = await mara.block(NINE, TEN)
    await mara.change(block, NINE, TEN + DAY)
    with pytest.raises(BlockStale):
        await mara.change(block, NINE, TEN)
    with pytest.raises(BlockStale):
        await mara.unblock(block)


async def test_what_is_gone_is_not_there(mara: FrontDesk) -> None:
    block = await mara.block(NINE, TEN)
    await mara.unblock(block)
    with pytest.raises(BlockUnknown):
        await mara.unblock(block)
    with pytest.raises(BlockUnknown):
        await mara.change(block, NINE, TEN)


@pytest.mark.req("A1")
async def test_what_is_not_the_clinic_s_or_not_in_the_own_diary_is_not_there(desk: Desk) -> None:
    mara, ana = await front_desk(desk), await front_desk(desk, "practitioner", "ana-costa")
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    block = await mara.block(NINE, TEN)
    for stranger in (other, ana):
        with pytest.raises(BlockUnknown):
            await stranger.unblock(block)
    with pytest.raises(BlockUnknown):
        await ana.change(block, NINE, TEN, practitioner="ana-costa")
    for whose in ("sam-lee", ALL):
        with pytest.raises(PractitionerUnknown):
            await ana.block(NINE, TEN, practitioner=whose)
    own = await ana.block(NINE, TEN, practitioner="ana-costa")
    with pytest.raises(PractitionerUnknown):
        await ana.change(own, NINE, TEN, practitioner="sam-lee")


async def test_a_hold_is_released_and_its_time_free_at_once(mara: FrontDesk) -> None:
    held = await mara.desk.place()
    await mara.release(held.hold.id)
    assert await mara.book()
    [entry] = await mara.done("hold", held.hold.id)
    assert (entry.action, entry.staff_id) == ("hold_released", mara.member.staff.id)


async def test_a_hold_that_became_a_booking_is_not_released(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    with pytest.raises(StateForbids):
        await mara.release(booking.id)
    assert (await mara.again(booking)).state == "confirmed"


@pytest.mark.req("A1")
async def test_another_s_hold_is_not_there(desk: Desk) -> None:
    held = await desk.place()
    ana = await front_desk(desk, "practitioner", "ana-costa")
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    for stranger in (other, ana):
        with pytest.raises(HoldUnknown):
            await stranger.release(held.hold.id)
    with pytest.raises(HoldUnknown):
        await ana.release(held.hold.id + 1000)
