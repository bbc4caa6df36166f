"""What stands against a time that staff choose: said in words before, and done knowingly or not at
all. A time that somebody else has is no matter of choice and not among it.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.occurrence import occurrence_at
from slotkeeper.domain.patient import Patient
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.schedule import calendar_of


class Rule(StrEnum):
    """A rule for patients that staff may go beyond; the value is a key of the catalogue."""

    PAST = "past"
    NOT_OFFERED_BY = "not_offered_by"
    CLOSED_DAY = "closed_day"
    TIME_OFF = "time_off"
    OUTSIDE_HOURS = "outside_hours"
    NO_SESSION = "no_session"
    SESSION = "session"
    DOES_NOT_FIT = "does_not_fit"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    PROTECTED = "protected"
    BLOCK = "block"
    DIARY = "diary"
    CAP_PRACTITIONER = "cap_practitioner"
    CAP_TYPE = "cap_type"
    RESOURCE = "resource"
    TRAVEL = "travel"
    ONLY_NEW = "only_new"
    ONLY_EXISTING = "only_existing"
    NEW_PATIENTS = "new_patients"
    PRACTITIONER_CLOSED_TO_NEW = "practitioner_closed_to_new"
    DAILY_LIMIT = "daily_limit"
    TRUST = "trust"
    DUPLICATE = "duplicate"
    BOOKED = "booked"


_OF_SCHEDULE = {rule.value: rule for rule in tuple(Rule)[1:11]}
_SAID_ONLY = {Rule.TOO_SOON, Rule.TOO_FAR, Rule.PROTECTED}


class Objection(Struct, frozen=True, kw_only=True):
    """One thing that stands against it. `about` are the ids and instants (epoch seconds) which it
    is about, and with the rule its name: who agrees to one has not agreed to another.

    `words` is what staff once typed (a block's reason, a name), `names` who has what is wanted,
    `number` and `limit` are counts, `begins_at` … `ends_at` the time that is met.
    """

    rule: Rule
    about: tuple[int, ...] = ()
    words: str = ""
    names: str = ""
    number: int = 0
    limit: int = 0
    begins_at: int = 0
    ends_at: int = 0

    @property
    def key(self) -> str:
        """What a form sends back to say that exactly this was read."""
        return "-".join([self.rule.value, *map(str, self.about)])

    @property
    def is_said_only(self) -> bool:
        """Whether it binds patients alone, and need not be agreed to."""
        return self.rule in _SAID_ONLY


class StaffTime(Struct, frozen=True, kw_only=True):
    """A time that staff choose; `kind` has the lengths that it takes."""

    kind: AppointmentType
    practitioner: Practitioner
    starts_at: int

    @property
    def ends_at(self) -> int:
        """The end that the patient sees."""
        return self.starts_at + self.kind.minutes * 60

    @property
    def busy_from(self) -> int:
        """Where the padding before it begins."""
        return self.starts_at - self.kind.padding_before * 60

    @property
    def busy_until(self) -> int:
        """Where the padding after it ends."""
        return self.ends_at + self.kind.padding_after * 60


def left_open(objections: Iterable[Objection], agreed: Collection[str]) -> bool:
    """Whether something binds that nobody has agreed to."""
    return any(not each.is_said_only and each.key not in agreed for each in objections)


def against_schedule(clinic: Clinic, time: StaffTime, now: int) -> Iterator[Objection]:
    """What the working hours and the clinic's rules for patients say; neither the grid of times nor
    whether online booking is on nor what is marked for it binds staff.
    """
    clinic = _with_all_hours(clinic)
    about = (time.practitioner.id, time.starts_at)
    known = Known(now=now, asker="existing", is_held=True)
    is_past = time.starts_at < now
    if is_past:
        yield Objection(rule=Rule.PAST, about=about, begins_at=time.starts_at)
    for reason in why_not(clinic, time.kind, time.practitioner, time.starts_at, known):
        rule = _OF_SCHEDULE.get(reason.value)
        if rule and not (is_past and rule in _SAID_ONLY):
            yield Objection(rule=rule, about=(*about, time.busy_until), ends_at=time.ends_at)


def _with_all_hours(clinic: Clinic) -> Clinic:
    settings = clinic.online_booking
    if settings.offer == "working-hours":
        return clinic
    return replace(clinic, online_booking=replace(settings, offer="working-hours"))


def against_patient(
    time: StaffTime,
    patient: Patient | None,
    now: int,
    *,
    is_new: bool,
    closed_to_new: Collection[int],
) -> Iterator[Objection]:
    """What is said of new and known patients, and of this one's step of the ladder (T2);
    `closed_to_new` are the ids of the types that new patients cannot book now.
    """
    kind = time.kind
    about = (patient.id if patient else 0, kind.id)
    if kind.patients == "new" and not is_new:
        yield Objection(rule=Rule.ONLY_NEW, about=about)
    if kind.patients == "existing" and is_new:
        yield Objection(rule=Rule.ONLY_EXISTING, about=about)
    if is_new and kind.id in closed_to_new:
        yield Objection(rule=Rule.NEW_PATIENTS, about=about)
    if is_new and time.practitioner.new_patients == "closed":
        who = time.practitioner
        yield Objection(
            rule=Rule.PRACTITIONER_CLOSED_TO_NEW, about=(*about, who.id), words=who.name
        )
    if patient and patient.step(now) != "normal":
        yield Objection(rule=Rule.TRUST, about=(patient.id,), words=patient.step(now))


def place_of(clinic: Clinic, time: StaffTime) -> str | None:
    """The slug of the place of an appointment: that of its session, else where the practitioner is
    then. None where the clinic names no places.
    """
    session = occurrence_at(clinic, time.kind, time.practitioner, time.starts_at)
    if session and session.location:
        return session.location
    return place_at(clinic, time.practitioner, time.starts_at)


def place_at(clinic: Clinic, practitioner: Practitioner, starts_at: int) -> str | None:
    """The slug of the place where that practitioner is then; outside of the hours where they work
    that day, else where they mostly do. None where the clinic names no places.
    """
    if not clinic.locations:
        return None
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    windows = calendar.day(local_date(starts_at, clinic.time_zone)).windows
    then = [each for each in windows if each.starts_from <= starts_at < each.closes_at]
    usual = [each.hours.location for each in practitioner.weekly]
    places = [*(each.location for each in (*then, *windows)), *usual]
    return next((each for each in places if each), clinic.locations[0].slug)
