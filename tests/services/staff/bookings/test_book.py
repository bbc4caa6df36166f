"""Staff book: at once, beyond the rules for patients once they know them, never over somebody."""

from datetime import date

import pytest
from msgspec.structs import replace

from slotkeeper.domain.errors import AppointmentTypeUnknown, FieldsInvalid, PractitionerUnknown
from slotkeeper.domain.practitioner import TimeOff
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from tests.services.desk import DAY, NINE, Desk, at, open_desk
from tests.services.staff.bookings.front_desk import (
    HALF_HOUR,
    FrontDesk,
    front_desk,
    keys,
    rules,
    somebody,
)

pytestmark = pytest.mark.req("A2")
SATURDAY = at("2027-01-09 10:00")


async def refused(mara: FrontDesk, start: int = NINE, **wanted: object) -> RulesAgainst:
    with pytest.raises(RulesAgainst) as against:
        await mara.book(start, **wanted)
    return against.value


async def test_a_new_patient_is_written_down_and_booked(mara: FrontDesk) -> None:
    booking = await mara.book(note="Comes with her daughter")
    [row] = await mara.desk.rows("SELECT * FROM booking WHERE id = $1", booking.id)
    assert (row["state"], row["made_by"], row["made_at"]) == (
        *("confirmed", mara.member.staff.id, mara.desk.clock()),
    )
    assert (row["local_start"], row["time_zone"]) == ("2027-01-05T09:00", "Australia/Sydney")
    assert (row["note"], len(row["reference"])) == ("Comes with her daughter", 7)
    [patient] = await mara.desk.rows("SELECT * FROM patient")
    assert (patient["first_name"], patient["email"], patient["phone"]) == ("Zoë", "", "")
    assert await mara.told(booking) == [("booking_confirmed", "", "")]
    [entry] = await mara.done("booking", booking.id)
    assert (entry.action, entry.staff_id) == ("booking_made", mara.member.staff.id)
    assert "overridden" not in entry.details


async def test_a_known_patient_is_booked_again(mara: FrontDesk) -> None:
    first = await mara.book()
    second = await mara.book(NINE + HALF_HOUR, patient_id=first.patient_id, tell=False)
    assert second.patient_id == first.patient_id
    assert await mara.told(second) == []


async def test_the_time_is_no_longer_offered_to_patients(mara: FrontDesk) -> None:
    assert NINE in await mara.desk.free()
    await mara.book()
    assert NINE not in await mara.desk.free()


async def test_padding_and_place_are_those_of_the_type_and_the_hours(mara: FrontDesk) -> None:
    booking = await mara.book(kind="initial")
    assert (booking.ends_at, booking.busy_until) == (NINE + 45 * 60, NINE + 60 * 60)
    [row] = await mara.desk.rows("SELECT slug FROM location WHERE id = $1", booking.location_id)
    assert row["slug"] == "manly"


@pytest.mark.req("R1")
async def test_a_time_that_somebody_has_cannot_be_had(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    with pytest.raises(TimeTaken) as taken:
        await mara.book(NINE + 600)
    [there] = taken.value.taken
    assert (there.id, there.patient, there.state) == (booking.id, "Ada Example", "confirmed")


@pytest.mark.req("R1")
async def test_nor_one_that_a_patient_is_choosing(mara: FrontDesk) -> None:
    held = await mara.desk.place()
    for agreed in (frozenset[str](), frozenset({f"booked-{held.hold.id}", "block-1-0"})):
        with pytest.raises(TimeTaken) as taken:
            await mara.book(agreed=agreed)
        [there] = taken.value.taken
        assert (there.id, there.state, there.patient) == (held.hold.id, "held", "")
    mara.desk.clock.wait(451)
    assert (await mara.book()).starts_at == NINE


async def test_cut_off_horizon_and_grid_do_not_bind_staff(mara: FrontDesk) -> None:
    assert await mara.book(at("2027-01-04 09:05"))
    await mara.book(at("2028-01-05 11:10"), details=somebody(first_name="Bob"))


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        (SATURDAY, "outside_hours"),
        (at("2027-01-05 07:00"), "outside_hours"),
        (at("2027-01-05 16:45"), "does_not_fit"),
        (at("2027-01-03 10:00"), "past"),
    ],
)
async def test_out_of_hours_is_told_and_can_be_done_anyway(
    mara: FrontDesk, start: int, rule: str
) -> None:
    against = await refused(mara, start)
    assert rule in rules(against)
    booking = await mara.book(start, agreed=keys(against))
    [entry] = await mara.done("booking", booking.id)
    _, beyond = entry.details["overridden"]
    assert isinstance(beyond, list)
    assert rule in beyond


async def test_time_off_and_closed_days_are_told(mara: FrontDesk) -> None:
    clinic = await get_clinic(mara.desk.database, mara.desk.slug)
    tuesday, wednesday = date(2027, 1, 5), date(2027, 1, 6)
    sam, ana = clinic.practitioners
    away = replace(sam, time_off=(TimeOff(first=tuesday, last=tuesday),))
    await mara.desk.save(replace(clinic, practitioners=(away, ana), closed_on=(wednesday,)))
    assert rules(await refused(mara)) == ["time_off"]
    assert rules(await refused(mara, NINE + DAY)) == ["closed_day"]


async def test_a_block_is_told_with_its_reason(mara: FrontDesk) -> None:
    block = await mara.block(NINE, NINE + 3600, reason="Team meeting")
    against = await refused(mara)
    [objection] = against.objections
    assert (objection.words, objection.begins_at) == ("Team meeting", NINE)
    # One that was changed meanwhile is told again.
    await mara.change(block, NINE - HALF_HOUR, NINE + 3600, reason="Fire drill")
    again = await refused(mara, agreed=keys(against))
    assert [each.words for each in again.objections] == ["Fire drill"]
    assert await mara.book(agreed=keys(again))


async def test_what_was_agreed_to_at_one_time_is_not_at_another(mara: FrontDesk) -> None:
    against = await refused(mara, SATURDAY)
    again = await refused(mara, SATURDAY + 3600, agreed=keys(against))
    assert rules(again) == ["outside_hours"]


@pytest.mark.req("B5")
async def test_the_daily_limit_is_told_and_can_be_gone_beyond(mara: FrontDesk) -> None:
    await mara.desk.set_up(daily_limit=2)
    first = await mara.desk.book(NINE)
    patient = first.patient_id
    await mara.book(NINE + DAY, patient_id=patient)
    against = await refused(mara, NINE + 2 * DAY, patient_id=patient)
    [objection] = against.objections
    assert (objection.rule, objection.number, objection.limit) == ("daily_limit", 3, 2)
    assert objection.words == "Ada"
    assert await mara.book(NINE + 2 * DAY, patient_id=patient, agreed=keys(against))


@pytest.mark.req("B5")
async def test_what_staff_book_takes_no_place_of_the_patient_s(mara: FrontDesk) -> None:
    await mara.desk.set_up(daily_limit=1)
    ada = somebody(first_name="Ada", last_name="Example", email="ada@patient.example")
    await mara.book(details=ada)
    assert (await mara.desk.book(NINE + DAY)).state == "confirmed"


@pytest.mark.req("T2")
async def test_the_step_of_the_ladder_is_told(mara: FrontDesk) -> None:
    booking = await mara.book()
    await mara.desk.execute("UPDATE patient SET trust = 'call' WHERE id = $1", booking.patient_id)
    against = await refused(mara, NINE + DAY, patient_id=booking.patient_id)
    assert [(each.rule, each.words) for each in against.objections] == [("trust", "call")]
    assert await mara.book(NINE + DAY, patient_id=booking.patient_id, agreed=keys(against))


async def test_types_for_some_and_closed_to_new_patients_are_told(mara: FrontDesk) -> None:
    known = (await mara.book()).patient_id
    await mara.desk.set_up(new_patients="closed")
    bob = somebody(first_name="Bob")
    late = at("2027-01-05 13:00")
    assert rules(await refused(mara, late, details=bob)) == ["new_patients"]
    assert rules(await refused(mara, late, patient_id=known, kind="initial")) == ["only_new"]
    against = await refused(mara, late, details=bob, kind="running", practitioner="ana-costa")
    assert rules(against) == ["not_offered_by", "only_existing", "new_patients"]


@pytest.mark.req("S9")
async def test_a_practitioner_who_is_closed_to_new_patients_is_told(mara: FrontDesk) -> None:
    known = (await mara.book()).patient_id
    clinic = await get_clinic(mara.desk.database, mara.desk.slug)
    people = tuple(
        replace(each, new_patients="closed") if each.slug == "sam-lee" else each
        for each in clinic.practitioners
    )
    await mara.desk.save(replace(clinic, practitioners=people))
    late = at("2027-01-05 13:00")
    against = await refused(mara, late, details=somebody(first_name="Bob"))
    assert [(each.rule, each.words) for each in against.objections] == [
        ("practitioner_closed_to_new", "Sam Lee")
    ]
    assert await mara.book(late, patient_id=known)


@pytest.mark.req("B3")
async def test_who_may_be_the_same_person_is_told_before(mara: FrontDesk) -> None:
    known = await mara.book(details=somebody(phone="+61255501234", birth_date=date(1990, 2, 28)))
    for same in (
        somebody(),
        somebody(first_name="ZOE", last_name="ONEIL"),
        somebody(first_name="Max", phone="+61255501234"),
    ):
        against = await refused(mara, NINE + DAY, details=same)
        [objection] = against.objections
        assert (objection.rule, objection.about) == ("duplicate", (known.patient_id,))
        assert objection.words == "Zoë O'Neil · 1990-02-28 · +61255501234"
    await mara.book(NINE + DAY, details=somebody(), agreed=keys(against))
    assert len(await mara.desk.rows("SELECT id FROM patient")) == 2


async def test_nobody_is_alike_for_having_given_neither_address_nor_number(
    mara: FrontDesk,
) -> None:
    await mara.book()
    assert await mara.book(NINE + DAY, details=somebody(first_name="Bob"))


async def test_what_is_not_the_clinic_s_is_not_there(mara: FrontDesk) -> None:
    other = await front_desk(await open_desk(mara.desk.database, "other"), "owner")
    foreign = await other.book()
    with pytest.raises(FieldsInvalid):
        await mara.book(patient_id=foreign.patient_id)
    with pytest.raises(PractitionerUnknown):
        await mara.book(practitioner="nobody")
    with pytest.raises(AppointmentTypeUnknown):
        await mara.book(kind="nothing")
    assert await mara.desk.rows("SELECT id FROM booking WHERE clinic_id = $1", 1) == []


@pytest.mark.req("A1")
async def test_a_practitioner_books_in_the_own_diary_only(desk: Desk) -> None:
    ana = await front_desk(desk, "practitioner", "ana-costa")
    with pytest.raises(PractitionerUnknown):
        await ana.book()
    assert await ana.book(practitioner="ana-costa")
