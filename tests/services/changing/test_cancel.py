"""A patient cancels by the booking's link: at the cost that was shown, and once."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from slotkeeper.domain.change_policy import NOTHING
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings
from slotkeeper.services.changing.cancel import BookingChanged, CostChanged
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.storage.trust import find_standing
from tests.services.changing.link import POLICY, SAID, Link
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, Till, at_once
from tests.services.staff.bookings.front_desk import front_desk

pytestmark = pytest.mark.req("C3")
CANCELLED = [("patient", "booking_cancelled"), ("clinic", "booking_cancelled")]


async def test_the_time_is_free_at_once(free: Link) -> None:
    assert NINE not in await free.desk.free()
    await free.cancel()
    assert NINE in await free.desk.free()
    assert (await free.booking()).cancelled_by == "patient"


async def test_what_was_shown_is_kept(free: Link) -> None:
    agreed = await free.cancel()
    [row] = await free.desk.rows(
        "SELECT * FROM agreed_change WHERE booking_id = $1", free.booking_id
    )
    assert (row["shown"], row["keeps"], row["returns"]) == (SAID, 0, 0)
    assert agreed.policy == POLICY
    assert (agreed.undo_until, agreed.is_late) == (free.desk.clock() + 60, False)


@pytest.mark.req("C5", "N8")
async def test_everybody_is_told_once_when_the_minute_is_over(free: Link) -> None:
    before = await free.told()
    await free.cancel()
    assert await free.settle() == 0
    assert await free.told() == before
    free.desk.clock.wait(61)
    settled = await at_once(*(free.settle() for _ in range(5)))
    assert await free.told() == [*before, *CANCELLED]
    assert all(isinstance(each, int) for each in settled)
    assert await free.settle() == 0


@pytest.mark.parametrize("is_older", [True, False])
async def test_what_the_clinic_has_blocked_since_is_not_taken_back(
    free: Link, is_older: bool
) -> None:
    """A block that was there when the appointment stood is nothing new."""
    staff = await front_desk(free.desk)
    if is_older:
        with pytest.raises(RulesAgainst) as against:
            await staff.block(NINE, NINE + 1800)
        read = frozenset(each.key for each in against.value.objections)
        await staff.block(NINE, NINE + 1800, agreed=read)
        free.desk.clock.wait(5)
        await free.cancel()
        assert (await free.undo()).state == "confirmed"
    else:
        await free.cancel()
        await staff.block(NINE, NINE + 1800)
        with pytest.raises(UndoOver):
            await free.undo()


async def test_a_minute_long_it_can_be_taken_back(free: Link) -> None:
    before = await free.told()
    await free.cancel()
    free.desk.clock.wait(60)
    assert (await free.undo()).state == "confirmed"
    assert (await free.undo()).state == "confirmed"
    assert NINE not in await free.desk.free()
    free.desk.clock.wait(60)
    await free.settle()
    assert await free.told() == before


async def test_later_it_cannot(free: Link) -> None:
    await free.cancel()
    free.desk.clock.wait(61)
    with pytest.raises(UndoOver):
        await free.undo()
    assert (await free.booking()).state == "cancelled"


async def test_nor_when_somebody_has_the_time(free: Link) -> None:
    await free.cancel()
    await free.desk.place()
    with pytest.raises(UndoOver):
        await free.undo()
    assert (await free.booking()).state == "cancelled"


async def test_what_was_taken_back_can_be_cancelled_again(free: Link) -> None:
    before = await free.told()
    for _ in range(2):
        await free.cancel()
        await free.undo()
    await free.cancel()
    free.desk.clock.wait(61)
    await free.settle()
    assert await free.told() == [*before, *CANCELLED]


@pytest.mark.req("R1")
async def test_pressed_many_times_it_is_cancelled_once(free: Link) -> None:
    answers = await at_once(*(free.cancel() for _ in range(8)))
    assert sum(not isinstance(each, Exception) for each in answers) == 1
    others = [each for each in answers if isinstance(each, Exception)]
    assert {type(each) for each in others} <= {BookingChanged, ChangesClosed}


async def test_who_saw_another_price_is_asked_again(free: Link) -> None:
    with pytest.raises(CostChanged) as changed:
        await free.cancel(keeps=1000)
    assert changed.value.cost.consequence.keeps == 0
    assert (await free.booking()).state == "confirmed"


async def test_who_saw_an_older_booking_is_asked_again(free: Link) -> None:
    with pytest.raises(BookingChanged):
        await free.cancel(revision=(await free.booking()).revision - 1)


@pytest.mark.req("C1")
async def test_a_clinic_that_wants_to_be_called_is_called(free: Link) -> None:
    await free.desk.set_up(cancel_and_reschedule=False)
    assert (await free.look()).cost is None
    with pytest.raises(ChangesClosed):
        await free.cancel()


@pytest.mark.req("C1")
async def test_so_does_one_who_comes_too_late(free: Link) -> None:
    await free.policy(replace(POLICY, no_change_after=CutOff(1, "h")))
    free.desk.clock.now = NINE - 3600
    assert (await free.look()).cost is not None
    free.desk.clock.wait(1)
    with pytest.raises(ChangesClosed):
        await free.cancel()


async def test_a_forged_link_opens_nothing(free: Link) -> None:
    forged = replace_token(free)
    with pytest.raises(BookingUnknown):
        await forged.cancel()


def replace_token(link: Link) -> Link:
    return Link(link.desk, link.token[:-2] + "xx", link.booking_id)


@pytest.mark.req("T3")
async def test_a_late_one_is_counted_when_the_minute_is_over(free: Link) -> None:
    clinic = await get_clinic(free.desk.database, free.desk.slug)
    rule = TrustRule(after="late-cancellations", times=1, step="approve")
    clinic = await free.desk.save(structs.replace(clinic, trust=TrustSettings(rules=(rule,))))
    free.desk.clock.now = NINE - 3 * 3600
    assert (await free.cancel()).is_late
    patient = (await free.booking()).patient_id or 0
    for waited, step in ((30, "normal"), (31, "approve")):
        free.desk.clock.wait(waited)
        await free.settle()
        found = await find_standing(free.desk.database, clinic.id, patient)
        assert found
        assert found.step == step


@pytest.mark.req("P5")
@pytest.mark.parametrize(
    ("before", "returns"), [(24 * 3600, DEPOSIT), (24 * 3600 - 1, DEPOSIT - 1000), (7199, 0)]
)
async def test_the_money_goes_back_by_the_policy(
    paid: Link, till: Till, before: int, returns: int
) -> None:
    await till.wait(NINE - before - till.desk.clock())
    assert (await paid.cost()).returns == returns
    agreed = await paid.cancel()
    assert (agreed.keeps, agreed.returns) == (DEPOSIT - returns, returns)
    assert (await till.money())["refunded"] == 0
    await till.sweep_for(120)
    money = await till.money()
    assert (money["refunded"], money["refunds"]) == (returns, int(returns > 0))


@pytest.mark.req("P5")
async def test_what_is_taken_back_costs_nothing_and_keeps_the_money(paid: Link, till: Till) -> None:
    await paid.cancel()
    await till.sweep_for(50)
    await paid.undo()
    await till.sweep_for(200)
    assert (await till.money())["refunded"] == 0
    await paid.cancel()
    await till.sweep_for(120)
    assert (await till.money())["refunded"] == DEPOSIT


@pytest.mark.req("C3")
async def test_a_policy_that_is_only_shown_gives_nothing_back_by_itself(
    paid: Link, till: Till
) -> None:
    await paid.policy(replace(POLICY, enforced=False))
    assert (await paid.cancel()).returns == 0
    await till.sweep_for(120)
    assert (await till.money())["refunded"] == 0


@pytest.mark.req("R1")
async def test_taking_back_against_another_hold_leaves_one_owner(free: Link) -> None:
    await free.cancel()
    undone, _ = await at_once(free.undo(), free.desk.place())
    clinic_id = (await free.booking()).clinic_id
    [booked] = [row["state"] for row in await free.desk.bookings() if row["clinic_id"] == clinic_id]
    assert isinstance(undone, UndoOver) == (booked == "held")


@pytest.mark.req("P5")
async def test_what_stood_again_gives_back_what_is_left_of_it(paid: Link, till: Till) -> None:
    await till.wait(NINE - 10 * 3600 - till.desk.clock())
    await paid.cancel()
    await till.sweep_for(120)
    assert (await till.money())["refunded"] == DEPOSIT - 1000
    mara = await front_desk(till.desk)
    await mara.restore(await paid.booking())
    await paid.policy(replace(POLICY, windows=(), afterwards=NOTHING))
    agreed = await paid.cancel()
    assert (agreed.keeps, agreed.returns) == (0, 1000)
    await till.sweep_for(120)
    assert (await till.money())["refunded"] == DEPOSIT
