"""What the templates of changing the time are given: plain values, nothing to compute."""

from msgspec import Struct

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


class TimeView(Struct, frozen=True, kw_only=True):
    """One of the two times, and what there differs from the other: "" where nothing does."""

    slot_text: str
    practitioner: str
    place: str


class ReviewView(Struct, frozen=True, kw_only=True):
    """From which time to which, and what that costs in words. `fields` go back as they are;
    `terms` where those have changed since and are accepted anew.
    """

    appointment: str
    hold: HoldView
    token: str
    before: TimeView
    after: TimeView
    cost_text: str
    later_text: str
    policy: str
    fields: dict[str, str]
    terms: bool = False
    notice: str = ""
    values: dict[str, str] = {}
    problems: dict[str, FieldProblem] = {}
    for_whom: str = ""
