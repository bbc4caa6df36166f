"""/staff/{clinic}/series/{series}: whose it is, how it repeats, and what became of each date."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.series import start_on
from slotkeeper.services.staff.series.lock import get_series
from slotkeeper.services.staff.series.refusals import SeriesStale
from slotkeeper.services.staff.series.restore import restore_series
from slotkeeper.services.staff.series.show import (
    SeriesDetail,
    get_series_detail,
    settle_task,
)
from slotkeeper.storage.series_booking import SeriesBooking
from slotkeeper.storage.series_gap import Gap
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.next_page import page_within
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.words import ending, gap_reason, rhythm

TEMPLATE = "series/show.html"


@get("/{clinic:str}/series/{series:int}", opt=EVERYBODY)
async def show_series(series: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """All that is known of one series."""
    return await show_page(staff, series)


@post("/{clinic:str}/series/{series:int}/restore", status_code=200, opt=EVERYBODY)
async def undo_end(
    series: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The bookings that its end cancelled stand again, where their time is free."""
    revision = Reading(staff.fields, staff.clinic).revision()
    try:
        restored = await restore_series(staff.toolbox, staff.member, row_number(series), revision)
    except SeriesStale:
        return await show_page(staff, series, 409, is_stale=True)
    if restored.lost:
        return await show_page(staff, series, lost=restored.lost)
    return staff.redirect(f"{staff.home}/series/{series}", told="series_restored")


@post("/{clinic:str}/series/{series:int}/settle", status_code=200, opt=EVERYBODY)
async def settle_date(
    series: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """A date that could not be booked was dealt with."""
    await get_series(staff.toolbox.database, staff.member, row_number(series))
    reading = Reading(staff.fields, staff.clinic)
    on = reading.day("on")
    reading.finish()
    if on is not None:
        await settle_task(staff.toolbox, staff.member, row_number(series), on)
    back = page_within(staff.home, staff.fields.get("back", ""), f"{staff.home}/series/{series}")
    return staff.redirect(back, told="series_settled")


async def show_page(
    staff: StaffVisit, series: int, status: int = 200, **more: object
) -> Response[Any]:
    """The page; `more` says what was just not done."""
    detail = await get_series_detail(staff.toolbox, staff.clinic, staff.member, row_number(series))
    return staff.show(
        TEMPLATE, status, **{**series_context(staff, detail), **_problems(staff, more)}
    )


def series_context(staff: StaffVisit, detail: SeriesDetail) -> dict[str, Any]:
    """For series/show.html."""
    series, moments = detail.series, moments_of(staff)
    people, kinds = detail.parts.practitioners, detail.parts.appointment_types
    rows = [_booked(staff, detail, each) for each in detail.bookings]
    rows += [_left_out(staff, detail, each) for each in detail.gaps]
    rows.sort(key=lambda each: each["on"])
    ahead = [each for each in rows if each["is_ahead"]]
    return {
        "it": series,
        "patient": detail.patient,
        "alert": detail.alert,
        "kind": kinds[series.appointment_type_id].name,
        "practitioner": people[series.practitioner_id].name,
        "minutes": series.minutes,
        "rhythm": rhythm(staff, series.repeat),
        "ending": ending(staff, series.repeat, series.ended_on),
        "goes_on": series.goes_on,
        "planned_until": moments.day_of(series.planned_until),
        "ahead": ahead,
        "past": [each for each in reversed(rows) if not each["is_ahead"]],
        "may_change": any(each["state"] == "confirmed" for each in ahead) or series.goes_on,
        "may_undo": series.ended_at is not None and detail.continued_by is None,
        "continued_by": detail.continued_by,
        "is_stale": False,
        "lost": [],
    }


def _booked(staff: StaffVisit, detail: SeriesDetail, each: SeriesBooking) -> dict[str, Any]:
    booking, moments = each.booking, moments_of(staff)
    is_open = staff.member.may_see_diary(booking.practitioner_id)
    practitioner = detail.parts.practitioners[booking.practitioner_id].name
    same_day = moments.local(booking.starts_at).date() == each.on
    is_elsewhere = booking.practitioner_id != detail.series.practitioner_id
    return {
        "on": each.on.isoformat(),
        "day": moments.day_of(each.on),
        "time": moments.time(booking.starts_at) if is_open else "",
        "other_day": "" if same_day or not is_open else moments.day(booking.starts_at),
        "state": booking.state,
        "booking": booking.id if is_open else None,
        "is_moved": each.on in detail.moved,
        "practitioner": practitioner if is_elsewhere else "",
        "is_ahead": booking.starts_at > moments.now,
        "gap": "",
        "is_task": False,
    }


def _left_out(staff: StaffVisit, detail: SeriesDetail, gap: Gap) -> dict[str, Any]:
    moments, series = moments_of(staff), detail.series
    starts_at = start_on(series.repeat, gap.on, staff.clinic.time_zone)
    is_ahead = starts_at > moments.now
    return {
        "on": gap.on.isoformat(),
        "day": moments.day_of(gap.on),
        "time": moments.clock(series.repeat.minute),
        "other_day": "",
        "state": gap.kind,
        "booking": None,
        "is_moved": False,
        "practitioner": "",
        "is_ahead": is_ahead,
        "gap": gap_reason(staff, gap),
        "is_task": gap.kind == "unplaced" and gap.settled_at is None and is_ahead,
        "starts_at": starts_at,
        "slug": next(
            (each.slug for each in staff.clinic.practitioners if each.id == series.practitioner_id),
            "",
        ),
    }


def _problems(staff: StaffVisit, more: dict[str, object]) -> dict[str, object]:
    lost = more.get("lost")
    if isinstance(lost, list):
        days = [moments_of(staff).day_of(each) for each in lost if isinstance(each, date)]
        return {**more, "lost": days}
    return more
