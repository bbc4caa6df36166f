"""/staff/{clinic}/messages: every message to patients, in each of the clinic's languages."""

from collections.abc import Iterator
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.services.staff.messages import Which
from slotkeeper.storage.wording import STANDARD, Wording, find_wordings
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.messages.asked import patient_texts
from slotkeeper.web.staff.messages.message_view import message_name
from slotkeeper.web.staff.messages.standard import (
    has_catalogue,
    language_name,
    standard_words,
    worded_messages,
)
from slotkeeper.web.staff.roles import OWNERS

_LONGEST = 160


@get("/{clinic:str}/messages", opt=OWNERS)
async def show_messages(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What each says, and in whose words."""
    own = await find_wordings(staff.toolbox.database, staff.clinic.id)
    found = list(_rows(staff, own))
    texts = patient_texts(staff.request)
    return staff.show(
        "messages/list.html",
        channels=[
            {"key": channel, "rows": [each for each in found if each["channel"] == channel]}
            for channel in ("mail", "sms")
        ],
        without=[
            language_name(each, staff.language)
            for each in staff.clinic.languages
            if not has_catalogue(texts, each)
        ],
    )


def _rows(staff: StaffVisit, own: list[Wording]) -> Iterator[dict[str, Any]]:
    by_key = {(each.channel, each.message, each.language): each for each in own}
    texts = patient_texts(staff.request)
    for channel, message in worded_messages():
        languages = []
        for language in staff.clinic.languages:
            wording = by_key.get((channel, message, language))
            which = Which(channel=channel, message=message, language=language)
            words = standard_words(texts, which)
            opening = (wording.words.opening if wording else "") or words.opening
            languages.append(
                {
                    "tag": language,
                    "name": language_name(language, staff.language),
                    "is_own": wording is not None and wording.words != STANDARD,
                    "opening": _short(opening),
                    "has_catalogue": has_catalogue(texts, language),
                }
            )
        yield {
            "channel": channel,
            "message": message,
            "name": message_name(staff, message),
            "languages": languages,
        }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
