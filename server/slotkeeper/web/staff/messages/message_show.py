"""/staff/{clinic}/messages/{channel}/{message}/{language}: one message, to be worded."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.messages import (
    Which,
    WordingStale,
    get_wording,
    save_words,
    say_standard,
    undo_words,
)
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.wording import Words
from slotkeeper.web.headers import portal_with_frame
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.messages.asked import ASKED, PATH, typed_revision, typed_words
from slotkeeper.web.staff.messages.message_view import message_address, message_context
from slotkeeper.web.staff.roles import OWNERS

_TEMPLATE = "messages/message.html"
_Change = Callable[[Toolbox, Actor, Which, int], Awaitable[object]]


@get(PATH, opt=OWNERS, dependencies=ASKED)
async def show_message(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Its words as they are."""
    wording = await get_wording(staff.toolbox.database, staff.clinic.id, which)
    return await show_words(staff, which, wording.words)


@post(PATH, opt=OWNERS, dependencies=ASKED)
async def update_message(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Other words from now on."""
    words, revision = typed_words(staff, which), typed_revision(staff)
    try:
        await save_words(staff.toolbox, staff.actor, which, words, revision)
    except FieldsInvalid as wrong:
        return await show_words(staff, which, words, wrong)
    except WordingStale:
        return await show_words(staff, which, words, _STALE)
    return staff.redirect(message_address(staff, which), told="words_saved")


@post(f"{PATH}/undo", opt=OWNERS, dependencies=ASKED)
async def undo_message(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """As before the last change."""
    return await _change(staff, which, undo_words, "words_undone")


@post(f"{PATH}/standard", opt=OWNERS, dependencies=ASKED)
async def say_standard_message(
    which: NamedDependency[Which], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Back to the standard words."""
    return await _change(staff, which, say_standard, "words_standard")


async def _change(staff: StaffVisit, which: Which, change: _Change, told: str) -> Response[Any]:
    try:
        await change(staff.toolbox, staff.actor, which, typed_revision(staff))
    except WordingStale:
        return await _show_stale(staff, which)
    return staff.redirect(message_address(staff, which), told=told)


_STALE = FieldsInvalid({"form": Problem("wrong.words_stale")})


async def show_words(
    staff: StaffVisit,
    which: Which,
    words: Words,
    wrong: FieldsInvalid | None = None,
    sent_to: str = "",
) -> Response[Any]:
    """The page with those words in its form, and what is wrong with them or where a test went."""
    wording = await get_wording(staff.toolbox.database, staff.clinic.id, which)
    context = await message_context(staff, which, wording, words, sent_to)
    response = (
        staff.show_wrong(_TEMPLATE, wrong, **context) if wrong else staff.show(_TEMPLATE, **context)
    )
    frame = f"{staff.toolbox.base_url}{message_address(staff, which)}/preview"
    response.headers.update(portal_with_frame(frame))
    return response


async def _show_stale(staff: StaffVisit, which: Which) -> Response[Any]:
    wording = await get_wording(staff.toolbox.database, staff.clinic.id, which)
    return await show_words(staff, which, wording.words, _STALE)
