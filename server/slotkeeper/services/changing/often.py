"""How often patients move one booking by themselves: whoever has its link could go on without end,
and each move sends messages to the clinic and the patient.
"""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Fact
from slotkeeper.storage.booking_move import count_moves_by_patient
from slotkeeper.storage.database import Reader

MOST_MOVES = 10
"""Moves of one booking by its link, within MOVES_WITHIN_SECONDS. Nobody needs so many: a patient
who does is helped better on the telephone.
"""
MOVES_WITHIN_SECONDS = 24 * 3600


class MovedTooOften(Fact):
    """It was moved `MOST_MOVES` times within 24 hours: the clinic is to be called."""


async def check_often(reader: Reader, booking: Booking, now: int) -> None:
    """Whether its patient may move it once more at that instant. It is decided in the transaction
    that moves it: that one is refused where the booking has another revision than was shown, so
    that of two at once only one is the last. Staff's moves do not count. Raises MovedTooOften.
    """
    since = now - MOVES_WITHIN_SECONDS
    count = await count_moves_by_patient(reader, booking.clinic_id, booking.id, since)
    if count >= MOST_MOVES:
        raise MovedTooOften
