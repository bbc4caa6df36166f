"""What a clinic puts into its website: the lines to copy, in the colours that were chosen."""

from html import escape

from msgspec import Struct

from slotkeeper.domain.contrast import (
    SHAPE,
    TEXT,
    black_or_white,
    contrast,
    luminance,
)

ACCENT, INK, PAGE, RADIUS = "#0b6a62", "#1b2326", "#ffffff", 8
"""What the widget looks like where nothing is chosen, on a white page."""
RADII = (0, 4, 8, 16)
_DARK_BELOW = 0.18
_ATTRIBUTES = ("type", "practitioner", "location", "lang", "font", "density")


class Choices(Struct, frozen=True, kw_only=True):
    """What the form asks for. Slugs of the clinic's, a language tag, "" for what is left open;
    colours as "#rrggbb", `page` behind the widget; `radius` in pixels.
    """

    type: str = ""
    practitioner: str = ""
    location: str = ""
    lang: str = ""
    font: str = ""
    density: str = ""
    accent: str = ACCENT
    text: str = INK
    page: str = PAGE
    radius: int = RADIUS

    @property
    def attributes(self) -> dict[str, str]:
        """Those of the element that are set."""
        return {name: getattr(self, name) for name in _ATTRIBUTES if getattr(self, name)}

    @property
    def is_dark(self) -> bool:
        """Whether it stands on a dark page."""
        return luminance(self.page) < _DARK_BELOW

    @property
    def theme(self) -> dict[str, str]:
        """The properties of the element that differ from what it looks like anyway."""
        found = {}
        if self.is_dark:
            found["color-scheme"] = "dark"
        if self.accent != ACCENT:
            found["--slotkeeper-accent"] = self.accent
        if self.text != INK:
            found["--slotkeeper-text"] = self.text
        if self.radius != RADIUS:
            found["--slotkeeper-radius"] = f"{self.radius}px"
        return found


class Check(Struct, frozen=True):
    """How well `ink` is told from `ground`; `needed` is what level AA asks for (WCAG 2.2)."""

    what: str
    ink: str
    ground: str
    needed: float

    @property
    def ratio(self) -> float:
        """Cut, not rounded, to one decimal: 4.49 is not enough."""
        return int(contrast(self.ink, self.ground) * 10) / 10

    @property
    def is_enough(self) -> bool:
        """Whether level AA is kept."""
        return contrast(self.ink, self.ground) >= self.needed


class Server(Struct, frozen=True, kw_only=True):
    """The booking server as a website knows it: its address, the clinic's slug there, the text of
    the link; the present script's path and hash.
    """

    address: str
    clinic: str
    link_text: str
    pinned_path: str
    integrity: str


def two_tags(server: Server, choices: Choices, *, is_pinned: bool = False) -> str:
    """The element with its link, and the script; `is_pinned` for a page that checks its hash."""
    attributes = _written({"clinic": server.clinic, **choices.attributes})
    page = escape(f"{server.address}/c/{server.clinic}")
    link = f'<a href="{page}">{escape(server.link_text)}</a>'
    source = f'src="{escape(server.address)}/embed.js"'
    if is_pinned:
        path = f"{server.address}{server.pinned_path}"
        source = f'crossorigin src="{escape(path)}" integrity="{escape(server.integrity)}"'
    return (
        f"<slotkeeper-booking{attributes}>{link}</slotkeeper-booking>\n"
        f"<script async {source}></script>"
    )


def one_tag(server: Server, choices: Choices) -> str:
    """The same where a website takes one tag only; it is shown where the script stands."""
    named = {"clinic": server.clinic, **choices.attributes}
    attributes = _written({f"data-{name}": value for name, value in named.items()})
    return f'<script async src="{escape(server.address)}/embed.js"{attributes}></script>'


def style_sheet(choices: Choices) -> str:
    """The room that the widget needs, so that nothing below it moves, and what was chosen."""
    lines = {"display": "block", "min-height": "54rem", **choices.theme}
    body = "\n".join(f"  {name}: {value};" for name, value in lines.items())
    return (
        f"slotkeeper-booking {{\n{body}\n}}\n"
        "@media (max-width: 34rem) { slotkeeper-booking { min-height: 64rem; } }"
    )


def policy_lines(server: Server) -> str:
    """What a website with a content security policy has to allow, and nothing more."""
    return f"script-src {server.address};\nconnect-src {server.address}"


def check_colours(choices: Choices) -> tuple[Check, ...]:
    """What can be read and seen on the clinic's page, and what cannot."""
    ink = choices.text
    if ink == INK and choices.is_dark:
        ink = "#e9edee"  # the widget's own on a dark page
    return (
        Check("text", ink, choices.page, TEXT),
        Check("button_text", black_or_white(choices.accent), choices.accent, TEXT),
        Check("button", choices.accent, choices.page, SHAPE),
    )


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
