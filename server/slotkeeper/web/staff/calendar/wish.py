"""What an address of the calendar asks for: which days, whose, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlencode

from slotkeeper.domain.local_time import day_spans

View = Literal["day", "week"]

_EARLIEST, _LATEST = date(2000, 1, 3), date(2199, 12, 28)
_WEEK = 7
_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class CalendarWish:
    """`day` is the one shown, or one of the week; `practitioner` a slug, "" for all; `whole`: with
    the hours in which nobody works; `painting`: times are marked instead of booked.
    """

    day: date
    view: View = "day"
    practitioner: str = ""
    whole: bool = False
    painting: bool = False

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return self.day - timedelta(days=self.day.weekday())

    @property
    def days(self) -> list[date]:
        """The days shown, in order."""
        if self.view == "day":
            return [self.day]
        return [self.monday + timedelta(days=n) for n in range(_WEEK)]

    @property
    def is_roster(self) -> bool:
        """Whether a row is a practitioner, as a week of all of them is shown."""
        return self.view == "week" and not self.practitioner

    def onward(self, steps: int) -> "CalendarWish":
        """So many days or weeks on; negative is back."""
        length = 1 if self.view == "day" else _WEEK
        return replace(self, day=_within(self.day + timedelta(days=length * steps)))

    def query(self) -> str:
        """As an address has it, beginning with "?"."""
        fields = {"day": self.day.isoformat(), "view": self.view}
        if self.practitioner:
            fields["practitioner"] = self.practitioner
        if self.whole:
            fields["hours"] = "all"
        if self.painting:
            fields["paint"] = "on"
        return f"?{urlencode(fields)}"


def read_wish(fields: Mapping[str, str], today: date, zone: str) -> CalendarWish:
    """What cannot be read falls back on today, and on the day's view; so does a date that the zone
    never had.
    """
    try:
        day = _within(date.fromisoformat(fields.get("day", "").strip()))
    except ValueError:
        day = today
    return CalendarWish(
        day=day if day_spans(day, zone) else today,
        view="week" if fields.get("view") == "week" else "day",
        practitioner=fields.get("practitioner", "")[:_LONGEST_SLUG],
        whole=fields.get("hours") == "all",
        painting=fields.get("paint") == "on",
    )


def _within(day: date) -> date:
    """What no zone's rules reach is far from any appointment."""
    return min(max(day, _EARLIEST), _LATEST)
