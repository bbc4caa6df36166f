"""Time in a page whose clock the test moves (`page.clock.install()` before it was opened).

Such a clock runs on by itself as long as nobody holds it, and a busy machine looks late.
"""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page

FRESH = re.compile(r"^7:[0-3]\d$")
"""What a countdown of seven and a half minutes shows that has just begun, also to who looks late:
before it is asked for anew, less than two minutes are left.
"""


def hold_still(page: Page) -> None:
    """Let half a minute pass at once, and from then on only what `page.clock.run_for` says."""
    now = page.evaluate("Date.now()") / 1000
    page.clock.pause_at(datetime.fromtimestamp(now + 30, UTC))


def run_until(timer: Locator, seconds: int) -> None:
    """Let time pass until that countdown (m:ss, in a page that is held still) shows so much."""
    while (left := _seconds(timer)) > seconds:
        timer.page.clock.run_for(1000 * (left - seconds))


def _seconds(timer: Locator) -> int:
    minutes, seconds = timer.inner_text().split(":")
    return 60 * int(minutes) + int(seconds)
