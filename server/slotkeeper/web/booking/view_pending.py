"""What the templates of a booking that waits are given: plain values, nothing to compute."""

from msgspec import Struct


class PendingView(Struct, frozen=True, kw_only=True):
    """A booking that waits for an answer until `until_text`: the patient's, whose link was mailed,
    or the clinic's. `token` is the booking's link; `notice` says what became of the last click.
    """

    awaits: str
    heading: str
    lead: str
    state_text: str
    until_label: str
    until_text: str
    next_text: str
    reference: str
    appointment: str
    practitioner: str
    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: int
    where_name: str
    where_address: str
    later_text: str
    token: str
    look_url: str
    again_url: str = ""
    notice: str = ""
    for_whom: str = ""


class ConfirmView(Struct, frozen=True, kw_only=True):
    """The page of the link that was mailed: a button confirms `slot_text` until `until_text`."""

    token: str
    appointment: str
    practitioner: str
    slot_text: str
    until_text: str
