"""POST …/waitlist/{entry}/priority, …/offer, …/take-back and …/remove."""

import re
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import Fact, FieldsInvalid, Problem, SlotTaken
from slotkeeper.services.staff.waitlist.steer import (
    HasOffer,
    NotWaiting,
    OfferChanged,
    offer_by_hand,
    set_priority,
    take_back,
    take_off,
)
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.waitlist.waitlist_show import ONE, known, one_context

_CONFLICT = 409
_PRIORITIES = {"first": 1, "turn": 0, "last": -1}
_TIME = re.compile(r"([0-9]{1,15})-([0-9]{1,12})")
_ID = re.compile(r"[0-9]{1,15}")
_OVER = {
    NotWaiting: "gone",
    HasOffer: "has_offer",
    OfferChanged: "offer",
    SlotTaken: "taken",
}


@post("/{clinic:str}/waitlist/{entry:int}/priority", opt=DESK)
async def update_priority(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Before all others, in turn, or after them. Raises EntryUnknown."""
    chosen = _PRIORITIES.get(staff.fields.get("priority", ""))
    if chosen is None:
        return await _wrong(staff, entry, "priority", "onlist.problem_priority")
    try:
        await set_priority(staff.toolbox, staff.actor, known(entry), chosen)
    except NotWaiting as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist", told="waitlist_priority")


@post("/{clinic:str}/waitlist/{entry:int}/offer", opt=DESK)
async def create_offer(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """A time is kept for them out of turn, and they are told. Raises EntryUnknown."""
    chosen = _TIME.fullmatch(staff.fields.get("time", ""))
    if chosen is None:
        return await _wrong(staff, entry, "time", "onlist.problem_time")
    who, starts_at = int(chosen[1]), int(chosen[2])
    toolbox, clinic = staff.toolbox, staff.clinic
    try:
        await offer_by_hand(toolbox, clinic, staff.actor, known(entry), who, starts_at)
    except (NotWaiting, HasOffer, SlotTaken) as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist/{entry}", told="waitlist_offered")


@post("/{clinic:str}/waitlist/{entry:int}/take-back", opt=DESK)
async def delete_offer(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """What is kept for them as the page said goes to the next. Raises EntryUnknown."""
    number = staff.fields.get("offer", "")
    offer = int(number) if _ID.fullmatch(number) else 0
    try:
        await take_back(staff.toolbox, staff.actor, known(entry), offer)
    except OfferChanged as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist/{entry}", told="waitlist_taken_back")


@post("/{clinic:str}/waitlist/{entry:int}/remove", opt=DESK)
async def delete_from_list(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """They wait no more. Raises EntryUnknown."""
    try:
        await take_off(staff.toolbox, staff.actor, known(entry))
    except NotWaiting as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist", told="waitlist_removed")


async def _wrong(staff: StaffVisit, entry: int, name: str, key: str) -> Response[Any]:
    invalid = FieldsInvalid({name: Problem(key)})
    return staff.show_wrong(ONE, invalid, **await one_context(staff, entry))


async def too_late(staff: StaffVisit, entry: int, late: Fact) -> Response[Any]:
    """Somebody was quicker: nothing was changed, and the page says how it stands."""
    context = await one_context(staff, entry)
    return staff.show(ONE, _CONFLICT, **{**context, "over": _OVER[type(late)]})
