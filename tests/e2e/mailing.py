"""A server that sends letters, and the letters of one clinic; a test file imports the fixtures."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from demo.mail import Catcher, catching
from demo.mail.box import Letter
from tests.e2e.conftest import CLOCK
from tests.server_process import ServerProcess, start_server
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    with catching() as catcher:
        yield catcher


@pytest.fixture(scope="module")
def server(catcher: Catcher) -> Iterator[ServerProcess]:
    with start_server(
        clinic_file=None, clock=CLOCK, abuse_checks=False, settings=mail_settings(catcher)
    ) as started:
        yield started


@pytest.fixture
def mailbox(catcher: Catcher, clinic: str) -> "Mailbox":
    catcher.box.faults.clear()
    return Mailbox(catcher, clinic)


def mail_settings(catcher: Catcher) -> dict[str, str]:
    """With these a server's letters are caught."""
    return {"SLOTKEEPER_MAIL": catcher.mail, "SLOTKEEPER_MAIL_FROM": "desk@book.example"}


class Mailbox:
    """The letters that name one clinic, in the order in which they came, which is chance where two
    go at once. What is still sent of another test of the same file is not among them.
    """

    def __init__(self, catcher: Catcher, clinic: str) -> None:
        self.catcher = catcher
        self._clinic = re.compile(rf"\b{clinic}\b")
        self._forgotten = 0

    def letters(self, to: str = "", about: str = "") -> list[Letter]:
        """Those so far to addresses that begin like that, with these words in their subject."""
        return [
            each
            for each in list(self.catcher.box.letters)
            if each.number > self._forgotten and each.to.startswith(to) and about in each.subject
            if self._clinic.search(each.body("plain"))
        ]

    def letter(self, to: str = "", about: str = "") -> Letter:
        """The latest of them, when it has come."""
        came = wait_for(lambda: self.letters(to, about), f"no letter to {to!r} about {about!r}")
        return came[-1]

    def forget(self) -> None:
        """What has come so far counts no more."""
        numbers = [each.number for each in self.catcher.box.letters]
        self._forgotten = max(numbers, default=0)

    def link(self, page: Page, letter: Letter, name: str) -> str:
        """Where a button or link of a letter leads, as the inbox shows it."""
        page.goto(f"{self.catcher.url}/{letter.number}")
        found = page.frame_locator("iframe").get_by_role("link", name=name).get_attribute("href")
        assert found
        return found
