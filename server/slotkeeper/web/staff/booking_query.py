"""What a request asks of the list of bookings, and the address that asks for the same again."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Literal, TypeVar, get_args
from urllib.parse import urlencode

from slotkeeper.domain.booking_list import BookingFilter, ListedState, Maker, Order, Paid

STATES: tuple[ListedState, ...] = get_args(ListedState)
MAKERS: tuple[Maker, ...] = get_args(Maker)
PAID: tuple[Paid, ...] = get_args(Paid)
ORDERS: tuple[Order, ...] = get_args(Order)

_NUMBER = re.compile(r"[0-9]{1,15}")
_PLACE = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")


def read_query(fields: Mapping[str, str], today: date) -> BookingFilter:
    """Of an address or a form; what is none of the choices is left open. By day, the days begin
    with `today` where none is named.

    A text is taken from a form only: it is a name or a number, and those stay out of addresses
    (R6).
    """
    order: Order = _choice(fields, "order", ORDERS) or "newest"
    by_day = order == "day"
    first = _day(fields, "from") if by_day else None
    return BookingFilter(
        text=fields.get("q", ""),
        practitioner_id=_number(fields, "practitioner"),
        appointment_type_id=_number(fields, "type"),
        state=_choice(fields, "state", STATES),
        made_by=_choice(fields, "made_by", MAKERS),
        flagged=fields.get("flagged", "") == "1",
        paid=_choice(fields, "paid", PAID),
        order=order,
        from_on=first or today if by_day else None,
        until_on=_day(fields, "until") if by_day else None,
        after=_place(fields.get("after", "")),
    )


def write_query(wanted: BookingFilter) -> str:
    """What follows the address of the list: "" or "?…"; never the text."""
    values = {
        "order": "" if wanted.order == "newest" else wanted.order,
        "from": wanted.from_on or "",
        "until": wanted.until_on or "",
        "practitioner": wanted.practitioner_id or "",
        "type": wanted.appointment_type_id or "",
        "state": wanted.state or "",
        "made_by": wanted.made_by or "",
        "paid": wanted.paid or "",
        "flagged": "1" if wanted.flagged else "",
        "after": write_place(wanted.after) if wanted.after else "",
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""


def write_place(after: tuple[int, int]) -> str:
    """Where the next page begins, as the field `after` has it."""
    return f"{after[0]}-{after[1]}"


def count_filters(wanted: BookingFilter) -> int:
    """How many are set, text, order and days not among them."""
    return sum(
        (
            wanted.practitioner_id is not None,
            wanted.appointment_type_id is not None,
            wanted.state is not None,
            wanted.made_by is not None,
            wanted.paid is not None,
            wanted.flagged,
        )
    )


T = TypeVar("T")
Choice = Literal["order", "state", "made_by", "paid"]


def _choice(fields: Mapping[str, str], name: Choice, choices: tuple[T, ...]) -> T | None:
    return next((each for each in choices if each == fields.get(name)), None)


def _number(fields: Mapping[str, str], name: str) -> int | None:
    text = fields.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _day(fields: Mapping[str, str], name: str) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(fields.get(name, ""))
        return day if 1970 < day.year < 9999 else None  # noqa: PLR2004 - what every zone can tell
    return None


def _place(text: str) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None
