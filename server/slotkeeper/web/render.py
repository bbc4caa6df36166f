"""Templates to HTML: a step as a fragment for the widget, or inside the hosted page.

The English words are in the catalogue, the values in web/booking/view.py; a template only puts them
in their places. In templates: `t("key", name=value)`, `tn("key", n)`, `prefix`, `is_fragment`,
`language`.
"""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from slotkeeper.web.formats import phone_link
from slotkeeper.web.texts import Texts, direction

_OPTIONAL: Mapping[str, Any] = {
    "announce": "",
    "clinic": None,
    "hold_path": "/holds",
    "hold_token": "",
    "kept": {},
    "nearest": (),
    "step_count": 0,
    "step_number": 0,
    "summary": (),
    "typed": {},
    "asker": None,
    "closed": None,
    "slot_list": "",
    "visitor": "",
    "code": "",
    "manage": None,
    "move_url": "",
    "cancel_url": "",
}

_READY = frozenset({"slot_list", "contact_fields"})
"""Pieces that come rendered."""


class Renderer:
    """The templates and catalogues of the folder `widget/`, read and compiled once."""

    def __init__(self, widget_dir: Path, *, compile_now: bool = True) -> None:
        """Compiled when first shown, unless now. Raises OSError, ValueError, TemplateSyntaxError
        where a file is missing or wrong.
        """
        self.texts = Texts(widget_dir / "locale")
        self._ready_texts: dict[tuple[str, str], Markup] = {}
        self._environment = _environment(widget_dir / "templates")
        if compile_now:
            self.compile()

    def compile(self) -> None:
        """Compile every template. Raises TemplateSyntaxError."""
        for name in self._environment.list_templates(extensions=["html"]):
            self._environment.get_template(name)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue."""
        return self.texts.languages

    def fragment(self, template: str, language: str, **context: Any) -> str:  # noqa: ANN401
        """A step for the widget; its links and forms lead to `/f/{clinic}`."""
        return self.piece(template, language, is_fragment=True, **context)

    def page(self, template: str, language: str, **context: Any) -> str:  # noqa: ANN401
        """The same step as a whole page; its links and forms lead to `/c/{clinic}`."""
        shell = "page/base.html"
        return self.piece(shell, language, is_fragment=False, step=template, **context)

    def piece(
        self,
        template: str,
        language: str,
        *,
        is_fragment: bool,
        **context: Any,  # noqa: ANN401 - whatever the template shows
    ) -> str:
        """A template by itself, such as `booking/slot_list.html`, for either way of showing it."""
        given = {**_OPTIONAL, **context}
        clinic = given["clinic"]
        for ready in _READY.intersection(given):
            given[ready] = Markup(given[ready])  # noqa: S704 - made by this class
        return self._environment.get_template(template).render(
            {"prefix": f"/{'f' if is_fragment else 'c'}/{clinic.slug}" if clinic else "", **given},
            language=language,
            direction=direction(language),
            t=partial(self._text, language),
            tn=partial(self._plural, language),
            is_fragment=is_fragment,
        )

    def _text(self, language: str, key: str, **values: object) -> Markup:
        text = self._escaped(language, key)
        return _filled(text, values) if values else text

    def _escaped(self, language: str, key: str) -> Markup:
        text = self._ready_texts.get((language, key))
        if text is None:
            text = escape(self.texts.template(language, key))
            self._ready_texts[language, key] = text
        return text

    def _plural(self, language: str, key: str, n: int, **values: object) -> Markup:
        text = escape(self.texts.plural_template(language, key, n))
        return _filled(text, {"n": n, **values})


def _filled(text: Markup, values: Mapping[str, object]) -> Markup:
    """Like `Markup.format`, at a third of the time: a text of ours names values, nothing more."""
    safe = {name: escape(value) for name, value in values.items()}
    return Markup(str(text).format_map(safe))  # noqa: S704 - all of it is escaped


class _WithoutIndentation(Extension):
    """Source is indented for people; a fragment that travels is not."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return re.sub(r"\n\s+", "\n", source)


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[_WithoutIndentation],
    )
    environment.filters["tel"] = phone_link
    return environment
