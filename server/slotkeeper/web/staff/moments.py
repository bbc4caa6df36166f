"""Instants as a page of a clinic shows them: on its wall clock, and as seen from now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta

from slotkeeper.web.formats import day_text, long_day_text, time_text

_DAY = 86_400


@dataclass(frozen=True)
class Moments:
    """Texts in one language for a clinic's `zone`; `now` in epoch seconds."""

    zone: str
    language: str
    now: int

    @cached_property
    def today(self) -> date:
        """The clinic's local date."""
        return self.local(self.now).date()

    def local(self, instant: int) -> datetime:
        """What the clinic's wall clock shows."""
        return datetime.fromtimestamp(instant, ZoneInfo(self.zone))

    def time(self, instant: int) -> str:
        """The time of day: "9:15 am"."""
        return time_text(self.local(instant).time(), self.language)

    def clock(self, minute: int) -> str:
        """The time of day so many minutes after midnight: "9:15 am"."""
        return time_text(time(*divmod(minute % 1440, 60)), self.language)

    def day(self, instant: int) -> str:
        """The day: "Tue 5 Jan", with the year where it is another one."""
        return self.day_of(self.local(instant).date())

    def day_of(self, on: date) -> str:
        """The same of a local date."""
        text = day_text(on, self.language)
        return text if on.year == self.today.year else f"{text} {on.year}"

    def long_day(self, instant: int) -> str:
        """The day in full: "Tuesday 5 January 2027"."""
        return self.long_day_of(self.local(instant).date())

    def long_day_of(self, on: date) -> str:
        """The same of a local date."""
        return f"{long_day_text(on, self.language)} {on.year}"

    def day_and_time(self, instant: int) -> str:
        """Both: "Tue 5 Jan, 9:15 am"."""
        return f"{self.day(instant)}, {self.time(instant)}"

    def ago(self, instant: int, *, short: bool = False) -> str:
        """From now: "in 3 days", "5 minutes ago", short "5 min. ago"; days are the calendar's."""
        seconds = (instant - self.now) or -1  # "in 0 seconds" has happened
        days = (self.local(instant).date() - self.today).days
        delta = timedelta(days=days) if abs(seconds) >= _DAY else timedelta(seconds=seconds)
        return format_timedelta(
            delta,
            add_direction=True,
            threshold=0.95,
            format="short" if short else "long",
            locale=self.language.replace("-", "_"),
        )

    def iso(self, instant: int) -> str:
        """For `<time datetime>`."""
        return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
