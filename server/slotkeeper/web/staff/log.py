"""/staff/{clinic}/log: who did or saw what, when."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.services.staff.log import SUBJECTS, LogPage, LogQuery, list_log
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.log_words import LogWords
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.settings.words import Words, named_rows

_NUMBER = re.compile(r"[0-9]{1,15}")
_PLACE = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")


@get("/{clinic:str}/log", opt=OWNERS)
async def show_log(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The newest entries, or those that are asked for; a hundred at a time."""
    query = read_query(staff.request.query_params)
    page = await list_log(staff.toolbox, staff.clinic, query)
    return staff.show("page/log.html", **_context(staff, query, page))


def read_query(fields: Mapping[str, str]) -> LogQuery:
    """Of an address; what is none of the choices is left open."""
    about = fields.get("about", "")
    place = _PLACE.fullmatch(fields.get("after", ""))
    return LogQuery(
        staff_id=_number(fields, "who"),
        about=about if about in SUBJECTS else "",
        number=_number(fields, "number") if about in SUBJECTS else None,
        on=_day(fields.get("on", "")),
        with_views=fields.get("views", "1") != "0",
        after=(int(place[1]), int(place[2])) if place else None,
    )


def write_query(query: LogQuery, after: tuple[int, int] | None = None) -> str:
    """What follows the address of the log: "" or "?…"."""
    values = {
        "who": query.staff_id,
        "about": query.about or None,
        "number": query.number,
        "on": query.on,
        "views": None if query.with_views else "0",
        "after": f"{after[0]}-{after[1]}" if after else None,
    }
    asked = urlencode({name: value for name, value in values.items() if value is not None})
    return f"?{asked}" if asked else ""


def _context(staff: StaffVisit, query: LogQuery, page: LogPage) -> dict[str, Any]:
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    words = LogWords(
        text=staff.text,
        names=page.names,
        moments=moments,
        settings=Words(staff.text, staff.language, named_rows(staff.clinic)),
        home=staff.home,
        currency=staff.clinic.currency,
    )
    rows = [words.row(each) for each in page.entries]
    here = f"{staff.home}/log"
    return {
        "query": query,
        "days": [
            {"day": day, "rows": list(each)}
            for day, each in groupby(rows, key=lambda row: moments.long_day(row["at"]))
        ],
        "everybody": page.everybody,
        "abouts": tuple(SUBJECTS),
        "is_filtered": query != LogQuery(after=query.after),
        "one": rows[0]["subject"] if query.number is not None and rows else "",
        "newest": here + write_query(query) if query.after else "",
        "older": here + write_query(query, page.after) if page.after else "",
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
    }


def _number(fields: Mapping[str, str], name: str) -> int | None:
    text = fields.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if 1970 < day.year < 9999 else None  # noqa: PLR2004 - what every zone can tell
    return None
