"""/staff/{clinic}/series/{series}/end: what is to come of it is cancelled."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.series.end import WantedEnd, end_series
from slotkeeper.services.staff.series.refusals import SeriesStale
from slotkeeper.services.staff.series.show import get_series_detail
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.scope import read_since, scope_context
from slotkeeper.web.staff.series.show import series_context

TEMPLATE = "series/end.html"
_LONGEST_MESSAGE = 1000
_WHO = {"clinic", "patient"}


@get("/{clinic:str}/series/{series:int}/end", opt=EVERYBODY)
async def show_end(series: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What will happen, and the form; an address may name `since`, a date of it."""
    context = await _context(staff, series)
    since = staff.request.query_params.get("since", "")
    values = {"tell": "on", "who": "", "scope": "following" if context["since"] else "all"}
    return staff.show(TEMPLATE, **context, values={**values, "since": since})


@post("/{clinic:str}/series/{series:int}/end", status_code=200, opt=EVERYBODY)
async def cancel_series(
    series: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The times are free at once."""
    context = await _context(staff, series)
    try:
        wanted = _read(staff, series)
        await end_series(staff.toolbox, staff.member, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **context)
    except SeriesStale:
        fresh = {**await _context(staff, series), "is_stale": True}
        return staff.show(TEMPLATE, 409, values=staff.fields, **fresh)
    return staff.redirect(f"{staff.home}/series/{series}", told="series_ended")


async def _context(staff: StaffVisit, series: int) -> dict[str, Any]:
    detail = await get_series_detail(staff.toolbox, staff.clinic, staff.member, row_number(series))
    return {**series_context(staff, detail), **scope_context(staff, detail)}


def _read(staff: StaffVisit, series: int) -> WantedEnd:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    wanted = WantedEnd(
        series_id=series,
        revision=reading.revision(),
        since=read_since(staff, reading),
        by_patient=reading.choice("who", _WHO, "wrong.who_cancels") == "patient",
        reason=reading.words("reason"),
        message=reading.words("message", _LONGEST_MESSAGE),
        tell=reading.is_ticked("tell"),
    )
    reading.finish()
    return wanted
