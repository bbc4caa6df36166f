"""The form for painting a time in the calendar: what it begins with, and what was typed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, get_args

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file.fields import format_cut_off, format_time, parse_cut_off
from slotkeeper.domain.clinic_file.parse_marked import format_release, parse_release
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.local_time import DAY_MINUTES, local_date
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.painting import Stroke
from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.domain.protected_time import ProtectedTime, Release
from slotkeeper.services.staff.painting import BRUSHES, Brush, WantedPaint
from slotkeeper.web.formats import long_weekday_text
from slotkeeper.web.staff.acts.book_form import chosen_practitioner, own_practitioners
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.row_answer import week_days

_HALF_AN_HOUR = 1800
_FRIDAY_SIX = Release(weekday=4, minute=18 * 60)
_ONE_HOUR = 60


def paint_context(staff: StaffVisit) -> dict[str, Any]:
    """For calendar/paint_form.html."""
    days = [(day, long_weekday_text(on, staff.language)) for day, on in week_days()]
    return {
        "practitioners": own_practitioners(staff),
        "days": days,
        "is_marked": staff.clinic.online_booking.offer == "marked-times",
        "may_set": staff.member.role == "owner",
    }


def first_values(staff: StaffVisit, query: Mapping[str, str]) -> dict[str, str]:
    """What the form begins with: the stretch that an address names, and the release that this
    practitioner has already.
    """
    slug = chosen_practitioner(staff, query.get("practitioner", ""))
    return {
        "practitioner": slug,
        **_times(staff, query),
        "brush": "offered" if staff.clinic.online_booking.offer == "marked-times" else "protected",
        "repeat": "once",
        **_release_values(_usual(staff.clinic, slug)),
    }


def read_paint(staff: StaffVisit) -> WantedPaint:
    """What was typed. Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    people = {each.slug for each in own_practitioners(staff)}
    practitioner = reading.choice("practitioner", people, "wrong.practitioner")
    brush: Brush = _brush(reading)
    on, begins, ends = _day(reading), _minute(reading, "from"), _minute(reading, "until")
    ends = ends or DAY_MINUTES
    if begins >= ends:
        reading.refuse("until", "wrong.paint_ends")
    is_weekly = staff.fields.get("repeat") == "weekly"
    stroke = Stroke(on=on or date.min, begins=begins, ends=ends, is_weekly=is_weekly)
    like = _like(reading, stroke) if brush == "protected" else None
    reading.finish()
    return WantedPaint(practitioner=practitioner, brush=brush, stroke=stroke, like=like)


def minute_of(text: str) -> int:
    """Minutes after midnight of "14:30". Raises ValueError."""
    hours, _, minutes = text.partition(":")
    return int(hours) * _ONE_HOUR + int(minutes)


def _times(staff: StaffVisit, query: Mapping[str, str]) -> dict[str, str]:
    asked, zone = Reading(query, staff.clinic), staff.clinic.time_zone
    start = asked.moment("start")
    if start is None:
        today = local_date(staff.toolbox.clock(), zone).isoformat()
        return {"day": query.get("day", today)[:10], "from": "", "until": ""}
    day, begins = local_fields(start, zone)
    _, ends = local_fields(max(asked.moment("until") or start + _HALF_AN_HOUR, start), zone)
    return {"day": day, "from": begins, "until": ends}


def _usual(clinic: Clinic, slug: str) -> ProtectedTime:
    own = [row for each in clinic.practitioners if each.slug == slug for row in each.protected]
    others = [row for each in clinic.practitioners for row in each.protected]
    nothing = ProtectedTime(time=MarkedTime(begins=0, ends=0), release=_FRIDAY_SIX)
    return next(iter([*own[-1:], *others[-1:]]), nothing)


def _release_values(rule: ProtectedTime) -> dict[str, str]:
    values = {"release": "never", "release_day": "fri", "release_time": "18:00"}
    values |= {"release_n": "48", "release_n_unit": "h"}
    if rule.release.weekday is not None:
        day, _, time = format_release(rule.release).partition(" ")
        values |= {"release": "week", "release_day": day, "release_time": time}
    elif rule.release.before is not None:
        values |= {"release": "before", **_length_values("release_n", rule.release.before)}
    return {
        **values,
        **_length_values("waitlist_for", rule.waitlist_for),
        **_length_values("existing_for", rule.existing_for),
    }


def _length_values(name: str, length: CutOff | None) -> dict[str, str]:
    text = format_cut_off(length) if length else "h"
    return {name: text[:-1], f"{name}_unit": text[-1:]}


def _brush(reading: Reading) -> Brush:
    chosen = reading.choice("brush", set(BRUSHES), "wrong.paint_what")
    return next((each for each in get_args(Brush) if each == chosen), "not_protected")


def _day(reading: Reading) -> date | None:
    reading.instant("day", "from")  # tells what is wrong with either
    with suppress(ValueError):
        return date.fromisoformat(reading.fields.get("day", ""))
    return None


def _minute(reading: Reading, name: str) -> int:
    reading.instant("day", name)
    if name in reading.problems or "day" in reading.problems:
        return 0
    return minute_of(reading.fields[name].strip())


def _like(reading: Reading, stroke: Stroke) -> ProtectedTime:
    return ProtectedTime(
        time=MarkedTime(begins=stroke.begins, ends=stroke.ends, on=stroke.on),
        release=_release(reading),
        waitlist_for=_length(reading, "waitlist_for"),
        existing_for=_length(reading, "existing_for"),
    )


def _release(reading: Reading) -> Release:
    fields = reading.fields
    how = fields.get("release", "")
    if how == "week":
        day, time = fields.get("release_day", ""), fields.get("release_time", "").strip()
        if day not in WEEKDAYS:
            reading.refuse("release_day", "wrong.release_day")
        with suppress(ValueError):
            return parse_release(f"{day} {format_time(minute_of(time))}")
        reading.refuse("release_time", "wrong.time", example="18:00")
    elif how == "before":
        length = _length(reading, "release_n")
        if length:
            return Release(before=length)
        reading.refuse("release_n", "wrong.release_length")
    elif how != "never":
        reading.refuse("release", "wrong.release")
    return Release()


def _length(reading: Reading, name: str) -> CutOff | None:
    amount = reading.fields.get(name, "").strip()
    if not amount:
        return None
    with suppress(ValueError):
        return parse_cut_off(f"{amount}{reading.fields.get(f'{name}_unit', '')[:1]}")
    reading.refuse(name, "wrong.release_length")
    return None
