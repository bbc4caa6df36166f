"""Cancelling in words: the exact consequence before it, and how things stand after it (C2, C3)."""

from slotkeeper.services.booking_link import Managed
from slotkeeper.services.changing.changeable import Cost
from slotkeeper.storage.agreed_change import AgreedChange
from slotkeeper.web.booking.clinic_view import base_context, kept, local
from slotkeeper.web.booking.policy_view import with_policy_of_booking
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.ticket_view import ticket_view
from slotkeeper.web.booking.view_cancel import CancelledView, CancelView, SumsView
from slotkeeper.web.formats import countdown_text, money_text, slot_text


def cancel_context(
    surface: Surface, managed: Managed, cost: Cost, *, can_move: bool = False
) -> Context:
    """What the page before cancelling is given; `can_move` where another time is offered first."""
    clinic, booking = managed.clinic, managed.booking
    until = cost.consequence.until
    base = with_policy_of_booking(surface, base_context(clinic), managed)
    view = CancelView(
        ticket=ticket_view(surface, managed),
        cost_text=cost_text(surface, managed, cost),
        until_text=surface.say("cancel.until", until=_moment(surface, managed, until))
        if until is not None
        else "",
        policy=base["clinic"].cancellation_policy,
        fields={
            "booking": managed.token,
            "revision": str(booking.revision),
            "keeps": str(cost.consequence.keeps),
            "returns": str(cost.returns),
        },
        back_url=surface.url(f"/b/{managed.token}"),
        move_url=surface.url(f"/b/{managed.token}/move") if can_move else "",
        sums=_sums(surface, cost),
    )
    return {**base, "view": view, "kept": kept(surface), "announce": view.cost_text}


def _sums(surface: Surface, cost: Cost) -> SumsView | None:
    """In figures where the clinic gives it back by itself."""
    found, language = cost.consequence, surface.language
    if not cost.policy.enforced or not found.keeps:
        return None
    return SumsView(
        paid=money_text(found.keeps + found.returns, cost.currency, language),
        keeps=money_text(found.keeps, cost.currency, language),
        returns=money_text(found.returns, cost.currency, language),
    )


def cost_text(surface: Surface, managed: Managed, cost: Cost) -> str:
    """The consequence in money and time, as the patient agrees to it: it is kept to the letter."""
    found = cost.consequence

    def money(amount: int) -> str:
        return money_text(amount, cost.currency, surface.language)

    if not found.keeps and not found.returns:
        return _without_money(surface, managed, cost)
    if not cost.policy.enforced:
        return surface.say("cancel.cost_shown", paid=money(found.keeps + found.returns))
    if not found.keeps:
        return surface.say("cancel.cost_returned", returns=money(found.returns))
    if not found.returns:
        return surface.say("cancel.cost_kept", keeps=money(found.keeps))
    return surface.say("cancel.cost_part", keeps=money(found.keeps), returns=money(found.returns))


def _without_money(surface: Surface, managed: Managed, cost: Cost) -> str:
    asked_until = cost.consequence.asked_until
    if not cost.consequence.is_late or asked_until is None:
        return surface.say("cancel.cost_nothing")
    return surface.say("cancel.cost_late", until=_moment(surface, managed, asked_until))


def cancelled_context(
    surface: Surface, managed: Managed, agreed: AgreedChange, now: int
) -> Context:
    """What the page of a booking that its patient cancelled is given."""
    clinic, booking = managed.clinic, managed.booking
    left = agreed.undo_until - now if agreed.state == "open" else 0
    currency = managed.payment.currency if managed.payment else clinic.currency
    returns = money_text(agreed.returns, currency, surface.language)
    view = CancelledView(
        appointment=managed.kind.name,
        slot_text=slot_text(local(clinic, booking.starts_at), surface.language),
        money_text=surface.say("cancelled.returns", returns=returns) if agreed.returns else "",
        token=managed.token,
        look_url=f"{surface.prefix}/b/{managed.token}",
        undo_seconds=max(0, left),
        remaining_text=countdown_text(left),
        now=now,
        again_url=surface.step_url(),
    )
    heading = surface.say("cancelled.heading")
    return {**base_context(clinic), "view": view, "kept": kept(surface), "announce": heading}


def _moment(surface: Surface, managed: Managed, instant: int) -> str:
    return slot_text(local(managed.clinic, instant), surface.language)
