"""What an address of /why and /preview asks for; what cannot be read is left open."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.known import Asker
from slotkeeper.domain.local_time import day_spans, local_date, local_minute, to_instant
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.services.staff.why import Question
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit

_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class WhyWish:
    """`kind` is None where the clinic has no types, `practitioner` "" for each of them, `minute`
    None for the whole day: minutes after midnight on the clinic's wall.
    """

    kind: AppointmentType | None
    practitioner: str
    location: str
    asker: Asker
    day: date
    minute: int | None
    starts_at: int | None

    @property
    def fields(self) -> dict[str, str]:
        """As an address has them, without day and time."""
        return {
            "type": self.kind.slug if self.kind else "",
            "practitioner": self.practitioner,
            "location": self.location,
            "patient_is": self.asker,
        }


def read_wish(staff: StaffVisit) -> WhyWish:
    """What the query asks: `type practitioner location patient_is day time`, or `start` in epoch
    seconds in place of day and time.
    """
    query, zone = staff.request.query_params, staff.clinic.time_zone
    kind = _kind(staff, query)
    start = Reading(query, staff.clinic).moment("start")
    if start is not None:
        return _wish(staff, kind, local_date(start, zone), local_minute(start, zone), start)
    day = _day(query, local_date(staff.toolbox.clock(), zone), zone)
    minute = _minute(query)
    starts_at = None if minute is None else to_instant(day, minute, zone)
    return _wish(staff, kind, day, minute, starts_at)


def question_of(staff: StaffVisit, wish: WhyWish, kind: AppointmentType) -> Question:
    """Of one practitioner, or of each whose diary is open to the member."""
    open_to = visible_practitioners(staff.clinic, staff.member)
    return Question(
        clinic=staff.clinic,
        kind=kind,
        practitioners=_asked(open_to, wish, kind),
        asker=wish.asker,
        location=wish.location or None,
    )


def _asked(open_to: list[Practitioner], wish: WhyWish, kind: AppointmentType) -> list[Practitioner]:
    """Where none is named, those who give the type; all of them where nobody does."""
    if wish.practitioner:
        return [each for each in open_to if each.slug == wish.practitioner]
    return [each for each in open_to if each.enabled and each.slug in kind.practitioners] or open_to


def _wish(
    staff: StaffVisit,
    kind: AppointmentType | None,
    day: date,
    minute: int | None,
    starts_at: int | None,
) -> WhyWish:
    query, clinic = staff.request.query_params, staff.clinic
    people = [each.slug for each in visible_practitioners(clinic, staff.member)]
    named = _one_of(query, "practitioner", people)
    places = [each.slug for each in clinic.locations]
    return WhyWish(
        kind=kind,
        practitioner=named or (people[0] if len(people) == 1 else ""),
        location=_one_of(query, "location", places),
        asker="existing" if query.get("patient_is") == "existing" else "new",
        day=day,
        minute=minute,
        starts_at=starts_at,
    )


def _kind(staff: StaffVisit, query: Mapping[str, str]) -> AppointmentType | None:
    """The type that is named, else one that the practitioner gives and patients can choose."""
    kinds, who = staff.clinic.appointment_types, query.get("practitioner", "")
    named = [each for each in kinds if each.slug == query.get("type")]
    given = [each for each in kinds if each.enabled and (not who or who in each.practitioners)]
    return next(iter((*named, *given, *kinds)), None)


def _day(query: Mapping[str, str], today: date, zone: str) -> date:
    with suppress(ValueError):
        day = date.fromisoformat(query.get("day", "").strip())
        if day.year in _YEARS and day_spans(day, zone):
            return day
    return today


def _minute(query: Mapping[str, str]) -> int | None:
    hours, colon, minutes = query.get("time", "").strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(hours + minutes) <= 4):  # noqa: PLR2004 - "09:30"
        return None
    hour, minute = int(hours), int(minutes)
    return hour * 60 + minute if hour < 24 and minute < 60 else None  # noqa: PLR2004 - the clock


def _one_of(query: Mapping[str, str], name: str, known: list[str]) -> str:
    return next((each for each in known if each == query.get(name)), "")
