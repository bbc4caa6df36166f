"""The clinic changes its set-up while a patient types: the slot is derived again."""

from collections.abc import Callable

import pytest
from msgspec import structs

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.errors import AppointmentTypeUnknown, OnlineBookingClosed
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.keep_hold import renew
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.desk import HOLD_SECONDS, NINE, TUESDAY, Clock, Desk, at

pytestmark = pytest.mark.req("S13")


async def change(desk: Desk, how: Callable[[Clinic], Clinic]) -> None:
    await desk.save(how(await get_clinic(desk.database, desk.slug)))


def away_on_tuesday(clinic: Clinic) -> Clinic:
    return structs.replace(clinic, closed_on=(TUESDAY,))


def longer(clinic: Clinic) -> Clinic:
    return _with_types(clinic, minutes=50)


def more_padding(clinic: Clinic) -> Clinic:
    return _with_types(clinic, padding_before=5)


def not_by_sam(clinic: Clinic) -> Clinic:
    return _with_types(clinic, practitioners=("ana-costa",))


def _with_types(clinic: Clinic, **changes: object) -> Clinic:
    kinds = tuple(structs.replace(each, **changes) for each in clinic.appointment_types)
    return structs.replace(clinic, appointment_types=kinds)


@pytest.mark.parametrize("how", [away_on_tuesday, longer, more_padding])
async def test_a_slot_that_is_no_more_is_answered_with_others(
    desk: Desk, how: Callable[[Clinic], Clinic]
) -> None:
    held = await desk.place(NINE)
    await change(desk, how)
    with pytest.raises(OthersOffered) as refused:
        await desk.confirm(held)
    assert refused.value.offer.nearest
    assert [row["state"] for row in await desk.bookings()] == ["held"]


async def test_anyone_who_does_not_give_it_any_more_is_answered_with_others(desk: Desk) -> None:
    held = await desk.place(NINE, practitioner="any")
    await change(desk, not_by_sam)
    with pytest.raises(OthersOffered) as refused:
        await desk.confirm(held)
    assert {slot.practitioner for slot in refused.value.offer.nearest} == {"ana-costa"}


async def test_who_waits_for_a_practitioner_who_left_is_offered_the_others(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(NINE)
    await change(desk, not_by_sam)
    with pytest.raises(OthersOffered) as refused:
        await desk.confirm(held)
    assert {slot.practitioner for slot in refused.value.offer.nearest} == {"ana-costa"}
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldEnded) as ended:
        await renew(desk.toolbox, desk.slug, held.token, "192.0.2.1")
    assert NINE in {slot.starts_at for slot in ended.value.offer.nearest}
    assert await desk.bookings() == []


async def test_a_type_that_is_switched_off_is_not_booked(desk: Desk) -> None:
    held = await desk.place(NINE)
    await change(desk, lambda clinic: _with_types(clinic, enabled=False))
    with pytest.raises(AppointmentTypeUnknown):
        await desk.confirm(held)


@pytest.mark.req("S1")
async def test_a_clinic_that_switches_online_booking_off_books_nothing(desk: Desk) -> None:
    held = await desk.place(NINE)
    await desk.set_up(enabled=False)
    with pytest.raises(OnlineBookingClosed):
        await desk.confirm(held)
    assert [row["state"] for row in await desk.bookings()] == ["held"]


@pytest.mark.req("S3")
async def test_the_cut_off_does_not_pass_over_a_patient_who_types(desk: Desk, clock: Clock) -> None:
    held = await desk.place(at("2027-01-04 10:00"))  # two hours ahead, the least
    clock.wait(400)
    assert (await desk.confirm(held)).state == "confirmed"


async def test_a_change_of_what_does_not_concern_the_slot_does_not_concern_the_patient(
    desk: Desk,
) -> None:
    held = await desk.place(NINE)
    await desk.set_up(cut_off=CutOff(1, "h"), hold_seconds=60)
    await change(desk, lambda clinic: structs.replace(clinic, name="Harbour & Bay Physio"))
    assert (await desk.confirm(held)).state == "confirmed"
