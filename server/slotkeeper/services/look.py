"""Looking up what the schedule has to know: the one place where facts of the moment are loaded."""

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Asker, Known, needs_taken, reach
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.slots import search_range
from slotkeeper.services.closed_to_new import find_closed
from slotkeeper.storage.busy import find_busy
from slotkeeper.storage.database import Reader
from slotkeeper.storage.taken import find_taken


async def look(
    reader: Reader,
    clinic: Clinic,
    first: int,
    until: int,
    now: int,
    asker: Asker = "new",
    moving: int = 0,
) -> Known:
    """What is known at `now` of the time [first, until), and around it as far as a rule of the
    clinic looks; all in epoch seconds. Who is `moving` a booking (its id) has that time free, and
    is no new patient, whatever the type.
    """
    before, after = reach(clinic)
    first, until = first - before, until + after
    busy = await find_busy(reader, clinic.id, first, until, now, moving)
    taken = {}
    if needs_taken(clinic):
        taken = await find_taken(reader, clinic.id, first, until, now, [moving] if moving else ())
    return Known(
        now=now,
        busy=busy,
        taken=taken,
        closed_to_new=frozenset() if moving else await find_closed(reader, clinic),
        asker=asker,
        valid_until=busy.valid_until,
    )


async def look_at_start(
    reader: Reader,
    clinic: Clinic,
    kind: AppointmentType,
    starts_at: int,
    now: int,
    asker: Asker,
    moving: int = 0,
) -> Known:
    """What must be known to derive one start (S13) under the practitioner's lock row.

    What is busy is left out where no rule needs more of it: the statement that takes the time asks
    for that itself.
    """
    if not needs_taken(clinic):
        closed_to_new = frozenset[int]() if moving else await find_closed(reader, clinic)
        return Known(now=now, closed_to_new=closed_to_new, asker=asker)
    on = local_date(starts_at, clinic.time_zone)
    first, until = search_range(kind, clinic.time_zone, on, on)
    return await look(reader, clinic, first, until, now, asker, moving)
