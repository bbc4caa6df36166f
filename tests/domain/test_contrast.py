"""Contrast as WCAG counts it."""

import pytest

from slotkeeper.domain.contrast import black_or_white, contrast, read_colour

pytestmark = pytest.mark.req("A6")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_ratios_either_way_round(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        ("#ffffff", "#000000"),
        ("#0b6a62", "#ffffff"),
        ("#ffdd00", "#000000"),
        ("#000000", "#ffffff"),
    ],
)
def test_what_is_read_better_on_it(ground: str, ink: str) -> None:
    assert black_or_white(ground) == ink


@pytest.mark.parametrize("level", range(0, 256, 5))
def test_black_or_white_can_always_be_read(level: int) -> None:
    grey = f"#{level:02x}{level:02x}{level:02x}"
    assert contrast(black_or_white(grey), grey) >= 4.5


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        (" #0B6A62 ", "#0b6a62"),
        *((text, None) for text in ("red", "#fff", "0b6a62", "#0b6a6g", "", "#0b6a62;x")),
    ],
)
def test_colours_are_six_digits(text: str, colour: str | None) -> None:
    assert read_colour(text) == colour
