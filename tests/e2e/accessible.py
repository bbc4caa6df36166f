"""What axe finds in a page, shadow roots included."""

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from tests.patience import patience

Fault = tuple[str, str, object, str]
_SECONDS = 10
_ANOTHER_PAGE_CAME = ("Execution context was destroyed", "axe is not defined")


def has_no_fault(page: Page, within: str | None = None) -> None:
    """axe finds nothing in that element, or in all, neither in light nor in dark colours."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Colours may be on their way from one scheme to the other: only what stays is a fault.
        began = time.monotonic()
        while found := _faults(page, within, scheme):
            assert time.monotonic() - began < patience(_SECONDS), found
            page.wait_for_timeout(500)


def _faults(page: Page, within: str | None, scheme: str) -> list[Fault]:
    return [
        (scheme, each["id"], node["target"], node["failureSummary"])
        for each in _look(page, within)["violations"]
        for node in each["nodes"]
    ]


def _look(page: Page, within: str | None) -> Any:  # noqa: ANN401 - as axe gives it
    try:
        return Axe().run(page, within).response
    except Error as error:
        if not any(each in error.message for each in _ANOTHER_PAGE_CAME):
            raise
        page.wait_for_load_state()
        return Axe().run(page, within).response
