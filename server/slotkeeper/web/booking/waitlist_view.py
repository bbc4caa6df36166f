"""A place on the waiting list in words: what is waited for, and the time that is offered."""

from collections.abc import Mapping
from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Problem
from slotkeeper.domain.location import Location
from slotkeeper.domain.question import Question
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.services.changing.moving import Moving
from slotkeeper.services.intake import stamps
from slotkeeper.services.waitlist.entry import Waiting
from slotkeeper.web.booking.clinic_view import base_context, kept, local
from slotkeeper.web.booking.move_view import move_cost_text
from slotkeeper.web.booking.policy_view import (
    with_policy_of_booking,
    with_policy_of_type,
)
from slotkeeper.web.booking.prepay_text import asks_everybody, prepay_of_booking
from slotkeeper.web.booking.question_view import question_views
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view_details import FieldProblem
from slotkeeper.web.booking.view_waitlist import OfferView, WaitingView
from slotkeeper.web.formats import (
    day_of_month_text,
    long_weekday_text,
    month_text,
    slot_text,
    time_text,
)
from slotkeeper.web.waiting_words import kept_for, waiting_facts


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that is kept for an entry: its hold and place; what the clinic asks before it is
    booked, or, where it would replace a booking, both times side by side.
    """

    waiting: Waiting
    hold: Booking
    place: Location | None
    moving: Moving | None
    questions: tuple[Question, ...] = ()


def waiting_context(surface: Surface, waiting: Waiting, booking_url: str = "") -> Context:
    """What the page of an entry is given; `booking_url` leads to the booking that there is."""
    clinic, entry = waiting.clinic, waiting.entry
    is_over = entry.state != "waiting"
    key = {"waiting": "on", "replaced": "over"}.get(entry.state, entry.state)
    again = booking_url or surface.step_url()
    view = WaitingView(
        heading=surface.say(f"waitlist.{key}_heading"),
        text=surface.say(f"waitlist.{key}_text"),
        how="" if is_over else _how(surface, waiting),
        facts=() if is_over else tuple(waiting_facts(waiting, surface.say, surface.language)),
        token=waiting.token,
        is_over=is_over,
        again_url=again,
        again_text=surface.say("waitlist.to_booking" if booking_url else "waitlist.look"),
    )
    return {
        **base_context(clinic),
        "view": view,
        "kept": kept(surface),
        "announce": view.heading,
    }


def _how(surface: Surface, waiting: Waiting) -> str:
    """How it goes on, and whether the next time that they let pass takes them off the list."""
    rules = waiting.clinic.waitlist
    is_last = waiting.entry.unanswered + 1 >= rules.most_unanswered
    key = "waitlist.how_last" if is_last else "waitlist.how"
    return surface.say(key, length=kept_for(rules, surface.language))


def offer_context(
    surface: Surface,
    offered: Offered,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Problem] | None = None,
    notice: str = "",
) -> Context:
    """What the page of an offer is given; `notice` is a key of the catalogue, "" for none."""
    waiting, hold, moving = offered.waiting, offered.hold, offered.moving
    clinic = waiting.clinic
    start, language = local(clinic, hold.starts_at), surface.language
    who = waiting.offered_by
    wrong = {
        name: FieldProblem(field=name, text=surface.say(each.key, **each.values))
        for name, each in (problems or {}).items()
    }
    view = OfferView(
        heading=surface.say("waitlist.offer_heading"),
        weekday=long_weekday_text(start.date(), language),
        day_of_month=day_of_month_text(start.date(), language),
        month_and_year=month_text(start.date(), language),
        time=time_text(start.time(), language),
        minutes=(hold.ends_at - hold.starts_at) // 60,
        appointment=_kind_name(waiting),
        practitioner=who.name if who else "",
        where=offered.place.name if offered.place else "",
        until_text=_until(surface, waiting),
        before_text=_before(surface, moving),
        button=surface.say(_button(waiting, moving)),
        fields=_hidden(offered),
        asks_terms=moving.terms is not None if moving else bool(terms_text(clinic.online_booking)),
        cost_text=_cost(surface, offered),
        questions=question_views(offered.questions, typed or {}, surface.say),
        values=dict(typed or {}),
        problems=wrong,
        notice=surface.say(notice) if notice else "",
    )
    announce = view.notice or f"{view.heading}. {view.until_text}"
    return {
        **_with_policy(surface, offered),
        "view": view,
        "kept": kept(surface),
        "announce": announce,
    }


def _with_policy(surface: Surface, offered: Offered) -> Context:
    """The clinic, with the policy that counts for what is offered."""
    waiting, moving = offered.waiting, offered.moving
    base = base_context(waiting.clinic)
    if moving:
        return with_policy_of_booking(surface, base, moving.after)
    if waiting.kind is None:
        return base
    return with_policy_of_type(surface, base, waiting.clinic, waiting.kind)


def _until(surface: Surface, waiting: Waiting) -> str:
    until = waiting.offer.open_until if waiting.offer else waiting.now
    time = slot_text(local(waiting.clinic, until), surface.language)
    return surface.say("waitlist.kept_until", until=time)


def _before(surface: Surface, moving: Moving | None) -> str:
    if moving is None:
        return ""
    starts_at = moving.before.booking.starts_at
    time = slot_text(local(moving.before.clinic, starts_at), surface.language)
    return surface.say("waitlist.instead_of", slot=time)


def _button(waiting: Waiting, moving: Moving | None) -> str:
    if moving:
        return "move.button"
    pays = waiting.kind is not None and asks_everybody(waiting.kind)
    return "details.pay" if pays else "details.book"


def _cost(surface: Surface, offered: Offered) -> str:
    """What taking it costs: the change of a booking, or what is paid when booking."""
    waiting = offered.waiting
    if offered.moving:
        return move_cost_text(surface, offered.moving)
    return prepay_of_booking(surface, waiting.clinic, waiting.kind) if waiting.kind else ""


def _hidden(offered: Offered) -> dict[str, str]:
    """What goes back with the button, to the letter as it was shown."""
    waiting, moving = offered.waiting, offered.moving
    found = {
        "entry": waiting.token,
        "offer": str(waiting.offer.id) if waiting.offer else "",
        "asked": stamps(offered.questions),
    }
    if moving is None:
        version = terms_version(terms_text(waiting.clinic.online_booking))
        return {**found, "terms_version": version}
    return {
        **found,
        "revision": str(moving.before.booking.revision),
        "keeps": str(moving.cost.consequence.keeps),
        "terms_version": moving.terms.version if moving.terms else "",
    }


def _kind_name(waiting: Waiting) -> str:
    wanted = waiting.entry.appointment_type_id
    kinds = (each.name for each in waiting.clinic.appointment_types if each.id == wanted)
    return next(kinds, "")
