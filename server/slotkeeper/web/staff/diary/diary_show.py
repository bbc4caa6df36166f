"""/staff/{clinic}/diaries/{practitioner}: one diary: how it fares, what takes time in it, what its
entries tell, and the switch.
"""

from typing import Any, get_args

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.diary_provider import PROVIDERS
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.diary.connect import (
    DiaryUnknown,
    change_diary,
    remove_diary,
    start_by_hand,
)
from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.storage.diary import Diary, Shows, find_diary
from slotkeeper.storage.diary_busy import find_busy_in_diaries
from slotkeeper.storage.diary_entry import find_entries
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.diary.example import SHOWS, example_entry
from slotkeeper.web.staff.diary.state import diary_view
from slotkeeper.web.staff.diary.week import DAYS, week_view
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import EVERYBODY

_DAY = 86_400
Staff = NamedDependency[StaffVisit]


@get("/{clinic:str}/diaries/{practitioner:str}", opt=EVERYBODY)
async def show_diary(practitioner: FromPath[str], staff: Staff) -> Response[Any]:
    """How it fares, or who may keep it where there is none."""
    whose = practitioner_of(staff, practitioner)
    diary = await find_diary(staff.toolbox.database, staff.clinic.id, whose.id)
    week = await _week(staff, whose, diary) if diary and diary.kind == "caldav" else None
    return staff.show(
        "diary/one.html",
        diary=diary_view(staff, whose, diary),
        practitioner=whose,
        providers=PROVIDERS,
        week=week,
        shows=SHOWS,
        entry=example_entry(staff, whose, diary.shows) if diary else None,
    )


@post("/{clinic:str}/diaries/{practitioner:str}/by-hand", opt=EVERYBODY)
async def choose_by_hand(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """Staff write bookings into it themselves from now on."""
    whose = practitioner_of(staff, practitioner)
    await start_by_hand(staff.toolbox, staff.actor, whose.id)
    return staff.redirect(f"{staff.home}/diaries/{whose.slug}", told="diary_by_hand")


@post("/{clinic:str}/diaries/{practitioner:str}/shows", opt=EVERYBODY)
async def update_shows(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """What its entries tell of the patient."""
    shows = read_shows(staff)
    return await _changed(staff, practitioner, "diary_saved", shows=shows)


@post("/{clinic:str}/diaries/{practitioner:str}/off", opt=EVERYBODY)
async def switch_off(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """Nothing is written there, and nothing there takes time, until it is switched on."""
    return await _changed(staff, practitioner, "diary_off", enabled=False)


@post("/{clinic:str}/diaries/{practitioner:str}/on", opt=EVERYBODY)
async def switch_on(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """In use again, with the login that is kept."""
    return await _changed(staff, practitioner, "diary_on", enabled=True)


@post("/{clinic:str}/diaries/{practitioner:str}/remove", opt=EVERYBODY)
async def delete_diary(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """Forget it and its password."""
    whose = practitioner_of(staff, practitioner)
    try:
        await remove_diary(staff.toolbox, staff.actor, whose.id)
    except DiaryUnknown as gone:
        raise NotThere from gone
    return staff.redirect(f"{staff.home}/diaries", told="diary_removed")


def practitioner_of(staff: StaffVisit, slug: str) -> Practitioner:
    """That practitioner, where the member may see their diary. Raises NotThere."""
    people = visible_practitioners(staff.clinic, staff.member)
    found = next((each for each in people if each.slug == slug), None)
    if found is None:
        raise NotThere
    return found


def read_shows(staff: StaffVisit) -> Shows:
    """What a form says that entries tell; the little that is usual where it says nothing."""
    given = staff.fields.get("shows", "")
    return next((each for each in get_args(Shows) if each == given), "initials")


async def _changed(
    staff: StaffVisit,
    slug: str,
    told: str,
    *,
    shows: Shows | None = None,
    enabled: bool | None = None,
) -> Redirect:
    whose = practitioner_of(staff, slug)
    try:
        await change_diary(staff.toolbox, staff.actor, whose.id, shows=shows, enabled=enabled)
    except DiaryUnknown as gone:
        raise NotThere from gone
    return staff.redirect(f"{staff.home}/diaries/{whose.slug}", told=told)


async def _week(staff: StaffVisit, whose: Practitioner, diary: Diary) -> dict[str, Any]:
    """What is known of it: busy times of others and our own entries."""
    moments, reader = moments_of(staff), staff.toolbox.database
    first, until = moments.now - _DAY, moments.now + (DAYS + 1) * _DAY
    busy = await find_busy_in_diaries(reader, staff.clinic.id, first, until, whose.id)
    ours = await find_entries(reader, staff.clinic.id, diary.practitioner_id, first, until)
    return week_view(
        moments,
        ((each.starts_at, each.ends_at) for each in busy),
        ((each.starts_at, each.ends_at) for each in ours),
    )
