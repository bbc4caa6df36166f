"""Who works for a clinic, and as what."""

import asyncio

import pytest

from slotkeeper.domain.staff import LastOwner, Member, MemberUnknown, Staff
from slotkeeper.services.staff.accounts import change_role, remove_member
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.database import ConstraintBroken, Database
from slotkeeper.storage.membership import find_member, find_workplaces
from tests.services.desk import Desk, open_desk
from tests.services.staff.people import KIT, ROBIN, acting, employ

pytestmark = pytest.mark.req("A1")


async def role_of(desk: Desk, staff: Staff) -> str:
    clinic = (await acting(desk, None)).clinic_id
    member = await find_member(desk.database, clinic, staff.id)
    return member.role if member else ""


async def test_a_role_is_changed_and_both_are_written_down(desk: Desk) -> None:
    robin, kit = await employ(desk), await employ(desk, KIT, "reception")
    actor = await acting(desk, robin)
    await change_role(desk.database, actor, kit.id, "owner", None)
    assert await role_of(desk, kit) == "owner"
    [entry, *_] = await find_audit(desk.database, actor.clinic_id, "staff", kit.id)
    assert (entry.action, entry.staff_id) == ("role_changed", robin.id)
    assert entry.details == {"role": ("reception", "owner")}


async def test_the_last_owner_stays_one(desk: Desk) -> None:
    robin = await employ(desk)
    actor = await acting(desk, robin)
    with pytest.raises(LastOwner):
        await change_role(desk.database, actor, robin.id, "reception", None)
    with pytest.raises(LastOwner):
        await remove_member(desk.database, actor, robin.id)
    assert await role_of(desk, robin) == "owner"


async def test_of_two_owners_who_remove_each_other_at_once_one_stays(desk: Desk) -> None:
    robin, kit = await employ(desk), await employ(desk, KIT)
    pairs = [(robin, kit), (kit, robin)]
    jobs = [remove_member(desk.database, await acting(desk, by), of.id) for by, of in pairs]
    answers = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(each) for each in answers if each is not None] == [LastOwner]


async def test_who_is_removed_keeps_the_other_clinic(database: Database, desk: Desk) -> None:
    robin, kit = await employ(desk), await employ(desk, KIT, "reception")
    other = await open_desk(database, "corner-physio")
    await employ(other, KIT, "owner")
    await remove_member(database, await acting(desk, robin), kit.id)
    assert await role_of(desk, kit) == ""
    assert [each.slug for each in await find_workplaces(database, kit.id)] == ["corner-physio"]


async def test_members_of_another_clinic_are_out_of_reach(database: Database, desk: Desk) -> None:
    robin = await employ(desk)
    other = await open_desk(database, "corner-physio")
    ash = await employ(other, "ash@corner.example")
    actor = await acting(desk, robin)
    with pytest.raises(MemberUnknown):
        await remove_member(database, actor, ash.id)
    with pytest.raises(MemberUnknown):
        await change_role(database, actor, ash.id, "reception", None)
    assert await role_of(other, ash) == "owner"


async def test_a_practitioner_sees_the_own_diary_only(desk: Desk) -> None:
    sam = await employ(desk, "sam@harbour.example", "practitioner", "sam-lee")
    member = await find_member(desk.database, (await acting(desk, None)).clinic_id, sam.id)
    assert isinstance(member, Member)
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    sams, anas = (clinic.practitioner(each).id for each in ("sam-lee", "ana-costa"))
    assert (member.may_see_diary(sams), member.may_see_diary(anas)) == (True, False)
    assert member.only_diary == sams


async def test_reception_sees_all_diaries(desk: Desk) -> None:
    kit = await employ(desk, KIT, "reception")
    member = await find_member(desk.database, (await acting(desk, None)).clinic_id, kit.id)
    assert member
    assert (member.may_see_diary(1), member.only_diary) == (True, None)


async def test_the_schema_knows_no_practitioner_without_a_diary(desk: Desk) -> None:
    with pytest.raises(ConstraintBroken, match="membership_diary"):
        await employ(desk, KIT, "practitioner")


async def test_the_schema_knows_no_other_roles(desk: Desk) -> None:
    await employ(desk, ROBIN)
    with pytest.raises(ConstraintBroken, match="membership_role"):
        await desk.execute("UPDATE membership SET role = 'boss'")
