"""Chromium, as the tests and the pictures start it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else the one that Playwright downloaded.

    Raises RuntimeError with what to do where there is neither.
    """
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS, timeout=60_000)
        except Error as error:
            raise RuntimeError(
                f"Chromium does not start ({found or 'none found'}); `make test` installs it: "
                f".ci/system-packages chromium\n{error.message}"
            ) from error
        yield browser
        browser.close()
