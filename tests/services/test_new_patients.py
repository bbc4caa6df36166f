"""New patients by load: noticed, remembered, told alike by every process (S9)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec import structs

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.domain.new_patients import CLINIC
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.closed_to_new import find_closed
from slotkeeper.services.load_cache import LoadCache
from slotkeeper.services.new_patients import find_standings, notice
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.wish import get_wish
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.database import Row, Value, open_database
from slotkeeper.storage.new_patient_gate import Gate, find_gates, save_gate
from slotkeeper.storage.slot_version import get_slot_version
from tests.services.desk import DAY, TUESDAY, Desk, at

RULE = NewPatientsByLoad(closes_above=40, opens_below=20, days=2)
"""Of Monday and Tuesday: 32 hours of two practitioners; a whole day of one is 25 %."""


async def by_load(desk: Desk, rule: NewPatientsByLoad = RULE) -> Clinic:
    """The clinic with that rule, and with a type that takes a whole day."""
    clinic = await get_clinic(desk.database, desk.slug)
    if all(each.slug != "day" for each in clinic.appointment_types):
        who = ("sam-lee", "ana-costa")
        day = AppointmentType(slug="day", name="Day", minutes=480, practitioners=who)
        kinds = (*clinic.appointment_types, structs.replace(day, patients="existing"))
        clinic = await desk.save(structs.replace(clinic, appointment_types=kinds))
    return await desk.set_up(new_patients=rule)


async def fill(desk: Desk, practitioner: str, number: int = 1) -> Booking:
    """Book that practitioner's whole Tuesday."""
    held = await desk.place(at("2027-01-05 09:00"), kind="day", practitioner=practitioner)
    return await desk.confirm(
        held, patient_is="existing", email=f"{number}@patient.example", first_name="Bo"
    )


async def cancel(desk: Desk, booking: Booking) -> None:
    await desk.execute("UPDATE booking SET state = 'cancelled' WHERE id = $1", booking.id)
    await desk.execute(
        "UPDATE practitioner SET version = version + 1 WHERE id = $1", booking.practitioner_id
    )


async def is_closed(desk: Desk) -> bool:
    clinic = await get_clinic(desk.database, desk.slug)
    await notice(desk.toolbox, clinic)
    return clinic.appointment_type("standard").id in await find_closed(desk.database, clinic)


@pytest.mark.req("S9")
async def test_it_closes_above_one_mark_and_opens_below_the_other(desk: Desk) -> None:
    await by_load(desk)
    assert not await is_closed(desk)
    first = await fill(desk, "sam-lee")
    assert not await is_closed(desk)
    second = await fill(desk, "ana-costa", 2)
    assert await is_closed(desk)
    await cancel(desk, first)
    assert await is_closed(desk), "25 % is between the marks"
    await cancel(desk, second)
    assert not await is_closed(desk)


@pytest.mark.req("S9")
async def test_new_patients_are_shown_nothing_then_and_existing_ones_the_same(desk: Desk) -> None:
    await by_load(desk)
    assert len(await desk.free()) == 31
    await fill(desk, "ana-costa")
    await desk.set_up(new_patients=structs.replace(RULE, closes_above=20))
    assert await desk.free() == set()
    wish = await get_wish(desk.toolbox, desk.slug, "standard", "sam-lee", "any", "existing")
    assert len((await search_slots(desk.toolbox, wish, TUESDAY, TUESDAY)).slots) == 31


async def test_each_change_stands_in_the_log_once_as_done_by_nobody(desk: Desk) -> None:
    clinic = await by_load(desk)
    booked = [await fill(desk, each, n) for n, each in enumerate(("sam-lee", "ana-costa"))]
    for _ in range(3):
        assert await is_closed(desk)
    for each in booked:
        await cancel(desk, each)
    assert not await is_closed(desk)
    told = await find_audit(desk.database, clinic.id, "new_patients", CLINIC)
    assert [(each.action, each.staff_id, each.details) for each in told] == [
        ("new_patients_opened", None, {"percent": (None, 0)}),
        ("new_patients_closed", None, {"percent": (None, 50)}),
    ]


@pytest.mark.req("S9")
async def test_holds_do_not_fill_a_clinic(desk: Desk) -> None:
    await by_load(desk)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await desk.place(at("2027-01-05 09:00"), f"visitor-{n}", kind="day", practitioner=each)
    assert not await is_closed(desk)


async def test_the_state_says_since_when(desk: Desk) -> None:
    clinic = await by_load(desk)
    assert not await is_closed(desk)
    desk.clock.wait(60)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    assert await is_closed(desk)
    closed_at = desk.clock()
    desk.clock.wait(60)
    standing = (await find_standings(desk.database, desk.toolbox.loads, clinic, desk.clock()))[
        CLINIC
    ]
    assert (standing.load.percent, standing.is_closed) == (50, True)
    assert standing.before == Gate(is_closed=True, since=closed_at)


async def test_a_rule_that_is_changed_begins_open(desk: Desk) -> None:
    await by_load(desk)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    assert await is_closed(desk)
    await desk.set_up(new_patients=structs.replace(RULE, closes_above=60))
    assert not await is_closed(desk)


async def test_a_rule_that_was_off_begins_open(desk: Desk) -> None:
    await by_load(desk)
    first = await fill(desk, "sam-lee")
    await fill(desk, "ana-costa", 2)
    assert await is_closed(desk)
    await desk.set_up(new_patients="open")
    await cancel(desk, first)
    await desk.set_up(new_patients=RULE)
    assert not await is_closed(desk)


async def test_the_days_go_on_at_midnight(desk: Desk) -> None:
    await by_load(desk)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    assert await is_closed(desk)
    desk.clock.wait(2 * DAY)
    assert not await is_closed(desk)


async def test_a_type_has_a_rule_of_its_own(desk: Desk) -> None:
    clinic = await by_load(desk, structs.replace(RULE, closes_above=100))
    kinds = tuple(
        structs.replace(each, new_patients=structs.replace(RULE, closes_above=40))
        if each.slug == "initial"
        else each
        for each in clinic.appointment_types
    )
    clinic = await desk.save(structs.replace(clinic, appointment_types=kinds))
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    await notice(desk.toolbox, clinic)
    closed = await find_closed(desk.database, clinic)
    assert closed == {clinic.appointment_type("initial").id}


@pytest.mark.req("S9")
async def test_two_processes_that_notice_at_once_write_once_and_agree(
    desk: Desk, database_url: str
) -> None:
    clinic = await by_load(desk)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    before = len(await find_audit(desk.database, clinic.id, "new_patients", CLINIC))
    other = await open_database(database_url, migrate=False)
    try:
        second = replace(desk.toolbox, database=other, clinics=ClinicCache(), loads=LoadCache())
        await asyncio.gather(
            *(notice(box, clinic) for box in (desk.toolbox, second) for _ in range(4))
        )
        for reader in (desk.database, other):
            assert clinic.appointment_type("standard").id in await find_closed(reader, clinic)
    finally:
        await other.close()
    after = await find_audit(desk.database, clinic.id, "new_patients", CLINIC)
    assert len(after) - before == 1


async def test_whoever_notices_makes_lists_that_are_kept_old(desk: Desk) -> None:
    clinic = await by_load(desk)
    for n, each in enumerate(("sam-lee", "ana-costa")):
        await fill(desk, each, n)
    before = await get_slot_version(desk.database, desk.slug)
    await notice(desk.toolbox, clinic)
    after = await get_slot_version(desk.database, desk.slug)
    await notice(desk.toolbox, clinic)
    assert before is not None
    assert after == before + 1
    assert await get_slot_version(desk.database, desk.slug) == after


async def test_saving_a_state_again_changes_nothing(desk: Desk) -> None:
    clinic = await by_load(desk)
    closed = Gate(is_closed=True, since=1)

    async def save(gate: Gate) -> bool:
        return await desk.database.write(lambda tx: save_gate(tx, clinic.id, 7, RULE, gate))

    assert [await save(closed), await save(structs.replace(closed, since=2))] == [True, False]
    assert (await find_gates(desk.database, clinic.id, {7: RULE}))[7] == closed
    assert await save(Gate(is_closed=False, since=3))


async def test_only_whose_time_changed_is_counted_anew(desk: Desk) -> None:
    clinic = await by_load(desk)
    await notice(desk.toolbox, clinic)
    counting = Counting(desk)
    booking = await fill(desk, "sam-lee")
    found = await find_standings(counting, desk.toolbox.loads, clinic, desk.clock())
    assert found[CLINIC].load.percent == 25
    [asked] = [values for sql, values in counting.read if "busy_from" in sql]
    assert asked[2:] == (booking.practitioner_id,)


class Counting:
    """The database, with what it was asked."""

    def __init__(self, desk: Desk) -> None:
        self.database = desk.database
        self.read: list[tuple[str, tuple[Value, ...]]] = []

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        self.read.append((sql, values))
        return await self.database.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        return await self.database.fetch_one(sql, *values)
