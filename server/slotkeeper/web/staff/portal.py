"""What all pages of the portal are made of: templates, texts, and files for the browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from slotkeeper.bundle import (
    Bundle,
    compose_portal_scripts,
    compose_portal_styles,
    htmx_as_published,
    pack,
)
from slotkeeper.web.render import Renderer
from slotkeeper.web.staff.calendar.rows_css import calendar_rows
from slotkeeper.web.texts import direction


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, with its address for ever."""

    bundle: Bundle
    media_type: str
    address: str


class Portal(Renderer):
    """The folder `portal/`, each template compiled when first shown: all of them together take
    longer than the rest of the server's start. In templates: `t("key", name=value)`,
    `tn("key", n)`, `asset("portal.css")`, `language`, `direction`.
    """

    def __init__(self, portal_dir: Path) -> None:
        """Raises OSError, ValueError where a file is missing or wrong."""
        super().__init__(portal_dir, compile_now=False)
        self._folder = portal_dir

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        """By name: portal.css, portal.js, htmx.js, calendar.css (of the calendar), preview.css and
        preview.js (of the page in which the widget is tried).
        """
        bundles = {
            "portal.css": (compose_portal_styles(self._folder), "text/css"),
            "calendar.css": (calendar_rows(), "text/css"),
            "portal.js": (compose_portal_scripts(self._folder), "text/javascript"),
            "htmx.js": (htmx_as_published(), "text/javascript"),
            "preview.css": (self._preview("preview.css"), "text/css"),
            "preview.js": (self._preview("preview.js"), "text/javascript"),
        }
        return {
            name: Asset(bundle, kind, f"/portal/{name.replace('.', f'.{bundle.version}.')}")
            for name, (bundle, kind) in bundles.items()
        }

    def _preview(self, name: str) -> Bundle:
        """Of the page in which the widget is tried; a few lines, sent as they are."""
        return pack((self._folder / "static" / "preview" / name).read_text("utf-8"))

    def language_for(self, accepted: str) -> str:
        """The first language of an Accept-Language header that has a catalogue, else English."""
        tags = (each.partition(";")[0].strip() for each in accepted.split(","))
        known = {each.partition("-")[0]: each for each in reversed(self.languages)}
        return next((known[tag[:2].lower()] for tag in tags if tag[:2].lower() in known), "en")

    def show(self, template: str, language: str, context: Mapping[str, Any]) -> str:
        """A whole page, or a piece of one."""
        translate: Callable[..., object] = partial(self._text, language)
        return self._environment.get_template(template).render(
            context,
            asset=lambda name: self.assets[name].address,
            language=language,
            direction=direction(language),
            t=translate,
            tn=partial(self._plural, language),
        )
