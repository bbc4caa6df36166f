"""Staff offer a time by hand and take it back: what they saw, and nothing that came since (C6)."""

import pytest

from slotkeeper.domain.waitlist import WaitlistOffer
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.steer import (
    HasOffer,
    OfferChanged,
    offer_by_hand,
    take_back,
)
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import Patient, open_hours, open_list, wait

pytestmark = pytest.mark.req("C6")
HALF_HOUR = 1800


@pytest.fixture
async def mara(desk: Desk) -> Actor:
    """At the desk of a clinic with two free times, nine and half past."""
    await open_list(desk)
    await open_hours(desk, (540, 600))
    member = (await front_desk(desk)).member
    return Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=desk.clock())


async def offer(mara: Actor, patient: Patient, starts_at: int) -> WaitlistOffer:
    desk, entry = patient.desk, await patient.entry()
    clinic = await get_clinic(desk.database, desk.slug)
    [sam] = [each.id for each in clinic.practitioners if each.slug == "sam-lee"]
    return await offer_by_hand(desk.toolbox, clinic, mara, entry.id, sam, starts_at)


async def test_who_looks_at_an_older_offer_takes_no_newer_one_back(desk: Desk, mara: Actor) -> None:
    ada = await wait(desk)
    entry = await ada.entry()
    first = await offer(mara, ada, NINE)
    await take_back(desk.toolbox, mara, entry.id, first.id)
    second = await offer(mara, ada, NINE + HALF_HOUR)
    with pytest.raises(OfferChanged):
        await take_back(desk.toolbox, mara, entry.id, first.id)
    assert await ada.offer() == second
    assert NINE + HALF_HOUR not in await desk.free()


async def test_who_does_not_see_an_offer_makes_no_second_one(desk: Desk, mara: Actor) -> None:
    ada = await wait(desk)
    first = await offer(mara, ada, NINE)
    with pytest.raises(HasOffer):
        await offer(mara, ada, NINE + HALF_HOUR)
    assert await ada.offer() == first
    assert NINE + HALF_HOUR in await desk.free()
