"""/staff/{clinic}/staff/…: another role, or out of the clinic; a second factor for everybody."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.staff import LastOwner, SecondFactorMissing
from slotkeeper.services.staff.accounts import change_role, remove_member
from slotkeeper.services.staff.second_factor import ask_everybody
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.staff_list import read_role, staff_context

_TEMPLATE = "page/staff.html"


@post("/{clinic:str}/staff/{member:int}/role", opt=OWNERS)
async def update_role(member: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Another role, from their next click on."""
    try:
        role, diary = read_role(staff)
        number = row_number(member)
        await change_role(staff.toolbox.database, staff.actor, number, role, diary)
    except FieldsInvalid as wrong:
        return await _show_wrong(staff, member, next(iter(wrong.problems.values())))
    except LastOwner:
        return await _show_wrong(staff, member, Problem("wrong.last_owner"))
    return staff.redirect(f"{staff.home}/staff", told="role_saved")


@post("/{clinic:str}/staff/{member:int}/remove", opt=OWNERS)
async def delete_member(member: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """They work for the clinic no more, at once."""
    try:
        await remove_member(staff.toolbox.database, staff.actor, row_number(member))
    except LastOwner:
        return await _show_wrong(staff, member, Problem("wrong.last_owner"))
    if member == staff.person.id:
        return staff.redirect("/staff")
    return staff.redirect(f"{staff.home}/staff", told="member_removed")


@post("/{clinic:str}/staff/second-factor", opt=OWNERS)
async def update_second_factor_rule(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Whether everybody here must have a second factor."""
    is_asked = staff.fields.get("asked") == "1"
    try:
        await ask_everybody(staff.toolbox.database, staff.actor, staff.person, is_asked=is_asked)
    except SecondFactorMissing:
        wrong = FieldsInvalid({"asked": Problem("wrong.own_second_factor")})
        return staff.show_wrong(_TEMPLATE, wrong, **await staff_context(staff))
    told = "second_factor_for_all" if is_asked else "second_factor_left_open"
    return staff.redirect(f"{staff.home}/staff", told=told)


async def _show_wrong(staff: StaffVisit, member: int, problem: Problem) -> Response[Any]:
    """The page once more, with what is wrong at that member."""
    said = staff.text(problem.key, **problem.values)
    context = {**await staff_context(staff), "wrong_member": member}
    return staff.show(_TEMPLATE, 422, **{**context, "problems": {"member": said}})
