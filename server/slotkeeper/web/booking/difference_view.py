"""What a new time costs more or less, in words and as a sum, before the patient agrees (C2, P5)."""

from slotkeeper.services.changing.moving import Moving
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.booking.view_move import DifferenceView
from slotkeeper.web.formats import money_text


def difference_text(surface: Surface, moving: Moving) -> str:
    """What is paid next, given back, and paid at the clinic instead; "" where the price is the
    same.
    """
    difference, before = moving.difference, _at_clinic(moving)
    later = difference.at_clinic
    amount = difference.pays or difference.returns or abs(later - before)
    if difference.is_none and later == before:
        return ""

    def money(amount: int) -> str:
        return money_text(amount, moving.cost.currency, surface.language)

    return surface.say(_key(moving), amount=money(amount), later=money(later), before=money(before))


def difference_view(surface: Surface, moving: Moving) -> DifferenceView | None:
    """The same as a sum; None where the price is the same."""
    difference, cost = moving.difference, moving.cost
    if difference.is_none and difference.at_clinic == _at_clinic(moving):
        return None

    def money(amount: int) -> str:
        return money_text(amount, cost.currency, surface.language) if amount else ""

    paid = cost.consequence.keeps + cost.consequence.returns
    total = paid + difference.pays - difference.returns + difference.at_clinic
    return DifferenceView(
        paid=money(paid),
        label=surface.say("move.pays_next" if difference.pays else "cancel.returns"),
        amount=money(difference.pays or difference.returns),
        later=money(difference.at_clinic),
        total=money(total),
    )


def _key(moving: Moving) -> str:
    """Of the sentence: simple ones where what is paid at the clinic stays the same."""
    difference, before = moving.difference, _at_clinic(moving)
    later = difference.at_clinic
    if difference.is_none:
        return "move.later_more" if later > before else "move.later_less"
    if difference.returns:
        return "move.returns" if later == before else "move.returns_part"
    if later == before:
        return "move.pays"
    return "move.pays_part" if later else "move.pays_rest"


def _at_clinic(moving: Moving) -> int:
    """Minor units that were left to be paid there so far."""
    return moving.cost.paid.price - moving.cost.paid.deposit
