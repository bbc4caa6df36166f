"""An owner and a receptionist in real browsers: invited, signed in with a code, locked out."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import open_database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import CLOCK
from tests.server_process import ServerProcess, in_thread

pytestmark = [pytest.mark.e2e, pytest.mark.req("A1")]

PASSWORD = "a calm long password"
NOW = int(datetime.fromisoformat(CLOCK).timestamp())
NewPage = Callable[[], Page]


@pytest.fixture
def new_page(chromium: Browser, server: ServerProcess) -> Iterator[NewPage]:
    """Opens a browser of somebody new; at the end no page may have complained."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refusal is an answer that was meant: 404, 403 and 422 are told as errors by the browser.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            said.append(message.text)

    def open_page() -> Page:
        context = chromium.new_context(base_url=server.url, locale="en-AU", reduced_motion="reduce")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def owner(server: ServerProcess, clinic: str) -> str:
    """The address of the clinic's owner, whose password is PASSWORD."""
    email = f"robin@{clinic}.example"

    async def make() -> None:
        database = await open_database(server.database, migrate=False)
        known = await get_clinic(database, clinic)
        actor = Actor(clinic_id=known.id, staff_id=None, at=NOW)
        await create_member(database, actor, email, "Robin Lightwater", PASSWORD, "owner", None)
        await database.close()

    in_thread(make())
    return email


def sign_in(page: Page, email: str) -> None:
    page.goto("/staff")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.endswith("/staff/sign-in"))


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()


def invite(robin: Page, email: str) -> str:
    """The link, as it was copied."""
    robin.get_by_role("link", name="Staff").click()
    robin.get_by_label("E-mail address").fill(email)
    robin.get_by_role("button", name="Make an invitation link").click()
    has_no_fault(robin)
    robin.get_by_role("button", name="Copy link").click()
    expect(robin.get_by_role("button", name="Copied")).to_be_visible()
    return str(robin.evaluate("navigator.clipboard.readText()"))


def phone(robin: Page, clinic: str, secret: str) -> str:
    """What an authenticator shows for a key, by the server's clock, which a calendar tells."""
    calendar = robin.request.get(f"/staff/{clinic}/calendar").text()
    [now, *_] = re.findall(r'data-now="(\d+)"', calendar)
    return pyotp.TOTP(secret).at(int(now))


def protect(mara: Page, robin: Page, clinic: str) -> str:
    """Turn the second factor on; a recovery code."""
    mara.get_by_text("Enter the key by hand instead").click()
    secret = mara.locator(".secret").inner_text().replace(" ", "")
    mara.get_by_label("Six digits").fill(phone(robin, clinic, secret))
    mara.get_by_role("button", name="Turn on").click()
    expect(mara.locator(".codes li")).to_have_count(10)
    has_no_fault(mara)
    return mara.locator(".codes li").first.inner_text()


@pytest.mark.req("E8")
def test_a_receptionist_is_invited_protects_the_account_and_is_locked_out_at_once(
    new_page: NewPage, server: ServerProcess, clinic: str, owner: str
) -> None:
    robin, mara = new_page(), new_page()
    robin.goto("/staff")
    has_no_fault(robin)
    sign_in(robin, owner)
    expect(robin.get_by_role("heading", name="Nothing is booked for today")).to_be_visible()
    has_no_fault(robin)

    link = invite(robin, f"mara@{clinic}.example")
    assert link.startswith(f"{server.url}/staff/invitation/")
    mara.goto(link)
    has_no_fault(mara)
    join(mara, link, "Mara Quillfeather")
    expect(mara.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    has_no_fault(mara)
    recovery_code = protect(mara, robin, clinic)
    mara.get_by_role("link", name="I have kept them").click()
    expect(mara.get_by_role("link", name="Staff", exact=True)).to_have_count(0)
    mara.get_by_role("link", name="Account").click()
    has_no_fault(mara)
    mara.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(mara.get_by_text("You are signed out.")).to_be_visible()

    sign_in(mara, f"mara@{clinic}.example")
    has_no_fault(mara)
    mara.get_by_label("Code").fill(recovery_code)
    mara.get_by_role("button", name="Go on").click()
    expect(mara).to_have_url(f"{server.url}/staff/{clinic}/today")

    robin.goto(f"/staff/{clinic}/staff")
    robin.locator("summary", has_text="Mara Quillfeather").click()
    has_no_fault(robin)
    robin.get_by_role("button", name="Remove Mara Quillfeather").click()
    expect(robin.get_by_text("locked out at once")).to_be_visible()
    mara.reload()
    expect(mara.get_by_role("heading", name="There is no such page")).to_be_visible()
    has_no_fault(mara)


def test_whose_diary_it_is_is_asked_for_practitioners_only(
    new_page: NewPage, clinic: str, owner: str
) -> None:
    robin = new_page()
    sign_in(robin, owner)
    robin.goto(f"/staff/{clinic}/staff")
    invite = robin.locator("form[action$=invitations]")
    expect(invite.get_by_label("Whose diary it is")).to_be_hidden()
    invite.get_by_role("radio", name="Practitioner").check()
    expect(invite.get_by_label("Whose diary it is")).to_be_visible()
    has_no_fault(robin)
    invite.get_by_label("E-mail address").fill(f"kit@{clinic}.example")
    invite.get_by_role("button", name="Make an invitation link").click()
    expect(robin.get_by_text("Choose whose diary it is")).to_be_visible()
    has_no_fault(robin)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_the_screen(
    new_page: NewPage, clinic: str, owner: str, width: int, direction: str
) -> None:
    robin = new_page()
    robin.set_viewport_size({"width": width, "height": 740})
    sign_in(robin, owner)
    pages = (f"/staff/{clinic}/today", f"/staff/{clinic}/staff", "/staff/account")
    for path in (*pages, "/staff/account/second-factor", "/staff/nothing/here"):
        robin.goto(path)
        robin.evaluate(f"document.documentElement.dir = '{direction}'")
        assert robin.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_keyboard_reaches_the_content_first_and_then_everything(
    new_page: NewPage, clinic: str, owner: str
) -> None:
    robin = new_page()
    sign_in(robin, owner)
    expect(robin).to_have_url(f"{robin.url.split('/staff')[0]}/staff/{clinic}/today")
    robin.keyboard.press("Tab")
    expect(robin.get_by_role("link", name="Go to the content")).to_be_focused()
    robin.keyboard.press("Enter")
    expect(robin.locator("main")).to_be_focused()


def test_targets_are_large_enough_for_a_finger(new_page: NewPage, clinic: str, owner: str) -> None:
    robin = new_page()
    robin.set_viewport_size({"width": 360, "height": 740})
    sign_in(robin, owner)
    for path in (f"/staff/{clinic}/staff", "/staff/account"):
        robin.goto(path)
        for target in robin.locator("button:visible, .nav a:visible, summary:visible").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()


def test_a_form_is_sent_once_however_often_its_button_is_pressed(
    new_page: NewPage, clinic: str, owner: str
) -> None:
    robin = new_page()
    sign_in(robin, owner)
    robin.goto("/staff/account")
    with sent(robin, "/staff/account/name") as posts:
        robin.get_by_role("button", name="Save name").dblclick()
        expect(robin.get_by_text("Your name is saved.")).to_be_visible()
    assert len(posts) == 1


@contextmanager
def sent(page: Page, path: str) -> Iterator[list[str]]:
    """The forms that were sent there."""
    posts: list[str] = []
    page.on(
        "request",
        lambda request: (
            posts.append(request.url)
            if request.method == "POST" and request.url.endswith(path)
            else None
        ),
    )
    yield posts
