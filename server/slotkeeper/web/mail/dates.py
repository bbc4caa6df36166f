"""All dates of a series, as a letter lists them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.booking_link import Managed, booking_url
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import day_text, time_text
from slotkeeper.web.mail.view import DateLine

MOST_LISTED = 60
"""What a letter lists; the calendar file has all."""


def dates_of(
    notice: Notice, language: str, say: Callable[..., str], base_url: str, *, is_void: bool
) -> dict[str, Any]:
    """What `LetterView` has of them; nothing where the message is about one appointment."""
    clinic = notice.clinic
    dates = notice.series.dates
    if not dates:
        return {}
    listed, rest = dates[:MOST_LISTED], len(dates) - MOST_LISTED
    return {
        "dates": tuple(
            DateLine(
                when=_when(clinic, each.booking.starts_at, language),
                url="" if is_void else booking_url(base_url, clinic, each.token),
                before=_before(notice, each, language),
            )
            for each in listed
        ),
        "dates_heading": say("mail.dates"),
        "more_dates": say("mail.more_dates", number=rest) if rest > 0 else "",
    }


def _before(notice: Notice, managed: Managed, language: str) -> str:
    """What it was before the change that the letter tells of, where its time is another."""
    now = managed.booking.starts_at
    was = notice.series.before.get(managed.booking.id, now)
    return _when(notice.clinic, was, language) if was != now else ""


def _when(clinic: Clinic, starts_at: int, language: str) -> str:
    start = datetime.fromtimestamp(starts_at, ZoneInfo(clinic.time_zone))
    day = f"{day_text(start.date(), language)} {start.year}"
    return f"{day}, {time_text(start.time(), language)}"
