"""POST /staff/{clinic}/series/new: from the form for a booking to its dates and to the series."""

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.series_plan import WAYS
from slotkeeper.domain.staff_booking import left_open
from slotkeeper.services.staff.bookings.patient_search import choose_patient
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.services.staff.series.make import make_series
from slotkeeper.services.staff.series.preview import Preview, WantedSeries, preview_series
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesUnseen
from slotkeeper.web.staff.acts.against import against_context
from slotkeeper.web.staff.acts.book_form import form_context
from slotkeeper.web.staff.acts.book_reading import read_booking
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.dates import NOTHING_FRESH, TEMPLATE, dates_context
from slotkeeper.web.staff.series.reading import MOST_FIELDS, read_choices, read_repeat
from slotkeeper.web.staff.series.words import ending, rhythm

FORM = "acts/book.html"


@post("/{clinic:str}/series/new", status_code=200, opt={**EVERYBODY, "most_fields": MOST_FIELDS})
async def create_series(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """`act=save` books them; else they are shown, or (`edit`) the form with all that was typed."""
    if staff.fields.get("act") == "edit":
        return staff.show(FORM, values=staff.fields, **await form_context(staff, staff.fields))
    return await answer_series(staff)


async def answer_series(staff: StaffVisit) -> Response[Any] | Redirect:
    """The dates with what stands against them, or the series; what was typed stays."""
    try:
        wanted = _read(staff)
        if staff.fields.get("act") == "save":
            return await _save(staff, wanted)
        return await _show(staff, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(FORM, wrong, **await form_context(staff, staff.fields))


async def _save(staff: StaffVisit, wanted: WantedSeries) -> Response[Any] | Redirect:
    try:
        series = await make_series(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except SeriesUnseen as unseen:
        return await _show(staff, wanted, 409, fresh=unseen.dates)
    except SeriesEmpty:
        return await _show(staff, wanted, 422, is_empty=True)
    except RulesAgainst:
        return await _show(staff, wanted, 409)
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
    if left_open(seen.objections, wanted.agreed):
        names = {"practitioner": seen.course.practitioner.name, "kind": seen.course.kind.name}
        context |= against_context(staff, RulesAgainst(seen.objections), **names)
    else:
        context["override"] = " ".join(sorted(wanted.agreed))
    action = f"{staff.home}/series/new"
    return staff.show(
        TEMPLATE, status, values=staff.fields, action=action, **context | {"is_empty": is_empty}
    )


async def preview_context(
    staff: StaffVisit, wanted: WantedSeries, seen: Preview, fresh: frozenset[date]
) -> dict[str, Any]:
    """Every date of a series that is not made yet, with whom and what it is for."""
    names = {"practitioner": seen.course.practitioner.name, "kind": seen.course.kind.name}
    found = (seen.occasions, seen.outcomes)
    dates = dates_context(staff, found, wanted.choices, names, WAYS, fresh=fresh)
    return dates | await _series_head(staff, wanted, seen)


async def _series_head(staff: StaffVisit, wanted: WantedSeries, seen: Preview) -> dict[str, Any]:
    """Whom and what the dates are for."""
    repeated = seen.repeated
    patient_id = repeated.patient_id if repeated else wanted.patient_id
    known = await choose_patient(staff.toolbox, staff.member, patient_id) if patient_id else None
    person = known or wanted.details
    return {
        "patient": f"{person.first_name} {person.last_name}" if person else "",
        "kind": seen.course.kind.name,
        "practitioner": seen.course.practitioner.name,
        "rhythm": rhythm(staff, seen.repeat),
        "ending": ending(staff, seen.repeat),
        "goes_on": seen.repeat.is_open_ended,
    }


def _read(staff: StaffVisit) -> WantedSeries:
    """All fields at once. Raises FieldsInvalid."""
    reading, booking = Reading(staff.fields, staff.clinic), None
    try:
        booking = read_booking(staff)
    except FieldsInvalid as wrong:
        reading.problems.update(wrong.problems)
    repeat = read_repeat(reading, booking.starts_at if booking else staff.toolbox.clock())
    reading.finish()
    assert booking  # noqa: S101 - else something was wrong with a field
    return WantedSeries(
        repeat=repeat,
        kind=booking.kind,
        practitioner=booking.practitioner,
        patient_id=booking.patient_id,
        details=booking.details,
        note=booking.note,
        tell=booking.tell,
        agreed=booking.agreed,
        choices=read_choices(staff.fields),
        answers=booking.answers,
    )
