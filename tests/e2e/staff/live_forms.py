"""Forms that ask the server while somebody types: each answer draws a part of the page anew, and on
a busy machine there are several.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

from playwright.sync_api import Page, Request

_LONGER_THAN_A_FORM_WAITS_MS = 1_000
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"


@contextmanager
def answered(page: Page, text: str) -> Iterator[None]:
    """Wait for what is found for that text, not for its beginning, and until it is drawn."""

    def is_about(request: Request) -> bool:
        return [text] in parse_qs(request.post_data or "").values()

    with page.expect_event("requestfinished", is_about):
        yield
    page.evaluate(_DRAWN)


@contextmanager
def settled(page: Page) -> Iterator[None]:
    """Wait until all that was asked is answered and nothing more is asked: an answer that comes
    just then takes the button away that is being pressed.
    """
    asked: list[Request] = []
    under_way: set[Request] = set()

    def begin(request: Request) -> None:
        asked.append(request)
        under_way.add(request)

    def end(request: Request) -> None:
        under_way.discard(request)

    page.on("request", begin)
    page.on("requestfinished", end)
    page.on("requestfailed", end)
    yield
    before = -1
    while under_way or before < len(asked):
        before = len(asked)
        page.wait_for_timeout(_LONGER_THAN_A_FORM_WAITS_MS)
    page.evaluate(_DRAWN)
    page.remove_listener("request", begin)
    page.remove_listener("requestfinished", end)
    page.remove_listener("requestfailed", end)
