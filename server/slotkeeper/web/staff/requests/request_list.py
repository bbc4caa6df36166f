"""/staff/{clinic}/requests: appointments that wait for the clinic's answer."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.pending import find_waiting
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.requests.request_view import request_view
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.series.tasks import series_tasks

TEMPLATE = "requests/list.html"


@get("/{clinic:str}/requests", opt=DESK)
async def show_requests(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The first to run out first."""
    return staff.show(TEMPLATE, **await requests_context(staff))


async def requests_context(staff: StaffVisit) -> dict[str, Any]:
    """What the page shows."""
    reader, clinic_id = staff.toolbox.database, staff.clinic.id
    waiting = await find_waiting(reader, clinic_id, staff.toolbox.clock())
    parts = await find_parts(reader, clinic_id)
    whose = {each.booking.patient_id for each in waiting if each.booking.patient_id}
    alerts = await find_alert_notes(reader, clinic_id, whose)
    requests = [
        await request_view(staff, each, parts, alerts.get(each.booking.patient_id or 0, ""))
        for each in waiting
    ]
    return {"requests": requests, "over": "", "series_tasks": await series_tasks(staff)}
