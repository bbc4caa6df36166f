"""/staff/{clinic}/time-off: who is away when, and what is booked then."""

from datetime import date, timedelta
from typing import Any

from litestar import Response

from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.time_off import all_stretches, is_over
from slotkeeper.services.holidays import suggest_holidays
from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.services.staff.time_off.affected import find_affected
from slotkeeper.web.formats import month_name_text, month_text
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.time_off.affected_view import affected_view
from slotkeeper.web.staff.time_off.strip import bars, last_drawn, months_from, position
from slotkeeper.web.staff.time_off.words import closed_view, key_of, off_view

TEMPLATE = "time_off/overview.html"


async def show_overview(staff: StaffVisit) -> Response[Any]:
    """Everybody's whose diary is open to the member."""
    moments, member = moments_of(staff), staff.member
    reader, today = staff.toolbox.database, moments.today
    affected = await find_affected(reader, staff.clinic, member.only_diary, moments.now)
    people = visible_practitioners(staff.clinic, member)
    months = months_from(today)
    return staff.show(
        TEMPLATE,
        affected=affected_view(moments, affected),
        people=[_person(staff, moments, each) for each in people if each.enabled or each.time_off],
        months=[
            {
                "narrow": month_name_text(each, staff.language, narrow=True),
                "short": month_name_text(each, staff.language),
                "long": month_text(each, staff.language),
            }
            for each in months
        ],
        closed_bars=bars(((on, on) for on in staff.clinic.closed_on), today),
        today_at=round(position(today, months[0]), 1),
        closed=closed_view(moments, staff.clinic.closed_on, names_of_holidays(staff, today)),
        may_close=member.role != "practitioner",
    )


def names_of_holidays(staff: StaffVisit, today: date) -> dict[date, str]:
    """What the days of this and the next two years are called."""
    return {
        each.on: each.name
        for year in range(today.year, today.year + 3)
        for each in suggest_holidays(staff.clinic, year, staff.language)
    }


def _person(staff: StaffVisit, moments: Moments, person: Practitioner) -> dict[str, Any]:
    today = moments.today
    rows = [
        {"key": key_of(off), "is_over": is_over(off, today), **off_view(staff, moments, off)}
        for off in sorted(person.time_off, key=lambda each: each.first)
    ]
    end = last_drawn(today)
    stretches = all_stretches(person.time_off, months_from(today)[0], end)
    until = next((last for first, last in stretches if first <= today <= last < end), None)
    return {
        "slug": person.slug,
        "name": person.name,
        "bars": bars(stretches, today),
        "coming": [each for each in rows if not each["is_over"]],
        "past": [each for each in reversed(rows) if each["is_over"]],
        "back_on": moments.day_of(until + timedelta(days=1)) if until else "",
    }
