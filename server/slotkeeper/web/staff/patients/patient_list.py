"""/staff/{clinic}/patients"""

import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.services.staff.patients.find import Place, find_patients_page
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.patients.patient_row import row_of
from slotkeeper.web.staff.roles import EVERYBODY

_PLACE = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")


@get("/{clinic:str}/patients", opt=EVERYBODY)
async def show_patients(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Those whose bookings were made last; a practitioner's own only."""
    fields = dict(staff.request.query_params)
    fields.pop("q", None)
    return await _show(staff, fields, "patients/list.html")


@post("/{clinic:str}/patients", status_code=200, opt=EVERYBODY)
async def search_patients(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """Whom the search finds, which no address shows (R6). A script that searches while somebody
    types gets the list alone.
    """
    if staff.request.headers.get("hx-request"):
        return await _show(staff, staff.fields, "patients/results.html")
    if not staff.fields.get("q", "").strip() and not staff.fields.get("after"):
        return staff.redirect(f"{staff.home}/patients")
    return await _show(staff, staff.fields, "patients/list.html")


async def _show(staff: StaffVisit, fields: dict[str, str], template: str) -> Response[Any]:
    text, after = fields.get("q", ""), _place(fields.get("after", ""))
    page = await find_patients_page(staff.toolbox, staff.member, staff.clinic, text, after)
    moments = _moments(staff)
    return staff.show(
        template,
        text=text.strip(),
        later=after is not None,
        rows=[row_of(each, moments) for each in page.patients],
        after=f"{page.after[0]}-{page.after[1]}" if page.after else "",
        zone=staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        public=f"{staff.toolbox.base_url}/c/{staff.clinic.slug}",
    )


def _moments(staff: StaffVisit) -> Moments:
    return Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())


def _place(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None
