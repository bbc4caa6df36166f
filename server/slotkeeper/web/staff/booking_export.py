"""/staff/{clinic}/bookings.csv"""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Stream

from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.booking_export import export_bookings
from slotkeeper.web.staff.booking_list import wanted_of
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY


@get("/{clinic:str}/bookings.csv", opt=EVERYBODY)
async def download_bookings(staff: NamedDependency[StaffVisit]) -> Stream:
    """All that the filters leave, for a spreadsheet, sent while it is read."""
    fields = dict(staff.request.query_params)
    fields.pop("q", None)
    return await _send(staff, fields)


@post("/{clinic:str}/bookings.csv", status_code=200, opt=EVERYBODY)
async def download_found(staff: NamedDependency[StaffVisit]) -> Stream:
    """The same of what is searched for."""
    return await _send(staff, staff.fields)


async def _send(staff: StaffVisit, fields: dict[str, str]) -> Stream:
    wanted = wanted_of(staff, fields)

    def word(key: str) -> str:
        return staff.text(f"export.{key}")

    pieces = await export_bookings(staff.toolbox, staff.member, staff.clinic, wanted, word)
    today = local_date(staff.toolbox.clock(), staff.clinic.time_zone)
    headers: dict[str, Any] = {
        **PRIVATE,
        "Content-Disposition": f'attachment; filename="{staff.clinic.slug}-{today}.csv"',
    }
    return Stream(pieces, media_type="text/csv", headers=headers)
