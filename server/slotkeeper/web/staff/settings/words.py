"""Settings and their values in words, for lists of what changed: on these pages and in the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from babel.units import format_unit

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_change import ROWS
from slotkeeper.domain.notice_rules import PRACTITIONER_NOTICES, SMS_OCCASIONS
from slotkeeper.web.formats import day_text, weekday_text
from slotkeeper.web.staff.settings.marked_words import marked_line
from slotkeeper.web.staff.settings.policy_said import keep_said, policy_said, window_said
from slotkeeper.web.staff.settings.row_answer import week_days
from slotkeeper.web.staff.settings.session_words import OF_TABLE, Row, row_name

Translate = Callable[..., str]

_LONGEST = 80
_CHOSEN = {
    "offer": ("working-hours", "marked-times"),
    "new_patients": ("clinic", "open", "closed"),
    "ask_birth_date": ("off", "optional", "required"),
    "patients": ("all", "new", "existing"),
    "prepay": ("none", "full"),
    "prepay_from": ("all", "new", "marked"),
    "prepay_amount": ("full",),
    "starts": ("silent", "adjacent"),
    "change_policy": ("clinic",),
    "sms": SMS_OCCASIONS,
    "notices": PRACTITIONER_NOTICES,
}
"""Settings whose values have texts of their own, `option.{setting}.{value}`."""

_NOTICES = {"cut_off", "confirm_within", "approve_within", "escalate_after", "no_change_after"}
_SILENT = {
    "enabled": True,
    "prepay_amount": "full",
    "starts": "silent",
    "change_policy": "clinic",
}
"""What the file says by saying nothing."""

_UNITS = {"m": "minute", "h": "hour", "d": "day"}
_UNIT_OF = {
    "hold_seconds": "second",
    "horizon_days": "day",
    "start_every": "minute",
    "minutes": "minute",
    "padding_before": "minute",
    "padding_after": "minute",
    "every_weeks": "week",
    "offer_minutes": "minute",
}


def rows_of(clinic: Clinic, table: str) -> Sequence[Row]:
    """The rows of one table of the clinic file, in order."""
    if table == "location":
        return clinic.locations
    if table == "session":
        return clinic.sessions
    if table == "resource":
        return clinic.resources
    return clinic.practitioners if table == "practitioner" else clinic.appointment_types


def named_rows(*clinics: Clinic) -> dict[tuple[str, str], str]:
    """The names of all rows by table and slug; the last clinic's win."""
    return {
        (table, each.slug): row_name(clinic, each)
        for clinic in clinics
        for table in ROWS
        for each in rows_of(clinic, table)
    }


@dataclass(frozen=True, slots=True)
class Words:
    """`text` is a catalogue's; `names` are those of rows, as `named_rows` has them."""

    text: Translate
    language: str
    names: Mapping[tuple[str, str], str]

    def setting(self, key: str) -> str:
        """The setting of a key of `Changes`: "Cut-off", "Sam Lee: working hours"."""
        table, *rest = key.split(".")
        if table not in ROWS:
            return self.text(f"setting.{key}")
        if not rest:
            return self.text(f"setting.order_{table}")
        row = self.names.get((table, rest[0]), rest[0])
        if len(rest) == 1:
            return f"{self.text(f'setting.{table}')}: {row}"
        return f"{row}: {self.text(f'setting.{table}.{rest[1]}')}"

    def value(self, key: str, value: object) -> str:
        """A value of a key of `Changes`, shortened."""
        table, *rest = key.split(".")
        if table in ROWS and len(rest) < 2:  # noqa: PLR2004 - a whole row, or an order
            return self._row(table, value)
        if value is None and rest[-1] == "new_patients":
            value = "clinic" if table == "appointment_type" else "open"
        return self._of(rest[-1], value)

    def _row(self, table: str, value: object) -> str:
        if isinstance(value, list):
            return ", ".join(self.names.get((table, str(each)), str(each)) for each in value)
        return self.text("settings.none" if value is None else "settings.there")

    def _of(self, name: str, value: object) -> str:
        if value is None:
            value = _SILENT.get(name)
        if value is None or value in ("", []):
            return self.text("settings.none")
        if isinstance(value, bool):
            return self.text("settings.on" if value else "settings.off")
        if isinstance(value, dict):
            return self._table(name, value)
        if isinstance(value, list):
            return "; ".join(self._item(name, each) for each in value)
        if name == "afterwards":
            return keep_said(self.text, str(value))
        return self._text(name, str(value))

    def _table(self, name: str, value: Mapping[str, Any]) -> str:
        if name == "change_policy":
            return policy_said(self.text, self._lead, value)
        return self._span(value) if name == "quiet_hours" else self._load(value)

    def _text(self, name: str, value: str) -> str:
        if name in OF_TABLE:
            return self.names.get((OF_TABLE[name], value), value)
        if name in _NOTICES and value[-1:] in _UNITS:
            return self._length(value[:-1], _UNITS[value[-1]])
        if name == "starts" and value.startswith("every "):
            length = self._length(value.removeprefix("every "), "minute")
            return self.text("settings.starts_every", length=length)
        if name in _UNIT_OF:
            return self._length(value, _UNIT_OF[name])
        if value in _CHOSEN.get(name, ()):
            return self.text(f"option.{name}.{value.replace('-', '_')}")
        return self._short(value)

    def _length(self, number: str | int, unit: str) -> str:
        """A length of time: "1 day", "90 minutes"."""
        locale = self.language.replace("-", "_")
        return format_unit(int(number), f"duration-{unit}", "long", locale=locale)

    def _load(self, value: Mapping[str, Any]) -> str:
        closes, opens, days = (value.get(n) for n in ("closes_above", "opens_below", "days"))
        return self.text("settings.by_load", closes=closes, opens=opens, days=days or 28)

    def _item(self, name: str, item: object) -> str:
        if isinstance(item, dict) and name in {"offered", "protected"}:
            return marked_line(self.text, self.language, item)
        if isinstance(item, dict):
            return self._line(item)
        if table := {"practitioners": "practitioner", "offers": "appointment_type"}.get(name):
            return self.names.get((table, str(item)), str(item))
        if name == "days":
            return {day: weekday_text(on, self.language) for day, on in week_days()}[str(item)]
        if name in {"sms", "notices"}:
            return self._text(name, str(item))
        return self._day(item) if name in {"closed_on", "on", "except"} else str(item)

    def _line(self, row: Mapping[str, Any]) -> str:
        """A row of hours, of a break, of an exception, of time away, of the rules of trust, of the
        questions of a type.
        """
        for mark, said in (
            ("after", self._rule),
            ("before", self._reminder),
            ("between", self._way),
            ("keep", partial(window_said, self.text, self._lead)),
        ):
            if mark in row:
                return said(row)
        if "ask" in row:
            return str(row["ask"])
        if "on" in row:
            hours = ", ".join(self._span(each) for each in row["hours"])
            return f"{self._day(row['on'])} {hours or self.text('settings.day_off')}"
        return self._weekly(row) if "days" in row else self._away(row)

    def _weekly(self, row: Mapping[str, Any]) -> str:
        names = {day: weekday_text(on, self.language) for day, on in week_days()}
        return f"{', '.join(names[day] for day in row['days'])} {self._span(row)}"

    def _reminder(self, row: Mapping[str, Any]) -> str:
        length = self._lead(str(row["before"]))
        return self.text(f"settings.reminder_{row['by']}", length=length)

    def _lead(self, length: str) -> str:
        return self._length(length[:-1], _UNITS[length[-1]])

    def _way(self, row: Mapping[str, Any]) -> str:
        places = " – ".join(self.names.get(("location", e), e) for e in row["between"])
        return f"{places}: {self._length(row['minutes'], 'minute')}"

    def _away(self, row: Mapping[str, Any]) -> str:
        said = f"{self._day(row['from'])} – {self._day(row['to'])}"
        if "every" in row:
            number, unit = str(row["every"]).split(" ")
            said += f", {self.text(f'settings.every_{unit}', n=number)}"
        if "until" in row:
            return self.text("settings.again_until", days=said, until=self._day(row["until"]))
        return said

    def _rule(self, row: Mapping[str, Any]) -> str:
        after, step = (str(row[name]).replace("-", "_") for name in ("after", "step"))
        days = row["for_days"]
        return self.text(
            "settings.rule" if days else "settings.rule_for_good",
            times=row["times"],
            after=self.text(f"option.after.{after}"),
            within=self._length(row["within_days"], "day"),
            step=self.text(f"option.step.{step}"),
            length=self._length(days, "day"),
        )

    def _span(self, row: Mapping[str, Any]) -> str:
        place = self.names.get(("location", row.get("location", "")), "")
        return " ".join(filter(None, (f"{row['from']}–{row['to']}", place)))

    def _day(self, value: object) -> str:
        on = value if isinstance(value, date) else date.fromisoformat(str(value))
        return f"{day_text(on, self.language)} {on.year}"

    def _short(self, text: str) -> str:
        if len(text) <= _LONGEST:
            return text
        return self.text("settings.shortened", begin=f"{text[:_LONGEST]}…", n=len(text))
