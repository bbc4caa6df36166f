"""What the page of one message shows."""

from typing import Any

from slotkeeper.services.notices.wording import placeholders_of
from slotkeeper.services.staff.messages import LONGEST, LONGEST_TEXT, PARTS, Which
from slotkeeper.storage.audit_log import find_everybody
from slotkeeper.storage.sms_account import find_sms_account
from slotkeeper.storage.wording import STANDARD, Wording, Words
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.messages.asked import patient_texts
from slotkeeper.web.staff.messages.standard import (
    fallback_name,
    has_catalogue,
    language_name,
    standard_words,
)
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.texts import direction


async def message_context(
    staff: StaffVisit, which: Which, wording: Wording, words: Words, sent_to: str = ""
) -> dict[str, Any]:
    """For messages/message.html: `words` as they stand in the form; `sent_to` is where a test has
    gone.
    """
    texts, language = patient_texts(staff.request), staff.language
    standard, parts = standard_words(texts, which), PARTS[which.channel]
    return {
        "which": which,
        "name": message_name(staff, which.message),
        "address": message_address(staff, which),
        "revision": wording.revision,
        "is_own": wording.words != STANDARD,
        "may_undo": wording.revision > 0 and wording.before != wording.words,
        "changed": await _changed(staff, wording),
        "parts": [_part(staff, which, words, part) for part in parts],
        "values": {
            "number": staff.fields.get("number", ""),
            **{part: getattr(words, part) or getattr(standard, part) for part in parts},
        },
        "placeholders": placeholders_of(which.channel, which.message),
        "language_name": language_name(which.language, language),
        "languages": {each: language_name(each, language) for each in staff.clinic.languages},
        "has_catalogue": has_catalogue(texts, which.language),
        "fallback": fallback_name(language),
        "sent_to": sent_to,
        "can_test": await _can_test(staff, which),
    }


def _part(staff: StaffVisit, which: Which, words: Words, part: str) -> dict[str, Any]:
    """One field; words that are there in another language alone are written as that one is."""
    texts = patient_texts(staff.request)
    standard = getattr(standard_words(texts, which), part)
    is_fallen_back = bool(standard) and not getattr(words, part)
    tag = texts.best(which.language) if is_fallen_back else which.language
    return {
        "key": part,
        "longest": LONGEST[part] if which.channel == "mail" else LONGEST_TEXT,
        "language": tag,
        "direction": direction(tag),
    }


def message_name(staff: StaffVisit, message: str) -> str:
    """What a message is called: as its own heading says, where there is no shorter name."""
    try:
        return staff.text(f"words.name_{message}")
    except KeyError:
        return patient_texts(staff.request).template(staff.language, f"mail.{message}.heading")


def message_address(staff: StaffVisit, which: Which) -> str:
    """The path of its page."""
    return f"{staff.home}/messages/{which.channel}/{which.message}/{which.language}"


async def _can_test(staff: StaffVisit, which: Which) -> bool:
    if which.channel == "mail":
        return staff.toolbox.mail is not None
    return await find_sms_account(staff.toolbox.database, staff.clinic.id) is not None


async def _changed(staff: StaffVisit, wording: Wording) -> str:
    if not wording.revision:
        return ""
    names = await find_everybody(staff.toolbox.database, staff.clinic.id)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    who = names.get(wording.changed_by or 0)
    time = moments.day_and_time(wording.changed_at)
    if who:
        return staff.text("words.changed_by", name=who, time=time)
    return staff.text("words.changed", time=time)
