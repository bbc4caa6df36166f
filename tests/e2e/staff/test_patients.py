"""A receptionist with patients' records in a real browser: found, edited, merged, parted."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import open_database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import CLOCK, NewClinic
from tests.e2e.staff.live_forms import answered
from tests.e2e.staff.pictured_patients import add_patients
from tests.server_process import ServerProcess
from tests.web.staff.diary import books_of

pytestmark = [pytest.mark.e2e, pytest.mark.req("A4")]

NOW = int(datetime.fromisoformat(CLOCK).timestamp())
PASSWORD = "a calm long password"
SIZES = [
    {"width": 360, "height": 740},
    {"width": 768, "height": 900},
    {"width": 1280, "height": 800},
]
WREN, TWIN = "Wren Saltmarsh-Okoro", "Wrenn Saltmarsh Okoro"
HOSTILE = "<img src=x onerror=document.title='broken'>"


@dataclass(frozen=True)
class Reception:
    """Mara's browser, signed in, and where the clinic's patients are."""

    page: Page
    patients: str

    def open(self, name: str = "") -> None:
        """The list, or somebody's record."""
        self.page.goto(self.patients)
        if name:
            self.page.get_by_role("link", name=name, exact=True).click()
            expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def lists(self, *names: str) -> None:
        """These patients and no others, in this order."""
        expect(self.page.locator("#results .p-who > a")).to_have_text(list(names))


@pytest.fixture
def reception(
    server: ServerProcess, new_clinic: NewClinic, chromium: Browser
) -> Iterator[Reception]:
    slug = new_clinic({})
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _fill(server.database, slug)).result()
    context = chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.extend(_fault(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server.url}/staff/sign-in")
    page.get_by_label("E-mail").fill(f"mara@{slug}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/today*")
    yield Reception(page, f"{server.url}/staff/{slug}/patients")
    context.close()
    assert said == []


def _fault(message: ConsoleMessage) -> list[str]:
    # A form that is refused is an answer that was meant, told as an error by the browser.
    return [] if "status of 4" in message.text else [f"{message.type}: {message.text}"]


async def _fill(url: str, slug: str) -> None:
    database = await open_database(url, migrate=False)
    try:
        books = await books_of(database, slug)
        actor = Actor(clinic_id=books.clinic.id, staff_id=None, at=NOW)
        await create_member(
            database,
            actor,
            f"mara@{slug}.example",
            "Mara Quillfeather",
            PASSWORD,
            "reception",
            None,
        )
        await add_patients(books, NOW)
    finally:
        await database.close()


def test_somebody_is_found_by_keyboard_while_typing(reception: Reception) -> None:
    reception.open()
    page = reception.page
    page.get_by_label("Search patients").focus()
    with answered(page, "okoro wrenn"):
        page.keyboard.type("okoro wrenn", delay=20)
    reception.lists(TWIN)
    expect(page.get_by_role("status")).to_have_text("1 patient found")
    assert page.url == reception.patients
    page.keyboard.press("Enter")
    reception.lists(TWIN)
    page.get_by_role("link", name=TWIN).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TWIN)
    page.go_back()
    expect(page.get_by_label("Search patients")).to_have_value("okoro wrenn")
    reception.lists(TWIN)
    page.get_by_label("Search patients").fill("")
    reception.lists(WREN, TWIN, "Iris Fernweh", "Otto Fernweh")


@pytest.mark.req("T1")
def test_an_alert_note_is_changed_in_place_and_had_back(reception: Reception) -> None:
    reception.open(WREN)
    page = reception.page
    page.get_by_text("Change the alert note").click()
    page.get_by_label("Alert note", exact=True).fill(f"Ramp. {HOSTILE}")
    page.get_by_role("button", name="Save alert note").click()
    box = page.locator(".alert-box .as-typed")
    expect(box).to_have_text(f"Ramp. {HOSTILE}")
    expect(page.get_by_text("The alert note is saved")).to_be_visible()
    expect(page).to_have_title(re.compile(WREN))
    reception.open()
    expect(page.get_by_text(f"Ramp. {HOSTILE}")).to_be_visible()
    reception.open(WREN)
    page.get_by_role("button", name="Undo the last change").click()
    expect(box).to_have_text("Latex allergy. Please use the room at the back.")


def test_details_are_changed_where_what_is_wrong_stands_at_its_field(
    reception: Reception,
) -> None:
    reception.open("Iris Fernweh")
    page = reception.page
    page.get_by_role("link", name="Edit contact details").click()
    page.get_by_label("Phone").fill("12")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("Enter a phone number with area code")).to_be_visible()
    has_no_fault(page)
    page.get_by_label("Phone").fill("02 5550 8888")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("The details are saved")).to_be_visible()
    expect(page.get_by_role("link", name="+61255508888")).to_be_visible()


def test_two_records_are_merged_and_parted(reception: Reception) -> None:
    reception.open(WREN)
    page = reception.page
    page.get_by_role("link", name="Compare and merge").click()
    take = page.get_by_role("button", name="Take w.okoro@work.example")
    take.click()
    expect(page.get_by_label("E-mail address")).to_have_value("w.okoro@work.example")
    page.get_by_role("button", name="Take wren@patient.example").click()
    expect(page.get_by_label("E-mail address")).to_have_value("wren@patient.example")
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_text("The records are merged")).to_be_visible()
    expect(page.get_by_role("heading", name="This may be somebody")).to_have_count(0)
    reception.open()
    reception.lists(WREN, "Iris Fernweh", "Otto Fernweh")
    reception.open(WREN)
    has_no_fault(page)
    page.get_by_role("button", name=f"Part them again {TWIN}").click()
    expect(page.get_by_text("The records are parted again")).to_be_visible()
    reception.open()
    reception.lists(WREN, TWIN, "Iris Fernweh", "Otto Fernweh")


def test_who_are_two_people_is_asked_once(reception: Reception) -> None:
    page = reception.page
    page.goto(f"{reception.patients}/duplicates")
    pairs = page.locator(".pair")
    expect(pairs).to_have_count(2)
    page.get_by_role("button", name="These are two people Otto Fernweh, Iris Fernweh").click()
    expect(pairs).to_have_count(1)
    reception.open("Iris Fernweh")
    expect(page.get_by_role("button", name="These are two people")).to_have_count(0)


@pytest.mark.req("E8")
@pytest.mark.parametrize("size", SIZES, ids=["phone", "tablet", "desk"])
def test_everybody_can_use_the_pages_of_patients(
    reception: Reception, size: dict[str, int]
) -> None:
    page = reception.page
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    reception.open(WREN)
    here = page.url
    page.get_by_role("link", name="Compare and merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these one person?")
    merge = page.url
    duplicates = f"{reception.patients}/duplicates"
    for address in (reception.patients, here, f"{here}/edit", merge, duplicates):
        page.goto(address)
        has_no_fault(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    page.goto(reception.patients)
    page.get_by_label("Search patients").fill("nobody at all")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
    has_no_fault(page)


def test_without_scripts_the_form_finds_and_the_note_is_saved(
    reception: Reception, chromium: Browser
) -> None:
    state = reception.page.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(reception.patients)
    page.get_by_label("Search patients").fill("iris")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Iris Fernweh").click()
    page.get_by_text("Add an alert note").click()
    page.get_by_label("Alert note", exact=True).fill("Comes with her mother")
    page.get_by_role("button", name="Save alert note").click()
    expect(page.locator(".alert-box")).to_contain_text("Comes with her mother")
    context.close()
