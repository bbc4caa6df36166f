"""What ought to stand in a diary, by the bookings as they are now (docs/adr/0027)."""

from uuid import UUID, uuid5

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.diary_words import patient_line, session_line
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.occurrence import places_of
from slotkeeper.domain.reference import spoken
from slotkeeper.gateways.diary import DiaryEntry
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.addressee import find_addressee
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.diary import Diary
from slotkeeper.storage.diary_entry import STANDS_IN_DIARIES
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner

_ENTRIES = UUID("5f6c1a52-6e0b-4f6e-9d4e-0c9d1b7a2f11")


def uid_of(booking: Booking, practitioner_id: int) -> str:
    """The name of its entry in that practitioner's diary, "" where it does not belong there.

    The reference is in it, as ids repeat in other installations; the practitioner, as two may keep
    one calendar. The places of a session share theirs.
    """
    if booking.state not in STANDS_IN_DIARIES or booking.practitioner_id != practitioner_id:
        return ""
    whose = f"{booking.clinic_id}:{practitioner_id}"
    if booking.seat > 0:
        return str(uuid5(_ENTRIES, f"{whose}:{booking.appointment_type_id}:{booking.starts_at}"))
    return str(uuid5(_ENTRIES, f"{whose}:{booking.id}:{booking.reference}"))


async def zone_of(toolbox: Toolbox, diary: Diary) -> str:
    """The zone in which whole days and times without one are read: the clinic's."""
    slug = await find_slug(toolbox.database, diary.clinic_id) or ""
    return (await toolbox.clinics.get(toolbox.database, slug)).time_zone


async def entry_of(
    toolbox: Toolbox, diary: Diary, uid: str, members: list[Booking], sequence: int
) -> DiaryEntry:
    """The entry of a booking, or of all those of one session. Raises BookingUnknown."""
    reader, first = toolbox.database, members[0]
    slug = await find_slug(reader, diary.clinic_id) or ""
    clinic = await toolbox.clinics.get(reader, slug)
    location = await get_location(reader, first)
    line = await (_session if first.seat > 0 else _patient)(toolbox, clinic, diary, members)
    return DiaryEntry(
        uid=uid,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        summary=line,
        description=f"{toolbox.base_url}/staff/{slug}/bookings/{first.id}",
        location=location.name if location else "",
        sequence=sequence,
    )


async def _patient(toolbox: Toolbox, _: Clinic, diary: Diary, members: list[Booking]) -> str:
    [booking] = members
    patient = await find_addressee(toolbox.database, diary.clinic_id, booking.patient_id or 0)
    if patient is None:
        raise BookingUnknown
    reference = spoken(booking.reference)
    return patient_line(diary.shows, patient.first_name, patient.last_name, reference)


async def _session(toolbox: Toolbox, clinic: Clinic, _: Diary, members: list[Booking]) -> str:
    kind = await get_appointment_type(toolbox.database, members[0])
    who = await get_practitioner(toolbox.database, members[0])
    places = places_of(clinic, kind, who, members[0].starts_at)
    return session_line(kind.name, len(members), places)
