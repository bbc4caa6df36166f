"""What happened to one booking, from the hold to this day."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Happened = Literal[
    "held",
    "payment_asked",
    "terms_accepted",
    "paid",
    "made",
    "asked",
    "not_paid",
    "refund_asked",
    "refund_made",
    "refund_failed",
    "delivery",
    "agreed",
    "done",
]


class HistoryEvent(Struct, frozen=True, kw_only=True):
    """One thing that happened at an instant (epoch seconds).

    `what` says more: of a delivery its message, of terms their version, of a payment that never
    came why, of what staff have done ("done") the action. `staff_id` is who did it, with the name
    that they have now; None for the patient and for what happens by itself. `amount` in minor
    units. `state` is that of a delivery or of the refund. `changes`: name → old and new value.
    `said` is the sentence that the patient agreed to who cancelled or moved it by themselves.
    """

    at: int
    happened: Happened
    what: str = ""
    staff_id: int | None = None
    staff_name: str = ""
    amount: int | None = None
    state: str = ""
    recipient: str = ""
    changes: Mapping[str, tuple[object, object]] = {}
    said: str = ""


class AcceptedTerms(Struct, frozen=True, kw_only=True):
    """The terms as that patient saw and accepted them: version `number` and its very text."""

    number: int
    text: str
    sha256: str
    accepted_at: int
