"""Taking hold of a booking before it is changed."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.bookings.refusals import BookingStale
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.practitioner import lock_practitioner


async def lock_booking(
    tx: Transaction, member: Member, booking_id: int, revision: int, *also: int
) -> Booking:
    """The booking as it is under the lock rows of its practitioner and of those `also` named, taken
    in ascending order.

    Raises BookingUnknown as `find_own`, BookingStale where it has another revision by now.
    """
    before = await find_own(tx, member, booking_id)
    for practitioner_id in sorted({before.practitioner_id, *also}):
        await lock_practitioner(tx, practitioner_id)
    return await check_revision(tx, member, booking_id, revision)


async def check_revision(reader: Reader, member: Member, booking_id: int, revision: int) -> Booking:
    """The booking as it is now. Raises BookingUnknown as `find_own`, BookingStale."""
    booking = await find_own(reader, member, booking_id)
    if booking.revision != revision:
        raise BookingStale(booking)
    return booking


async def find_own(reader: Reader, member: Member, booking_id: int) -> Booking:
    """A booking whose diary is open to that member.

    Raises BookingUnknown for a hold, another clinic's, one of another's diary where only the own is
    open.
    """
    booking = await find_booking(reader, member.clinic_id, booking_id)
    if booking is None or booking.made_at is None:
        raise BookingUnknown
    if not member.may_see_diary(booking.practitioner_id):
        raise BookingUnknown
    return booking
