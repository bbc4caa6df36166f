"""The effect of a change is counted by the engine that patients meet, over what is booked."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.known import Known
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.domain.practitioner import DatedException, TimeOff
from slotkeeper.domain.slots import find_starts
from slotkeeper.services.clinics import get_clinic, update_clinic
from slotkeeper.services.staff.settings.draft import Draft, make_draft
from slotkeeper.services.staff.settings.effect import DAYS, Effect, find_effect
from tests.services.desk import NINE, TUESDAY, Desk, at

LAST = date(2027, 1, 17)


async def drafted(desk: Desk, clinic: Clinic | None = None, **online_booking: object) -> Draft:
    """A change to that clinic, or of those settings of online booking."""
    stored = await get_clinic(desk.database, desk.slug)
    settings: OnlineBooking = replace(stored.online_booking, **online_booking)
    return make_draft(stored, clinic_values(clinic or replace(stored, online_booking=settings)))


async def effect(desk: Desk, clinic: Clinic | None = None, **online_booking: object) -> Effect:
    draft = await drafted(desk, clinic, **online_booking)
    return await find_effect(desk.database, draft, desk.clock())


def keys(found: Effect) -> list[str]:
    return [each.key for each in found.consequences]


async def nobody_away(desk: Desk) -> Clinic:
    return await get_clinic(desk.database, desk.slug)


async def sam(desk: Desk, **changes: object) -> Clinic:
    """The clinic with another Sam."""
    clinic = await get_clinic(desk.database, desk.slug)
    people = tuple(
        replace(each, **changes) if each.slug == "sam-lee" else each
        for each in clinic.practitioners
    )
    return replace(clinic, practitioners=people)


async def test_it_is_what_patients_are_offered(desk: Desk) -> None:
    found = await effect(desk, cut_off=CutOff(1, "d"))
    clinic = await get_clinic(desk.database, desk.slug)
    offered = [
        len(
            find_starts(
                clinic, k, clinic.who_offers(k), date(2027, 1, 4), LAST, Known(now=desk.clock())
            )
        )
        for k in clinic.appointment_types
    ]
    assert found.before == sum(offered)
    assert found.after < found.before
    assert [each.name for each in found.types] == [k.name for k in clinic.appointment_types]
    assert (LAST - date(2027, 1, 4)).days + 1 == DAYS


async def test_what_is_booked_counts(desk: Desk) -> None:
    before = await effect(desk)
    await desk.book(NINE)
    after = await effect(desk)
    assert after.before < before.before


async def test_nothing_changed_changes_no_number(desk: Desk) -> None:
    found = await effect(desk)
    assert (found.before - found.after, found.types, found.consequences) == (0, (), ())


async def test_types_that_stay_as_they_are_are_left_out(desk: Desk) -> None:
    clinic = await nobody_away(desk)
    longer = tuple(
        replace(kind, minutes=kind.minutes + 60) if kind.slug == "initial" else kind
        for kind in clinic.appointment_types
    )
    found = await effect(desk, replace(clinic, appointment_types=longer))
    assert [each.name for each in found.types] == ["Initial consultation"]


async def test_switched_off_nothing_is_offered(desk: Desk) -> None:
    found = await effect(desk, enabled=False, call_us="")
    assert found.after == 0
    assert keys(found) == ["effect.switched_off", "effect.no_call_us"]


async def test_bookings_outside_the_new_hours_are_counted_and_stay(desk: Desk) -> None:
    await desk.book(NINE)
    await desk.book(at("2027-01-05 14:00"))
    mornings = (DatedException(on=TUESDAY, hours=()),)
    found = await effect(desk, await sam(desk, exceptions=mornings))
    outside = [each.n for each in found.consequences if each.key == "effect.outside_hours"]
    assert outside == [2]
    assert len(await desk.bookings()) == 2


async def test_bookings_that_were_outside_before_are_not_told_again(desk: Desk) -> None:
    await desk.book(NINE)
    away = await sam(desk, time_off=(TimeOff(first=TUESDAY, last=TUESDAY),))
    await desk.save(away)
    longer = await sam(desk, time_off=(TimeOff(first=TUESDAY, last=date(2027, 1, 6)),))
    assert keys(await effect(desk, longer)) == []


async def test_a_hold_of_somebody_who_types_is_no_booking(desk: Desk) -> None:
    await desk.place(NINE)
    found = await effect(desk, await sam(desk, exceptions=(DatedException(on=TUESDAY),)))
    assert keys(found) == []


async def test_who_goes_with_bookings_is_told_how_many(desk: Desk) -> None:
    await desk.book(NINE)
    clinic = await get_clinic(desk.database, desk.slug)
    kinds = tuple(
        replace(kind, practitioners=tuple(s for s in kind.practitioners if s != "sam-lee"))
        for kind in clinic.appointment_types
    )
    gone = replace(clinic, practitioners=clinic.practitioners[1:], appointment_types=kinds)
    found = await effect(desk, gone)
    said = {(each.key, each.n, each.name) for each in found.consequences}
    assert ("effect.bookings_stay", 1, "Sam Lee") in said
    assert ("effect.nobody_offers", None, "Running assessment") in said


async def test_switching_somebody_off_is_told_the_same(desk: Desk) -> None:
    await desk.book(NINE)
    found = await effect(desk, await sam(desk, enabled=False))
    assert ("effect.bookings_stay", 1) in {(each.key, each.n) for each in found.consequences}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"horizon_days": 30}, "effect.horizon"),
        ({"offer": "marked-times"}, "effect.nothing_marked"),
        ({"new_patients": "closed"}, "effect.new_closed"),
        (
            {"new_patients": NewPatientsByLoad(closes_above=90, opens_below=75)},
            "effect.new_by_load",
        ),
        ({"terms": "Other ones."}, "effect.terms"),
        ({"terms": "", "cancellation_policy": ""}, "effect.no_terms"),
        ({"cancel_and_reschedule": False}, "effect.no_cancelling"),
    ],
)
async def test_what_no_number_tells_is_told(desk: Desk, change: dict[str, Any], key: str) -> None:
    assert keys(await effect(desk, **change)) == [key]


async def test_where_links_lead_from_now_on_is_told(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    own = "https://harbour.example"
    led = replace(clinic, allowed_origins=(own,), booking_page=f"{own}/appointments")
    [said] = (await effect(desk, led)).consequences
    assert (said.key, said.name) == ("effect.booking_page", f"{own}/appointments")
    await update_clinic(desk.database, led, desk.clock())
    assert keys(await effect(desk, replace(led, booking_page=""))) == ["effect.no_booking_page"]


async def test_the_horizon_is_told_as_a_date(desk: Desk) -> None:
    found = await effect(desk, horizon_days=30)
    assert found.consequences[0].on == date(2027, 2, 3)


async def test_a_prepayment_nobody_takes_is_told(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    tree = clinic_values(clinic)
    tree["appointment_type"][0] |= {"price": "50.00", "prepay": "full"}
    found = await find_effect(desk.database, make_draft(clinic, tree), desk.clock())
    assert keys(found) == ["effect.no_payments"]
