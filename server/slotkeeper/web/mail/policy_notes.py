"""What letters to patients say of the policy, and of the money once it was carried out (C2, N7)."""

from collections.abc import Iterator

from slotkeeper.domain.policy_stages import paid_for_payment
from slotkeeper.services.changing.changeable import policy_of
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import money_text
from slotkeeper.web.policy_words import Say, policy_words


def policy_notes(notice: Notice, say: Say, language: str) -> Iterator[str]:
    """The clinic's own text, then what the windows say."""
    clinic = notice.clinic
    if own := clinic.online_booking.cancellation_policy:
        yield own
    managed = notice.managed
    paid = paid_for_payment(managed.payment, clinic.currency, managed.kept_at_least)
    if said := policy_words(say, language, policy_of(clinic, notice.booking), paid):
        yield said


def moved_notes(notice: Notice, say: Say, language: str) -> Iterator[str]:
    """What was paid more for the new time, or goes back of it; and what is paid at the clinic."""
    money = notice.moved_money
    if money is None:
        return

    def text(amount: int) -> str:
        return money_text(amount, money.currency, language)

    if money.paid:
        yield say("mail.moved_paid", amount=text(money.paid), total=text(money.total))
    if money.returns:
        yield say("mail.moved_returns", amount=text(money.returns))
    if not money.paid and not money.returns:
        more = money.at_clinic - money.at_clinic_was
        key = "mail.moved_later_more" if more > 0 else "mail.moved_later_less"
        before, later = text(money.at_clinic_was), text(money.at_clinic)
        yield say(key, amount=text(abs(more)), before=before, later=later)
    elif money.at_clinic:
        yield say("mail.moved_later", amount=text(money.at_clinic))


def money_notes(notice: Notice, say: Say, language: str) -> Iterator[str]:
    """What goes back, and what is kept."""
    money = notice.money
    if money is None:
        return

    def text(amount: int) -> str:
        return money_text(amount, money.currency, language)

    if money.returns:
        yield say("mail.money_returns", returns=text(money.returns))
    if money.is_open and money.keeps:
        yield say("mail.money_open", paid=text(money.keeps))
    elif money.keeps:
        yield say("mail.money_keeps", keeps=text(money.keeps))
