"""Refusals as a patient meets them: what happened, what it means, what to do next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import DailyLimitReached, FieldsInvalid, PaymentsClosed
from slotkeeper.services.changing.cancel import BookingChanged, CostChanged
from slotkeeper.services.payments.show import MoveOff, PaymentEnded
from slotkeeper.services.refusals import BeingAnswered, BeingPaid, ClosedToNew, Offer
from slotkeeper.services.trust.confirm_link import ConfirmedBefore
from slotkeeper.services.waitlist.entry import OfferOver
from slotkeeper.web.booking.asker_view import closed_context
from slotkeeper.web.booking.clinic_view import base_context, kept, local, summary
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.typed import typed_fields
from slotkeeper.web.booking.view import NoticeView, TimeButton
from slotkeeper.web.formats import long_day_text, money_text, slot_text, time_text

_CALL = {
    "closed",
    "please_call",
    "confirm_over",
    "limit",
    "too_many_holds",
    "unavailable",
    "broken",
    "link_over",
    "payment_closed",
    "not_authorised",
    "changes_closed",
    "moved_too_often",
    "undo_over",
    "entry_unknown",
    "waitlist_closed",
}
"""Notices whose way on is the telephone, or one of the ways."""

_PASSING = {"too_many", "too_many_holds", "unavailable", "broken"}
"""Notices after which the same form may well be taken, a moment later."""

_SHUT = {"closed", "clinic_unknown", "please_call", "changes_closed", "moved_too_often"}
"""Notices to which the first step would only lead back."""

_SLUG = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell: the key of its texts, the clinic where it is known, the form that was sent and
    its address, what was raised, and when.
    """

    key: str
    clinic: Clinic | None
    sent: Mapping[str, str]
    path: str
    problem: Exception
    now: int


def notice_context(surface: Surface, notice: Notice) -> Context:
    """What a notice without times is given."""
    if isinstance(notice.problem, ClosedToNew):
        return closed_context(surface, notice.problem)
    way_on = _begun(notice)
    if way_on:
        return _way_on(surface, notice, *way_on)
    leads_on = _leads_on(surface, notice)
    # The widget keeps the form itself; without JavaScript what was typed would be lost here.
    again = dict(notice.sent) if notice.key in _PASSING and not surface.is_fragment else {}
    view = NoticeView(
        key=notice.key,
        heading=surface.say(f"notice.{_of_move(notice)}.heading"),
        text=_text(surface, notice),
        call=notice.key in _CALL and notice.clinic is not None,
        action_text=surface.say("notice.start_again") if leads_on else "",
        action_url=surface.step_url() if leads_on else "",
        again_path=notice.path,
        again=again,
    )
    base = base_context(notice.clinic) if notice.clinic else {}
    return {**base, "view": view, "kept": kept(surface), "announce": view.heading}


def _begun(notice: Notice) -> tuple[str, str] | None:
    """Where something has begun already: what leads on there, and its address."""
    match notice.problem:
        case BeingPaid() as paying:
            return "details.pay", f"/p/{paying.token}"
        case BeingAnswered() as pending:
            return "pending.look", f"/b/{pending.token}"
        case ConfirmedBefore() as confirmed:
            return "confirmed.manage", f"/b/{confirmed.token}"
        case CostChanged():
            return "cancel.look_again", _booking(notice, "/cancel")
        case BookingChanged() | MoveOff():
            return "pending.look", _booking(notice)
        case _:
            return _waits(notice)


def _waits(notice: Notice) -> tuple[str, str] | None:
    """Where an offer that is over leads back to the place on the waiting list."""
    entry = quote(notice.sent.get("entry", ""), safe="")
    return (
        ("waitlist.see", f"/w/{entry}") if isinstance(notice.problem, OfferOver) and entry else None
    )


def _booking(notice: Notice, page: str = "") -> str:
    """The booking whose link the form has sent."""
    return f"/b/{quote(notice.sent.get('booking', ''), safe='')}{page}"


def _way_on(surface: Surface, notice: Notice, action: str, path: str) -> Context:
    """The way on is what has begun: a payment, or a request."""
    key = _of_move(notice)
    view = NoticeView(
        key=notice.key,
        heading=surface.say(f"notice.{notice.key}.heading"),
        text=surface.say(f"notice.{key}.text"),
        action_text=surface.say(action),
        action_url=surface.url(path),
    )
    base = base_context(notice.clinic) if notice.clinic else {}
    return {**base, "view": view, "kept": kept(surface), "announce": view.heading}


def _of_move(notice: Notice) -> str:
    """The key of the text, where something else is to be said while a booking is moved."""
    match notice.problem:
        case BeingPaid(booking=booking) if booking.moves:
            return "being_paid_move"
        case MoveOff(returned=True):
            return "move_off_returned"
        case PaymentsClosed() if notice.sent.get("booking"):
            return "payment_closed_move"
        case _:
            return notice.key


def _leads_on(surface: Surface, notice: Notice) -> bool:
    """Whether the first step is a way on: for an address that leads nowhere it is the one guess."""
    if notice.clinic:
        return notice.key not in _SHUT
    return notice.key == "not_found" and _SLUG.fullmatch(surface.slug) is not None


def offer_context(surface: Surface, notice: Notice, offer: Offer) -> Context:
    """The same with the nearest free times, in the form that holds one of them."""
    wish, say = offer.wish, surface.say
    chosen = {
        "type": wish.kind.slug,
        "practitioner": wish.practitioner,
        "location": wish.location or "",
        "patient_is": wish.said,
    }
    url = surface.step_url(**{**chosen, "location": wish.location or "any"})
    moving = notice.sent.get("booking", "")
    if moving:
        chosen = {"practitioner": wish.practitioner, "booking": moving}
        url = surface.url(_booking(notice, "/move"))
    key = notice.key if offer.nearest else "nothing_near"
    view = NoticeView(
        key=notice.key,
        heading=say(f"notice.{notice.key}.heading"),
        text=_stays_text(surface, notice) or say(f"notice.{key}.text"),
        keep_url=surface.url(_booking(notice)) if moving else "",
        call=not offer.nearest or notice.key in _CALL,
        action_text=say("notice.all_times"),
        action_url=url,
    )
    return {
        **base_context(wish.clinic),
        "view": view,
        "summary": () if moving else summary(surface, wish),
        "kept": kept(surface, **chosen),
        "hold_path": "/moves/holds" if moving else "/holds",
        "typed": {} if surface.is_fragment else typed_fields(notice.sent),
        "nearest": _by_day(surface, offer),
        "visitor": surface.new_visitor(),
        "announce": view.heading,
    }


def _stays_text(surface: Surface, notice: Notice) -> str:
    """Of a difference that was not paid, or given back; "" for any other problem."""
    ended, clinic = notice.problem, notice.clinic
    if not isinstance(ended, PaymentEnded) or ended.stays is None or clinic is None:
        return ""
    payment, language = ended.payment, surface.language
    return surface.say(
        "notice.move_returned.text" if payment.received else "notice.move_not_paid.text",
        slot=slot_text(local(clinic, ended.stays.starts_at), language),
        amount=money_text(payment.amount, payment.currency, language),
    )


def _by_day(surface: Surface, offer: Offer) -> tuple[tuple[str, tuple[TimeButton, ...]], ...]:
    clinic, language = offer.wish.clinic, surface.language
    timed = [(local(clinic, slot.starts_at), slot.starts_at) for slot in offer.nearest]
    return tuple(
        (
            long_day_text(day, language),
            tuple(TimeButton(start, time_text(at.time(), language)) for at, start in times),
        )
        for day, times in groupby(timed, key=lambda each: each[0].date())
    )


def _text(surface: Surface, notice: Notice) -> str:
    if isinstance(notice.problem, DailyLimitReached) and notice.clinic:
        next_at = slot_text(local(notice.clinic, notice.problem.next_at), surface.language)
        return surface.say("notice.limit.text", next=next_at)
    if isinstance(notice.problem, FieldsInvalid):
        return " ".join(
            surface.say(each.key, **each.values) for each in notice.problem.problems.values()
        )
    if notice.key == "please_call" and notice.clinic:
        return please_call_text(surface, notice.clinic)
    if notice.key == "fields":
        return surface.say("problem.encoding")
    return surface.say(f"notice.{_of_move(notice)}.text")


def please_call_text(surface: Surface, clinic: Clinic) -> str:
    """The clinic's own words, else ours: the same for everybody who is asked to call (T2)."""
    return clinic.trust.call_text or surface.say("notice.please_call.text")
