"""The payment step, and what is shown while a payment is under way."""

from slotkeeper.domain.payment import Payment
from slotkeeper.domain.tokens import Signer
from slotkeeper.services.payments.links import sign_payment
from slotkeeper.services.payments.show import Shown
from slotkeeper.web.booking.clinic_view import asked_of, base_context, kept, local, summary_of_hold
from slotkeeper.web.booking.payment_move_view import (
    fixed_summary,
    move_page_message,
    paid_move_view,
)
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import HoldView, PaymentView, ProcessingView
from slotkeeper.web.formats import countdown_text, money_text, slot_text, time_text

_NOTICES_OF_MOVES = {"payment.down": "payment.down_move"}

FRAMED_POLL_SECONDS = 5
"""The pay page is in another tab or the top window: the frame asks by itself what became of it."""


def payment_context(
    surface: Surface, signer: Signer, shown: Shown, *, pay_url: str = "", notice: str = ""
) -> Context:
    """What the payment step is given; `pay_url` makes links of the button, `notice` is a key of the
    catalogue, "" for none.
    """
    clinic, payment, move = shown.clinic, shown.payment, paid_move_view(surface, shown)
    hold = _kept_time(surface, signer, shown)
    notice = _NOTICES_OF_MOVES.get(notice, notice) if move else notice

    def money(amount: int) -> str:
        return money_text(amount, payment.currency, surface.language) if amount else ""

    view = PaymentView(
        token=hold.token,
        hold=hold,
        amount_text=money(payment.amount),
        later_text=money(payment.at_clinic),
        total_text=move.total_text if move else money(_total(payment)),
        pay_url=pay_url,
        notice=surface.say(notice, time=hold.until_text) if notice else "",
        is_test=not payment.live,
        poll_seconds=FRAMED_POLL_SECONDS if pay_url and surface.is_fragment else 0,
    )
    asked = asked_of(clinic, shown.wish.kind)
    chosen = summary_of_hold(surface, shown.wish, shown.booking, asked)
    return {
        **base_context(clinic, (0, 0) if move else asked.position("payment")),
        "view": view,
        "move": move,
        "summary": fixed_summary(surface, shown) if move else chosen,
        "kept": kept(surface),
        "announce": view.notice or surface.say("hold.keeping", slot=hold.slot_text),
    }


def processing_context(surface: Surface, signer: Signer, shown: Shown) -> Context:
    """What the patient sees until it is known whether the payment came through."""
    clinic, payment, booking = shown.clinic, shown.payment, shown.booking
    view = ProcessingView(
        token=sign_payment(signer, booking),
        amount_text=money_text(payment.amount, payment.currency, surface.language),
        slot_text=slot_text(local(clinic, booking.starts_at), surface.language),
    )
    return {
        **base_context(clinic),
        "view": view,
        "move": paid_move_view(surface, shown),
        "kept": kept(surface),
        "announce": surface.say("payment.waiting"),
    }


def pay_page_message(surface: Surface, shown: Shown) -> str:
    """What stands beside the button of the pay page, in the language in which the payment was asked
    for.
    """
    clinic, payment, language = shown.clinic, shown.payment, shown.payment.language
    time = time_text(local(clinic, payment.deadline).time(), language)
    if shown.to_move:
        return move_page_message(surface, shown.to_move, language, time)
    slot = slot_text(local(clinic, shown.booking.starts_at), language)
    return surface.renderer.texts.text(language, "payment.until", slot=slot, time=time)


def _total(payment: Payment) -> int:
    """Both parts, where there are two."""
    return payment.amount + payment.at_clinic if payment.at_clinic else 0


def _kept_time(surface: Surface, signer: Signer, shown: Shown) -> HoldView:
    clinic, payment = shown.clinic, shown.payment
    return HoldView(
        token=sign_payment(signer, shown.booking),
        expires_at=payment.deadline,
        now=shown.now,
        slot_text=slot_text(local(clinic, shown.booking.starts_at), surface.language),
        until_text=time_text(local(clinic, payment.deadline).time(), surface.language),
        remaining_text=countdown_text(payment.deadline - shown.now),
        can_extend=False,
    )
