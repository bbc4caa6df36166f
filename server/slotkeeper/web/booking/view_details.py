"""What the details step and its fields are given: what was typed, what is wrong, what is asked."""

from msgspec import Struct

from slotkeeper.web.booking.question_view import QuestionView
from slotkeeper.web.booking.typed import TYPED
from slotkeeper.web.booking.view import HoldView


class FieldProblem(Struct, frozen=True, kw_only=True):
    """A sentence at one field that says what to do."""

    field: str
    text: str


class DetailsView(Struct, frozen=True, kw_only=True):
    """The contact details form: what was typed comes back in `values`, what is wrong in `problems`
    by field name.

    `ask_patient_is` is false where the appointment type has answered it: `patient_is` then goes
    along unasked. `pays` where a payment is the next step; `prepay_text` says how much, or by whom.
    `fields` are the names of those to which a problem can lead.
    """

    hold: HoldView
    values: dict[str, str]
    problems: dict[str, FieldProblem]
    patient_is: str
    limits_text: str = ""
    notice: str = ""
    call: bool = False
    ask_patient_is: bool = True
    prepay_text: str = ""
    pays: bool = False
    fields: tuple[str, ...] = (*TYPED, "terms")


class FieldsView(Struct, frozen=True):
    """Of the details form the fields alone: what is typed, what is wrong, and what is asked;
    `asked` goes along, so that a change of the clinic's questions is noticed.
    """

    values: dict[str, str]
    problems: dict[str, FieldProblem]
    patient_is: str
    ask_patient_is: bool
    questions: tuple[QuestionView, ...]
    asked: str
