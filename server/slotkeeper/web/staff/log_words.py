"""One entry of the audit log in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slotkeeper.domain.reference import spoken
from slotkeeper.services.new_patients import SUBJECT as NEW_PATIENTS
from slotkeeper.services.staff.log import Names
from slotkeeper.services.staff.settings.save import SUBJECT as SETTING
from slotkeeper.storage.audit import AuditEntry
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.settings.words import Words

Translate = Callable[..., str]

_LONGEST = 160
_WHICH = "booking_id"  # said by the name of the booking
_TURNS = {1: "first", 0: "turn", -1: "last"}


@dataclass(frozen=True, slots=True)
class LogWords:
    """`text` is a catalogue's, `home` where the clinic's pages begin; `settings` knows how settings
    are called, `currency` is the clinic's.
    """

    text: Translate
    names: Names
    moments: Moments
    settings: Words
    home: str
    currency: str

    def row(self, entry: AuditEntry) -> dict[str, Any]:
        """What the page shows of one entry."""
        subject, link = self._subject(entry)
        return {
            "at": entry.at,
            "time": self.moments.time(entry.at),
            "iso": self.moments.iso(entry.at),
            "who": self._who(entry),
            "did": self._did(entry.action),
            "subject": subject,
            "link": link,
            "changes": [
                self._change(entry, *each) for each in entry.details.items() if each[0] != _WHICH
            ],
        }

    def _who(self, entry: AuditEntry) -> str:
        number = entry.staff_id
        if number is None:
            return self.text("log.rule" if entry.subject == NEW_PATIENTS else "log.operator")
        return self.names.staff.get(number) or self.text("log.somebody", number=number)

    def _did(self, action: str) -> str:
        return self._first(f"log.did_{action}", f"history.did_{action}") or self.text(
            "log.did_other", what=_plain(action)
        )

    def _subject(self, entry: AuditEntry) -> tuple[str, str]:
        """Its name and where it is to be seen; "" for either where there is none."""
        number = entry.subject_id
        if entry.subject in {"refund", "booking"}:
            return self._booking(self._refunded(entry) if entry.subject == "refund" else number)
        if entry.subject in {"series", "waitlist"}:
            waits = self.names.waiting.get(number) or self.text("nav.waitlist")
            said = waits if entry.subject == "waitlist" else self.text("series.heading")
            return said, f"{self.home}/{entry.subject}/{number}"
        if entry.subject in {NEW_PATIENTS, "diary"}:
            is_rule = entry.subject == NEW_PATIENTS
            return self._rule(number) if is_rule else self._whose_diary(number)
        if entry.subject == "patient":
            name = self.names.patients.get(number)
            return (
                name or self.text("log.patient_gone", number=number),
                f"{self.home}/patients/{number}" if name else "",
            )
        if entry.subject == "staff" and number != entry.staff_id:
            return self.names.staff.get(number, ""), ""
        return "", ""

    def _refunded(self, entry: AuditEntry) -> int:
        """The booking's id, also of a refund that is gone; 0 where nobody knows."""
        told = entry.details.get(_WHICH, (None, 0))[1]
        return self.names.refunds.get(entry.subject_id) or (told if isinstance(told, int) else 0)

    def _whose_diary(self, number: int) -> tuple[str, str]:
        found = self.names.parts.practitioners.get(number)
        return (found.name if found else ""), f"{self.home}/diaries"

    def _rule(self, number: int) -> tuple[str, str]:
        """Whose rule it is: an appointment type's, else the clinic's."""
        kind = self.names.parts.appointment_types.get(number)
        return (kind.name if kind else ""), f"{self.home}/settings"

    def _booking(self, number: int) -> tuple[str, str]:
        found = self.names.bookings.get(number)
        if found is None:
            return "", ""
        parts = (found.patient, spoken(found.reference) if found.reference else "")
        return ", ".join(filter(None, parts)), f"{self.home}/bookings/{number}"

    def _change(self, entry: AuditEntry, name: str, pair: tuple[object, object]) -> dict[str, str]:
        if entry.subject == SETTING:
            label = self._known(self.settings.setting, name) or _plain(name)
            old, new = (self._setting(name, each) for each in pair)
        else:
            label = self._first(f"log.field_{name}") or _plain(name)
            old, new = (self._value(name, each) for each in pair)
        return {"name": label, "old": old if pair[0] is not None else "", "new": new}

    def _setting(self, name: str, value: object) -> str:
        try:
            return self.settings.value(name, value)
        except (KeyError, TypeError, ValueError):  # of a release that asked otherwise
            return _short(str(value))

    def _value(self, name: str, value: object) -> str:
        if value is None or value in ("", [], {}):
            return self.text("log.nothing")
        if isinstance(value, bool):
            return self.text("log.yes" if value else "log.no")
        if isinstance(value, int):
            return self._number(name, value)
        if isinstance(value, list):
            return ", ".join(self._value(name, each) for each in value)
        if isinstance(value, dict):
            return _short(", ".join(f"{_plain(key)} {each}" for key, each in value.items()))
        text = str(value)
        return self._chosen(name, text.replace("-", "_")) or _short(text)

    def _chosen(self, name: str, word: str) -> str:
        """The text of a value that has one of its own, "" for what was typed."""
        keys = {
            "role": f"role.{word}",
            "state": f"state.{word}",
            "trust": f"trust.step_{word}",
            "reason": f"trust.reason_{word}",
            "by": f"log.by_{word}",
            "overridden": f"beyond.{word}",
            "message": f"words.name_{word}",
            "channel": f"words.by_{word}",
            "priority": f"onlist.priority_{word}",
        }
        return self._first(keys[name]) if name in keys else ""

    def _number(self, name: str, value: int) -> str:
        parts: Mapping[str, Mapping[int, Any]] = {
            "practitioner": self.names.parts.practitioners,
            "practitioner_id": self.names.parts.practitioners,
            "appointment_type_id": self.names.parts.appointment_types,
            "location_id": self.names.parts.locations,
        }
        if name in parts:
            found = parts[name].get(value)
            return found.name if found else str(value)
        if name == "patient_id":
            return self.names.patients.get(value) or self.text("log.patient_gone", number=value)
        if name == "amount":
            return money_text(value, self.currency, self.moments.language)
        if name == "local_minute":
            return self.moments.clock(value)
        if name.endswith("_at") or name == "until":
            return self.moments.day_and_time(value)
        return self._chosen(name, _TURNS.get(value, "")) or str(value)

    def _first(self, *keys: str) -> str:
        """The first of these texts that the catalogue has and that needs no values; else ""."""
        return next(filter(None, (self._known(self.text, key) for key in keys)), "")

    @staticmethod
    def _known(look: Translate, key: str) -> str:
        try:
            return str(look(key))
        except KeyError:  # written by a later release, or by another part of this one
            return ""


def _plain(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
