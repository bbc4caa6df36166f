"""[notices]: who is told of bookings, by which ways and when (N1, N6, N7)."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.parse_trust import format_minutes, parse_minutes
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.toml_text import Pairs, Toml, given, inline, lines, table
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import (
    PRACTITIONER_NOTICES,
    SMS_OCCASIONS,
    NoticeRules,
    PractitionerNotice,
    QuietHours,
    Reminder,
    SmsOccasion,
)

MOST_ADDRESSES = 10
MOST_REMINDERS = 4
LONGEST_LEAD_DAYS = 60

T = TypeVar("T")

_NEVER = "0m"
_MINUTES_A_DAY = 1440
_STANDARD = NoticeRules()


def parse_notices(section: Section) -> NoticeRules:
    """The section as a value; what is wrong is reported, and the standard stands for it."""
    rules = NoticeRules(
        send_to=_parse_send_to(section),
        mobile=section.parsed("mobile", fields.parse_phone, ""),
        escalate_after=section.parsed("escalate_after", _parse_patience, _STANDARD.escalate_after),
        staff_changes=section.flag("staff_changes", default=False),
        reminders=_parse_reminders(section),
        sms=_in_order(SMS_OCCASIONS, section.items("sms", _read_occasion, _one_of(SMS_OCCASIONS))),
        quiet_hours=_parse_quiet_hours(section),
    )
    section.close()
    return rules


def parse_practitioner_notices(row: Section) -> tuple[PractitionerNotice, ...]:
    """What a practitioner asked to be told of; they need an address for it."""
    expected = _one_of(PRACTITIONER_NOTICES)
    found: tuple[PractitionerNotice, ...] = row.items("notices", _read_notice, expected)
    if found and not row.raw("email"):
        row.wrong("notices", 'nothing without an "email" to which notices go')
    return _in_order(PRACTITIONER_NOTICES, found)


def write_notices(rules: NoticeRules) -> Iterator[str]:
    """Nothing for a clinic that has left all as it comes."""
    if rules != _STANDARD:
        yield table("[notices]", _pairs(rules))


def silent_notices() -> dict[str, Any]:
    """What the section means where the file has none of it."""
    return {
        "escalate_after": _format_patience(_STANDARD.escalate_after),
        "staff_changes": False,
        "reminders": [_row(each) for each in _STANDARD.reminders],
        "quiet_hours": _quiet_hours(_STANDARD.quiet_hours),
    }


def _pairs(rules: NoticeRules) -> Pairs:
    if rules.send_to:
        yield "send_to", rules.send_to
    if rules.mobile:
        yield "mobile", rules.mobile
    yield "escalate_after", _format_patience(rules.escalate_after)
    yield from given("staff_changes", rules.staff_changes)
    yield "reminders", lines([_reminder(each) for each in rules.reminders])
    if rules.sms:
        yield "sms", rules.sms
    yield "quiet_hours", inline(**_quiet_hours(rules.quiet_hours))


def _parse_send_to(section: Section) -> tuple[str, ...]:
    found = section.items("send_to", _read_email, 'an e-mail address such as "desk@clinic.example"')
    if len(found) > MOST_ADDRESSES:
        section.wrong("send_to", f"at most {MOST_ADDRESSES} addresses")
    return found


def _parse_patience(text: str) -> int:
    if text == _NEVER:
        return 0
    try:
        return parse_minutes(text)
    except ValueError as error:
        raise ValueError(f'{error}, or "{_NEVER}" for never') from error


def _format_patience(minutes: int) -> str:
    return format_minutes(minutes) if minutes else _NEVER


def _parse_reminders(section: Section) -> tuple[Reminder, ...]:
    if section.raw("reminders") is None:
        return _STANDARD.reminders
    rows = section.tables("reminders", '{ before = "24h", by = "mail" }')
    if len(rows) > MOST_REMINDERS:
        section.wrong("reminders", f"at most {MOST_REMINDERS} reminders")
    found: list[Reminder] = []
    for row in rows:
        reminder = _parse_reminder(row)
        if reminder in found:
            row.wrong("before", "each reminder only once")
        found.append(reminder)
    return tuple(found)


def _parse_reminder(row: Section) -> Reminder:
    before = row.parsed("before", parse_lead)
    reminder = Reminder(
        before=before or CutOff(24, "h"), by=row.choice("by", ("mail", "sms"), "mail")
    )
    row.close()
    return reminder


def parse_lead(text: str) -> CutOff:
    """How long before the appointment: "90m", "24h", or "1d" for the same local time the day
    before. Raises ValueError.
    """
    lead = fields.parse_cut_off(text)
    minutes = lead.amount * {"m": 1, "h": 60, "d": _MINUTES_A_DAY}[lead.unit]
    if not 0 < minutes <= LONGEST_LEAD_DAYS * _MINUTES_A_DAY:
        raise ValueError(f'a time such as "2h" or "1d", at most "{LONGEST_LEAD_DAYS}d"')
    return lead


def _reminder(reminder: Reminder) -> Toml:
    return inline(**_row(reminder))


def _row(reminder: Reminder) -> dict[str, str]:
    return {"before": fields.format_cut_off(reminder.before), "by": reminder.by}


def _parse_quiet_hours(section: Section) -> QuietHours:
    hours = section.table("quiet_hours", '{ from = "21:00", to = "08:00" }')
    if not isinstance(section.raw("quiet_hours"), dict):
        return _STANDARD.quiet_hours
    quiet = QuietHours(
        starts=_minute(hours, "from", _STANDARD.quiet_hours.starts),
        ends=_minute(hours, "to", _STANDARD.quiet_hours.ends),
    )
    hours.close()
    return quiet


def _minute(hours: Section, key: str, silent: int) -> int:
    """Minutes after midnight, which both "00:00" and "24:00" are."""
    found = hours.parsed(key, fields.parse_time)
    return silent if found is None else found % _MINUTES_A_DAY


def _quiet_hours(quiet: QuietHours) -> dict[str, str]:
    return {"from": fields.format_time(quiet.starts), "to": fields.format_time(quiet.ends)}


def _read_email(value: object) -> str | None:
    try:
        return fields.parse_email(value) or None if isinstance(value, str) else None
    except ValueError:
        return None


def _read_occasion(value: object) -> SmsOccasion | None:
    return next((each for each in SMS_OCCASIONS if each == value), None)


def _read_notice(value: object) -> PractitionerNotice | None:
    return next((each for each in PRACTITIONER_NOTICES if each == value), None)


def _one_of(words: Sequence[str]) -> str:
    return "one of " + ", ".join(f'"{each}"' for each in words)


def _in_order(known: Sequence[T], found: Sequence[T]) -> tuple[T, ...]:
    return tuple(each for each in known if each in found)
