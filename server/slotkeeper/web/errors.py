"""Facts to answers: one table of statuses, one designed notice each (DESIGN.md, HTTP)."""

import logging
import re
from traceback import format_tb
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from slotkeeper.domain import errors as facts
from slotkeeper.services.changing.cancel import BookingChanged, CostChanged
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.often import MovedTooOften
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.payments.show import (
    MoveOff,
    NotAuthorised,
    NotCharged,
    PaymentEnded,
    PaymentOver,
    Refunded,
)
from slotkeeper.services.refusals import (
    AlreadyBooked,
    BeingAnswered,
    BeingPaid,
    ClosedToNew,
    HoldEnded,
    OthersOffered,
)
from slotkeeper.services.trust.confirm_link import ConfirmedBefore, ConfirmOver
from slotkeeper.services.waitlist.entry import EntryUnknown, OfferOver
from slotkeeper.services.waitlist.join import WaitlistClosed
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.web.api.values import ProblemOut
from slotkeeper.web.booking.notice_view import Notice, notice_context, offer_context
from slotkeeper.web.booking.surface import slug_of, surface_of
from slotkeeper.web.days import DaysContradict
from slotkeeper.web.headers import FRAGMENT, PAGE, SYSTEMS

_LOG = logging.getLogger("slotkeeper.errors")

SERVER_ERROR = 500
UNAVAILABLE_RETRY_SECONDS = 5

TABLE: dict[type[BaseException], tuple[int, str]] = {
    facts.ClinicUnknown: (404, "clinic_unknown"),
    facts.AppointmentTypeUnknown: (404, "not_found"),
    facts.PractitionerUnknown: (404, "not_found"),
    facts.LocationUnknown: (404, "not_found"),
    facts.BookingUnknown: (404, "link_over"),
    facts.HoldUnknown: (404, "hold_unknown"),
    facts.PaymentUnknown: (404, "link_over"),
    facts.PaymentsClosed: (503, "payment_closed"),
    facts.PaymentNotReached: (503, "unavailable"),
    PaymentOver: (410, "payment_over"),
    NotCharged: (409, "not_charged"),
    NotAuthorised: (409, "not_authorised"),
    Refunded: (409, "refunded"),
    MoveOff: (409, "move_off"),
    ChangesClosed: (403, "changes_closed"),
    MovedTooOften: (429, "moved_too_often"),
    CostChanged: (409, "cost_changed"),
    BookingChanged: (409, "booking_changed"),
    UndoOver: (410, "undo_over"),
    WaitlistClosed: (403, "waitlist_closed"),
    EntryUnknown: (404, "entry_unknown"),
    OfferOver: (410, "offer_over"),
    facts.OnlineBookingClosed: (403, "closed"),
    ClosedToNew: (403, "closed_to_new"),
    facts.PleaseCall: (403, "please_call"),
    facts.SlotTaken: (409, "taken"),
    facts.HoldOver: (410, "hold_over"),
    AlreadyBooked: (410, "already_booked"),
    BeingPaid: (410, "being_paid"),
    BeingAnswered: (410, "being_answered"),
    ConfirmedBefore: (410, "confirmed_before"),
    ConfirmOver: (410, "confirm_over"),
    facts.HoldNotExtendable: (429, "not_extendable"),
    facts.HoldCapReached: (429, "too_many_holds"),
    facts.DailyLimitReached: (429, "limit"),
    facts.TooManyRequests: (429, "too_many"),
    facts.FieldsInvalid: (422, "fields"),
    DaysContradict: (409, "fields"),
    DatabaseUnavailable: (503, "unavailable"),
}
"""Which fact is which status and which notice; the notice's texts are `notice.<key>.…` of the
catalogue.
"""

_BY_STATUS = {404: "not_found", 405: "not_found", 413: "too_large"}


def status_and_key(problem: BaseException) -> tuple[int, str]:
    """Status and notice of anything that was raised; what nobody foresaw is 500 and "broken"."""
    for known in type(problem).__mro__:
        if known in TABLE:
            return TABLE[known]
    if isinstance(problem, HTTPException) and problem.status_code < SERVER_ERROR:
        return problem.status_code, _BY_STATUS.get(problem.status_code, "fields")
    return SERVER_ERROR, "broken"


def show_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """The notice, as fragment or page; the times offered instead, where there are any."""
    status, key = status_and_key(problem)
    log_problem(request, status, problem)
    app = request.app.state
    clinic = app.toolbox.clinics.cached(slug_of(request))
    surface = surface_of(request, app.renderer, clinic)
    sent = getattr(request.state, "typed", {})
    notice = Notice(key, clinic, sent, request.scope["path"], problem, app.toolbox.clock())
    if isinstance(problem, OthersOffered | HoldEnded | PaymentEnded):
        context = offer_context(surface, notice, problem.offer)
    else:
        context = notice_context(surface, notice)
    response = surface.show("booking/notice.html", context, status=status)
    response.headers.update(FRAGMENT if surface.is_fragment else PAGE)
    return _with_headers(response, problem, notice)


def answer_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """The same for systems, as JSON."""
    status, key = status_and_key(problem)
    log_problem(request, status, problem)
    app = request.app.state
    field, text = "", app.renderer.texts.text("en", f"notice.{key}.heading")
    if isinstance(problem, HTTPException):
        # A parameter that cannot be read is a field like any other.
        status = 422 if status == 400 else status  # noqa: PLR2004
        field = _missing(problem)
    if field:
        problem = facts.FieldsInvalid({field: facts.Problem("problem.missing")})
    if isinstance(problem, facts.FieldsInvalid):
        field, first = next(iter(problem.problems.items()))
        text = app.renderer.texts.text("en", first.key, **first.values)
    told = ProblemOut(error=key, detail=text, field=field)
    response = Response(told, status_code=status, media_type=MediaType.JSON)
    response.headers.update(SYSTEMS)
    return _with_headers(response, problem, None)


def _missing(problem: HTTPException) -> str:
    """The parameter that the framework found missing; it says so in a sentence only."""
    found = _MISSING.match(problem.detail)
    return found[1] if found else ""


_MISSING = re.compile(r"Missing required query parameter '([a-z_]+)'")


def _with_headers(
    response: Response[Any], problem: BaseException, notice: Notice | None
) -> Response[Any]:
    """What a refusal says besides its text: when to try again, which methods there are."""
    if isinstance(problem, HTTPException):
        response.headers.update(problem.headers or {})
    seconds = _retry_after(problem, notice)
    if seconds is not None:
        response.headers["Retry-After"] = str(max(1, seconds))
    return response


def _retry_after(problem: BaseException, notice: Notice | None) -> int | None:
    if isinstance(problem, DatabaseUnavailable):
        return UNAVAILABLE_RETRY_SECONDS
    if isinstance(problem, facts.DailyLimitReached) and notice:
        return problem.next_at - notice.now
    if isinstance(problem, facts.HoldNotExtendable) and notice and notice.clinic:
        # The time may be chosen anew when the hold is over.
        return notice.clinic.online_booking.hold_seconds
    return getattr(problem, "retry_after", None)


def log_problem(request: Request[Any, Any, Any], status: int, problem: BaseException) -> None:
    """What failed and where in the code. Never the address asked for, which holds tokens, nor what
    an exception of somebody else's says, which may quote the form (R6).
    """
    if status < SERVER_ERROR:
        return
    route = request.scope.get("path_template", "")
    if isinstance(problem, DatabaseUnavailable):
        _LOG.error("%s %s: database unavailable: %s", request.method, route, problem)
        return
    _LOG.error("%s %s failed: %s", request.method, route, _without_words(problem))


def _without_words(problem: BaseException) -> str:
    """A traceback without the exceptions' messages."""
    chain = [problem]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    kinds = [type(each).__name__ for each in chain]
    frames = "".join(line for each in reversed(chain) for line in format_tb(each.__traceback__))
    return f"{' from '.join(kinds)}\n{frames}"


FOR_PATIENTS: ExceptionHandlersMap = {Exception: show_problem, HTTPException: show_problem}
FOR_SYSTEMS: ExceptionHandlersMap = {Exception: answer_problem, HTTPException: answer_problem}
