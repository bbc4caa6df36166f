"""Answers about the waiting list: each has a standard that the file need not write."""

from dataclasses import dataclass

from slotkeeper.domain.clinic_file.parse_waitlist import silent_waitlist
from slotkeeper.web.staff.settings.answer import Fields, Flag, Number, Value

_SILENT = silent_waitlist()


@dataclass(frozen=True, slots=True)
class ListFlag(Flag):
    """Yes or no; a file that says nothing means the standard."""

    def typed(self, fields: Fields) -> Value:
        """A box that is not ticked is not sent."""
        return self.key in fields

    def shown(self, value: Value) -> dict[str, str]:
        """As `typed`."""
        return {self.key: "on"} if _standing(self.key, value) else {}

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        return bool(_standing(self.key, one) == _standing(self.key, other))


@dataclass(frozen=True, slots=True)
class ListNumber(Number):
    """The same for a whole number."""

    def shown(self, value: Value) -> dict[str, str]:
        """The standard where the file says nothing."""
        return {self.key: str(_standing(self.key, value))}

    def is_same(self, one: Value, other: Value) -> bool:
        """As a flag's."""
        return bool(_standing(self.key, one) == _standing(self.key, other))


def _standing(key: str, value: Value) -> Value:
    return _SILENT[key] if value is None else value


ABOUT_WAITLIST = (
    ListFlag("enabled"),
    ListNumber("offer_minutes", unit="settings.minutes"),
    ListFlag("existing_first"),
    ListFlag("sms"),
    ListNumber("most_unanswered", unit="settings.times"),
)
