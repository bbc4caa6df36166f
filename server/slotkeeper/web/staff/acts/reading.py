"""Reading what staff typed into the forms for bookings and time: every field at once, each refusal
at its field.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.local_time import local_date, local_minute, to_instant

LONGEST_WORDS = 500
_MOST_AGREED = 60
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_NUMBER = re.compile(r"[0-9]{1,15}")
_KEY = re.compile(r"[a-z_]+(?:-[0-9]{1,15})*")
_YEARS = range(2000, 2200)
_LATEST = 7_258_118_400
"""The year 2200."""


@dataclass(slots=True)
class Reading:
    """The fields as they came, and what is wrong with them so far."""

    fields: Mapping[str, str]
    clinic: Clinic
    problems: dict[str, Problem] = field(default_factory=dict)

    def refuse(self, name: str, key: str, **values: object) -> None:
        """Note what is wrong at a field, unless something is known to be already."""
        self.problems.setdefault(name, Problem(key, **values))

    def finish(self) -> None:
        """Raises FieldsInvalid with all that is wrong."""
        if self.problems:
            raise FieldsInvalid(self.problems)

    def number(self, name: str) -> int | None:
        """A whole number, None where there is none."""
        text = self.fields.get(name, "")
        return int(text) if _NUMBER.fullmatch(text) else None

    def moment(self, name: str) -> int | None:
        """An instant that a calendar can show, None where there is none."""
        given = self.number(name)
        return given if given is not None and given < _LATEST else None

    def revision(self) -> int:
        """That of the row as the form showed it; an impossible one where the form lacks it."""
        found = self.number("revision")
        return -1 if found is None else found

    def words(self, name: str, most: int = LONGEST_WORDS) -> str:
        """What staff typed, in one form."""
        text = unicodedata.normalize("NFC", self.fields.get(name, "")).strip()
        kinds = {unicodedata.category(each) for each in text if each not in "\r\n\t"}
        if kinds & {"Cc", "Cs", "Cn"}:
            self.refuse(name, "wrong.characters")
        elif len(text) > most:
            self.refuse(name, "wrong.too_long", most=most)
        return text

    def choice(self, name: str, choices: set[str], wrong: str) -> str:
        """One of the choices; `wrong` is the text for any other."""
        text = self.fields.get(name, "")
        if text not in choices:
            self.refuse(name, wrong)
        return text

    def is_ticked(self, name: str) -> bool:
        """Whether a box is."""
        return self.fields.get(name, "") == "on"

    def agreed(self) -> frozenset[str]:
        """The keys of the objections that the form showed."""
        keys = self.fields.get("override", "").split()[:_MOST_AGREED]
        return frozenset(key for key in keys if _KEY.fullmatch(key))

    def start(self) -> int:
        """The instant of `starts_at`, or of the clinic's local `day` and `time`; 0 where wrong."""
        given = self.moment("starts_at")
        return self.instant("day", "time") if given is None else given

    def instant(self, day: str, time: str) -> int:
        """The instant of a local day and a time of day at the clinic; 0 where one is wrong."""
        on, minute = self.day(day), self._minute(time)
        if on is None or minute is None:
            return 0
        return to_instant(on, minute, self.clinic.time_zone)

    def day(self, name: str) -> date | None:
        """A local date, None where it is wrong."""
        with suppress(ValueError):
            on = date.fromisoformat(self.fields.get(name, ""))
            if on.year in _YEARS:
                return on
        self.refuse(name, "wrong.day")
        return None

    def minute(self, name: str) -> int:
        """Minutes after midnight of a time of day before the next one; 0 where it is wrong."""
        found = self._minute(name) or 0
        if found == 24 * 60:
            self.refuse(name, "wrong.time", example="14:30")
        return found % (24 * 60)

    def _minute(self, name: str) -> int | None:
        found = _TIME.fullmatch(self.fields.get(name, "").strip())
        minute = int(found[1]) * 60 + int(found[2]) if found else None
        if minute is None or minute > 24 * 60:
            self.refuse(name, "wrong.time", example="14:30")
            return None
        return minute


def local_fields(instant: int, zone: str) -> tuple[str, str]:
    """What the boxes for day and time show of an instant."""
    hours, minutes = divmod(local_minute(instant, zone), 60)
    return local_date(instant, zone).isoformat(), f"{hours:02}:{minutes:02}"
