"""A clinic's days as staff see them, and whose."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from slotkeeper.domain.block import Block
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.practitioner import DatedException, Practitioner, TimeOff
from slotkeeper.domain.staff import Member, Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.calendar import Diary, open_diary, working_day
from slotkeeper.services.staff.calendar_watch import may_still_watch
from slotkeeper.services.staff.sessions import get_session, revoke_sessions
from slotkeeper.services.staff.sign_in import sign_in
from slotkeeper.storage.block import insert_block
from slotkeeper.storage.membership import delete_member, find_member, save_role
from slotkeeper.storage.staff_session import StaffSession
from tests.services.desk import NINE, TUESDAY, Desk, at
from tests.services.staff.people import BROWSER, KIT, PASSWORD, ROBIN, employ

pytestmark = pytest.mark.req("A3")

HOUR = 3600


async def member_of(desk: Desk, email: str = ROBIN, practitioner: str = "") -> Member:
    role: Role = "practitioner" if practitioner else "owner"
    staff = await employ(desk, email, role, practitioner)
    clinic = await get_clinic(desk.database, desk.slug)
    member = await find_member(desk.database, clinic.id, staff.id)
    assert member
    return member


async def diary_of(desk: Desk, member: Member, slug: str = "", day: date = TUESDAY) -> Diary:
    clinic = await get_clinic(desk.database, desk.slug)
    return await open_diary(desk.toolbox, clinic, member, [day], slug)


async def block(desk: Desk, slug: str, begins: int) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    whose = clinic.practitioner(slug).id
    one = Block(
        id=0, clinic_id=clinic.id, practitioner_id=whose, begins_at=begins, ends_at=begins + HOUR
    )
    await desk.database.write(lambda tx: insert_block(tx, one))


async def test_a_day_has_bookings_holds_and_blocks_of_everybody(desk: Desk) -> None:
    member = await member_of(desk)
    await desk.book(NINE)
    await desk.place(NINE + HOUR, practitioner="ana-costa", visitor="other")
    await block(desk, "sam-lee", NINE + 4 * HOUR)
    diary = await diary_of(desk, member)
    assert [each.state for each in diary.entries] == ["confirmed", "held"]
    assert [each.slug for each in diary.practitioners] == ["sam-lee", "ana-costa"]
    assert [each.begins_at for each in diary.blocks] == [NINE + 4 * HOUR]
    assert (await diary_of(desk, member, day=TUESDAY + timedelta(1))).entries == []


async def test_the_number_of_the_latest_change_is_the_one_before_what_is_shown(desk: Desk) -> None:
    member = await member_of(desk)
    before = (await diary_of(desk, member)).news
    await desk.book(NINE)
    assert (await diary_of(desk, member)).news > before


@pytest.mark.req("R5")
async def test_a_practitioner_sees_the_own_column_only(desk: Desk) -> None:
    member = await member_of(desk, KIT, "ana-costa")
    await desk.book(NINE)
    await block(desk, "sam-lee", NINE + 4 * HOUR)
    diary = await diary_of(desk, member)
    assert ([each.slug for each in diary.practitioners], diary.entries, diary.blocks) == (
        ["ana-costa"],
        [],
        [],
    )
    for slug in ("sam-lee", "nobody"):
        with pytest.raises(PractitionerUnknown):
            await diary_of(desk, member, slug)


async def test_who_works_there_no_more_comes_last_while_there_are_bookings(desk: Desk) -> None:
    member = await member_of(desk)
    await desk.book(NINE)
    clinic = await get_clinic(desk.database, desk.slug)
    kinds = tuple(
        structs.replace(each, practitioners=("ana-costa",)) for each in clinic.appointment_types
    )
    await desk.save(
        structs.replace(
            clinic, practitioners=(clinic.practitioner("ana-costa"),), appointment_types=kinds
        )
    )
    diary = await diary_of(desk, member)
    assert [each.name for each in diary.practitioners] == ["Ana Costa", "Sam Lee"]
    later = await diary_of(desk, member, day=TUESDAY + timedelta(1))
    assert [each.name for each in later.practitioners] == ["Ana Costa"]


async def test_a_day_without_hours_says_why(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    sam = clinic.practitioner("sam-lee")

    def because(who: Practitioner, on: date = TUESDAY) -> str:
        return working_day(clinic, who, on).because

    holiday = structs.replace(clinic, closed_on=(TUESDAY,))
    assert working_day(clinic, sam, TUESDAY).hours == [(NINE, at("2027-01-05 17:00"))]
    assert because(structs.replace(sam, time_off=(TimeOff(first=TUESDAY, last=TUESDAY),))) == "away"
    assert because(structs.replace(sam, exceptions=(DatedException(on=TUESDAY),))) == ""
    assert because(sam, TUESDAY - timedelta(2)) == ""
    assert working_day(holiday, sam, TUESDAY).because == "closed"


async def watching(desk: Desk) -> tuple[StaffSession, Member]:
    member = await member_of(desk)
    token = (await sign_in(desk.toolbox, ROBIN, PASSWORD, BROWSER)).token
    session, _ = await get_session(desk.toolbox, token)
    assert await may_still_watch(desk.toolbox, session, member)
    return session, member


@pytest.mark.req("A1")
async def test_who_signed_out_may_watch_no_more(desk: Desk) -> None:
    session, member = await watching(desk)
    await revoke_sessions(desk.toolbox, member.staff.id)
    assert not await may_still_watch(desk.toolbox, session, member)


@pytest.mark.req("A1")
async def test_who_has_another_role_or_none_opens_the_calendar_anew(desk: Desk) -> None:
    session, member = await watching(desk)
    place = member.clinic_id, member.staff.id
    await desk.database.write(lambda tx: save_role(tx, *place, "reception", None))
    assert not await may_still_watch(desk.toolbox, session, member)
    await desk.database.write(lambda tx: save_role(tx, *place, "owner", None))
    assert await may_still_watch(desk.toolbox, session, member)
    await desk.database.write(lambda tx: delete_member(tx, *place))
    assert not await may_still_watch(desk.toolbox, session, member)


@pytest.mark.req("A1")
async def test_watching_does_not_make_a_session_last_longer(desk: Desk) -> None:
    session, member = await watching(desk)
    desk.clock.wait(session.expires_at - desk.clock() - 1)
    assert await may_still_watch(desk.toolbox, session, member)
    desk.clock.wait(2)
    assert not await may_still_watch(desk.toolbox, session, member)
