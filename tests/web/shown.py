"""The made-up steps as HTML, and what a browser would make of their tags."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from slotkeeper.web.booking.details_view import contact_fields
from slotkeeper.web.render import Renderer
from tests.web import made_up

_VOID = {"br", "input", "link", "meta"}
_REFERRING = ("for", "form", "aria-describedby", "aria-labelledby")


def fragment(renderer: Renderer, step: str, language: str = "en", **more: Any) -> str:  # noqa: ANN401
    """A step as the widget gets it."""
    template, context = _given(renderer, step, language, is_fragment=True, **more)
    return renderer.fragment(template, language, **context)


def page(renderer: Renderer, step: str, language: str = "en", **more: Any) -> str:  # noqa: ANN401
    """A step as a whole page."""
    template, context = _given(renderer, step, language, is_fragment=False, **more)
    return renderer.page(template, language, **context)


class Outline(HTMLParser):
    """Root elements, elements left open, ids, and the ids that are referred to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.roots: list[str] = []
        self.unclosed: list[str] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.unclosed:
            self.roots.append(tag)
        if tag not in _VOID:
            self.unclosed.append(tag)
        self._note(dict(attrs))

    def handle_startendtag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()

    def _note(self, attributes: dict[str, str | None]) -> None:
        if attributes.get("id"):
            self.ids.append(attributes["id"] or "")
        self.references.update(_referred(attributes))


def _referred(attributes: dict[str, str | None]) -> Iterator[str]:
    for name in _REFERRING:
        yield from (attributes.get(name) or "").split()
    href = attributes.get("href") or ""
    if href.startswith("#"):
        yield href[1:]


def _given(
    renderer: Renderer,
    step: str,
    language: str,
    *,
    is_fragment: bool,
    **more: Any,  # noqa: ANN401
) -> tuple[str, dict[str, Any]]:
    template, context = made_up.STEPS[step]
    given = {"clinic": made_up.CLINIC, "step_count": 4, **context, **more}
    if step == "slot":
        given["slot_list"] = renderer.piece(
            "booking/slot_list.html", language, is_fragment=is_fragment, **given
        )
    if template == "booking/details.html":
        given["contact_fields"] = contact_fields(renderer, language, given["clinic"], given["view"])
    return template, given
