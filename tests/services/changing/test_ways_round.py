"""Ways round what a change costs: none of them leads anywhere."""

import pytest
from msgspec import structs

from slotkeeper.domain.booking import OFFERED
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings
from slotkeeper.services.changing.move import hold_move
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.place_hold import Caller
from slotkeeper.storage.patient_counters import count_counters
from tests.services.changing.link import Link
from tests.services.changing.mover import MORE, TEN, Mover
from tests.services.changing.test_move import choose, move
from tests.services.desk import NINE
from tests.services.payments.till import Till

ANOTHER_DAY = NINE + 2 * 86_400


@pytest.mark.req("P5")
@pytest.mark.parametrize("name", [f"{OFFERED}me", f"{OFFERED}{OFFERED}me", OFFERED])
async def test_a_browser_that_calls_itself_an_offer_pays_the_difference_all_the_same(
    till: Till, name: str
) -> None:
    mover = await Mover.of(till)
    await mover.asks_more()
    caller = Caller(name, "192.0.2.1")
    held = await hold_move(mover.toolbox, till.desk.slug, mover.link.token, TEN, caller)
    assert not held.hold.is_offered
    assert (await mover.difference(held)).pays == MORE


@pytest.mark.req("T3")
async def test_who_moves_late_and_then_cancels_in_time_is_counted_as_late(free: Link) -> None:
    clinic = await get_clinic(free.desk.database, free.desk.slug)
    rule = TrustRule(after="late-cancellations", times=1, step="approve")
    await free.desk.save(structs.replace(clinic, trust=TrustSettings(rules=(rule,))))
    free.desk.clock.now = NINE - 3 * 3600
    await move(free, await choose(free, ANOTHER_DAY))
    patient = (await free.booking()).patient_id or 0
    assert (await count_counters(free.desk.database, clinic.id, patient)).late_cancellations == 0
    assert (await free.cancel()).is_late
    free.desk.clock.wait(61)
    await free.settle()
    assert (await count_counters(free.desk.database, clinic.id, patient)).late_cancellations == 1


@pytest.mark.req("T3")
async def test_who_moves_in_time_and_cancels_in_time_is_not(free: Link) -> None:
    await move(free, await choose(free, ANOTHER_DAY))
    assert not (await free.cancel()).is_late


@pytest.mark.req("T3")
async def test_cancelled_late_taken_back_and_cancelled_again_it_is_late_once(free: Link) -> None:
    free.desk.clock.now = NINE - 3 * 3600
    booking = await free.booking()
    for _ in range(3):
        await free.cancel()
        await free.undo()
    await free.cancel()
    free.desk.clock.wait(61)
    await free.settle()
    counted = await count_counters(free.desk.database, booking.clinic_id, booking.patient_id or 0)
    assert counted.late_cancellations == 1
