"""What the templates of cancelling are given: plain values, nothing to compute."""

from msgspec import Struct

from slotkeeper.web.booking.ticket_view import TicketView


class SumsView(Struct, frozen=True, kw_only=True):
    """Of what was paid, what is kept and what goes back; each with its currency."""

    paid: str
    keeps: str
    returns: str


class CancelView(Struct, frozen=True, kw_only=True):
    """What would be cancelled, and what that costs in words; `sums` where money is parted.
    `fields` go back as they are: whoever saw another price is asked again.
    """

    ticket: TicketView
    cost_text: str
    until_text: str
    policy: str
    fields: dict[str, str]
    back_url: str
    move_url: str = ""
    sums: SumsView | None = None


class CancelledView(Struct, frozen=True, kw_only=True):
    """What was cancelled, what becomes of the money, and for how long it can be taken back;
    `undo_seconds` 0 where it cannot. Instants are epoch seconds by the server's clock.
    """

    appointment: str
    slot_text: str
    money_text: str
    token: str
    look_url: str
    undo_seconds: int
    remaining_text: str
    now: int
    again_url: str
