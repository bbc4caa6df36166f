"""Changing the time in words: the times to choose from, then from which to which (C2, C3, C4)."""

from collections.abc import Mapping
from urllib.parse import urlencode

from slotkeeper.domain.errors import Problem
from slotkeeper.services.booking_link import Managed
from slotkeeper.services.changing.moving import Moving
from slotkeeper.services.wish import ANY, Wish
from slotkeeper.web.booking.clinic_view import base_context, kept, local
from slotkeeper.web.booking.details_view import hold_view
from slotkeeper.web.booking.difference_view import difference_text, difference_view
from slotkeeper.web.booking.policy_view import with_policy_of_booking
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.ticket_view import ticket_view
from slotkeeper.web.booking.view_details import FieldProblem
from slotkeeper.web.booking.view_move import MovingView, ReviewView, Whom
from slotkeeper.web.formats import money_text, slot_text


def move_url(surface: Surface, managed: Managed, practitioner: str) -> str:
    """Where times for that booking are shown, with that practitioner or "any"."""
    chosen = {"practitioner": practitioner, "lang": surface.asked_language}
    tail = urlencode({name: value for name, value in chosen.items() if value})
    return f"{surface.prefix}/b/{managed.token}/move?{tail}"


def move_context(surface: Surface, managed: Managed, wish: Wish, times: Context) -> Context:
    """What the step is given beside its `times`."""
    view = MovingView(
        appointment=managed.kind.name,
        practitioner=managed.practitioner.name,
        slot_text=_moment(surface, managed, managed.booking.starts_at),
        back_url=surface.url(f"/b/{managed.token}"),
        whom=_whom(surface, managed, wish),
    )
    beside = {"booking": managed.token, "practitioner": wish.practitioner}
    return {
        **times,
        "moving": view,
        "kept": kept(surface, **beside),
        "hold_path": "/moves/holds",
        "announce": "",
    }


def _whom(surface: Surface, managed: Managed, wish: Wish) -> tuple[Whom, ...]:
    people = managed.clinic.who_offers(wish.kind)
    if len(people) < 2:  # noqa: PLR2004 - two make a choice
        return ()
    named = [(ANY, surface.say("practitioner.anyone")), *((e.slug, e.name) for e in people)]
    return tuple(
        Whom(
            name=name,
            url=None if slug == wish.practitioner else move_url(surface, managed, slug),
        )
        for slug, name in named
    )


def review_context(
    surface: Surface,
    moving: Moving,
    *,
    problems: Mapping[str, Problem] | None = None,
    notice: str = "",
) -> Context:
    """What the page before moving is given; `notice` is a key of the catalogue, "" for none."""
    before, after = moving.before, moving.after
    clinic, terms, found = before.clinic, moving.terms, moving.cost.consequence
    base = with_policy_of_booking(surface, base_context(clinic), after)
    wrong = {
        name: FieldProblem(field=name, text=surface.say(each.key, **each.values))
        for name, each in (problems or {}).items()
    }
    view = ReviewView(
        ticket=ticket_view(surface, after),
        hold=hold_view(surface, moving.held),
        token=before.token,
        before_text=before_text(surface, before, after),
        place=new_place(before, after),
        cost_text=move_cost_text(surface, moving),
        later_text=_later_text(surface, moving),
        policy=base["clinic"].cancellation_policy,
        fields={
            "booking": before.token,
            "hold": moving.held.token,
            "revision": str(before.booking.revision),
            "keeps": str(found.keeps),
            "paid": str(found.keeps + found.returns),
            "at_clinic": str(moving.difference.at_clinic),
            "pays": str(moving.difference.pays),
            "returns": str(moving.difference.returns),
            "terms_version": terms.version if terms else "",
        },
        button=surface.say("details.pay" if moving.difference.pays else "move.button"),
        sums=difference_view(surface, moving),
        terms=terms is not None,
        notice=surface.say(notice) if notice else "",
        problems=wrong,
    )
    announce = view.notice or surface.say("hold.keeping", slot=view.hold.slot_text)
    return {**base, "view": view, "kept": kept(surface), "announce": announce}


def move_cost_text(surface: Surface, moving: Moving) -> str:
    """The consequence in money and time, as the patient agrees to it: it is kept to the letter."""
    said = difference_text(surface, moving)
    if not said:
        return _same_price_text(surface, moving)
    keeps = moving.cost.consequence.keeps if moving.cost.policy.enforced else 0
    if not keeps:
        return said
    kept = money_text(keeps, moving.cost.currency, surface.language)
    return f"{said} {surface.say('move.keeps', keeps=kept)}"


def _same_price_text(surface: Surface, moving: Moving) -> str:
    found, cost = moving.cost.consequence, moving.cost
    paid = found.keeps + found.returns
    if found.keeps and cost.policy.enforced:
        keeps = money_text(found.keeps, cost.currency, surface.language)
        return surface.say("move.cost_kept", keeps=keeps)
    if paid:
        amount = money_text(paid, cost.currency, surface.language)
        return surface.say("move.cost_goes_along", paid=amount)
    if found.is_late and found.asked_until is not None:
        until = _moment(surface, moving.before, found.asked_until)
        return surface.say("move.cost_late", until=until)
    return surface.say("move.cost_nothing")


def _later_text(surface: Surface, moving: Moving) -> str:
    """Until when the new time can be cancelled without cost, where that is still to come."""
    found, until = moving.later.consequence, ""
    # Of who has paid nothing it never costs anything: from then on it counts as late.
    free_until = found.free_until if moving.later.paid.left else found.asked_until
    is_kept = moving.cost.policy.enforced and moving.cost.consequence.keeps
    if free_until is not None and free_until > moving.held.now and not is_kept:
        until = _moment(surface, moving.after, free_until)
    return surface.say("move.free_until", until=until) if until else ""


def before_text(surface: Surface, before: Managed, after: Managed) -> str:
    """When it is now, and with whom where that is to change."""
    slot = _moment(surface, before, before.booking.starts_at)
    if before.booking.practitioner_id == after.booking.practitioner_id:
        return slot
    return surface.say("move.with", slot=slot, practitioner=before.practitioner.name)


def new_place(before: Managed, after: Managed) -> str:
    """Where the new time is, if that is elsewhere."""
    is_elsewhere = before.booking.location_id != after.booking.location_id
    return after.location.name if after.location and is_elsewhere else ""


def _moment(surface: Surface, managed: Managed, instant: int) -> str:
    return slot_text(local(managed.clinic, instant), surface.language)
