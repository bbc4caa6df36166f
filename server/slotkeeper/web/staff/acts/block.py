"""/staff/{clinic}/blocks/…: time that nobody can book online."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.block import Block
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.blocks import (
    ALL,
    LONGEST_DAYS,
    WantedBlock,
    block_time,
    change_block,
    get_block,
    unblock_time,
)
from slotkeeper.services.staff.bookings.refusals import BlockStale, RulesAgainst
from slotkeeper.web.staff.acts.against import NOTHING, against_context
from slotkeeper.web.staff.acts.answers import CHANGED, is_piece
from slotkeeper.web.staff.acts.book_form import chosen_practitioner, own_practitioners
from slotkeeper.web.staff.acts.peek import BLOCK_PIECE, block_context
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "acts/block.html"
_HOUR, _DAY = 3600, 86_400


@get("/{clinic:str}/blocks/new", opt=EVERYBODY)
async def show_new_block(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form; an address may name `practitioner`, `start` and `until` (epoch seconds)."""
    query = staff.request.query_params
    asked, zone = Reading(query, staff.clinic), staff.clinic.time_zone
    start = asked.moment("start")
    values = {"practitioner": chosen_practitioner(staff, query.get("practitioner", ""))}
    if start:
        values |= _times(start, asked.moment("until") or start + _HOUR, zone)
    else:
        today = local_date(staff.toolbox.clock(), zone).isoformat()
        values |= {"day": today, "until_day": today}
    return staff.show(TEMPLATE, **_context(staff), values=values)


@post("/{clinic:str}/blocks/new", status_code=200, opt=EVERYBODY)
async def create_block(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """Block it; bookings and holds that are in it are named before."""
    try:
        wanted = _read(staff, may_be_all=staff.member.only_diary is None)
        await block_time(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **_context(staff))
    except RulesAgainst as against:
        return _show(staff, against_context(staff, against))
    return staff.redirect(f"{staff.home}/calendar", told="block_made")


@get("/{clinic:str}/blocks/{block:int}", opt=EVERYBODY)
async def show_block(block: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The block in its form, and how to delete it."""
    found = await _find(staff, block)
    return staff.show(TEMPLATE, **_context(staff, found), values=_values(staff, found))


@post("/{clinic:str}/blocks/{block:int}", status_code=200, opt=EVERYBODY)
async def update_block(
    block: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Another time, practitioner or reason."""
    found = await _find(staff, block)
    try:
        wanted = _read(staff, may_be_all=False)
        revision = Reading(staff.fields, staff.clinic).revision()
        await change_block(staff.toolbox, staff.member, staff.clinic.slug, block, revision, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **_context(staff, found))
    except RulesAgainst as against:
        return _show(staff, against_context(staff, against), found)
    except BlockStale:
        fresh = await _find(staff, block)
        return _show(staff, await stale_context(staff, "block", fresh), fresh)
    return staff.redirect(f"{staff.home}/calendar", told="block_changed")


@post("/{clinic:str}/blocks/{block:int}/delete", status_code=200, opt=EVERYBODY)
async def delete_block(
    block: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The time can be booked again."""
    await _find(staff, block)
    revision = Reading(staff.fields, staff.clinic).revision()
    try:
        await unblock_time(staff.toolbox, staff.member, block, revision)
    except BlockStale:
        fresh = await _find(staff, block)
        why = await stale_context(staff, "block", fresh)
        if is_piece(staff):
            return staff.show(BLOCK_PIECE, 409, **{**await block_context(staff, fresh), **why})
        return _show(staff, {**why, "values": _values(staff, fresh)}, fresh)
    if is_piece(staff):
        response = staff.show("acts/block_gone.html")
        response.headers.update(CHANGED)
        return response
    return staff.redirect(f"{staff.home}/calendar", told="block_deleted")


async def _find(staff: StaffVisit, block: int) -> Block:
    return await get_block(staff.toolbox.database, staff.member, row_number(block))


def _show(staff: StaffVisit, why: dict[str, Any], block: Block | None = None) -> Response[Any]:
    context = {**_context(staff, block), "values": staff.fields, **why}
    return staff.show(TEMPLATE, 409, **context)


def _read(staff: StaffVisit, *, may_be_all: bool) -> WantedBlock:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    people = {each.slug for each in own_practitioners(staff)} | ({ALL} if may_be_all else set())
    begins, ends = reading.instant("day", "time"), reading.instant("until_day", "until")
    if begins and ends and ends <= begins:
        reading.refuse("until", "wrong.block_ends")
    elif ends - begins > LONGEST_DAYS * _DAY:
        reading.refuse("until_day", "wrong.block_too_long", days=LONGEST_DAYS)
    wanted = WantedBlock(
        practitioner=reading.choice("practitioner", people, "wrong.practitioner"),
        begins_at=begins,
        ends_at=ends,
        reason=reading.words("reason", 200),
        agreed=reading.agreed(),
    )
    reading.finish()
    return wanted


def _values(staff: StaffVisit, block: Block) -> dict[str, str]:
    slugs = {each.id: each.slug for each in staff.clinic.practitioners}
    times = _times(block.begins_at, block.ends_at, staff.clinic.time_zone)
    return {**times, "practitioner": slugs.get(block.practitioner_id, ""), "reason": block.reason}


def _times(begins: int, ends: int, zone: str) -> dict[str, str]:
    (day, time), (until_day, until) = local_fields(begins, zone), local_fields(ends, zone)
    return {"day": day, "time": time, "until_day": until_day, "until": until}


def _context(staff: StaffVisit, block: Block | None = None) -> dict[str, Any]:
    return {
        **NOTHING,
        "stale": None,
        "block": block,
        "revision": block.revision if block else 0,
        "practitioners": own_practitioners(staff),
        "may_be_all": staff.member.only_diary is None and block is None,
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
    }
