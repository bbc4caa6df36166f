"""Messages to patients in the clinic's own words: owners write them, each change is in the log."""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.errors import Fact, FieldsInvalid, Problem
from slotkeeper.services.notices.wording import placeholders_of, unknown_placeholders
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.wording import (
    STANDARD,
    WordedChannel,
    Wording,
    Words,
    find_wordings,
    save_wording,
)

SUBJECT = "wording"
LONGEST = {"subject": 150, "opening": 4_000, "closing": 4_000}
LONGEST_TEXT = 480
"""Characters: of the parts of a mail, and of a text message."""

PARTS: dict[WordedChannel, tuple[str, ...]] = {
    "mail": ("subject", "opening", "closing"),
    "sms": ("opening",),
}
_MANY_LINES = re.compile(r"\n{3,}")
_NO_SIGN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class WordingStale(Fact):
    """Somebody changed these words since they were read; nothing was overwritten."""


class Which(Struct, frozen=True, kw_only=True):
    """One message by one channel, in one of the clinic's languages."""

    channel: WordedChannel
    message: str
    language: str


async def get_wording(reader: Reader, clinic_id: int, which: Which) -> Wording:
    """The clinic's own words of exactly that; revision 0 where there never were any."""
    found = await find_wordings(reader, clinic_id, which.channel, which.message)
    here = next((each for each in found if each.language == which.language), None)
    return here or Wording(
        clinic_id=clinic_id,
        channel=which.channel,
        message=which.message,
        language=which.language,
    )


async def save_words(
    toolbox: Toolbox, actor: Actor, which: Which, words: Words, revision: int
) -> None:
    """Say it so from now on; a part that is "" says its standard text.

    Raises FieldsInvalid at the part, WordingStale where `revision` is not the present one.
    """
    check_words(which, words)
    await _change(toolbox, actor, which, words, revision)


async def undo_words(toolbox: Toolbox, actor: Actor, which: Which, revision: int) -> None:
    """Say it again as before the last change; done twice, it is as it was. Raises WordingStale."""
    found = await get_wording(toolbox.database, actor.clinic_id, which)
    await _change(toolbox, actor, which, found.before, revision)


async def say_standard(toolbox: Toolbox, actor: Actor, which: Which, revision: int) -> None:
    """Back to the standard words. Raises WordingStale."""
    await _change(toolbox, actor, which, STANDARD, revision)


def tidy(text: str, *, is_line: bool = False) -> str:
    """As typed, without what nobody sees: at most one empty line between paragraphs."""
    text = _NO_SIGN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if is_line:
        return " ".join(text.split())
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()


def check_words(which: Which, words: Words) -> None:
    """Raises FieldsInvalid where a part is too long, or names what the message does not know."""
    known = placeholders_of(which.channel, which.message)
    problems = dict(_problems(which, words, known))
    if problems:
        raise FieldsInvalid(problems)


def _problems(which: Which, words: Words, known: tuple[str, ...]) -> Iterable[tuple[str, Problem]]:
    for part in PARTS[which.channel]:
        text = getattr(words, part)
        longest = LONGEST[part] if which.channel == "mail" else LONGEST_TEXT
        strange = unknown_placeholders(text, known)
        if len(text) > longest:
            yield part, Problem("wrong.words_long", most=longest, are=len(text))
        elif strange:
            yield (
                part,
                Problem("wrong.words_unknown", names=_braced(strange), known=_braced(known)),
            )


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{each}}}" for each in names)


async def _change(
    toolbox: Toolbox, actor: Actor, which: Which, words: Words, revision: int
) -> None:
    async def job(tx: Transaction) -> None:
        found = await get_wording(tx, actor.clinic_id, which)
        if found.revision != revision:
            raise WordingStale
        changes = {
            part: (getattr(found.words, part), getattr(words, part))
            for part in PARTS[which.channel]
            if getattr(found.words, part) != getattr(words, part)
        }
        if not changes:
            return
        changed = replace(
            found,
            words=words,
            before=found.words,
            changed_by=actor.staff_id,
            changed_at=actor.at,
        )
        if not await save_wording(tx, changed):
            raise WordingStale
        what = {name: (None, getattr(which, name)) for name in ("message", "channel", "language")}
        await note(tx, actor, "wording_changed", SUBJECT, 0, **what, **changes)

    await toolbox.database.write(job)
