"""Every text of the portal is in its catalogue, and every text of that is somewhere to be read."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from slotkeeper.domain.staff import ROLES
from slotkeeper.web.staff.door import TOLD
from slotkeeper.web.staff.navigation import ENTRIES
from slotkeeper.web.staff.problems import TABLE

ROOT = Path(__file__).parents[3]
PORTAL = ROOT / "portal"
CATALOGUES = sorted((PORTAL / "locale").glob("*/LC_MESSAGES/slotkeeper.po"))
CODE = ["web/staff", "services/staff", "services/trust"]
KEY = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
FILES = (".html", ".css", ".js")


@pytest.fixture(scope="module")
def english() -> dict[str, Message]:
    return _messages(PORTAL / "locale/en/LC_MESSAGES/slotkeeper.po")


def test_every_key_that_a_template_or_a_handler_names_has_a_text(
    english: dict[str, Message],
) -> None:
    places = {key.partition(".")[0] for key in english}
    used = {key for key in (*_in_templates(), *_in_code()) if key.partition(".")[0] in places}
    assert used - set(english) == set()


def test_every_text_is_used(english: dict[str, Message]) -> None:
    used = {*_in_templates(), *_in_code()}
    made = [re.compile(each) for each in (*_made_up_in_templates(), *_made_up_in_code())]
    unused = [key for key in english if key not in used and not any(m.fullmatch(key) for m in made)]
    assert unused == []


def test_what_code_names_in_parts_has_its_texts(english: dict[str, Message]) -> None:
    expected = {f"told.{each}" for each in TOLD}
    expected |= {f"role.{each}" for each in ROLES} | {f"role.about_{each}" for each in ROLES}
    expected |= {f"nav.{each.key}" for each in ENTRIES}
    for _, key in TABLE.values():
        expected |= {f"trouble.{key}.heading", f"trouble.{key}.text"}
    assert expected - set(english) == set()


def test_every_page_of_the_navigation_has_its_icon() -> None:
    icons = (PORTAL / "templates/components/icon.html").read_text()
    keys = [each.key for each in ENTRIES if not each.within]
    assert [key for key in keys if f'name == "{key}"' not in icons] == []


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


def test_no_template_holds_a_text_of_its_own() -> None:
    found = []
    for path in (PORTAL / "templates").rglob("*.html"):
        bare = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(), flags=re.DOTALL
        )
        if re.search(r"[A-Za-z]{2}", bare):
            found.append(f"{path.name}: {' '.join(bare.split())}")
    assert found == []


def _messages(file: Path) -> dict[str, Message]:
    with file.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    return {_key(message): message for message in catalogue if message.id}


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _strings(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _names(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def _templates() -> Iterator[str]:
    for path in (PORTAL / "templates").rglob("*.html"):
        yield path.read_text()


def _in_templates() -> Iterator[str]:
    for template in _templates():
        for text in re.findall(f'"({KEY.pattern})"', template):
            if not text.endswith((*FILES, "_")):
                yield text


def _made_up_in_templates() -> Iterator[str]:
    """`"role." ~ each`, `"role.about_" ~ each`, and what a macro is given to begin keys with."""
    for template in _templates():
        for first in re.findall(r'"([a-z_]+\.(?:[a-z_.]*[._])?)"', template):
            yield f"{re.escape(first)}[a-z_.]+"


def _in_code() -> Iterator[str]:
    for node in _nodes():
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and KEY.fullmatch(text) and not text.endswith((*FILES, "_")):
            yield text


def _made_up_in_code() -> Iterator[str]:
    for node in _nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_.]+"
                for part in node.values
            ]
            if re.match(r"[a-z_]+\\\.", parts[0]):
                yield "".join(parts)
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.", text):
            yield f"{re.escape(text)}[a-z_.]+"


def _nodes() -> Iterator[ast.AST]:
    for folder in CODE:
        for path in (ROOT / "server/slotkeeper" / folder).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text()))
