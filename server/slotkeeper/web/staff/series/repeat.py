"""/staff/{clinic}/bookings/{booking}/repeat: an appointment that is there becomes the first of a
series.
"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.bookings.refusals import BookingStale
from slotkeeper.services.staff.series.make import make_series
from slotkeeper.services.staff.series.preview import (
    WantedSeries,
    check_repeatable,
    preview_series,
)
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesUnseen
from slotkeeper.web.staff.acts.against import NOTHING, moments_of
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.dates import NOTHING_FRESH, TEMPLATE
from slotkeeper.web.staff.series.make import preview_context
from slotkeeper.web.staff.series.reading import MOST_FIELDS, read_choices, read_repeat
from slotkeeper.web.staff.series.words import weekday_name

FORM = "series/repeat.html"


@get("/{clinic:str}/bookings/{booking:int}/repeat", opt=EVERYBODY)
async def show_repeat(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """How it may repeat: every week on its own weekday, unless said otherwise."""
    detail = await _detail(staff, booking)
    await check_repeatable(staff.toolbox.database, detail.present)
    day = local_date(detail.booking.starts_at, staff.clinic.time_zone).weekday()
    values = {"every_weeks": "1", f"day_{day}": "on", "ends": "open", "tell": "on"}
    return staff.show(FORM, **_context(staff, detail), values=values)


@post(
    "/{clinic:str}/bookings/{booking:int}/repeat",
    status_code=200,
    opt={**EVERYBODY, "most_fields": MOST_FIELDS},
)
async def repeat_booking(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """`act=save` books the other dates; else they are shown, or (`edit`) the form once more."""
    detail = await _detail(staff, booking)
    try:
        wanted = _read(staff, detail)
        if staff.fields.get("act") == "edit":
            return staff.show(FORM, **_context(staff, detail), values=staff.fields)
        if staff.fields.get("act") == "save":
            return await _save(staff, wanted)
        return await _show(staff, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(FORM, wrong, **_context(staff, detail))
    except BookingStale as stale:
        fresh = await _detail(staff, booking)
        context = {**_context(staff, fresh), **await stale_context(staff, "booking", stale.booking)}
        return staff.show(FORM, 409, values=staff.fields, **context)


async def _save(staff: StaffVisit, wanted: WantedSeries) -> Response[Any] | Redirect:
    try:
        series = await make_series(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except SeriesUnseen as unseen:
        return await _show(staff, wanted, 409, fresh=unseen.dates)
    except SeriesEmpty:
        return await _show(staff, wanted, 422, is_empty=True)
    return staff.redirect(f"{staff.home}/series/{series.id}", told="series_made")


async def _show(
    staff: StaffVisit,
    wanted: WantedSeries,
    status: int = 200,
    *,
    fresh: frozenset[Any] = NOTHING_FRESH,
    is_empty: bool = False,
) -> Response[Any]:
    seen = await preview_series(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    context = await preview_context(staff, wanted, seen, fresh)
    action = f"{staff.home}/bookings/{wanted.booking_id}/repeat"
    return staff.show(
        TEMPLATE, status, values=staff.fields, action=action, **context | {"is_empty": is_empty}
    )


async def _detail(staff: StaffVisit, booking: int) -> BookingDetail:
    return await get_booking_detail(staff.toolbox, staff.member, row_number(booking))


def _read(staff: StaffVisit, detail: BookingDetail) -> WantedSeries:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    wanted = WantedSeries(
        repeat=read_repeat(reading, detail.booking.starts_at),
        note=reading.words("note"),
        tell=reading.is_ticked("tell"),
        choices=read_choices(staff.fields),
        booking_id=detail.booking.id,
        revision=reading.revision(),
    )
    reading.finish()
    return wanted


def _context(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    moments = moments_of(staff)
    return {
        **NOTHING,
        "stale": None,
        "it": detail.booking,
        "row": row_of(detail.booking, detail.parts, moments, detail.alert),
        "long_day": moments.long_day(detail.booking.starts_at),
        "revision": detail.present.revision,
        "weekdays": [weekday_name(staff, day) for day in range(7)],
    }
