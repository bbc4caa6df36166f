"""The routes of time off: everybody plans their own, the desk everybody's; holidays are the
desk's.
"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK, EVERYBODY
from slotkeeper.web.staff.time_off.cancel_several import cancel_ticked
from slotkeeper.web.staff.time_off.holidays_show import show_holidays, update_holidays
from slotkeeper.web.staff.time_off.new import (
    create,
    remove,
    show_new,
    show_one,
    show_removal,
    update,
)
from slotkeeper.web.staff.time_off.overview import show_overview

Staff = NamedDependency[StaffVisit]
Answer = Response[Any] | Redirect
_TICKS = {**EVERYBODY, "most_fields": 1000}


@get("/{clinic:str}/time-off", opt=EVERYBODY)
async def show_time_off(staff: Staff) -> Response[Any]:
    """Who is away when, and what is booked then."""
    return await show_overview(staff)


@get("/{clinic:str}/time-off/new", opt=EVERYBODY)
async def show_new_time_off(staff: Staff) -> Response[Any]:
    """The form for a stretch."""
    return await show_new(staff)


@post("/{clinic:str}/time-off/new", opt=EVERYBODY, status_code=200)
async def create_time_off(staff: Staff) -> Answer:
    """Its effect and the bookings in it, then saved."""
    return await create(staff)


@get("/{clinic:str}/time-off/holidays", opt=DESK)
async def show_public_holidays(staff: Staff) -> Response[Any]:
    """The suggestions."""
    return await show_holidays(staff)


@post("/{clinic:str}/time-off/holidays", opt={**DESK, "most_fields": 1000}, status_code=200)
async def update_public_holidays(staff: Staff) -> Answer:
    """What was ticked: its effect, then saved."""
    return await update_holidays(staff)


@post("/{clinic:str}/time-off/cancel", opt=_TICKS, status_code=200)
async def cancel_bookings(staff: Staff) -> Answer:
    """Bookings that lie in time off, several at once."""
    return await cancel_ticked(staff)


@get("/{clinic:str}/time-off/{practitioner:str}/{days:str}", opt=EVERYBODY)
async def show_one_time_off(
    practitioner: FromPath[str], days: FromPath[str], staff: Staff
) -> Response[Any]:
    """One that is there, in its form."""
    return await show_one(staff, practitioner, days)


@post("/{clinic:str}/time-off/{practitioner:str}/{days:str}", opt=EVERYBODY, status_code=200)
async def update_time_off(practitioner: FromPath[str], days: FromPath[str], staff: Staff) -> Answer:
    """Other days: their effect, then saved."""
    return await update(staff, practitioner, days)


@get("/{clinic:str}/time-off/{practitioner:str}/{days:str}/remove", opt=EVERYBODY)
async def show_time_off_removal(
    practitioner: FromPath[str], days: FromPath[str], staff: Staff
) -> Response[Any]:
    """What removing it does."""
    return await show_removal(staff, practitioner, days)


@post(
    "/{clinic:str}/time-off/{practitioner:str}/{days:str}/remove",
    opt=EVERYBODY,
    status_code=200,
)
async def delete_time_off(practitioner: FromPath[str], days: FromPath[str], staff: Staff) -> Answer:
    """Away with it."""
    return await remove(staff, practitioner, days)


TIME_OFF_ROUTES = [
    show_time_off,
    show_new_time_off,
    create_time_off,
    show_public_holidays,
    update_public_holidays,
    cancel_bookings,
    show_one_time_off,
    update_time_off,
    show_time_off_removal,
    delete_time_off,
]
