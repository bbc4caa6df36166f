"""Looking at words before patients read them: in a frame beside the form, in one's own inbox."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.gateways.mail import Mail, MailDown, MailPutOff, MailRefused
from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.sms.account import SmsNotSet
from slotkeeper.services.sms.try_it import send_test_text
from slotkeeper.services.staff.messages import Which, check_words, get_wording
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.wording import Words
from slotkeeper.web.headers import letter_page
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.messages.asked import ASKED, PATH, typed_words
from slotkeeper.web.staff.messages.message_show import show_words
from slotkeeper.web.staff.messages.sample import sample_body, sample_letter, sample_text
from slotkeeper.web.staff.roles import OWNERS

_ONLY_DARK = "(prefers-color-scheme: dark)"


@get(f"{PATH}/preview", opt=OWNERS, dependencies=ASKED)
async def show_preview_of_words(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """The message as it is sent, about a made-up booking."""
    wording = await get_wording(staff.toolbox.database, staff.clinic.id, which)
    return await _preview(staff, which, wording.words)


@post(f"{PATH}/preview", opt=OWNERS, dependencies=ASKED)
async def preview_typed_words(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """The message as the words in the form would make it."""
    return await _preview(staff, which, typed_words(staff, which))


@post(f"{PATH}/test", opt=OWNERS, dependencies=ASKED)
async def send_test(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """The message as the words in the form would make it, to whoever asks for it."""
    words = typed_words(staff, which)
    try:
        check_words(which, words)
        if which.channel == "mail":
            sent_to = await _send(staff, await sample_letter(staff, which, words))
        else:
            sent_to = await _send_text(staff, await sample_body(staff, which, words))
    except FieldsInvalid as wrong:
        return await show_words(staff, which, words, wrong)
    return await show_words(staff, which, words, sent_to=sent_to)


async def _send_text(staff: StaffVisit, body: str) -> str:
    """To the number in the form, which is the answer."""
    typed = staff.fields.get("number", "")
    try:
        tried = await send_test_text(staff.toolbox, staff.actor, staff.clinic, typed, body)
    except (SmsNotSet, VaultLocked):
        tried = "not_set"
    if tried != "sent":
        raise _not_sent(tried)
    return typed


def _not_sent(problem: str) -> FieldsInvalid:
    return FieldsInvalid({"form": Problem("wrong.words_not_sent", problem=problem)})


async def _send(staff: StaffVisit, letter: Letter) -> str:
    """To whoever asks, whose address is the answer; without the calendar file: nobody wants an
    appointment that is none. Raises FieldsInvalid where it was not taken.
    """
    mail = staff.toolbox.mail
    if mail is None:
        raise _not_sent("not_set")
    test = Mail(
        to=staff.person.email,
        to_name=staff.person.name,
        sender_name=staff.clinic.name,
        reply_to="",
        subject=staff.text("words.test_subject", subject=letter.subject),
        text=letter.text,
        html=letter.html,
        language=staff.language,
        message_id=f"{uuid4()}@{mail.domain}",
        sent_at=staff.toolbox.clock(),
        attachments=tuple(
            each for each in letter.attachments if not each.media_type.startswith("text/calendar")
        ),
    )
    try:
        await mail.send(test)
    except (MailDown, MailPutOff, MailRefused) as trouble:
        raise _not_sent(trouble.problem) from trouble
    return staff.person.email


async def _preview(staff: StaffVisit, which: Which, words: Words) -> Response[str]:
    is_dark = staff.fields.get("shade") == "dark"
    if which.channel == "mail":
        letter = await sample_letter(staff, which, words)
        html = _with_subject(staff, letter)
    else:
        html = await sample_text(staff, which, words)
    # A frame cannot be told which colours its reader likes, so the one condition is decided here.
    html = html.replace(_ONLY_DARK, "all" if is_dark else "not all")
    headers = {**PRIVATE, **letter_page()}
    return Response(html, status_code=200, media_type=MediaType.HTML, headers=headers)


def _with_subject(staff: StaffVisit, letter: Letter) -> str:
    bar = staff.portal.show("messages/subject.html", staff.language, {"letter": letter})
    head, body, rest = _with_pictures(letter).partition("<body")
    inside, end, rest = rest.partition(">")
    return f"{head}{body}{inside}{end}{bar}{rest}"


def _with_pictures(letter: Letter) -> str:
    """The HTML with the pictures in it that go beside it in a mail."""
    html = letter.html
    for each in letter.attachments:
        if each.content_id:
            picture = f"data:{each.media_type};base64,{b64encode(each.data).decode()}"
            html = html.replace(f"cid:{each.content_id}", picture)
    return html
