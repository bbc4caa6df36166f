"""What the templates of cancelling are given: plain values, nothing to compute."""

from msgspec import Struct


class CancelView(Struct, frozen=True, kw_only=True):
    """What would be cancelled, and what that costs in words. `fields` go back as they are: whoever
    saw another price is asked again.
    """

    appointment: str
    practitioner: str
    slot_text: str
    cost_text: str
    until_text: str
    policy: str
    fields: dict[str, str]
    back_url: str
    for_whom: str = ""


class CancelledView(Struct, frozen=True, kw_only=True):
    """What was cancelled, what becomes of the money, and for how long it can be taken back;
    `undo_seconds` 0 where it cannot.
    """

    appointment: str
    slot_text: str
    money_text: str
    token: str
    undo_seconds: int
    again_url: str
