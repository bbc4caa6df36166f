"""The words of the widget: one gettext catalogue a language, read once when the server starts.

A message is named by a key such as `slot.heading`; English is a catalogue like any other and the
one that is fallen back on. Catalogues are read from their sources: there is nothing to compile.
"""

from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FALLBACK = "en"


class Texts:
    """All catalogues of the folder `locale/`."""

    def __init__(self, folder: Path) -> None:
        """Read `{language}/LC_MESSAGES/slotkeeper.po` of every language.

        Raises OSError, ValueError where one is missing or wrong.
        """
        files = sorted(folder.glob("*/LC_MESSAGES/slotkeeper.po"))
        self._catalogues = {file.parts[-3]: _read(file) for file in files}
        fallback = self._catalogues[FALLBACK]
        for language, catalogue in self._catalogues.items():
            if language != FALLBACK:
                catalogue.add_fallback(fallback)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, as language tags, sorted."""
        return tuple(self._catalogues)

    def best(self, language: str) -> str:
        """The catalogue for a language tag: its own, its base (`de` for `de-AT`), else English."""
        for tag in (language, language.partition("-")[0]):
            if tag in self._catalogues:
                return tag
        return FALLBACK

    def text(self, language: str, key: str, **values: object) -> str:
        """The text of a key, `{name}` filled in. Raises KeyError for a key that English has not."""
        return self.template(language, key).format(**values)

    def plural(self, language: str, key: str, n: int, **values: object) -> str:
        """The text of a key for that many; `{n}` is the number. Raises KeyError as `text` does."""
        return self.plural_template(language, key, n).format(n=n, **values)

    def template(self, language: str, key: str) -> str:
        """The text of a key with its `{name}`s still in it. Raises KeyError as `text` does."""
        return _known(key, self._catalogues[self.best(language)].gettext(key))

    def plural_template(self, language: str, key: str, n: int) -> str:
        """The same for the form that the language has for n."""
        return _known(key, self._catalogues[self.best(language)].ngettext(key, key, n))


def direction(language: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _read(file: Path) -> Translations:
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.parts[-3].replace("-", "_"), abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _known(key: str, text: str) -> str:
    if text == key:
        raise KeyError(key)
    return text
