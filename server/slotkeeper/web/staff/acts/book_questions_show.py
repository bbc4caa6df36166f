"""/staff/{clinic}/calendar/new/questions: what is asked for the type that was just chosen."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.web.booking.typed import LARGE_FORM, LARGE_FORM_BYTES
from slotkeeper.web.staff.acts.answers import is_piece
from slotkeeper.web.staff.acts.book_form import form_context
from slotkeeper.web.staff.acts.book_questions import question_context
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY


@post(
    "/{clinic:str}/calendar/new/questions",
    status_code=200,
    opt={**EVERYBODY, **LARGE_FORM},
    request_max_body_size=LARGE_FORM_BYTES,
)
async def show_questions(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The questions alone for a script, else the form with them; nothing is booked."""
    fields = staff.fields
    if is_piece(staff):
        return staff.show("acts/questions.html", values=fields, **question_context(staff, fields))
    return staff.show("acts/book.html", values=fields, **await form_context(staff, fields))
