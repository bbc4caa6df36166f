"""Every text is in the catalogues, and every text of the catalogues is somewhere to be read."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from slotkeeper.web.errors import TABLE
from slotkeeper.web.texts import Texts, direction

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
CATALOGUES = sorted((WIDGET / "locale").glob("*/LC_MESSAGES/slotkeeper.po"))
KEY = re.compile(r"[a-z]+(?:\.[a-z_]+)+")
# Notices whose text is said in other words: the fields', each at its field.
TEXT_ELSEWHERE = {"fields"}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts(WIDGET / "locale")


@pytest.fixture(scope="module")
def english() -> dict[str, Message]:
    return _messages(WIDGET / "locale/en/LC_MESSAGES/slotkeeper.po")


def test_every_key_that_a_template_or_a_handler_names_has_a_text(
    english: dict[str, Message],
) -> None:
    places = {key.partition(".")[0] for key in english}
    said = (*_in_templates(), *_in_code(left_out="web/staff"))  # those pages say the portal's texts
    used = {key for key in said if key.partition(".")[0] in places}
    assert used - set(english) == set()


def test_every_text_is_used(english: dict[str, Message]) -> None:
    used = {*_in_templates(), *_in_code()}
    made = [re.compile(pattern) for pattern in _made_up_in_code()]
    unused = [key for key in english if key not in used and not any(m.fullmatch(key) for m in made)]
    assert unused == []


def test_every_refusal_has_its_heading_and_text(english: dict[str, Message]) -> None:
    keys = {key for _, key in TABLE.values()}
    expected = {f"notice.{key}.heading" for key in keys}
    expected |= {f"notice.{key}.text" for key in keys - TEXT_ELSEWHERE}
    assert expected - set(english) == set()


@pytest.mark.req("E7")
@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_catalogue_has_every_text_with_the_same_names_in_it(
    file: Path, english: dict[str, Message]
) -> None:
    catalogue = _messages(file)
    assert set(catalogue) == set(english)
    for key, message in catalogue.items():
        for text in _strings(message):
            assert text, key
            assert _names(text) <= _names(*_strings(english[key])) | {"n"}, key


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_no_key_stands_twice_in_a_catalogue(file: Path) -> None:
    """The second text would be said nowhere."""
    keys = re.findall(r'^msgid "(.+)"$', file.read_text(), flags=re.MULTILINE)
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_english_is_plain_and_calm(english: dict[str, Message]) -> None:
    shouted = [key for key, message in english.items() if "!" in "".join(_strings(message))]
    assert shouted == []


def test_a_text_is_filled_in(texts: Texts) -> None:
    assert texts.text("en", "step.progress", number=2, count=4) == "2 of 4"


def test_a_plural_follows_its_number(texts: Texts) -> None:
    assert texts.plural("en", "slot.announce", 1, day="Tue 5 Jan") == "Tue 5 Jan: 1 time is free"
    assert texts.plural("en", "slot.announce", 3, day="Tue 5 Jan") == "Tue 5 Jan: 3 times are free"


def test_a_language_without_a_catalogue_falls_back_on_english(texts: Texts) -> None:
    assert texts.best("tlh") == "en"
    assert texts.best("en-AU") == "en"
    assert texts.text("tlh", "slot.morning") == "Morning"


def test_a_text_that_a_catalogue_lacks_is_english(tmp_path: Path) -> None:
    _write(tmp_path, "en", 'msgid "a.b"\nmsgstr "Hello"\n\nmsgid "a.c"\nmsgstr "Book"\n')
    _write(tmp_path, "de", 'msgid "a.b"\nmsgstr "Hallo"\n')
    texts = Texts(tmp_path)
    assert texts.languages == ("de", "en")
    assert [texts.text("de-AT", key) for key in ("a.b", "a.c")] == ["Hallo", "Book"]


def test_a_key_without_a_text_is_an_error(texts: Texts) -> None:
    with pytest.raises(KeyError, match=r"slot\.lunch"):
        texts.text("en", "slot.lunch")


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("nonsense!", "ltr")]
)
def test_a_language_has_its_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def _messages(file: Path) -> dict[str, Message]:
    with file.open("rb") as source:
        found = [message for message in read_po(source, abort_invalid=True) if message.id]
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in found}


def _strings(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _names(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def _in_templates() -> Iterator[str]:
    for path in (WIDGET / "templates").rglob("*.html"):
        for text in re.findall(f'"({KEY.pattern})"', path.read_text()):
            if not text.endswith(".html"):
                yield text


def _in_code(left_out: str = "") -> Iterator[str]:
    for node in _nodes(left_out):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and KEY.fullmatch(text) and not text.endswith((".html", "_")):
            yield text


def _made_up_in_code() -> Iterator[str]:
    for node in _nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                for part in node.values
            ]
            if re.match(r"[a-z]+\\\.", parts[0]):
                yield "".join(parts)


def _nodes(left_out: str = "") -> Iterator[ast.AST]:
    code = ROOT / "server/slotkeeper"
    for folder in ("web", "services"):
        for path in (code / folder).rglob("*.py"):
            if not left_out or not path.is_relative_to(code / left_out):
                yield from ast.walk(ast.parse(path.read_text()))


def _write(folder: Path, language: str, messages: str) -> None:
    file = folder / language / "LC_MESSAGES" / "slotkeeper.po"
    file.parent.mkdir(parents=True)
    file.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{messages}')
