"""/staff/{clinic}/find: one search for patients, bookings, settings and pages."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.reference import spoken
from slotkeeper.services.staff.find import Found, find_everywhere
from slotkeeper.services.staff.search_text import LONGEST
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.find.hit import Hit
from slotkeeper.web.staff.find.named_pages import find_pages
from slotkeeper.web.staff.find.named_settings import find_settings
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.roles import EVERYBODY

_PAGE, _RESULTS, _LIST = (
    "page/find.html",
    "components/everywhere_results.html",
    "components/everywhere_list.html",
)
_MOST_ON_PAGE, _MOST_IN_LIST = 20, 5


@get("/{clinic:str}/find", opt=EVERYBODY)
async def show_find(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The field, and what it finds; what was searched is in no address (R6)."""
    return staff.show(_PAGE, text="", groups=[], count=0, has_more=False)


@post("/{clinic:str}/find", status_code=200, opt=EVERYBODY)
async def find(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What was found. A script gets the results alone: a few in a list while somebody types, or
    those of the page.
    """
    text = staff.fields.get("text", "")[:LONGEST].strip()
    is_list = staff.fields.get("as") == "list"
    is_piece = staff.request.headers.get("hx-request")
    template = _PAGE if not is_piece else _LIST if is_list else _RESULTS
    most = _MOST_IN_LIST if is_piece and is_list else _MOST_ON_PAGE
    found = await find_everywhere(staff.toolbox, staff.member, staff.clinic, text, most)
    groups = _groups(staff, text, found, most)
    return staff.show(
        template,
        text=text,
        groups=groups,
        count=sum(len(each["hits"]) for each in groups),
        has_more=found.has_more,
    )


def _groups(staff: StaffVisit, text: str, found: Found, most: int) -> list[dict[str, Any]]:
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    groups = {
        "bookings": _bookings(staff, found, found.parts, moments),
        "patients": _patients(staff, found, moments),
        "pages": find_pages(staff, text)[:most],
        "settings": find_settings(staff, text)[:most],
    }
    return [{"key": key, "hits": hits} for key, hits in groups.items() if hits]


def _patients(staff: StaffVisit, found: Found, moments: Moments) -> list[Hit]:
    hits = []
    for each in found.patients:
        record, coming = each.record, each.next_at
        moment = moments.day_and_time(coming) if coming else ""
        about = staff.text("everywhere.next", moment=moment) if coming else ""
        parts = filter(None, (record.phone or record.email, about))
        hits.append(Hit(f"{staff.home}/patients/{record.id}", record.name, " · ".join(parts)))
    return hits


def _bookings(staff: StaffVisit, found: Found, parts: Parts, moments: Moments) -> list[Hit]:
    hits = []
    for each in found.bookings:
        row = row_of(each, parts, moments)
        state = "" if row["state"] == "confirmed" else staff.text(f"state.{row['state']}")
        told = (row["patient"], moments.day_and_time(each.starts_at), row["practitioner"], state)
        name = spoken(each.reference)
        hits.append(Hit(f"{staff.home}/bookings/{each.id}", name, " · ".join(filter(None, told))))
    return hits
