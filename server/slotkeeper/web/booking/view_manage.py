"""What the template of a booking is given by who comes back to it: plain values."""

from msgspec import Struct


class OtherDateView(Struct, frozen=True, kw_only=True):
    """Another date of the same series, and where it is looked after."""

    when: str
    url: str


class ManageView(Struct, frozen=True, kw_only=True):
    """`heading` is "" where it was booked just now; `is_done` where something just went well.
    `terms` is the exact text that was accepted, "" for none; `again_url` is "" for one to come.
    """

    heading: str = ""
    lead: str = ""
    is_done: bool = False
    terms: str = ""
    terms_heading: str = ""
    closed_text: str = ""
    again_url: str = ""
    others: tuple[OtherDateView, ...] = ()
