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
    found = _find()
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


@contextmanager
def remembering(browser: Browser) -> Iterator[Browser]:
    """Another one, as patients have it: Back brings a page out of its memory as it was left.
    Playwright's own flags keep that from happening.
    """
    other = browser.browser_type.launch(
        executable_path=_find(),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
        timeout=60_000,
    )
    yield other
    other.close()


def _find() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)
