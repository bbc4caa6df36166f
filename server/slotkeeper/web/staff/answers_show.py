"""/staff/{clinic}/bookings/{booking}/answers: what was answered before an appointment."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.question import Answer
from slotkeeper.services.staff.answers import see_answers
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.web.formats import long_day_text
from slotkeeper.web.staff.acts.answers import is_piece
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

_PIECE, _WHOLE = "answers/answers.html", "answers/page.html"


@get("/{clinic:str}/bookings/{booking:int}/answers", opt=EVERYBODY)
async def show_answers(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The answers, which are on no other page; that somebody looked is written down."""
    opened = await see_answers(staff.toolbox, staff.member, row_number(booking))
    parts = await find_parts(staff.toolbox.database, staff.clinic.id)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    answers = opened.answers
    return staff.show(
        _PIECE if is_piece(staff) else _WHOLE,
        it=opened.booking,
        row=row_of(opened.booking, parts, moments),
        answers=None if answers is None else [_shown(staff, each) for each in answers],
    )


def _shown(staff: StaffVisit, answer: Answer) -> dict[str, Any]:
    return {"ask": answer.ask, "given": [_text(staff, answer, each) for each in answer.given]}


def _text(staff: StaffVisit, answer: Answer, given: str) -> str:
    if answer.kind == "yes-no":
        return staff.text(f"answers.{given}")
    if answer.kind == "date":
        on = date.fromisoformat(given)
        return f"{long_day_text(on, staff.language)} {on.year}"
    return given
