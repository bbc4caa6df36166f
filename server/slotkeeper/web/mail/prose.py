"""Words of a clinic as a letter shows them: paragraphs and lines, and links where it wrote the
addresses of pages out. Nothing else in them means anything.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from slotkeeper.services.notices.wording import fill
from slotkeeper.web.texts import direction

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'»”"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


class Piece(Struct, frozen=True):
    """A stretch of a line; `url` where it is a link."""

    text: str
    url: str = ""


class Prose(Struct, frozen=True, kw_only=True):
    """A text as it is read: in its paragraphs, each of lines of pieces, and as a whole."""

    text: str
    paragraphs: tuple[tuple[tuple[Piece, ...], ...], ...]
    language: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


def prose(words: str, facts: Mapping[str, str], language: str) -> Prose:
    """The words of a clinic with the facts in them. An address of a page is a link where the clinic
    itself wrote it: what patients typed about themselves never becomes one.
    """
    parts = [each for each in _PARAGRAPHS.split(words.strip()) if each]
    return Prose(
        text=fill(words.strip(), facts),
        paragraphs=tuple(
            tuple(tuple(_pieces(line.strip(), facts)) for line in part.split("\n"))
            for part in parts
        ),
        language=language,
    )


def standard(text: str, language: str) -> Prose:
    """A text of our own, filled in already: one paragraph."""
    return Prose(text=text, paragraphs=(((Piece(text),),),), language=language)


def _pieces(line: str, facts: Mapping[str, str]) -> Iterator[Piece]:
    at = 0
    for found in _ADDRESS.finditer(line):
        url = found[0].rstrip(_AFTER)
        if "{" in url:
            continue
        if found.start() > at:
            yield Piece(fill(line[at : found.start()], facts))
        yield Piece(url, url)
        at = found.start() + len(url)
    if at < len(line):
        yield Piece(fill(line[at:], facts))
