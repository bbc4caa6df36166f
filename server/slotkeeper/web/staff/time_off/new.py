"""/staff/{clinic}/time-off/new, and …/{practitioner}/{number} of one that is there."""

from typing import Any

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
from slotkeeper.web.staff.time_off.words import mark_of

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


async def show_one(staff: StaffVisit, slug: str, number: int) -> Response[Any]:
    """The form as it stands. Raises NotThere."""
    person = _person(staff, slug)
    if not 0 <= number < len(person.time_off):
        raise NotThere
    off = person.time_off[number]
    values = {name: str(value) for name, value in time_off_pairs(off).items()}
    values |= {"was": mark_of(off)}
    return await _show(staff, OffForm(), values, person, number)


async def update(staff: StaffVisit, slug: str, number: int) -> Response[Any] | Redirect:
    """Its effect, then saved. Raises NotThere."""
    person = _person(staff, slug)
    now = _number_now(staff, person, number)
    if now is None:
        return staff.redirect(f"{staff.home}/time-off", told="time_off_stale")
    return await _answer(staff, read_changed(staff, slug, now), person, number)


async def show_removal(staff: StaffVisit, slug: str, number: int) -> Response[Any]:
    """What removing it does. Raises NotThere."""
    person = _person(staff, slug)
    if not 0 <= number < len(person.time_off):
        raise NotThere
    values = {"was": mark_of(person.time_off[number])}
    form = read_removed(staff, slug, number)
    return await _show(staff, form, values, person, number, template=_REMOVE)


async def remove(staff: StaffVisit, slug: str, number: int) -> Response[Any] | Redirect:
    """Away with it. Raises NotThere."""
    person = _person(staff, slug)
    now = _number_now(staff, person, number)
    if now is None:
        return staff.redirect(f"{staff.home}/time-off", told="time_off_stale")
    form = read_removed(staff, slug, now)
    if await try_save(staff, form):
        return staff.redirect(f"{staff.home}/time-off", told="time_off_removed")
    return await _show(staff, form, staff.fields, person, number, template=_REMOVE)


async def _answer(
    staff: StaffVisit, form: OffForm, person: Practitioner | None = None, number: int = 0
) -> Response[Any] | Redirect:
    if staff.request.headers.get("hx-request"):
        return staff.show(_PANEL, **await effect_context(staff, form))
    if await try_save(staff, form):
        return staff.redirect(f"{staff.home}/time-off", told="time_off_saved")
    return await _show(staff, form, staff.fields, person, number)


async def _show(
    staff: StaffVisit,
    form: OffForm,
    values: dict[str, str],
    person: Practitioner | None = None,
    number: int = 0,
    template: str = _TEMPLATE,
) -> Response[Any]:
    status = 409 if form.is_stale else 422 if form.problems else 200
    address = f"{staff.home}/time-off"
    context = {
        "action": f"{address}/{person.slug}/{number}" if person else f"{address}/new",
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


def _number_now(staff: StaffVisit, person: Practitioner, number: int) -> int | None:
    """Where the row stands that the form was made of: rows before it may have gone meanwhile."""
    marks = [mark_of(each) for each in person.time_off]
    was = staff.fields.get("was", "")
    if number < len(marks) and marks[number] == was:
        return number
    return marks.index(was) if was in marks else None
