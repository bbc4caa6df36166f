"""One reason as it is told: a sentence, and where it can be changed or looked at."""

from dataclasses import dataclass
from urllib.parse import urlencode

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.staff.why import Facts, Question
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments


@dataclass(frozen=True, slots=True)
class Link:
    """Where something can be changed or looked at; `address` is "" for who may not go there."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and links that follow it."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One start of one practitioner about which is asked."""

    staff: StaffVisit
    question: Question
    practitioner: Practitioner
    starts_at: int
    facts: Facts
    moments: Moments

    @property
    def clinic(self) -> Clinic:
        """The clinic as it is set up now."""
        return self.question.clinic

    @property
    def span(self) -> tuple[int, int]:
        """The time that it would take, with its padding."""
        kind = self.question.kind
        begins = self.starts_at - kind.padding_before * 60
        return begins, self.starts_at + (kind.minutes + kind.padding_after) * 60

    def tell(self, key: str, *links: Link, **values: object) -> Told:
        """The text `why.{key}`, which may always name the type and the practitioner."""
        known = {
            "kind": self.question.kind.name,
            "practitioner": self.practitioner.name,
            "day": self.moments.day(self.starts_at),
            "time": self.moments.time(self.starts_at),
        }
        return Told(self.staff.text(f"why.{key}", **{**known, **values}), links)

    def of_clinic(self, key: str, section: str = "online-booking") -> Link:
        """A setting of the clinic as a whole."""
        table = "clinic" if section == "clinic" else "online_booking"
        return self._setting(f"{section}#q-{key}", f"setting.{table}.{key}")

    def of_kind(self, key: str) -> Link:
        """A setting of the type."""
        path = f"appointment-types/{self.question.kind.slug}#q-{key}"
        return self._setting(path, f"setting.appointment_type.{key}", self.question.kind.name)

    def of_practitioner(self, key: str) -> Link:
        """A setting of the practitioner."""
        path = f"practitioners/{self.practitioner.slug}#q-{key}"
        return self._setting(path, f"setting.practitioner.{key}", self.practitioner.name)

    def row(self, section: str, table: str, slug: str, key: str, name: str) -> Link:
        """A setting of one of several things, such as a room."""
        return self._setting(f"{section}/{slug}#q-{key}", f"setting.{table}.{key}", name)

    def calendar(self) -> Link:
        """That day in the calendar."""
        day = self.moments.local(self.starts_at).date().isoformat()
        query = urlencode({"day": day, "view": "day"})
        return Link(f"{self.staff.home}/calendar?{query}", self.staff.text("nav.calendar"))

    def _setting(self, path: str, key: str, name: str = "") -> Link:
        text = self.staff.text(key)
        may = self.staff.member.role == "owner"
        address = f"{self.staff.home}/settings/{path}" if may else ""
        return Link(address, f"{name}: {text}" if name else text)
