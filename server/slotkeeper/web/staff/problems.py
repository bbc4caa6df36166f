"""Refusals as staff meet them: what happened, and what to do next."""

from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from slotkeeper.domain import errors as facts
from slotkeeper.domain.patient_merge import LaterMergeFirst, MergeOver, PatientUnknown
from slotkeeper.domain.staff import (
    InvitationOver,
    MemberUnknown,
    NotSignedIn,
    SecondFactorMissing,
)
from slotkeeper.services.staff.blocks import BlockUnknown
from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.staff.series.refusals import SeriesUnknown
from slotkeeper.services.vault import VaultLocked
from slotkeeper.services.waitlist.entry import EntryUnknown
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.web.errors import UNAVAILABLE_RETRY_SECONDS, log_problem
from slotkeeper.web.staff.csrf import FormStale
from slotkeeper.web.staff.door import PRIVATE
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.next_page import HOME
from slotkeeper.web.staff.portal import Portal

SIGN_IN = "/staff/sign-in"
SET_UP = "/staff/account/second-factor?told=second_factor_asked"

TABLE: dict[type[BaseException], tuple[int, str]] = {
    NotThere: (404, "not_found"),
    facts.ClinicUnknown: (404, "not_found"),
    facts.BookingUnknown: (404, "not_found"),
    facts.PractitionerUnknown: (404, "not_found"),
    facts.AppointmentTypeUnknown: (404, "not_found"),
    MemberUnknown: (404, "not_found"),
    PatientUnknown: (404, "not_found"),
    MergeOver: (410, "merge_over"),
    LaterMergeFirst: (409, "later_merge"),
    BlockUnknown: (404, "not_found"),
    StateForbids: (409, "state_forbids"),
    SeriesUnknown: (404, "not_found"),
    EntryUnknown: (404, "not_found"),
    InvitationOver: (410, "invitation_over"),
    FormStale: (403, "stale"),
    facts.FieldsInvalid: (422, "unreadable"),
    facts.TooManyRequests: (429, "too_many"),
    VaultLocked: (503, "no_key"),
    DatabaseUnavailable: (503, "unavailable"),
}
"""Which fact is which status and which page; its texts are `trouble.<key>.…` of the catalogue."""

_BY_STATUS = {404: "not_found", 405: "not_found"}
_SERVER_ERROR, _SECONDS_A_MINUTE = 500, 60


def show_staff_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """The page that says so; whoever is not signed in is led to where that is done."""
    if isinstance(problem, NotSignedIn):
        return _lead_to_sign_in(request)
    if isinstance(problem, SecondFactorMissing):
        return _lead_to(request, SET_UP)
    status, key = _status_and_key(problem)
    log_problem(request, status, problem)
    portal: Portal = request.app.state.portal
    seconds = _retry_after(problem)
    html = portal.show(
        "page/trouble.html",
        portal.language_for(request.headers.get("accept-language", "")),
        {"key": key, "minutes": -(-(seconds or 0) // _SECONDS_A_MINUTE)},
    )
    response = Response(html, status_code=status, media_type=MediaType.HTML, headers=dict(PRIVATE))
    if isinstance(problem, HTTPException):
        response.headers.update(problem.headers or {})
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _lead_to_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """Which leads back to the page that was asked for."""
    path = request.scope["path"]
    asked = request.method == "GET" and path != HOME
    query = f"?{urlencode({'next': path}, safe='/')}" if asked else ""
    is_piece = request.headers.get("hx-request")
    return _lead_to(request, SIGN_IN if is_piece else f"{SIGN_IN}{query}")


def _lead_to(request: Request[Any, Any, Any], address: str) -> Response[Any]:
    """303 for a page; a piece of one that a script asked for gets 401, and the page goes there."""
    if request.headers.get("hx-request"):
        headers = {**PRIVATE, "HX-Redirect": address}
        return Response("", status_code=401, media_type=MediaType.HTML, headers=headers)
    return Redirect(address, status_code=303, headers=dict(PRIVATE))


def _status_and_key(problem: BaseException) -> tuple[int, str]:
    for known in type(problem).__mro__:
        if known in TABLE:
            return TABLE[known]
    if isinstance(problem, HTTPException) and problem.status_code < _SERVER_ERROR:
        return problem.status_code, _BY_STATUS.get(problem.status_code, "unreadable")
    return _SERVER_ERROR, "broken"


def _retry_after(problem: BaseException) -> int | None:
    if isinstance(problem, DatabaseUnavailable):
        return UNAVAILABLE_RETRY_SECONDS
    return getattr(problem, "retry_after", None)


FOR_STAFF: ExceptionHandlersMap = {Exception: show_staff_problem, HTTPException: show_staff_problem}
