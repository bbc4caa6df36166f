"""Paying the difference of a moved booking, in words: from which time to which, and its sums."""

from msgspec.structs import replace

from slotkeeper.services.booking_link import Managed
from slotkeeper.services.payments.show import Shown, ToMove
from slotkeeper.web.booking.clinic_view import asked_of, local, summary_of_hold
from slotkeeper.web.booking.move_view import before_text, new_place
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.booking.view import Chosen
from slotkeeper.web.booking.view_move import PaidMoveView
from slotkeeper.web.formats import money_text, slot_text


def paid_move_view(surface: Surface, shown: Shown) -> PaidMoveView | None:
    """None for a payment of the booking itself."""
    to_move, payment = shown.to_move, shown.payment
    if to_move is None:
        return None
    paid = _paid(to_move.before)

    def money(amount: int) -> str:
        return money_text(amount, payment.currency, surface.language) if amount else ""

    return PaidMoveView(
        before_text=before_text(surface, to_move.before, to_move.after),
        after_text=_after_text(surface, to_move),
        place=new_place(to_move.before, to_move.after),
        stays=_moment(to_move.before, surface.language),
        paid_text=money(paid),
        total_text=money(paid + payment.amount + payment.at_clinic),
    )


def fixed_summary(surface: Surface, shown: Shown) -> list[Chosen]:
    """What is moved, where no decision can be changed any more."""
    asked = asked_of(shown.clinic, shown.wish.kind)
    chosen = summary_of_hold(surface, shown.wish, shown.booking, asked)
    return [replace(each, change_url=None, back_to=None) for each in chosen]


def move_page_message(surface: Surface, to_move: ToMove, language: str, time: str) -> str:
    """What stands beside the button of the pay page."""
    return surface.renderer.texts.text(
        language,
        "payment.until_move",
        before=_moment(to_move.before, language),
        slot=_moment(to_move.after, language),
        time=time,
    )


def _after_text(surface: Surface, to_move: ToMove) -> str:
    """With whom, if that is somebody else."""
    before, after = to_move.before, to_move.after
    slot = _moment(after, surface.language)
    if before.booking.practitioner_id == after.booking.practitioner_id:
        return slot
    return surface.say("move.with", slot=slot, practitioner=after.practitioner.name)


def _paid(before: Managed) -> int:
    """Minor units that the clinic has of it."""
    payment = before.payment
    return max(0, payment.received - payment.refunded) if payment else 0


def _moment(managed: Managed, language: str) -> str:
    return slot_text(local(managed.clinic, managed.booking.starts_at), language)
