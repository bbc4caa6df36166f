"""Dates of series that could not be booked when their time came: tasks for staff."""

from typing import Any

from slotkeeper.domain.local_time import to_instant
from slotkeeper.services.staff.series.show import list_tasks
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.series.words import gap_reason


async def series_tasks(staff: StaffVisit) -> list[dict[str, Any]]:
    """For series/tasks.html; a practitioner's own alone."""
    tasks = await list_tasks(staff.toolbox, staff.clinic, staff.member)
    if not tasks:
        return []
    moments = moments_of(staff)
    parts = await find_parts(staff.toolbox.database, staff.clinic.id)
    slugs = {each.id: each.slug for each in staff.clinic.practitioners if each.enabled}
    return [
        {
            "series": {"id": each.gap.series_id, "patient_id": each.patient_id},
            "on": each.gap.on.isoformat(),
            "day": moments.day_of(each.gap.on),
            "time": moments.clock(each.minute),
            "starts_at": to_instant(each.gap.on, each.minute, staff.clinic.time_zone),
            "slug": slugs.get(each.practitioner_id, ""),
            "patient": each.patient,
            "kind": parts.appointment_types[each.appointment_type_id].name,
            "practitioner": parts.practitioners[each.practitioner_id].name,
            "gap": gap_reason(staff, each.gap),
        }
        for each in tasks
    ]
