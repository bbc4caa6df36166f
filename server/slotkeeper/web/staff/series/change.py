"""/staff/{clinic}/series/{series}/change: another time or practitioner for the rest of it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.series.change import (
    WantedChange,
    change_series,
    preview_change,
)
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesStale, SeriesUnseen
from slotkeeper.services.staff.series.show import SeriesDetail, get_series_detail
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.book_form import own_practitioners
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.dates import NOTHING_FRESH, dates_context
from slotkeeper.web.staff.series.dates import TEMPLATE as DATES
from slotkeeper.web.staff.series.reading import FOR_CHANGE, MOST_FIELDS, read_choices
from slotkeeper.web.staff.series.scope import read_since, scope_context
from slotkeeper.web.staff.series.show import series_context
from slotkeeper.web.staff.series.words import rhythm

TEMPLATE = "series/change.html"


@get("/{clinic:str}/series/{series:int}/change", opt=EVERYBODY)
async def show_change(series: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form, with how it is now; an address may name `since`, a date of it."""
    detail = await _detail(staff, series)
    context = _context(staff, detail)
    slugs = {each.id: each.slug for each in staff.clinic.practitioners}
    hours, minutes = divmod(detail.series.repeat.minute, 60)
    values = {
        "practitioner": slugs.get(detail.series.practitioner_id, ""),
        "time": f"{hours:02}:{minutes:02}",
        "scope": "following" if context["since"] else "all",
        "tell": "on",
    }
    return staff.show(TEMPLATE, **context, values=values)


@post(
    "/{clinic:str}/series/{series:int}/change",
    status_code=200,
    opt={**EVERYBODY, "most_fields": MOST_FIELDS},
)
async def update_series(
    series: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """`act=save` moves them; else they are shown, or (`edit`) the form once more."""
    detail = await _detail(staff, series)
    try:
        wanted = _read(staff, detail)
        if staff.fields.get("act") == "edit":
            return staff.show(TEMPLATE, **_context(staff, detail), values=staff.fields)
        if staff.fields.get("act") == "save":
            return await _save(staff, detail, wanted)
        return await _show(staff, detail, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **_context(staff, detail))
    except SeriesStale:
        context = {**_context(staff, await _detail(staff, series)), "is_stale": True}
        return staff.show(TEMPLATE, 409, values=staff.fields, **context)


async def _save(
    staff: StaffVisit, detail: SeriesDetail, wanted: WantedChange
) -> Response[Any] | Redirect:
    try:
        series = await change_series(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except SeriesUnseen as unseen:
        return await _show(staff, detail, wanted, 409, fresh=unseen.dates)
    except SeriesEmpty:
        return await _show(staff, detail, wanted, 422, is_empty=True)
    return staff.redirect(f"{staff.home}/series/{series.id}", told="series_changed")


async def _show(
    staff: StaffVisit,
    detail: SeriesDetail,
    wanted: WantedChange,
    status: int = 200,
    *,
    fresh: frozenset[Any] = NOTHING_FRESH,
    is_empty: bool = False,
) -> Response[Any]:
    seen = await preview_change(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    practitioner = staff.clinic.practitioner(wanted.practitioner).name
    kind = detail.parts.appointment_types[detail.series.appointment_type_id].name
    names = {"practitioner": practitioner, "kind": kind}
    found, moments = (seen.occasions, seen.outcomes), moments_of(staff)
    context = dates_context(
        staff, found, wanted.choices, names, FOR_CHANGE, is_change=True, fresh=fresh
    )
    patient = detail.patient
    head = {
        "patient": f"{patient.first_name} {patient.last_name}" if patient else "",
        "kind": kind,
        "practitioner": practitioner,
        "rhythm": rhythm(staff, seen.repeat),
        "ending": "",
        "goes_on": seen.series.goes_on,
        "apart": [moments.day_and_time(each.booking.starts_at) for each in seen.apart],
        "is_empty": is_empty or not seen.occasions,
    }
    action = f"{staff.home}/series/{detail.series.id}/change"
    return staff.show(DATES, status, values=staff.fields, action=action, **context | head)


async def _detail(staff: StaffVisit, series: int) -> SeriesDetail:
    return await get_series_detail(staff.toolbox, staff.clinic, staff.member, row_number(series))


def _context(staff: StaffVisit, detail: SeriesDetail) -> dict[str, Any]:
    return {
        **series_context(staff, detail),
        **scope_context(staff, detail),
        "practitioners": own_practitioners(staff),
    }


def _read(staff: StaffVisit, detail: SeriesDetail) -> WantedChange:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    people = {each.slug for each in staff.clinic.practitioners if each.enabled}
    wanted = WantedChange(
        series_id=detail.series.id,
        revision=reading.revision(),
        since=read_since(staff, reading),
        practitioner=reading.choice("practitioner", people, "wrong.practitioner"),
        minute=reading.minute("time"),
        tell=reading.is_ticked("tell"),
        choices=read_choices(staff.fields, FOR_CHANGE),
    )
    reading.finish()
    return wanted
