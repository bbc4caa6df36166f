"""Facts to answers: one table of statuses, one designed notice each (DESIGN.md, HTTP)."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from slotkeeper.domain import errors as facts
from slotkeeper.services.refusals import AlreadyBooked, HoldEnded, OthersOffered
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.web.api.values import ProblemOut
from slotkeeper.web.booking.notice_view import Notice, notice_context, offer_context
from slotkeeper.web.booking.surface import surface_of
from slotkeeper.web.booking.typed import typed_fields

_LOG = logging.getLogger("slotkeeper.errors")

UNAVAILABLE_RETRY_SECONDS = 5

TABLE: dict[type[BaseException], tuple[int, str]] = {
    facts.ClinicUnknown: (404, "clinic_unknown"),
    facts.AppointmentTypeUnknown: (404, "not_found"),
    facts.PractitionerUnknown: (404, "not_found"),
    facts.LocationUnknown: (404, "not_found"),
    facts.BookingUnknown: (404, "link_over"),
    facts.HoldUnknown: (404, "hold_unknown"),
    facts.OnlineBookingClosed: (403, "closed"),
    facts.SlotTaken: (409, "taken"),
    facts.HoldOver: (410, "hold_over"),
    AlreadyBooked: (410, "already_booked"),
    facts.HoldNotExtendable: (429, "not_extendable"),
    facts.HoldCapReached: (429, "too_many_holds"),
    facts.DailyLimitReached: (429, "limit"),
    facts.TooManyRequests: (429, "too_many"),
    facts.FieldsInvalid: (422, "fields"),
    DatabaseUnavailable: (503, "unavailable"),
}
"""Which fact is which status and which notice; the notice's texts are `notice.<key>.…` of the
catalogue.
"""

_BY_STATUS = {
    400: "fields",
    404: "not_found",
    405: "not_found",
    413: "too_large",
    415: "fields",
    422: "fields",
}


def status_and_key(problem: BaseException) -> tuple[int, str]:
    """Status and notice of anything that was raised; what nobody foresaw is 500 and "broken"."""
    for known in type(problem).__mro__:
        if known in TABLE:
            return TABLE[known]
    if isinstance(problem, HTTPException):
        return problem.status_code, _BY_STATUS.get(problem.status_code, "broken")
    return 500, "broken"


def show_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """The notice, as fragment or page; the times offered instead, where there are any."""
    status, key = status_and_key(problem)
    if status >= 500:  # noqa: PLR2004 - server errors
        _log(request, problem)
    app = request.app.state
    clinic = app.toolbox.clinics.cached(str(request.path_params.get("clinic", "")))
    surface = surface_of(request, app.renderer, clinic)
    typed = typed_fields(getattr(request.state, "typed", {}))
    notice = Notice(key, clinic, typed, problem, app.toolbox.clock())
    if isinstance(problem, OthersOffered | HoldEnded):
        context = offer_context(surface, notice, problem.offer)
    else:
        context = notice_context(surface, notice)
    response = surface.show("booking/notice.html", context, status=status)
    return _with_retry_after(response, problem)


def answer_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[ProblemOut]:
    """The same for systems, as JSON."""
    status, key = status_and_key(problem)
    if status >= 500:  # noqa: PLR2004 - server errors
        _log(request, problem)
    if status == 400:  # noqa: PLR2004 - a parameter that cannot be read is a field like any other
        status = 422
    field = ""
    detail = key.replace("_", " ")
    if isinstance(problem, facts.FieldsInvalid):
        field, first = next(iter(problem.problems.items()))
        detail = first.key
    elif isinstance(problem, HTTPException):
        detail, field = problem.detail, _field_of(problem)
    response = Response(ProblemOut(error=key, detail=detail, field=field), status_code=status)
    return _with_retry_after(response, problem)


def _field_of(problem: HTTPException) -> str:
    extra = problem.extra
    if isinstance(extra, list) and extra and isinstance(extra[0], dict):
        return str(extra[0].get("key", ""))
    return ""


def _with_retry_after(response: Response[Any], problem: BaseException) -> Response[Any]:
    seconds = getattr(problem, "retry_after", None)
    if isinstance(problem, DatabaseUnavailable):
        seconds = UNAVAILABLE_RETRY_SECONDS
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _log(request: Request[Any, Any, Any], problem: Exception) -> None:
    """What failed and where in the code; never the address asked for, which holds tokens, nor the
    form (R6).
    """
    route = request.scope.get("path_template", "")
    _LOG.error("%s %s failed: %s", request.method, route, type(problem).__name__, exc_info=problem)


FOR_PATIENTS: ExceptionHandlersMap = {Exception: show_problem, HTTPException: show_problem}
FOR_SYSTEMS: ExceptionHandlersMap = {Exception: answer_problem, HTTPException: answer_problem}
