"""What was being changed by a link that staff make anew meanwhile ends without a change."""

import pytest

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.services.booking_link import get_link_since
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.changing.moving import get_moving_of
from slotkeeper.services.keep_hold import renew
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.refusals import HoldEnded
from slotkeeper.services.staff.bookings.renew_link import renew_link
from tests.services.changing.link import Link
from tests.services.changing.mover import TEN, Mover
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, Till
from tests.services.staff.bookings.front_desk import front_desk

pytestmark = [pytest.mark.req("B13"), pytest.mark.req("C4")]


async def renewed(link: Link) -> None:
    mara = await front_desk(link.desk)
    booking = await link.booking()
    await renew_link(link.toolbox, mara.member, booking.id, booking.revision)


async def test_a_time_that_was_chosen_by_the_old_link_moves_nothing(free: Link) -> None:
    toolbox, slug = free.toolbox, free.desk.slug
    held = await hold_move(toolbox, slug, free.token, TEN, Caller("", "192.0.2.1"))
    before = await free.booking()
    free.desk.clock.wait(1)
    await renewed(free)
    wanted = WantedMove(hold=held.token, revision=before.revision, shown="So.")
    with pytest.raises(BookingUnknown):
        await move_by_patient(toolbox, slug, free.token, wanted)
    with pytest.raises(BookingUnknown):
        await get_moving_of(toolbox, slug, held)
    free.desk.clock.wait(3600)
    with pytest.raises(HoldEnded):
        await renew(toolbox, slug, held.token, "192.0.2.1")
    assert (await free.booking()).starts_at == NINE


async def test_who_has_the_new_link_chooses_and_moves(free: Link) -> None:
    await renewed(free)
    free.desk.clock.wait(1)
    again = await Link.of(free.desk, free.booking_id)
    toolbox, slug = free.toolbox, free.desk.slug
    held = await hold_move(toolbox, slug, again.token, TEN, Caller("", "192.0.2.1"))
    assert (await get_moving_of(toolbox, slug, held)).before.token == again.token
    revision = (await again.booking()).revision
    wanted = WantedMove(hold=held.token, revision=revision, shown="So.")
    assert (await move_by_patient(toolbox, slug, again.token, wanted)).starts_at == TEN


@pytest.mark.req("P5")
async def test_a_difference_that_is_paid_by_the_old_link_is_not_charged(till: Till) -> None:
    mover = await Mover.of(till)
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    await renewed(mover.link)
    await till.come_back(payment)
    await till.sweep_for(30)
    assert (await mover.link.booking()).starts_at == NINE
    money = await till.money()
    assert (money["net"], money.get("authorised", 0)) == (DEPOSIT, 0)
    with pytest.raises(BookingUnknown):
        await get_link_since(till.toolbox, payment.clinic_id, payment.moves, payment.started_at)
