"""What the templates of the waiting list are given: plain values, nothing to compute."""

from msgspec import Struct

from slotkeeper.web.booking.question_view import QuestionView
from slotkeeper.web.booking.view_details import FieldProblem


class Tick(Struct, frozen=True, kw_only=True):
    """One box of several, or one of a few answers: `name` and `value` of its field."""

    name: str
    value: str
    text: str
    is_chosen: bool


class JoinView(Struct, frozen=True, kw_only=True):
    """The form in which somebody says which times they would take.

    `hidden` goes along; `days`, `parts`, `people` and `places` are empty where there is nothing to
    choose. `asks_who` is False for a booking that there is already: its patient is known.
    """

    heading: str
    lead: str
    hidden: dict[str, str]
    days: tuple[Tick, ...]
    parts: tuple[Tick, ...]
    people: tuple[Tick, ...]
    places: tuple[Tick, ...]
    first_day: str
    last_day: str
    back_url: str
    back_text: str
    asks_who: bool = True
    ask_patient_is: bool = True
    patient_is: str = ""
    values: dict[str, str] = {}
    problems: dict[str, FieldProblem] = {}
    fields: tuple[str, ...] = ()
    notice: str = ""


class WaitingView(Struct, frozen=True, kw_only=True):
    """How an entry stands while nothing is offered. `facts` are what is waited for, name and text;
    `token` is "" where nobody waits any more.
    """

    heading: str
    text: str
    how: str
    facts: tuple[tuple[str, str], ...]
    token: str
    is_over: bool
    again_url: str
    again_text: str


class OfferView(Struct, frozen=True, kw_only=True):
    """A time that is kept for somebody until `until_text`. `before_text` is the time that they have
    already, which goes when this one is taken. `fields` go back with every button.
    """

    heading: str
    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: int
    appointment: str
    practitioner: str
    where: str
    until_text: str
    before_text: str
    button: str
    fields: dict[str, str]
    asks_terms: bool
    cost_text: str = ""
    questions: tuple[QuestionView, ...] = ()
    values: dict[str, str] = {}
    problems: dict[str, FieldProblem] = {}
    notice: str = ""
