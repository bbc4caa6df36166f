"""/staff/{clinic}/today"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.services.notices.tasks import count_unsent
from slotkeeper.services.staff.first_run import Step, list_steps, mark
from slotkeeper.services.staff.today import Today, get_today
from slotkeeper.storage.day import Appointment
from slotkeeper.web.formats import long_day_text, slot_text, time_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.load_view import closed_views
from slotkeeper.web.staff.nothing_offered import nothing_views
from slotkeeper.web.staff.roles import EVERYBODY, OWNERS
from slotkeeper.web.staff.series.tasks import series_tasks


@get("/{clinic:str}/today", opt=EVERYBODY)
async def show_today(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The day's bookings in their order; a practitioner's own only."""
    today = await get_today(staff.toolbox, staff.clinic, staff.member)
    rows = [_row(staff, today, each) for each in today.appointments]
    following = next((row["id"] for row in rows if row["phase"] == "ahead"), None)
    return staff.show(
        "page/today.html",
        day=long_day_text(today.now.date(), staff.language),
        time=time_text(today.now.time(), staff.language),
        zone=staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        rows=rows,
        following=following,
        steps=await _steps(staff),
        later=_later(staff, today),
        unsent=await count_unsent(staff.toolbox, staff.member),
        series_tasks=await series_tasks(staff),
        closed_to_new=await closed_views(staff),
        nothing=nothing_views(staff),
        is_owner=staff.member.role == "owner",
        show_place=len(staff.clinic.locations) > 1,
        public=f"{staff.toolbox.base_url}/c/{staff.clinic.slug}",
    )


@post("/{clinic:str}/first-run/dismiss", opt=OWNERS)
async def dismiss_first_run(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What is to be done next is shown no more at this clinic."""
    await mark(staff.toolbox.database, staff.actor, "first_run_dismissed")
    return staff.redirect(f"{staff.home}/today")


async def _steps(staff: StaffVisit) -> tuple[Step, ...]:
    """For owners: nobody else could do anything about it."""
    if staff.member.role != "owner":
        return ()
    return await list_steps(staff.toolbox, staff.clinic)


def _row(staff: StaffVisit, today: Today, each: Appointment) -> dict[str, Any]:
    zone, language = ZoneInfo(staff.clinic.time_zone), staff.language
    starts, ends = (datetime.fromtimestamp(at, zone) for at in (each.starts_at, each.ends_at))
    now = today.now.timestamp()
    is_over = each.ends_at <= now or each.state in {"fulfilled", "noshow"}
    phase = "over" if is_over else "now" if each.starts_at <= now else "ahead"
    return {
        "id": each.booking_id,
        "starts": time_text(starts.time(), language),
        "ends": time_text(ends.time(), language),
        "phase": phase,
        "patient": each.patient,
        "alert": today.alerts.get(each.patient_id, ""),
        "practitioner": each.practitioner,
        "kind": each.kind,
        "location": each.location,
        "state": each.state,
        "colour": each.colour,
    }


def _later(staff: StaffVisit, today: Today) -> str:
    if today.later_at is None:
        return ""
    zone = ZoneInfo(staff.clinic.time_zone)
    return slot_text(datetime.fromtimestamp(today.later_at, zone), staff.language)
