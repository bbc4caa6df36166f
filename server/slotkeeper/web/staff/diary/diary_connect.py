"""/staff/{clinic}/diaries/{practitioner}/with/{provider}: from a name and a password to a diary
that was tried; nothing is kept before the last step.
"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from slotkeeper.domain.diary_provider import Provider, find_provider
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.diary.connect import DiaryUnknown, start_diary
from slotkeeper.services.diary.try_it import Login, LoginOver, get_in, look_around, open_login
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.diary import find_diary
from slotkeeper.web.staff.diary.diary_show import practitioner_of, read_shows
from slotkeeper.web.staff.diary.found import show_calendars, show_found, show_login_again
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import EVERYBODY

_FORM = "diary/login.html"
Staff = NamedDependency[StaffVisit]


@get("/{clinic:str}/diaries/{practitioner:str}/with/{provider:str}", opt=EVERYBODY)
async def show_login(
    practitioner: FromPath[str], provider: FromPath[str], staff: Staff
) -> Response[Any]:
    """What is asked for, and where it is found; or why it cannot be done with that provider."""
    whose, keeper = practitioner_of(staff, practitioner), _provider(provider)
    if not keeper.is_open:
        return staff.show("diary/closed.html", practitioner=whose, provider=keeper)
    diary = await find_diary(staff.toolbox.database, staff.clinic.id, whose.id)
    is_known = diary is not None and diary.kind == "caldav"
    values = {"user": diary.username} if diary and is_known else {}
    if diary and is_known and not keeper.address:
        values["address"] = diary.address
    return staff.show(_FORM, practitioner=whose, provider=keeper, values=values)


@post(
    "/{clinic:str}/diaries/{practitioner:str}/with/{provider:str}",
    opt=EVERYBODY,
    status_code=200,
)
async def try_login(
    practitioner: FromPath[str], provider: FromPath[str], staff: Staff
) -> Response[Any]:
    """Get in, and show what is there."""
    whose, keeper = practitioner_of(staff, practitioner), _provider(provider)
    if not keeper.is_open:
        raise NotThere
    try:
        login, calendars = await get_in(staff.toolbox, keeper, staff.fields)
        return await _next(staff, whose, login, calendars)
    except FieldsInvalid as wrong:
        return staff.show_wrong(_FORM, wrong, practitioner=whose, provider=keeper)


@post(
    "/{clinic:str}/diaries/{practitioner:str}/calendar",
    opt=EVERYBODY,
    status_code=200,
)
async def try_calendar(practitioner: FromPath[str], staff: Staff) -> Response[Any] | Redirect:
    """Look into one of the calendars that were found."""
    whose = practitioner_of(staff, practitioner)
    try:
        login = _login(staff, whose)
        calendars = await look_around(staff.toolbox, login)
    except LoginOver:
        return _again(staff, whose)
    except FieldsInvalid as wrong:
        return show_login_again(staff, whose, login, wrong)
    chosen = staff.fields.get("calendar", "")
    found = next((each for each in calendars if each.address == chosen), None)
    if found is None:
        return show_calendars(staff, whose, login, calendars, is_missing=True)
    return await show_found(staff, whose, replace(login, calendar=found))


@post("/{clinic:str}/diaries/{practitioner:str}/start", opt=EVERYBODY)
async def start(practitioner: FromPath[str], staff: Staff) -> Redirect:
    """From now on it is in use."""
    whose = practitioner_of(staff, practitioner)
    try:
        login = _login(staff, whose)
        await start_diary(staff.toolbox, staff.actor, whose.id, login, read_shows(staff))
    except (LoginOver, DiaryUnknown, VaultLocked):
        return _again(staff, whose)
    return staff.redirect(f"{staff.home}/diaries/{whose.slug}", told="diary_started")


async def _next(
    staff: StaffVisit, whose: Practitioner, login: Login, calendars: list[DiaryCalendar]
) -> Response[Any]:
    """Where there is one calendar only, nobody is asked which."""
    usable = [each for each in calendars if each.can_write]
    if len(calendars) == 1 or len(usable) == 1:
        [calendar, *_] = usable or calendars
        return await show_found(staff, whose, replace(login, calendar=calendar))
    return show_calendars(staff, whose, login, calendars)


def _login(staff: StaffVisit, whose: Practitioner) -> Login:
    toolbox, sealed = staff.toolbox, staff.fields.get("login", "")
    return open_login(toolbox.vault, sealed, staff.clinic.id, whose.id, toolbox.clock())


def _again(staff: StaffVisit, whose: Practitioner) -> Redirect:
    return staff.redirect(f"{staff.home}/diaries/{whose.slug}", told="diary_again")


def _provider(key: str) -> Provider:
    found = find_provider(key)
    if found is None:
        raise NotThere
    return found
