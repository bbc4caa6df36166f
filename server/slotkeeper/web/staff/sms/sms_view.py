"""What the page of text messages shows."""

from typing import Any

from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.storage.sms_account import SmsAccount, find_sms_account
from slotkeeper.storage.sms_stop import count_stops, find_stops
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

TEMPLATE = "sms/account.html"
_MOST_STOPS = 200
_WORDS = frozenset(
    {"unreachable", "authentication", "sender", "busy", "number", "region", "stopped", "unsure"}
)


async def sms_context(staff: StaffVisit, tried: str = "") -> dict[str, Any]:
    """The account, how it does, which texts are sent when, and who has said STOP; `tried` is how
    the test text went.
    """
    reader, clinic = staff.toolbox.database, staff.clinic
    account = await find_sms_account(reader, clinic.id)
    moments = Moments(clinic.time_zone, staff.language, staff.toolbox.clock())
    stops = await find_stops(reader, clinic.id, _MOST_STOPS)
    return {
        "account": account,
        "state": _state(staff, account, moments),
        "is_failing": bool(account and account.enabled and account.failing_since),
        "values": _values(account),
        "answers": f"{staff.toolbox.base_url}/hooks/sms/{clinic.slug}/answers",
        "rules": _rules(staff, clinic.notices, moments),
        "stops": [(each.number, moments.day_and_time(each.said_at)) for each in stops],
        "stops_more": max(0, await count_stops(reader, clinic.id) - len(stops)),
        "tried": tried_text(staff, tried) if tried else "",
        "was_sent": tried == "sent",
    }


def tried_text(staff: StaffVisit, tried: str) -> str:
    """How a test text went, in words."""
    if tried == "sent":
        return staff.text("sms.tried_sent")
    return staff.text("sms.tried_not", why=problem_text(staff, tried))


def problem_text(staff: StaffVisit, problem: str) -> str:
    """What a word or a code means."""
    if problem in _WORDS:
        return staff.text(f"sms.problem_{problem}")
    return staff.text("sms.problem_code", code=problem)


def _state(staff: StaffVisit, account: SmsAccount | None, moments: Moments) -> str:
    if account is None:
        return staff.text("sms.is_none")
    if not account.enabled:
        return staff.text("sms.is_off")
    if account.failing_since is None:
        return staff.text("sms.is_on", sender=account.sender)
    since = moments.day_and_time(account.failing_since)
    return staff.text("sms.failing", since=since, why=problem_text(staff, account.problem))


def _values(account: SmsAccount | None) -> dict[str, str]:
    """What the form begins with; the token never leaves."""
    if account is None:
        return {}
    return {"account": account.account, "sender": account.sender}


def _rules(staff: StaffVisit, rules: NoticeRules, moments: Moments) -> list[str]:
    """On which occasions texts are sent, and when they rest."""
    said = [staff.text(f"sms.when_{each}") for each in rules.sms]
    if any(each.by == "sms" for each in rules.reminders):
        said.append(staff.text("sms.when_reminder"))
    quiet = rules.quiet_hours
    if said and quiet.starts != quiet.ends:
        starts, ends = moments.clock(quiet.starts), moments.clock(quiet.ends)
        said.append(staff.text("sms.quiet", starts=starts, ends=ends))
    return said
