"""An offer of the waiting list whose acceptance is stopped at each step: one booking, told once."""

from functools import partial

import pytest

from slotkeeper.domain.prepayment import NO_PREPAYMENT
from slotkeeper.domain.waitlist import WaitlistOffer
from slotkeeper.services.toolbox import Toolbox
from tests.services.changing.link import Link
from tests.services.changing.mover import TEN
from tests.services.changing.stops import MOST_STEPS, stop_at
from tests.services.desk import NINE, Desk
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import Till
from tests.services.waitlist.line import (
    Patient,
    look,
    open_hours,
    open_list,
    wait,
    wait_for_earlier,
)

pytestmark = [pytest.mark.req("R2"), pytest.mark.req("C6"), pytest.mark.slow]


async def opened(till: Till) -> Patient:
    """Somebody for whom nine is kept."""
    await open_list(till.desk)
    await open_hours(till.desk, (540, 570), (600, 630))
    patient = await wait(till.desk, weekdays=(1,), parts=("morning",))
    await look(till.desk)
    return patient


async def require_one_acceptance(desk: Desk, patient: Patient, told: list[str]) -> None:
    """Whoever presses again, and whatever looks: one booking at nine, and nobody waits."""
    assert (await patient.entry()).state == "booked"
    assert (await patient.look()).offer is None
    rows = await desk.rows(
        """SELECT booking.state, booking.starts_at FROM booking
           JOIN clinic ON clinic.id = booking.clinic_id
           WHERE clinic.slug = $1 AND booking.state <> 'held'""",
        desk.slug,
    )
    assert [(row["state"], row["starts_at"]) for row in rows] == [("confirmed", NINE)]
    rows = await desk.rows(
        """SELECT delivery.message FROM delivery JOIN clinic ON clinic.id = delivery.clinic_id
           WHERE clinic.slug = $1 AND delivery.recipient = 'patient'
             AND delivery.channel = 'mail' AND delivery.message <> 'waitlist_offer'""",
        desk.slug,
    )
    assert sorted(row["message"] for row in rows) == told


@pytest.mark.parametrize("presses_again", [True, False])
async def test_an_offer_whose_acceptance_is_stopped_is_booked_once(
    another: OpenAnother, *, presses_again: bool
) -> None:
    booked = set()
    for number in range(1, MOST_STEPS):
        async with another(prepay=NO_PREPAYMENT) as till:
            patient = await opened(till)
            offer = await patient.offer()
            steps = await stop_at(number, till.toolbox, partial(_accept, patient, offer))
            is_booked = await till.taken() == [NINE]
            booked.add(is_booked)
            if presses_again:
                assert (await patient.accept(offer)).id == offer.hold_id
            else:
                await look(till.desk)
            if is_booked or presses_again:
                await require_one_acceptance(till.desk, patient, ["booking_confirmed"])
            else:
                assert (await patient.offer()).id == offer.id  # theirs still, and they wait on
        if not steps.is_stopped:
            assert booked == {True, False}
            return
    pytest.fail("the story has no end")


@pytest.mark.req("C4")
async def test_an_earlier_time_whose_acceptance_is_stopped_is_moved_to_once(
    another: OpenAnother,
) -> None:
    moved = set()
    for number in range(1, MOST_STEPS):
        async with another(prepay=NO_PREPAYMENT) as till:
            desk = till.desk
            await open_list(desk)
            await open_hours(desk, (540, 570), (600, 630))
            link = await Link.of(desk, await desk.book(TEN))
            patient = await wait_for_earlier(desk, link.token)
            await look(desk)
            offer = await patient.offer()
            steps = await stop_at(number, till.toolbox, partial(_accept_earlier, patient, offer))
            is_moved = await till.taken() == [NINE]
            moved.add(is_moved)
            assert is_moved or await till.taken() == [TEN]
            assert (await patient.accept_earlier(offer)).id == link.booking_id
            assert await till.taken() == [NINE]
            await look(desk)
            told = ["booking_confirmed", "booking_moved"]
            await require_one_acceptance(desk, patient, told)
        if not steps.is_stopped:
            assert moved == {True, False}
            return
    pytest.fail("the story has no end")


async def _accept(patient: Patient, offer: WaitlistOffer, box: Toolbox) -> None:
    await patient.by(box).accept(offer)


async def _accept_earlier(patient: Patient, offer: WaitlistOffer, box: Toolbox) -> None:
    await patient.by(box).accept_earlier(offer)
