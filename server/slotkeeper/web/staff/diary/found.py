"""What a trial has found, in plain words, with a picture of the week and the very entry."""

from typing import Any

from litestar import Response

from slotkeeper.domain.diary_provider import find_provider
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.diary.try_it import Login, Trial, look_into, seal_login
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.diary.example import SHOWS, example_entry
from slotkeeper.web.staff.diary.state import calendar_name, problem_text
from slotkeeper.web.staff.diary.week import week_view
from slotkeeper.web.staff.door import StaffVisit


async def show_found(staff: StaffVisit, whose: Practitioner, login: Login) -> Response[Any]:
    """What stands in the calendar of that login; at the form where it cannot be read."""
    try:
        trial = await look_into(staff.toolbox, login, staff.clinic.time_zone)
    except FieldsInvalid as wrong:
        return show_login_again(staff, whose, login, wrong)
    moments = moments_of(staff)
    return staff.show(
        "diary/found.html",
        practitioner=whose,
        found=_found(staff, trial),
        login=_sealed(staff, whose, login),
        week=week_view(moments, ((each.starts_at, each.ends_at) for each in trial.busy)),
        shows=SHOWS,
        entry=example_entry(staff, whose, "initials"),
    )


def show_login_again(
    staff: StaffVisit, whose: Practitioner, login: Login, wrong: FieldsInvalid
) -> Response[Any]:
    """The form with all that was typed but the password, and why it leads nowhere by now."""
    return staff.show_wrong(
        "diary/login.html",
        wrong,
        practitioner=whose,
        provider=find_provider(login.provider),
        values={"user": login.user, "address": login.address},
    )


def show_calendars(
    staff: StaffVisit,
    whose: Practitioner,
    login: Login,
    calendars: list[DiaryCalendar],
    *,
    is_missing: bool = False,
) -> Response[Any]:
    """Which of them? Those that nobody may write in are shown and cannot be chosen."""
    return staff.show(
        "diary/calendars.html",
        422 if is_missing else 200,
        practitioner=whose,
        is_missing=is_missing,
        login=_sealed(staff, whose, login),
        calendars=[
            {
                "address": each.address,
                "name": calendar_name(staff, each.name),
                "can_write": each.can_write,
            }
            for each in calendars
        ],
    )


def _found(staff: StaffVisit, trial: Trial) -> dict[str, Any]:
    days = {moments_of(staff).local(each.starts_at).date() for each in trial.busy}
    can_use = not trial.problem and trial.is_right
    return {
        "name": calendar_name(staff, trial.calendar.name),
        "busy": len(trial.busy),
        "days": len(days),
        "unread": trial.unread,
        "problem": problem_text(staff, trial.problem) if trial.problem else "",
        "is_wrong_time": not trial.problem and not trial.is_right,
        "can_use": can_use,
    }


def _sealed(staff: StaffVisit, whose: Practitioner, login: Login) -> str:
    return seal_login(staff.toolbox.vault, login, staff.clinic.id, whose.id)
