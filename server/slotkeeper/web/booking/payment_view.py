"""The payment step, and what is shown while a payment is under way."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.tokens import Signer
from slotkeeper.services.payments.links import sign_payment
from slotkeeper.services.payments.show import Shown
from slotkeeper.web.booking.clinic_view import asked_of, base_context, kept, local, summary_of_hold
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import HoldView, PaymentView, ProcessingView
from slotkeeper.web.formats import countdown_text, money_text, slot_text, time_text

FRAMED_POLL_SECONDS = 5
"""The pay page is in another tab or the top window: the frame asks by itself what became of it."""


def payment_context(
    surface: Surface, signer: Signer, shown: Shown, *, pay_url: str = "", notice: str = ""
) -> Context:
    """What the payment step is given; `pay_url` makes links of the button, `notice` is a key of the
    catalogue, "" for none.
    """
    clinic, payment = shown.clinic, shown.payment
    hold = _kept_time(surface, signer, shown)

    def money(amount: int) -> str:
        return money_text(amount, payment.currency, surface.language) if amount else ""

    view = PaymentView(
        token=hold.token,
        hold=hold,
        amount_text=money(payment.amount),
        later_text=money(payment.at_clinic),
        total_text=money(_total(payment)),
        pay_url=pay_url,
        notice=surface.say(notice, time=hold.until_text) if notice else "",
        is_test=not payment.live,
        poll_seconds=FRAMED_POLL_SECONDS if pay_url and surface.is_fragment else 0,
    )
    asked = asked_of(clinic, shown.wish.kind)
    return {
        **base_context(clinic, asked.position("payment")),
        "view": view,
        "summary": summary_of_hold(surface, shown.wish, shown.booking, asked),
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
        "kept": kept(surface),
        "announce": surface.say("payment.waiting"),
    }


def pay_page_message(surface: Surface, clinic: Clinic, payment: Payment, starts_at: int) -> str:
    """What stands beside the button of the pay page, in the language in which the payment was asked
    for.
    """
    texts, language = surface.renderer.texts, payment.language
    return texts.text(
        language,
        "payment.until",
        slot=slot_text(local(clinic, starts_at), language),
        time=time_text(local(clinic, payment.deadline).time(), language),
    )


def _total(payment: Payment) -> int:
    """Both parts, where there are two; beside a difference stands what is left to pay, no sum."""
    is_whole = payment.at_clinic and not payment.moves
    return payment.amount + payment.at_clinic if is_whole else 0


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
