"""/staff/{clinic}/calendar/paint: marking times as offered online or protected."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.painting import PaintUnknown, WantedPaint, paint, unpaint
from slotkeeper.services.staff.settings.save import SettingsStale
from slotkeeper.web.formats import long_weekday_text
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.answers import CHANGED, is_piece
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.calendar.paint_form import (
    first_values,
    minute_of,
    paint_context,
    read_paint,
)
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

_FORM, _DONE = "calendar/paint_form.html", "calendar/painted.html"
_WHOLE = "calendar/paint_page.html"


@get("/{clinic:str}/calendar/paint", opt=EVERYBODY)
async def show_paint(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form; an address may name `practitioner`, `start` and `until` (epoch seconds)."""
    values = first_values(staff, staff.request.query_params)
    context = {**paint_context(staff), "values": values, "is_piece": is_piece(staff)}
    return _show(staff, _FORM, when=_when(staff, values), **context)


@post("/{clinic:str}/calendar/paint", status_code=200, opt=EVERYBODY)
async def paint_time(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Mark it, or say why not."""
    template = _FORM if is_piece(staff) else _WHOLE
    context = {**paint_context(staff), "piece": _FORM, "is_piece": is_piece(staff), "when": ""}
    try:
        wanted = read_paint(staff)
        change = await paint(staff.toolbox, staff.actor, staff.member, staff.clinic, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(template, wrong, **context)
    except SettingsStale:
        return staff.show(template, 409, values=staff.fields, is_stale=True, **context)
    key = wanted.brush if change else "same"
    return _changed(staff, said=_words(staff, f"paint.done_{key}", wanted), change=change)


@post("/{clinic:str}/calendar/paint/undo", status_code=200, opt=EVERYBODY)
async def undo_paint(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """As it was before; where it was changed since, that is said."""
    change = Reading(staff.fields, staff.clinic).number("change") or 0
    try:
        await unpaint(staff.toolbox, staff.actor, staff.member, staff.clinic, change)
    except (PaintUnknown, SettingsStale):
        return _changed(staff, 409, said=staff.text("paint.not_undone"), change=0)
    return _changed(staff, said=staff.text("paint.undone"), change=0)


PAINT_ROUTES = [show_paint, paint_time, undo_paint]


def _show(
    staff: StaffVisit,
    piece: str,
    status: int = 200,
    **context: Any,  # noqa: ANN401 - what the template shows
) -> Response[Any]:
    if is_piece(staff):
        return staff.show(piece, status, **context)
    return staff.show(_WHOLE, status, piece=piece, **context)


def _changed(staff: StaffVisit, status: int = 200, *, said: str, change: int) -> Response[Any]:
    response = _show(staff, _DONE, status, said=said, change=change)
    response.headers.update(CHANGED)
    return response


def _when(staff: StaffVisit, values: dict[str, str]) -> str:
    """Whose time and when, where an address has named it; else ""."""
    if not values["from"]:
        return ""
    names = {each.slug: each.name for each in staff.clinic.practitioners}
    moments, day = moments_of(staff), date.fromisoformat(values["day"])
    clocks = [moments.clock(minute_of(values[name])) for name in ("from", "until")]
    times, name = " – ".join(clocks), names.get(values["practitioner"], "")
    return staff.text("paint.whose", name=name, day=moments.day_of(day), times=times)


def _words(staff: StaffVisit, key: str, wanted: WantedPaint) -> str:
    """What was done: whose time, when, and whether every week."""
    stroke, moments = wanted.stroke, moments_of(staff)
    day = moments.day_of(stroke.on)
    if stroke.is_weekly:
        weekday = long_weekday_text(stroke.on, staff.language)
        day = staff.text("paint.every", day=weekday)
    names = {each.slug: each.name for each in staff.clinic.practitioners}
    times = f"{moments.clock(stroke.begins)} – {moments.clock(stroke.ends)}"
    return staff.text(key, name=names[wanted.practitioner], day=day, times=times)
