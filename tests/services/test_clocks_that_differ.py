"""Two servers whose clocks differ by a second: at the end of a hold they disagree, never double."""

from dataclasses import replace

import pytest

from slotkeeper.domain.errors import HoldNotExtendable
from slotkeeper.services.keep_hold import HoldRenewed, extend
from tests.services.desk import HOLD_SECONDS, NINE, Clock, Desk, overlaps

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("O2")]


def behind(desk: Desk) -> Desk:
    """The same clinic at a server whose clock is a second late."""
    late = Clock(desk.clock() - 1)
    return replace(desk, clock=late, toolbox=replace(desk.toolbox, clock=late))


async def test_a_hold_that_went_to_somebody_is_not_kept_longer(desk: Desk, clock: Clock) -> None:
    old = await desk.place(NINE, "old")
    clock.wait(HOLD_SECONDS)
    new = await desk.place(NINE, "new")
    with pytest.raises(HoldNotExtendable):
        await extend(behind(desk).toolbox, desk.slug, old.token, "")
    assert [row["id"] for row in await desk.bookings()] == [new.hold.id]
    assert (await desk.confirm(new)).state == "confirmed"


async def test_a_hold_that_went_to_somebody_is_not_booked(desk: Desk, clock: Clock) -> None:
    old = await desk.place(NINE, "old")
    clock.wait(HOLD_SECONDS)
    new = await desk.place(NINE, "new")
    with pytest.raises(HoldRenewed):  # to the late server it still is one
        await behind(desk).confirm(old, email="old@patient.example", phone="02 5550 0001")
    assert (await desk.confirm(new)).state == "confirmed"
    assert overlaps(await desk.bookings()) == []
