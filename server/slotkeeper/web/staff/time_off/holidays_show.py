"""/staff/{clinic}/time-off/holidays: which public holidays the clinic is closed on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from babel import Locale
from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.services.holidays import (
    Holiday,
    holiday_country,
    regions_of,
    suggest_holidays,
)
from slotkeeper.services.staff.time_off.change import with_holidays
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.time_off.form import OffForm, draft_of, effect_context, try_save

_TEMPLATE, _PANEL = "time_off/holidays.html", "time_off/effect.html"
_MOST_DAYS = 800


async def show_holidays(staff: StaffVisit) -> Response[Any]:
    """As they stand: what the clinic has taken is ticked."""
    closed = set(staff.clinic.closed_on)
    return await _show(staff, OffForm(), closed)


async def update_holidays(staff: StaffVisit) -> Response[Any] | Redirect:
    """Ticks of one button, their effect, or saved."""
    years, ticked = _years(staff), _ticked(staff.fields)
    button, _, rest = staff.fields.get("do", "").partition(":")
    if button == "all" and rest.isdecimal():
        ticked |= {each.on for each in suggest_holidays(staff.clinic, _year(rest, years), "en")}
    if button == "same" and rest.isdecimal():
        ticked |= _same_as_before(staff, _year(rest, years), ticked)
    form = OffForm()
    if problem := _added(staff, years, ticked):
        form.problems["add"] = problem
    else:
        form = draft_of(staff, with_holidays(clinic_values(staff.clinic), years, ticked))
    if staff.request.headers.get("hx-request"):
        return staff.show(_PANEL, **await effect_context(staff, form))
    if await try_save(staff, form):
        return staff.redirect(f"{staff.home}/time-off", told="holidays_saved")
    return await _show(staff, form, ticked)


async def _show(staff: StaffVisit, form: OffForm, ticked: set[date]) -> Response[Any]:
    moments, country = moments_of(staff), holiday_country(staff.clinic)
    years = [_section(staff, moments, year, ticked) for year in _years(staff)]
    status = 409 if form.is_stale else 422 if form.problems else 200
    names = {each.code: each.name for each in regions_of(country)}
    place = Locale.parse(staff.language, sep="-").territories.get(country, country)
    context = {
        "action": f"{staff.home}/time-off/holidays",
        "years": years,
        "country": place,
        "region": names.get(staff.clinic.region, ""),
        "has_regions": bool(names),
        "may_set": staff.member.role == "owner",
        "values": {"add": staff.fields.get("add", "") if form.problems else ""},
        **await effect_context(staff, form),
    }
    return staff.show(_TEMPLATE, status, **context)


def _section(staff: StaffVisit, moments: Moments, year: int, ticked: set[date]) -> dict[str, Any]:
    """One year: the suggestions, and what else the clinic has closed."""
    suggested = suggest_holidays(staff.clinic, year, staff.language)
    known = {each.on for each in suggested}
    own = [Holiday(on=on, name="") for on in ticked if on.year == year and on not in known]
    days = [
        {
            "on": each.on.isoformat(),
            "day": moments.long_day_of(each.on),
            "name": each.name,
            "is_observed": each.is_observed,
            "is_ticked": each.on in ticked,
            "is_past": each.on < moments.today,
        }
        for each in sorted((*suggested, *own), key=lambda each: each.on)
    ]
    return {
        "year": year,
        "days": days,
        "has_suggestions": bool(suggested),
        "before": year - 1 if _taken_before(staff, year, ticked) else 0,
    }


def _taken_before(staff: StaffVisit, year: int, ticked: set[date]) -> set[str]:
    """The names of the holidays that were taken the year before."""
    closed = ticked | set(staff.clinic.closed_on)
    before = suggest_holidays(staff.clinic, year - 1, "en")
    return {each.name for each in before if each.on in closed}


def _same_as_before(staff: StaffVisit, year: int, ticked: set[date]) -> set[date]:
    """The days of the same names in this year; those of Easter move with it."""
    taken = _taken_before(staff, year, ticked)
    return {each.on for each in suggest_holidays(staff.clinic, year, "en") if each.name in taken}


def _years(staff: StaffVisit) -> range:
    """The present one and the next."""
    this = moments_of(staff).today.year
    return range(this, this + 2)


def _year(text: str, years: range) -> int:
    return int(text) if len(text) < 5 and int(text) in years else years[0]  # noqa: PLR2004


def _ticked(fields: Mapping[str, str]) -> set[date]:
    """Every box that is ticked: `on.2027-01-26`."""
    names = [name for name in fields if name.startswith("on.")][:_MOST_DAYS]
    return {on for name in names if (on := _day(name.removeprefix("on."))) is not None}


def _added(staff: StaffVisit, years: range, ticked: set[date]) -> str:
    """Tick the day that was typed; what is wrong with it, "" for nothing."""
    text = staff.fields.get("add", "").strip()
    if not text:
        return ""
    on = _day(text)
    if on is None:
        return staff.text("wrong.day")
    if on.year not in years:
        last = date(years[-1] + 1, 1, 1) - timedelta(days=1)
        return staff.text("time_off.day_of_years", last=last.year, first=years[0])
    ticked.add(on)
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
