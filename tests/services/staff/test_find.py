"""One search for patients and bookings, on either engine."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.staff import Member, Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.find import find_everywhere
from slotkeeper.storage.membership import find_member
from tests.services.desk import NINE, Desk
from tests.services.staff.people import employ
from tests.storage.booked import Books

pytestmark = pytest.mark.req("A4")

HALF_HOUR = 1800


async def colleague(desk: Desk, role: Role = "owner", practitioner: str = "") -> Member:
    staff = await employ(desk, f"{role}@harbour.example", role, practitioner)
    clinic = await get_clinic(desk.database, desk.slug)
    found = await find_member(desk.database, clinic.id, staff.id)
    assert found
    return found


async def found(desk: Desk, who: Member, text: str, most: int = 5) -> tuple[list[str], list[str]]:
    """Patients' names and bookings' references."""
    clinic = await get_clinic(desk.database, desk.slug)
    result = await find_everywhere(desk.toolbox, who, clinic, text, most)
    names = [each.record.name for each in result.patients]
    return names, [each.reference for each in result.bookings]


async def two_diaries(desk: Desk) -> None:
    books = Books(desk.database, await get_clinic(desk.database, desk.slug))
    for number, (first, reference) in enumerate((("Ada", "K7M2QXA"), ("Bo", "K7M2QXB"))):
        await books.booking(
            await books.patient(first, "Gullwing", phone=f"+6125550010{number}"),
            practitioner_id=books.practitioners[number],
            reference=reference,
            starts_at=NINE,
            ends_at=NINE + HALF_HOUR,
            busy_from=NINE,
            busy_until=NINE + HALF_HOUR,
        )


async def test_a_name_or_a_number_finds_patients_and_no_bookings(desk: Desk) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    assert sorted((await found(desk, owner, "gull"))[0]) == ["Ada Gullwing", "Bo Gullwing"]
    assert await found(desk, owner, "0101") == (["Bo Gullwing"], [])


async def test_a_reference_finds_its_booking_and_whose_it_is(desk: Desk) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    assert await found(desk, owner, "k7m 2qxa") == (["Ada Gullwing"], ["K7M2QXA"])


async def test_what_references_begin_with_finds_as_many_as_are_asked_for(desk: Desk) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    assert sorted((await found(desk, owner, "K7M2"))[1]) == ["K7M2QXA", "K7M2QXB"]
    assert len((await found(desk, owner, "K7M2", 1))[1]) == 1


async def test_that_there_are_more_patients_is_told(desk: Desk) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    clinic = await get_clinic(desk.database, desk.slug)
    some = await find_everywhere(desk.toolbox, owner, clinic, "gullwing", 1)
    everybody = await find_everywhere(desk.toolbox, owner, clinic, "gullwing", 2)
    assert (some.has_more, everybody.has_more) == (True, False)


@pytest.mark.parametrize("text", ["", "  ", "–", "' OR 1=1 --", "%", "\x00"])
async def test_what_means_nothing_finds_nobody(desk: Desk, text: str) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    assert await found(desk, owner, text) == ([], [])


@pytest.mark.req("A1")
@pytest.mark.parametrize("text", ["gull", "K7M2", "K7M2QXB", "0101"])
async def test_a_practitioner_finds_only_the_own_diary(desk: Desk, text: str) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    kit = await colleague(desk, "practitioner", clinic.practitioners[0].slug)
    await two_diaries(desk)
    names, references = await found(desk, kit, text)
    assert "Bo Gullwing" not in names
    assert "K7M2QXB" not in references


@pytest.mark.req("A1")
async def test_another_clinic_is_never_found(desk: Desk) -> None:
    owner = await colleague(desk)
    await two_diaries(desk)
    elsewhere = replace(owner, clinic_id=owner.clinic_id + 1)
    for text in ("gull", "K7M2", "K7M2QXA", "0101"):
        assert await found(desk, elsewhere, text) == ([], [])
