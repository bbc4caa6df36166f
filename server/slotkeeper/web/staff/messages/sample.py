"""A message about a made-up booking, in words that may not be saved yet."""

from typing import Any

from litestar import Request

from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.domain.sms_text import count_segments, is_gsm7
from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.notices.sample import sample_notice
from slotkeeper.services.staff.messages import Which
from slotkeeper.storage.wording import Wording, Words, find_wordings
from slotkeeper.web.mail.writer import LetterWriter
from slotkeeper.web.sms.text_writer import TextWriter
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.messages.asked import patient_texts
from slotkeeper.web.texts import direction


async def sample_letter(staff: StaffVisit, which: Which, words: Words) -> Letter:
    """The mail as it would be sent, with those words."""
    notice = await _notice(staff, which, words)
    return _letters(staff.request, staff).write(notice, staff.toolbox.clock())


async def sample_text(staff: StaffVisit, which: Which, words: Words) -> str:
    """A page that shows the text message as a telephone does, and in how many parts it goes."""
    said = await sample_body(staff, which, words)
    return staff.portal.show(
        "messages/telephone.html",
        staff.language,
        {
            "said": said,
            "tag": which.language,
            "said_direction": direction(which.language),
            "signs": len(said),
            "parts": count_segments(said),
            "is_gsm7": is_gsm7(said),
            "clinic": staff.clinic,
        },
    )


async def sample_body(staff: StaffVisit, which: Which, words: Words) -> str:
    """The text message as it would be sent, with those words."""
    writer = TextWriter(patient_texts(staff.request), staff.portal.texts)
    return writer.write(await _notice(staff, which, words))


async def _notice(staff: StaffVisit, which: Which, words: Words) -> Notice:
    clinic, toolbox = staff.clinic, staff.toolbox
    found = await find_wordings(toolbox.database, clinic.id, which.channel, which.message)
    typed = Wording(
        clinic_id=clinic.id,
        channel=which.channel,
        message=which.message,
        language=which.language,
        words=words,
    )
    others = [each for each in found if each.language != which.language]
    return sample_notice(
        clinic,
        which.channel,
        which.message,
        which.language,
        [typed, *others],
        base_url=toolbox.base_url,
        now=toolbox.clock(),
        for_another=staff.fields.get("whom") == "another",
    )


def _letters(request: Request[Any, Any, Any], staff: StaffVisit) -> LetterWriter:
    """Read once a server: its templates are compiled when somebody first looks at a message."""
    state = request.app.state
    writer: LetterWriter | None = getattr(state, "letters_to_look_at", None)
    if writer is None:
        texts = patient_texts(request), staff.portal.texts
        base_url = staff.toolbox.base_url
        writer = LetterWriter(widget_folder(), texts[0], portal_folder(), texts[1], base_url)
        state.letters_to_look_at = writer
    return writer
