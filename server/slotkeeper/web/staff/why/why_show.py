"""/staff/{clinic}/why: why a time is not offered to patients, and a picture of the whole day."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.services.staff.why import Facts, Question, find_facts
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.answers import is_piece
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.why.day_strip import hours_of, make_picture, strip_of
from slotkeeper.web.staff.why.question import WhyWish, question_of, read_wish
from slotkeeper.web.staff.why.told import Case
from slotkeeper.web.staff.why.words import tell_all


@get("/{clinic:str}/why", opt=EVERYBODY)
async def show_why(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form, the reasons where a time is named, and the day; for a script the reasons alone."""
    wish = read_wish(staff)
    template = "why/piece.html" if is_piece(staff) else "why/page.html"
    return staff.show(template, **form_context(staff, wish), **await _answers(staff, wish))


def form_context(staff: StaffVisit, wish: WhyWish) -> dict[str, Any]:
    """What can be chosen, and what is."""
    clock = "" if wish.minute is None else f"{wish.minute // 60:02}:{wish.minute % 60:02}"
    there = {**wish.fields, "day": wish.day.isoformat()}
    return {
        "wish": wish,
        "kinds": staff.clinic.appointment_types,
        "people": visible_practitioners(staff.clinic, staff.member),
        "clock": clock,
        "why_address": f"{staff.home}/why?{urlencode(there)}",
        "preview_address": f"{staff.home}/preview?{urlencode(there)}",
        "is_owner": staff.member.role == "owner",
    }


async def _answers(staff: StaffVisit, wish: WhyWish) -> dict[str, Any]:
    nothing: dict[str, Any] = {"answers": [], "strips": [], "picture": None, "hours": []}
    question = question_of(staff, wish, wish.kind) if wish.kind else None
    if question is None or not question.practitioners:
        return nothing
    facts = await find_facts(staff.toolbox, question, wish.day, wish.day)
    picture = make_picture(question, facts, wish.day)
    moments = moments_of(staff)
    return {
        "answers": list(_told(staff, wish, question, facts)),
        "when": moments.day_and_time(wish.starts_at) if wish.starts_at is not None else "",
        "day_text": moments.long_day_of(wish.day),
        "picture": picture,
        "hours": hours_of(picture, moments),
        "strips": [
            {"name": case.practitioner.name, "stretches": strip_of(case, picture)}
            for case in _cases(staff, question, facts, picture.begins)
        ],
    }


def _told(
    staff: StaffVisit, wish: WhyWish, question: Question, facts: Facts
) -> Iterator[dict[str, Any]]:
    if wish.starts_at is not None:
        for case in _cases(staff, question, facts, wish.starts_at):
            yield {"name": case.practitioner.name, "reasons": tell_all(case)}


def _cases(staff: StaffVisit, question: Question, facts: Facts, starts_at: int) -> Iterator[Case]:
    moments = moments_of(staff)
    for each in question.practitioners:
        yield Case(
            staff=staff,
            question=question,
            practitioner=each,
            starts_at=starts_at,
            facts=facts,
            moments=moments,
        )
