"""What the form of the waiting list shows, for a new appointment and for an earlier time."""

from collections.abc import Mapping
from urllib.parse import urlencode

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Problem
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.local_time import local_date
from slotkeeper.services.booking_link import Managed
from slotkeeper.services.wish import ANY, Wish
from slotkeeper.web.booking.clinic_view import base_context, kept, local
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import Chosen
from slotkeeper.web.booking.view_details import FieldProblem
from slotkeeper.web.booking.view_waitlist import JoinView
from slotkeeper.web.booking.waitlist_form import (
    WITH,
    day_ticks,
    part_ticks,
    people_ticks,
    place_choices,
)
from slotkeeper.web.formats import slot_text
from slotkeeper.web.waiting_words import kept_for

_WHO = ("first_name", "last_name", "email", "phone", "birth_date", "patient_is", "note")
_FIELDS = (*_WHO, "from_on", "until_on")

Problems = Mapping[str, Problem]


def join_url(surface: Surface, wish: Wish) -> str:
    """Where somebody who wants that joins the list; "" where the clinic keeps none."""
    clinic = wish.clinic
    if not clinic.waitlist.enabled or wish.moving:
        return ""
    chosen = {
        "type": wish.kind.slug,
        "practitioner": "" if wish.practitioner == ANY else wish.practitioner,
        "location": wish.location or "",
        "patient_is": wish.said,
        "lang": surface.asked_language,
    }
    told = {name: value for name, value in chosen.items() if value}
    return f"{surface.prefix}/waitlist?{urlencode(told)}"


def earlier_url(surface: Surface, managed: Managed) -> str:
    """Where somebody waits for an earlier time than that of a booking; "" as above."""
    is_kept = managed.clinic.waitlist.enabled
    return surface.url(f"/b/{managed.token}/earlier") if is_kept else ""


def join_context(
    surface: Surface, wish: Wish, now: int, values: Mapping[str, str], problems: Problems
) -> Context:
    """The form for a new appointment; `values` is what was typed, empty at first."""
    clinic, kind = wish.clinic, wish.kind
    chosen = values or _first_choice(clinic, wish)
    fixed = kind.patients if kind.patients != "all" else ""
    view = JoinView(
        heading=surface.say("waitlist.join"),
        lead=surface.say("waitlist.lead", length=kept_for(clinic.waitlist, surface.language)),
        hidden={"type": kind.slug},
        back_url=surface.said(wish.said).step_url(
            type=kind.slug, practitioner=wish.practitioner, location=wish.location or ANY
        ),
        back_text=surface.say("waitlist.back_to_times"),
        ask_patient_is=not fixed,
        patient_is=fixed or values.get("patient_is", "") or wish.said,
        **_choices(surface, clinic, kind, chosen),
        **_dates(clinic, now),
        **_wrong(surface, values, problems),
    )
    summary = [Chosen(kind="type", text=kind.name, change_url=surface.step_url())]
    return _context(surface, clinic, view, summary)


def earlier_context(
    surface: Surface, managed: Managed, now: int, values: Mapping[str, str], problems: Problems
) -> Context:
    """The form for an earlier time than that of a booking, which stays as it is meanwhile."""
    clinic, kind = managed.clinic, managed.kind
    time = slot_text(local(clinic, managed.booking.starts_at), surface.language)
    length = kept_for(clinic.waitlist, surface.language)
    view = JoinView(
        heading=surface.say("waitlist.earlier"),
        lead=surface.say("waitlist.earlier_lead", slot=time, length=length),
        hidden={"booking": managed.token},
        back_url=surface.url(f"/b/{managed.token}"),
        back_text=surface.say("waitlist.back_to_booking"),
        asks_who=False,
        **_choices(surface, clinic, kind, values),
        **_dates(clinic, now),
        **_wrong(surface, values, problems),
    )
    summary = [Chosen(kind="type", text=kind.name)]
    return _context(surface, clinic, view, summary)


def _first_choice(clinic: Clinic, wish: Wish) -> dict[str, str]:
    """What was chosen before there was nothing free is ticked already."""
    chosen = {"location": wish.location or ANY}
    if wish.practitioner != ANY and len(clinic.who_offers(wish.kind)) > 1:
        chosen[f"{WITH}{wish.practitioner}"] = "on"
    return chosen


def _choices(
    surface: Surface, clinic: Clinic, kind: AppointmentType, chosen: Mapping[str, str]
) -> Context:
    """What there is to choose from now, and the fields to which a problem can lead."""
    people = clinic.who_offers(kind)
    named = people_ticks(people, chosen)
    places = place_choices(surface, clinic, kind, chosen)
    asked = [name for name, boxes in (("people", named), ("places", places)) if boxes]
    return {
        "days": day_ticks(surface, () if kind.is_group else people, chosen),
        "parts": part_ticks(surface, chosen),
        "people": named,
        "places": places,
        "fields": (*asked, *_FIELDS),
    }


def _dates(clinic: Clinic, now: int) -> Context:
    return {
        "first_day": local_date(now, clinic.time_zone).isoformat(),
        "last_day": last_bookable_day(clinic, now).isoformat(),
    }


def _wrong(surface: Surface, values: Mapping[str, str], problems: Problems) -> Context:
    wrong = {
        name: FieldProblem(field=name, text=surface.say(each.key, **each.values))
        for name, each in problems.items()
    }
    return {"values": dict(values), "problems": wrong}


def _context(surface: Surface, clinic: Clinic, view: JoinView, summary: list[Chosen]) -> Context:
    announce = view.heading
    if view.problems:
        texts = surface.renderer.texts
        announce = texts.plural(surface.language, "details.problems", len(view.problems))
    return {
        **base_context(clinic),
        "view": view,
        "summary": summary,
        "kept": kept(surface),
        "announce": announce,
    }
