"""How much of a series a change is about: one date and those that follow, or all to come."""

from contextlib import suppress
from datetime import date
from typing import Any

from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.series.show import SeriesDetail
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit

SCOPES = {"following", "all"}


def scope_context(staff: StaffVisit, detail: SeriesDetail) -> dict[str, Any]:
    """For series/scope.html: the date that the form or the address names, the booking of it alone,
    and how many there are to come from there and in all.
    """
    since, moments = _since(staff), moments_of(staff)
    ahead = [
        each
        for each in detail.bookings
        if each.booking.state == "confirmed" and each.booking.starts_at > moments.now
    ]
    here = next((each for each in ahead if each.on == since), None)
    if here is None:
        return {"since": "", "since_day": "", "alone": None, "following": 0, "all": len(ahead)}
    return {
        "since": here.on.isoformat(),
        "since_day": moments.day_of(here.on),
        "alone": here.booking.id,
        "following": sum(each.on >= here.on for each in ahead),
        "all": len(ahead),
    }


def read_since(staff: StaffVisit, reading: Reading) -> date:
    """From which date on; all to come begin today."""
    if reading.choice("scope", SCOPES, "wrong.series_scope") == "following":
        found = reading.day("since")
        if found:
            return found
    return local_date(staff.toolbox.clock(), staff.clinic.time_zone)


def _since(staff: StaffVisit) -> date | None:
    text = staff.fields.get("since") or str(staff.request.query_params.get("since", ""))
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
