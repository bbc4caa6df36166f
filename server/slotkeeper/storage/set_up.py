"""What a booking was made for, by id: still there when the clinic's file no longer names it."""

from typing import TypeVar

import msgspec
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.storage.database import Reader

Part = TypeVar("Part", Location, Practitioner, AppointmentType)


async def get_appointment_type(reader: Reader, booking: Booking) -> AppointmentType:
    """The type of that booking, retired or not."""
    return await _get(
        reader, "appointment_type", booking.clinic_id, booking.appointment_type_id, AppointmentType
    )


async def find_type(reader: Reader, clinic_id: int, type_id: int) -> AppointmentType:
    """The clinic's type of that id, retired or not."""
    return await _get(reader, "appointment_type", clinic_id, type_id, AppointmentType)


async def get_practitioner(reader: Reader, booking: Booking) -> Practitioner:
    """The practitioner of that booking, retired or not."""
    clinic_id, practitioner_id = booking.clinic_id, booking.practitioner_id
    return await _get(reader, "practitioner", clinic_id, practitioner_id, Practitioner)


async def find_practitioner(
    reader: Reader, clinic_id: int, practitioner_id: int
) -> Practitioner | None:
    """The clinic's practitioner of that id, retired or not; None where there is none."""
    row = await reader.fetch_one(
        "SELECT details FROM practitioner WHERE id = $1 AND clinic_id = $2",
        practitioner_id,
        clinic_id,
    )
    if row is None:
        return None
    return replace(msgspec.json.decode(row["details"], type=Practitioner), id=practitioner_id)


async def get_location(reader: Reader, booking: Booking) -> Location | None:
    """The place of that booking, retired or not; None where the clinic names no places."""
    if booking.location_id is None:
        return None
    return await _get(reader, "location", booking.clinic_id, booking.location_id, Location)


async def _get(reader: Reader, table: str, clinic_id: int, part_id: int, type_: type[Part]) -> Part:
    [row] = await reader.fetch(
        f"SELECT details FROM {table} WHERE id = $1 AND clinic_id = $2",  # noqa: S608 - one of our three
        part_id,
        clinic_id,
    )
    return replace(msgspec.json.decode(row["details"], type=type_), id=part_id)
