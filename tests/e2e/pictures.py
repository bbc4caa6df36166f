"""Remakes docs/pictures: every step and state of the widget in the demo clinic's Book page.

    python -m tests.e2e.pictures [NAME…]

Names are those of the scenes, such as `slot`; without any, all are made. Clocks stand still and the
reference is always the same, so that a picture changes only when the look does.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from demo.stripe import create_fake_stripe, serving
from tests.e2e.chromium import chromium
from tests.e2e.paying.account import paid_book_page
from tests.e2e.paying.scenes import PAYING
from tests.e2e.scenes import NOW, SCENES, Scene, Scheme
from tests.e2e.scenes_of_changing import CHANGING
from tests.e2e.scenes_of_questions import QUESTIONS
from tests.e2e.scenes_of_waiting import WAITING
from tests.e2e.small_png import small_png
from tests.e2e.trust.desk import set_up
from tests.e2e.trust.scenes import TRUST
from tests.server_process import ServerProcess, start_server

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CLOCK = "2027-01-04T22:05:00Z"  # Tuesday, 9:05 in Sydney
README = "in-demo-clinic"
STEPS = {name: step for name, (step, _) in TRUST.items()}
ALL = SCENES | QUESTIONS | PAYING | CHANGING | WAITING
ALL |= {name: scene for name, (_, scene) in TRUST.items()}


def main(names: list[str]) -> None:
    """Make the pictures of those names, or all."""
    with (
        serving(create_fake_stripe(now=datetime.fromisoformat(CLOCK).timestamp())) as stripe,
        start_server(
            clinic_file=None,
            clock=CLOCK,
            abuse_checks=False,
            settings={"SLOTKEEPER_STRIPE_API": stripe},
        ) as server,
        chromium() as browser,
    ):
        blank = browser.new_page()
        for name in names or ALL:
            for width, scheme in ALL[name].looks:
                slug = f"{name}-{width}-{scheme}"
                with (
                    paid_book_page(server, stripe, slug, ALL[name].clinic) as book,
                    _patients_browser(browser, width, scheme) as page,
                ):
                    if name in STEPS:
                        set_up(server, slug, STEPS[name])
                    _play(ALL[name], book, page, server, slug)
                    _take(page, blank, _file(name, width, scheme))


def _play(scene: Scene, book: str, page: Page, server: ServerProcess, slug: str) -> None:
    if scene.begin:
        scene.begin(book, page)
    if scene.midway:
        scene.midway(server, slug)
    scene.play(book, page)


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
