"""Templates to letters: HTML with its styles on its elements, and text."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from slotkeeper.web.formats import phone_link
from slotkeeper.web.texts import direction

if TYPE_CHECKING:
    from css_inline import CSSInliner


class Paper:
    """The templates `mail/letter.html` and `mail/letter.txt` of a folder, and the style sheet that
    the first one includes.
    """

    def __init__(self, templates: Path) -> None:
        """Raises OSError, TemplateSyntaxError where one is missing or wrong."""
        environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=select_autoescape(("html",), default_for_string=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["tel"] = phone_link
        self._html = environment.get_template("mail/letter.html")
        self._text = environment.get_template("mail/letter.txt")

    def html(self, language: str, context: Mapping[str, Any]) -> str:
        """The letter as HTML, for programs that read no style sheets as for those that do."""
        filled = self._html.render(context, language=language, direction=direction(language))
        return self._inliner.inline(filled)

    def text(self, context: Mapping[str, Any]) -> str:
        """The letter as text, lines as long as its paragraphs."""
        return self._text.render(context).strip() + "\n"

    @cached_property
    def _inliner(self) -> "CSSInliner":
        from css_inline import CSSInliner  # noqa: PLC0415 - 17 ms, and only where mail is sent

        # What depends on the screen stays in the head; the rest goes onto the elements.
        return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
