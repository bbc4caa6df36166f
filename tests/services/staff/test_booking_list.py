"""Looking through a clinic's bookings, on either engine."""

from datetime import date

import pytest

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.domain.errors import AppointmentTypeUnknown, PractitionerUnknown
from slotkeeper.domain.staff import Member, Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff import booking_list
from slotkeeper.services.staff.booking_list import BookingPage, list_bookings
from slotkeeper.storage.membership import find_member
from tests.services.desk import DAY, NINE, Desk, open_desk
from tests.services.staff.people import employ

HALF_HOUR = 1800


async def member(desk: Desk, role: Role = "owner", practitioner: str = "") -> Member:
    staff = await employ(desk, f"{role}@harbour.example", role, practitioner)
    clinic = await get_clinic(desk.database, desk.slug)
    found = await find_member(desk.database, clinic.id, staff.id)
    assert found
    return found


async def page(desk: Desk, who: Member, most: int = 50, **wanted: object) -> BookingPage:
    clinic = await get_clinic(desk.database, desk.slug)
    return await list_bookings(desk.toolbox, who, clinic, BookingFilter(**wanted), most)  # type: ignore[arg-type]


async def found(desk: Desk, who: Member, **wanted: object) -> list[int]:
    return [each.id for each in (await page(desk, who, **wanted)).bookings]  # type: ignore[arg-type]


async def book_many(desk: Desk, count: int) -> list[int]:
    await desk.set_up(daily_limit=0)
    ids = []
    for number in range(count):
        booking = await desk.book(NINE + number * HALF_HOUR)
        desk.clock.wait(1)
        ids.append(booking.id)
    return ids


async def test_pages_lead_from_the_newest_to_the_end(desk: Desk) -> None:
    owner, ids = await member(desk), await book_many(desk, 5)
    seen, after = [], None
    for _ in range(3):
        some = await page(desk, owner, 2, after=after)
        seen += [each.id for each in some.bookings]
        after = some.after
    assert (seen, after) == (ids[::-1], None)


async def test_by_day_from_a_date_to_a_date(desk: Desk) -> None:
    owner = await member(desk)
    await desk.set_up(daily_limit=0)
    wednesday = (await desk.book(NINE + DAY)).id
    tuesday = (await desk.book(NINE)).id
    thursday = (await desk.book(NINE + 2 * DAY)).id
    third, fourth = date(2027, 1, 5), date(2027, 1, 6)
    assert await found(desk, owner, order="day") == [tuesday, wednesday, thursday]
    assert await found(desk, owner, order="day", from_on=third, until_on=third) == [tuesday]
    assert await found(desk, owner, order="day", from_on=fourth) == [wednesday, thursday]
    assert await found(desk, owner, from_on=fourth) == [thursday, tuesday, wednesday]


async def test_a_search_by_each_thing_that_is_known(desk: Desk) -> None:
    owner = await member(desk)
    ada = await desk.book()
    await desk.book(
        NINE + HALF_HOUR,
        first_name="Bo",
        last_name="Else",
        email="bo@else.example",
        phone="02 5550 9999",
    )
    for text in ["ada", "exam", "example ada", "ada@patient", "02 5550 12", "1234"]:
        assert await found(desk, owner, text=text) == [ada.id], text
    assert await found(desk, owner, text=ada.reference.lower()) == [ada.id]
    assert await found(desk, owner, text="ada else") == []
    assert await found(desk, owner, text="?!") == []
    assert len(await found(desk, owner, text="5550")) == 0
    assert len(await found(desk, owner, text="02 5550")) == 2


async def test_a_reference_finds_its_booking_whatever_is_filtered_by(desk: Desk) -> None:
    owner, booking = await member(desk), await desk.book()
    assert await found(desk, owner, text=booking.reference, state="cancelled") == [booking.id]


async def test_four_letters_of_a_reference_find_it_above_all_else(desk: Desk) -> None:
    owner, booking = await member(desk), await desk.book()
    await desk.database.write(lambda tx: tx.execute("UPDATE booking SET reference = 'KAM2QXZ'"))
    other = await desk.book(
        NINE + HALF_HOUR, last_name="Kam2", email="x@p.example", phone="02 5550 7777"
    )
    assert await found(desk, owner, text="kam") == [other.id]
    assert await found(desk, owner, text="kam2") == [booking.id, other.id]
    assert await found(desk, owner, text="KAM-2Q") == [booking.id]
    assert await found(desk, owner, text="kam2qx", state="cancelled") == [booking.id]
    assert await found(desk, owner, text="KAM2QY") == []


async def test_a_search_that_finds_many_keeps_its_filters_and_pages(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking_list, "MOST_PATIENTS", 1)
    owner = await member(desk)
    first = await desk.book()
    other = await desk.book(
        NINE + HALF_HOUR, first_name="Adam", email="adam@p.example", phone="02 5550 7777"
    )
    assert await found(desk, owner, text="ada") == [other.id, first.id]
    assert await found(desk, owner, text="ada", order="day") == [first.id, other.id]
    assert await found(desk, owner, text="ada ex", state="cancelled") == []


@pytest.mark.req("A1")
async def test_a_practitioner_sees_own_bookings_only(desk: Desk) -> None:
    sam = await member(desk, "practitioner", "sam-lee")
    own = await desk.book()
    held = await desk.place(NINE + HALF_HOUR, practitioner="ana-costa")
    foreign = await desk.confirm(held)
    assert await found(desk, sam) == [own.id]
    assert await found(desk, sam, practitioner_id=own.practitioner_id) == [own.id]
    assert await found(desk, sam, text="ada") == [own.id]
    assert await found(desk, sam, text=foreign.reference) == []
    assert foreign.id not in await found(desk, sam, text=foreign.reference[:4])
    with pytest.raises(PractitionerUnknown):
        await page(desk, sam, practitioner_id=foreign.practitioner_id)


@pytest.mark.req("R5")
async def test_another_clinic_is_out_of_sight(desk: Desk) -> None:
    other = await open_desk(desk.database, "elsewhere")
    owner, foreign = await member(desk), await other.book()
    assert await found(desk, owner) == []
    assert await found(desk, owner, text="ada") == []
    assert await found(desk, owner, text=foreign.reference) == []
    assert await found(desk, owner, text=foreign.reference[:4]) == []
    assert await found(desk, owner, patient_id=foreign.patient_id) == []
    with pytest.raises(PractitionerUnknown):
        await page(desk, owner, practitioner_id=foreign.practitioner_id)
    with pytest.raises(AppointmentTypeUnknown):
        await page(desk, owner, appointment_type_id=foreign.appointment_type_id)
