"""axe finds nothing at any step, and would find something if it were there (check 16)."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import NewClinic
from tests.e2e.demo_website import demo_website
from tests.e2e.patient import Patient
from tests.e2e.scenes import NOW, SCENES
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("E8")]

STATES = [
    *("taken", "limit", "two-minutes", "ran-out", "closed", "fault", "link"),
    *("who-asks", "closed-to-new"),
]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(locale="en-AU", reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        yield page


@pytest.fixture
def book(server: ServerProcess, clinic: str) -> Iterator[str]:
    """The Book page of the demo clinic's website."""
    with demo_website(server.url, clinic) as site:
        yield f"{site}/book"


@pytest.mark.parametrize("where", ["widget", "page"])
def test_check_16_no_step_has_a_fault(
    page: Page, server: ServerProcess, book: str, clinic: str, where: str
) -> None:
    page.goto(book if where == "widget" else f"{server.url}/c/{clinic}")
    patient = Patient(page, where)
    patient.sees("type")
    has_no_fault(page)
    patient.choose("type", "running")
    patient.sees("location")
    has_no_fault(page)
    patient.find(".summary").get_by_text("Change").first.click()
    patient.sees("type")
    patient.choose("type", "initial")
    patient.choose("location", "manly")
    patient.sees("practitioner")
    has_no_fault(page)
    patient.choose("practitioner", "nell-tidewater")
    patient.sees("slot")
    has_no_fault(page)
    patient.find(".day.full").last.click()
    expect(patient.find(".notice")).to_be_visible()
    has_no_fault(page)
    patient.find(".notice .button").click()
    patient.takes()
    has_no_fault(page)
    patient.button("Book appointment").click()
    expect(patient.find(".notice.wrong")).to_be_visible()
    has_no_fault(page)
    patient.fills_in()
    patient.books()
    has_no_fault(page)


@pytest.mark.parametrize("state", STATES)
def test_check_16_no_state_has_a_fault(
    page: Page, server: ServerProcess, new_clinic: NewClinic, state: str
) -> None:
    scene = SCENES[state]
    with demo_website(server.url, new_clinic(scene.clinic)) as site:
        scene.play(f"{site}/book", page)
        has_no_fault(page)


def test_check_16_a_fault_planted_in_the_shadow_root_is_found(page: Page, book: str) -> None:
    page.goto(book)
    patient = Patient(page)
    patient.sees("type")
    patient.find("section").evaluate("it => it.append(document.createElement('button'))")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == ["button-name"]
    assert "slotkeeper-booking" in str(found[0]["nodes"][0]["target"])
