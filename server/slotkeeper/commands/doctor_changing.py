"""What `slotkeeper doctor` finds about a clinic's policy of cancelling and its waiting list."""

from collections.abc import AsyncIterator, Iterator

from slotkeeper.clock import choose_clock
from slotkeeper.config import Settings
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file.fields import format_cut_off
from slotkeeper.domain.clinic_file.parse_change_policy import minutes_of
from slotkeeper.domain.notice_rules import QuietHours
from slotkeeper.domain.policy_stages import is_said
from slotkeeper.domain.policy_text import other_lengths
from slotkeeper.domain.terms import terms_text
from slotkeeper.storage.database import Reader
from slotkeeper.storage.sms_account import find_text_rules
from slotkeeper.storage.waitlist import count_waiting
from slotkeeper.storage.waitlist_message import count_untold

_DAY = 1440
_LEAST_AWAKE = 60
"""Minutes of a day outside the quiet hours, below which hardly anything can be offered."""


def examine_policy(clinic: Clinic) -> Iterator[tuple[str, str]]:
    """What is right and what is wrong, of each one is said."""
    prepaid = [e for e in clinic.appointment_types if e.enabled and e.prepay.kind != "none"]
    shown = [e.name for e in prepaid if not clinic.change_policy_of(e).enforced]
    if shown and clinic.online_booking.cancel_and_reschedule:
        said = f"who cancels {', '.join(shown)} gets nothing back by itself: what the policy says "
        yield said + "is shown, and staff decide each time ([change_policy] enforced).", ""
    policies = [clinic.change_policy, *map(clinic.change_policy_of, clinic.appointment_types)]
    others = other_lengths(terms_text(clinic.online_booking), policies)
    if others and any(is_said(each) for each in policies):
        windows = [format_cut_off(each.until) for each in clinic.change_policy.windows]
        said = "perhaps its texts say something else than its policy: where they speak of "
        named = f"cancelling they name {', '.join(others)}"
        yield f"{said}{named}; the windows reach to {', '.join(windows) or 'no time'}.", ""


async def examine_waitlist(
    reader: Reader, settings: Settings, clinic: Clinic
) -> AsyncIterator[tuple[str, str]]:
    """The same of its waiting list; nothing for a clinic that keeps none."""
    waiting = await count_waiting(reader, clinic.id)
    if not clinic.waitlist.enabled:
        for wrong in _while_off(clinic, waiting):
            yield "", wrong
        return
    minutes = clinic.waitlist.offer_minutes
    yield f"it keeps a waiting list: {_people(waiting)}, and an offer lasts {minutes} minutes.", ""
    if untold := await count_untold(reader, clinic.id, choose_clock(settings.clock)()):
        yield f"messages to people of its waiting list that did not arrive: {untold}.", ""
    has_texts = clinic.waitlist.sms and await find_text_rules(reader, clinic.id) is not None
    if settings.mail is None and not has_texts:
        missing = "no offer of the waiting list arrives: it has neither mail nor texts."
        yield ("", missing) if settings.mode == "production" else (missing, "")
    awake = _awake(clinic.notices.quiet_hours)
    if awake < _LEAST_AWAKE:
        said = f"its quiet hours leave {awake} minutes of a day in which the waiting list is "
        yield "", said + "offered anything ([notices] quiet_hours)."
    if minutes > minutes_of(clinic.online_booking.cut_off):
        said = "an offer of the waiting list lasts longer than the cut-off, so that a time that "
        kept = "becomes free late is kept for one person until it begins "
        yield f"{said}{kept}([waitlist] offer_minutes, [online_booking] cut_off).", ""


def _while_off(clinic: Clinic, waiting: int) -> Iterator[str]:
    if waiting:
        yield f"{_people(waiting)} on a list that is switched off ([waitlist] enabled)."
    kept = [p.name for p in clinic.practitioners if any(e.waitlist_for for e in p.protected)]
    if kept:
        yield (
            f"protected times of {', '.join(kept)} are kept for a waiting list that is switched "
            "off ([waitlist] enabled, [[practitioner]] protected)."
        )


def _people(waiting: int) -> str:
    return "1 person waits" if waiting == 1 else f"{waiting or 'no'} people wait"


def _awake(quiet: QuietHours) -> int:
    """Minutes of a day that are not quiet; equal ends mean that none are."""
    starts, ends = quiet.starts, quiet.ends
    return _DAY - (ends - starts) if starts <= ends else starts - ends
