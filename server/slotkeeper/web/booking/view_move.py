"""What the templates of changing the time are given: plain values, nothing to compute."""

from msgspec import Struct

from slotkeeper.web.booking.ticket_view import TicketView
from slotkeeper.web.booking.view import HoldView
from slotkeeper.web.booking.view_details import FieldProblem


class Whom(Struct, frozen=True, kw_only=True):
    """Somebody who could give the appointment instead; `url` is None for who is looked at."""

    name: str
    url: str | None


class MovingView(Struct, frozen=True, kw_only=True):
    """The booking whose time is to change; `whom` is empty where only one gives it."""

    appointment: str
    practitioner: str
    slot_text: str
    back_url: str
    whom: tuple[Whom, ...] = ()


class PaidMoveView(Struct, frozen=True, kw_only=True):
    """From which time to which, while the difference is paid; `stays` is the time that is the
    patient's until then, `place` "" where it stays the same, `paid_text` what was paid before, ""
    for nothing, `total_text` the price.
    """

    before_text: str
    after_text: str
    place: str
    stays: str
    paid_text: str
    total_text: str


class DifferenceView(Struct, frozen=True, kw_only=True):
    """What was paid, what is paid next or given back (`label` says which; `amount` is "" for
    neither), what is left to be paid at the clinic, "" for nothing, and the price.
    """

    paid: str
    label: str
    amount: str
    later: str
    total: str


class ReviewView(Struct, frozen=True, kw_only=True):
    """From which time to which, and what that costs in words; `place` is "" where it stays the
    same, `sums` None where the price does. `fields` go back as they are; `button` is what the main
    one says; `terms` where those have changed since and are accepted anew.
    """

    ticket: TicketView
    hold: HoldView
    token: str
    before_text: str
    place: str
    cost_text: str
    later_text: str
    policy: str
    fields: dict[str, str]
    button: str
    sums: DifferenceView | None = None
    terms: bool = False
    notice: str = ""
    values: dict[str, str] = {}
    problems: dict[str, FieldProblem] = {}
