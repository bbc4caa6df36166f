"""A link that went to the wrong person: staff make another, and only that one opens anything."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.changing.own_page import Link, opens
from tests.e2e.changing.test_own_page_story import ROBIN, clinic, link, own_page, site
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

__all__ = ["catcher", "clinic", "link", "mailbox", "own_page", "server", "site"]
pytestmark = [pytest.mark.e2e, pytest.mark.req("B13")]


def test_the_old_link_opens_nothing_and_the_one_of_the_new_message_does(
    link: Link,
    page: Page,
    server: ServerProcess,
    clinic: str,
    chromium: Browser,
    mailbox: Mailbox,
) -> None:
    with owner_of(server, clinic, chromium) as staff:
        staff.goto(f"/staff/{clinic}/bookings")
        staff.locator("main").get_by_role("link", name="Robin").first.click()
        staff.get_by_role("link", name="New link").click()
        expect(staff.locator("form.act")).to_contain_text("can then no longer open")
        has_no_fault(staff)
        staff.get_by_role("button", name="Make a new link").click()
        expect(staff.locator(".notice.good")).to_have_text("The old link no longer works.")
    page.reload()
    link.patient.sees("notice")
    old = opens(page, link.address, "notice")
    expect(old.find(".heading")).to_have_text("This link no longer works")
    expect(old.find("section")).to_contain_text("look for a newer message from the clinic")
    has_no_fault(page, "slotkeeper-booking")
    address = mailbox.link(page, mailbox.letter(ROBIN, "A new link"), "See your appointment")
    assert address != link.address
    new = opens(page, address, "confirmed")
    assert new.find("[data-reference]").get_attribute("data-reference") == link.reference
