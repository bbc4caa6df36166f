"""A series before it is made: every date with what stands against it, and what would become of it.
Nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, PractitionerUnknown, Problem
from slotkeeper.domain.local_time import local_date, local_minute
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.series import Planned, Repeat
from slotkeeper.domain.series_plan import Choices, Occasion, Outcome, decide
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, StaffTime
from slotkeeper.services.staff.bookings.book import WantedBooking, Whom, against_whom, find_whom
from slotkeeper.services.staff.bookings.lock import find_own
from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.staff.series.plan import Course, dates_ahead, find_occasions, of_booking
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader
from slotkeeper.storage.series_booking import series_of
from slotkeeper.storage.set_up import get_appointment_type

_REPEATABLE = frozenset({"confirmed", "arrived", "fulfilled"})


class WantedSeries(Struct, frozen=True, kw_only=True):
    """What staff want: type and practitioner by slug, and a patient as in `WantedBooking`; or the
    `booking_id` that is to be repeated, which is the first of it then (its type, practitioner and
    patient count, `revision` as it was shown). `agreed` are the keys of what stands against the
    patient, `choices` what is wanted of the dates that cannot be had.
    """

    repeat: Repeat
    kind: str = ""
    practitioner: str = ""
    patient_id: int | None = None
    details: ContactDetails | None = None
    note: str = ""
    tell: bool = True
    agreed: frozenset[str] = frozenset()
    choices: Choices = Choices()
    booking_id: int | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """Every date as it was found, and what will be done with it; `objections` are those to the
    patient. `repeated` is the booking that is the first of it.
    """

    course: Course
    occasions: list[Occasion]
    outcomes: list[Outcome]
    objections: list[Objection]
    repeated: Booking | None = None

    @property
    def conflicts(self) -> list[Occasion]:
        """The dates that cannot be had as planned."""
        return [each for each in self.occasions if not each.is_clear]


async def preview_series(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedSeries
) -> Preview:
    """What would become of it at this moment; nothing is changed.

    Raises ClinicUnknown, AppointmentTypeUnknown, BookingUnknown; PractitionerUnknown also for
    another's diary where only the own is open; FieldsInvalid where the patient is not there, or the
    series is too long; StateForbids for a booking that cannot be repeated.
    """
    reader = toolbox.database
    known = await toolbox.clinics.get(reader, clinic)
    repeated = await find_repeated(reader, member, wanted)
    course = await course_asked(reader, member, known, wanted, repeated)
    whom = await find_whom(reader, member, of_patient(wanted, repeated))
    return await look_at(reader, member, course, wanted, whom, toolbox.clock(), repeated)


async def look_at(
    reader: Reader,
    member: Member,
    course: Course,
    wanted: WantedSeries,
    whom: Whom,
    now: int,
    repeated: Booking | None,
) -> Preview:
    """As `preview_series`, with all that it takes at hand."""
    dates = dates_ahead(repeat_asked(course.clinic, wanted, repeated), course.clinic, now)
    if repeated:
        first = max(now, repeated.starts_at)
        dates = [each for each in dates[1:] if each.starts_at > first]
    occasions = await find_occasions(reader, course, dates, now)
    time = _first_time(course, dates)
    objections = (
        [] if repeated else await against_whom(reader, member, course.clinic, time, whom, now)
    )
    return Preview(course, occasions, decide(occasions, wanted.choices), objections, repeated)


async def course_asked(
    reader: Reader,
    member: Member,
    clinic: Clinic,
    wanted: WantedSeries,
    repeated: Booking | None,
) -> Course:
    """Of which type and practitioner the series is. Raises as `preview_series`."""
    if repeated:
        ids = {each.id: each for each in clinic.practitioners}
        if repeated.practitioner_id not in ids:
            raise StateForbids(repeated)  # who left takes no more appointments
        kind = await get_appointment_type(reader, repeated)
        return Course(clinic, of_booking(kind, repeated), ids[repeated.practitioner_id])
    practitioner = clinic.practitioner(wanted.practitioner)
    if not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(wanted.practitioner)
    kind = clinic.appointment_type(wanted.kind)
    if kind.is_group:
        raise FieldsInvalid({"kind": Problem("wrong.series_group")})
    return Course(clinic, kind, practitioner)


async def find_repeated(reader: Reader, member: Member, wanted: WantedSeries) -> Booking | None:
    """The booking that is to be repeated. Raises BookingUnknown, StateForbids."""
    if wanted.booking_id is None:
        return None
    booking = await find_own(reader, member, wanted.booking_id)
    await check_repeatable(reader, booking)
    return booking


async def check_repeatable(reader: Reader, booking: Booking) -> None:
    """Raises StateForbids for one that was cancelled, or is in a series already."""
    in_series = await series_of(reader, booking.clinic_id, booking.id)
    if booking.state not in _REPEATABLE or in_series or booking.seat:
        raise StateForbids(booking)


def of_patient(wanted: WantedSeries, repeated: Booking | None) -> WantedBooking:
    """For whom it is, as one booking asks for it."""
    return WantedBooking(
        kind=wanted.kind,
        practitioner=wanted.practitioner,
        starts_at=0,
        patient_id=repeated.patient_id if repeated else wanted.patient_id,
        details=None if repeated else wanted.details,
    )


def repeat_asked(clinic: Clinic, wanted: WantedSeries, repeated: Booking | None) -> Repeat:
    """The rhythm, from the time of the booking that is repeated, where there is one."""
    if repeated is None:
        return wanted.repeat
    zone = clinic.time_zone
    first, minute = local_date(repeated.starts_at, zone), local_minute(repeated.starts_at, zone)
    return replace(wanted.repeat, first=first, minute=minute)


def _first_time(course: Course, dates: Sequence[Planned]) -> StaffTime:
    if not dates:
        raise FieldsInvalid({"ends": Problem("wrong.series_one")})
    return StaffTime(
        kind=course.kind, practitioner=course.practitioner, starts_at=dates[0].starts_at
    )
