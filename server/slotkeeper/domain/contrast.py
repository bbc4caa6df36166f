"""How well two colours can be told apart, as WCAG 2.2 counts it."""

import re

TEXT, SHAPE = 4.5, 3.0
"""What level AA asks of text (1.4.3) and of what is no text (1.4.11)."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LINEAR_BELOW = 0.04045


def read_colour(text: str) -> str | None:
    """A colour as "#rrggbb" in lower case; None for what is none."""
    lower = text.strip().lower()
    return lower if _COLOUR.fullmatch(lower) else None


def contrast(one: str, other: str) -> float:
    """From 1 to 21, for two colours such as "#0b6a62" (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """From 0 (black) to 1 (white), for "#rrggbb" (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def black_or_white(ground: str) -> str:
    """The one of the two that is read better on that colour."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, ground))


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)
