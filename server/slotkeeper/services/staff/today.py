"""What a member of staff sees first: the bookings of the day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.day import Appointment, find_appointments, next_start
from slotkeeper.storage.patient_record import find_alert_notes


@dataclass(frozen=True, slots=True)
class Today:
    """`now` is the present moment at the clinic; `later_at` when the next booking after today
    starts (epoch seconds), looked for only where today has none. `alerts` are notes by patient.
    """

    now: datetime
    appointments: list[Appointment]
    later_at: int | None
    alerts: dict[int, str]


async def get_today(toolbox: Toolbox, clinic: Clinic, member: Member) -> Today:
    """The clinic's local day, or a practitioner's own."""
    zone = ZoneInfo(clinic.time_zone)
    instant = toolbox.clock()
    now = datetime.fromtimestamp(instant, zone)
    begins, ends = (
        int(datetime.combine(day, time(), zone).timestamp())
        for day in (now.date(), now.date() + timedelta(days=1))
    )
    reader, diary = toolbox.database, member.only_diary
    found = await find_appointments(reader, clinic.id, begins, ends, diary, now=instant)
    later = None if found else await next_start(reader, clinic.id, ends, diary, now=instant)
    alerts = await find_alert_notes(reader, clinic.id, [each.patient_id for each in found])
    return Today(now, found, later, alerts)
