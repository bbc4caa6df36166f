"""What axe finds in a page, shadow roots included."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Fault = tuple[str, str, object, str]


def has_no_fault(page: Page, within: str | None = None) -> None:
    """axe finds nothing in that element, or in all, neither in light nor in dark colours."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = _faults(page, within, scheme)
        if found:  # colours may be on their way from one scheme to the other
            page.wait_for_timeout(1_000)
            found = _faults(page, within, scheme)
        assert not found, found


def _faults(page: Page, within: str | None, scheme: str) -> list[Fault]:
    return [
        (scheme, each["id"], node["target"], node["failureSummary"])
        for each in Axe().run(page, within).response["violations"]
        for node in each["nodes"]
    ]
