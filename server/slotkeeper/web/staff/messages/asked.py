"""Which message a request is about, and the words that a form has sent."""

import re
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from slotkeeper.services.staff.messages import PARTS, Which, tidy
from slotkeeper.storage.wording import Words
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.messages.standard import standard_words, worded_messages
from slotkeeper.web.texts import Texts

_NUMBER = re.compile("[0-9]{1,15}")


PATH = "/{clinic:str}/messages/{channel:str}/{message:str}/{language:str}"


def asked_message(
    staff: NamedDependency[StaffVisit],
    channel: FromPath[str],
    message: FromPath[str],
    language: FromPath[str],
) -> Which:
    """The message of an address. Raises NotThere for one that patients never get, or a language
    that is none of the clinic's.
    """
    if language in staff.clinic.languages:
        for known in worded_messages():
            if known == (channel, message):
                return Which(channel=known[0], message=message, language=language)
    raise NotThere


ASKED = {"which": Provide(asked_message, sync_to_thread=False)}
"""Gives a handler of PATH the message that is asked for."""


def typed_words(staff: StaffVisit, which: Which) -> Words:
    """What was typed; a part that says what it says by itself is "", so that it follows the
    standard text.
    """
    standard = standard_words(patient_texts(staff.request), which)
    typed = {
        part: tidy(staff.fields.get(part, ""), is_line=part == "subject")
        for part in PARTS[which.channel]
    }
    return Words(
        **{part: "" if text == getattr(standard, part) else text for part, text in typed.items()}
    )


def typed_revision(staff: StaffVisit) -> int:
    """Which words the form has shown; -1 for nonsense."""
    typed = staff.fields.get("revision", "")
    return int(typed) if _NUMBER.fullmatch(typed) else -1


def patient_texts(request: Request[Any, Any, Any]) -> Texts:
    """The catalogues of what patients read."""
    texts: Texts = request.app.state.renderer.texts
    return texts
