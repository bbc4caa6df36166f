"""Remakes docs/pictures: every step and state of the widget in the demo clinic's Book page.

    python -m tests.e2e.pictures [NAME…]

Names are those of the scenes, such as `slot`; without any, all are made. Clocks stand still and the
reference is always the same, so that a picture changes only when the look does.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.e2e.chromium import chromium
from tests.e2e.demo_website import demo_website
from tests.e2e.scenes import NOW, SCENES, Scheme
from tests.e2e.small_png import small_png
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic, start_server

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CLOCK = "2027-01-04T22:05:00Z"  # Tuesday, 9:05 in Sydney
README = "in-demo-clinic"


def main(names: list[str]) -> None:
    """Make the pictures of those names, or all."""
    with (
        start_server(clinic_file=None, clock=CLOCK, abuse_checks=False) as server,
        chromium() as browser,
    ):
        blank = browser.new_page()
        for name in names or SCENES:
            for width, scheme in SCENES[name].looks:
                with (
                    _book_page(server, f"{name}-{width}-{scheme}", SCENES[name].clinic) as book,
                    _patients_browser(browser, width, scheme) as page,
                ):
                    SCENES[name].play(book, page)
                    _take(page, blank, _file(name, width, scheme))


def _take(page: Page, blank: Page, file: Path) -> None:
    page.mouse.move(0, 0)
    whole = file.stem != f"widget-{README}"
    shot = page.screenshot(full_page=whole, scale="css", animations="disabled")
    file.write_bytes(small_png(blank, shot))
    print(file.relative_to(FOLDER.parents[1]))


def _file(name: str, width: int, scheme: Scheme) -> Path:
    look = "" if name == README else f"-{width}-{scheme}"
    return FOLDER / f"widget-{name}{look}.png"


@contextmanager
def _book_page(server: ServerProcess, slug: str, changes: dict[str, str]) -> Iterator[str]:
    """The Book page of a demo clinic of its own: so no time is taken. Yields its address."""
    text = DEMO_CLINIC.read_text().replace("harbour-physio", slug)
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    add_clinic(server.database, text, CLOCK)
    with demo_website(server.url, slug) as site:
        yield f"{site}/book"


@contextmanager
def _patients_browser(browser: Browser, width: int, scheme: Scheme) -> Iterator[Page]:
    """A new patient's, in the clinic's zone; its clock stands still."""
    context = browser.new_context(
        viewport={"width": width, "height": 860},
        color_scheme=scheme,
        timezone_id="Australia/Sydney",
        locale="en-AU",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    yield page
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
