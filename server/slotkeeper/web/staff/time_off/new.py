"""/staff/{clinic}/time-off/new, and …/{practitioner}/{days} of one that is there."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.clinic_file.parse_time_off import time_off_pairs
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.time_off.form import (
    ALL,
    OffForm,
    effect_context,
    may_close,
    people_of,
    read_changed,
    read_new,
    read_removed,
    try_save,
)
from slotkeeper.web.staff.time_off.words import key_of, mark_of

_TEMPLATE, _REMOVE, _PANEL = "time_off/form.html", "time_off/remove.html", "time_off/effect.html"


async def show_new(staff: StaffVisit) -> Response[Any]:
    """An empty form; an address may name `practitioner` and `from`."""
    query, people = staff.request.query_params, people_of(staff)
    asked = query.get("practitioner", "")
    slugs = [each.slug for each in people] + ([ALL] if may_close(staff) else [])
    who = asked if asked in slugs else slugs[0] if len(slugs) == 1 else ""
    values = {"who": who, "from": query.get("from", "")[:10]}
    return await _show(staff, OffForm(), values)


async def create(staff: StaffVisit) -> Response[Any] | Redirect:
    """Its effect, then saved."""
    return await _answer(staff, read_new(staff))


async def show_one(staff: StaffVisit, slug: str, days: str) -> Response[Any]:
    """The form as it stands. Raises NotThere."""
    person = _person(staff, slug)
    off = person.time_off[_number(person, days)]
    values = {name: str(value) for name, value in time_off_pairs(off).items()}
    values |= {"was": mark_of(off)}
    return await _show(staff, OffForm(), values, person, days)


async def update(staff: StaffVisit, slug: str, days: str) -> Response[Any] | Redirect:
    """Its effect, then saved. Raises NotThere."""
    person = _person(staff, slug)
    now = _number_now(staff, person)
    if now is None:
        return staff.redirect(f"{staff.home}/time-off", told="time_off_stale")
    return await _answer(staff, read_changed(staff, slug, now), person, days)


async def show_removal(staff: StaffVisit, slug: str, days: str) -> Response[Any]:
    """What removing it does. Raises NotThere."""
    person = _person(staff, slug)
    number = _number(person, days)
    values = {"was": mark_of(person.time_off[number])}
    form = read_removed(staff, slug, number)
    return await _show(staff, form, values, person, days, template=_REMOVE)


async def remove(staff: StaffVisit, slug: str, days: str) -> Response[Any] | Redirect:
    """Away with it. Raises NotThere."""
    person = _person(staff, slug)
    now = _number_now(staff, person)
    if now is None:
        return staff.redirect(f"{staff.home}/time-off", told="time_off_stale")
    form = read_removed(staff, slug, now)
    if await try_save(staff, form):
        return staff.redirect(f"{staff.home}/time-off", told="time_off_removed")
    return await _show(staff, form, staff.fields, person, days, template=_REMOVE)


async def _answer(
    staff: StaffVisit, form: OffForm, person: Practitioner | None = None, days: str = ""
) -> Response[Any] | Redirect:
    if staff.request.headers.get("hx-request"):
        return staff.show(_PANEL, **await effect_context(staff, form))
    if await try_save(staff, form):
        return staff.redirect(f"{staff.home}/time-off", told="time_off_saved")
    return await _show(staff, form, staff.fields, person, days)


async def _show(
    staff: StaffVisit,
    form: OffForm,
    values: dict[str, str],
    person: Practitioner | None = None,
    days: str = "",
    template: str = _TEMPLATE,
) -> Response[Any]:
    status = 409 if form.is_stale else 422 if form.problems else 200
    address = f"{staff.home}/time-off"
    context = {
        "action": f"{address}/{person.slug}/{quote(days)}" if person else f"{address}/new",
        "whose": person,
        "people": people_of(staff),
        "may_close": may_close(staff),
        "values": values,
        **await effect_context(staff, form),
    }
    return staff.show(template, status, **context)


def _person(staff: StaffVisit, slug: str) -> Practitioner:
    """Raises NotThere for nobody, and for another's diary where only the own is open."""
    for each in staff.clinic.practitioners:
        if each.slug == slug and staff.member.may_see_diary(each.id):
            return each
    raise NotThere


def _number(person: Practitioner, days: str) -> int:
    """Where the row of those days stands. Raises NotThere."""
    keys = [key_of(each) for each in person.time_off]
    if days not in keys:
        raise NotThere
    return keys.index(days)


def _number_now(staff: StaffVisit, person: Practitioner) -> int | None:
    """Where the row stands that the form was made of; None where somebody has changed it."""
    marks = [mark_of(each) for each in person.time_off]
    was = staff.fields.get("was", "")
    return marks.index(was) if was in marks else None
