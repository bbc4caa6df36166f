"""The style sheets keep what the look promises, before a browser is asked."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from slotkeeper.bundle import compose_styles

WIDGET = Path(__file__).parents[2] / "widget"
CSS = WIDGET / "static" / "css"
PARTS = {"root", "heading", "summary", "step", "day", "slot", "button", "field", "notice", "timer"}
# The page of a clinic is white or nearly black; the hosted page's ground is in page.css.
GROUNDS = {"light": ("#ffffff", "#f3f5f5"), "dark": ("#181d1f", "#0f1314")}
READ = ("text", "muted", "danger", "ok", "accent")
SEEN = ("line",)


@pytest.mark.req("E8")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_default_colours_can_be_read(scheme: str) -> None:
    tokens = _tokens(scheme)
    weak = [
        (name, ground, round(ratio, 2))
        for names, least in ((READ, 4.5), (SEEN, 3.0))
        for name, ground in product(names, (*GROUNDS[scheme], tokens["surface"]))
        if (ratio := _contrast(tokens[name], ground)) < least
    ]
    assert weak == []


def test_the_colours_of_the_hosted_page_are_those_that_are_checked() -> None:
    ground = re.search(r"background: light-dark\((#\w+), (#\w+)\)", (CSS / "page.css").read_text())
    assert ground
    assert ground.groups() == (GROUNDS["light"][1], GROUNDS["dark"][1])


@pytest.mark.req("E3")
def test_every_token_can_be_set_by_the_clinics_page() -> None:
    text = "".join(path.read_text() for path in CSS.glob("*.css"))
    offered = set(re.findall(r"var\(\s*--slotkeeper-([\w-]+)", text))
    assert offered == {
        *("accent", "accent-text", "surface", "text", "muted", "line"),
        *("danger", "ok", "focus", "radius", "font"),
    }


@pytest.mark.req("E3")
def test_parts_are_the_documented_ones() -> None:
    templates = "".join(path.read_text() for path in (WIDGET / "templates").rglob("*.html"))
    found = set(re.findall(r'\bpart="([\w-]+)"', templates))
    assert found == PARTS


@pytest.mark.req("E8")
def test_the_focus_is_never_taken_away() -> None:
    styles = compose_styles(WIDGET)
    assert "outline:3px solid var(--focus);outline-offset:2px" in styles
    assert not re.search(r"outline:\s*(?:0|none)", styles)


@pytest.mark.req("E2")
def test_the_host_pages_reservation_of_space_stands() -> None:
    host = re.findall(r":host[^{]*\{([^}]*)\}", compose_styles(WIDGET))
    assert host
    assert [rule for rule in host if "height" in rule] == []


def test_nothing_moves_for_those_who_asked_for_stillness() -> None:
    styles = compose_styles(WIDGET)
    moving = re.sub(r"@media \(prefers-reduced-motion:no-preference\)\{.*?\}\}", "", styles)
    assert "transition" not in moving
    assert "prefers-reduced-motion:reduce" in styles


@pytest.mark.req("E1")
def test_the_styles_keep_their_share_of_the_bundle() -> None:
    assert len(gzip.compress(compose_styles(WIDGET).encode(), 9)) <= 3600


def _tokens(scheme: str) -> dict[str, str]:
    pattern = r"--(\w+): var\(--slotkeeper-\w+, light-dark\((#\w+), (#\w+)\)\)"
    found = re.findall(pattern, (CSS / "tokens.css").read_text())
    return {name: light if scheme == "light" else dark for name, light, dark in found}


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
