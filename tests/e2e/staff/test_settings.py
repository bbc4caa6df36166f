"""An owner changes the set-up: sees what that does, saves it, and patients meet it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.e2e.staff.live_forms import settled
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

SECTIONS = ["", "/clinic", "/online-booking", "/limits", "/details", "/texts", "/trust", "/notices"]
ROWS = ["/locations", "/practitioners", "/appointment-types", "/file"]
SAVED = re.compile(r"^Saved 9:\d\d am$")
"""The server's clock starts at 9:05, and runs on through all tests of this file."""

ONE = [
    "/locations/manly",
    "/locations/manly/remove",
    "/practitioners/nell-tidewater",
    "/practitioners/nell-tidewater/remove",
    "/appointment-types/insoles",
    "/new/practitioners",
    "/new/appointment-types",
]


@pytest.fixture
def owner(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    """An owner's browser. A page that says what is wrong has status 422, as the console tells."""
    with owner_of(server, clinic, chromium, "status of 422") as page:
        yield page


@pytest.fixture
def settings(clinic: str) -> str:
    return f"/staff/{clinic}/settings"


@pytest.mark.req("S3")
def test_another_cut_off_is_seen_saved_and_met_by_patients(
    owner: Page, settings: str, patient: Patient, site: Site
) -> None:
    patient.page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    expect(patient.find(".chosen-day")).to_have_text("Tuesday 5 January")
    owner.goto(f"{settings}/online-booking")
    expect(owner.get_by_role("button", name="Save")).to_have_count(0)
    with settled(owner):
        owner.get_by_label("Cut-off").fill("1")
        owner.get_by_label("Unit").select_option(label="days")
    effect = owner.locator("#effect")
    expect(effect).to_contain_text("times offered in the next 14 days")
    expect(effect).to_contain_text("fewer than now")
    expect(effect).to_contain_text("1 day")
    spoken = owner.locator("[data-effect-status]")
    expect(spoken).to_contain_text("fewer than now")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("status")).to_have_text(SAVED)
    expect(owner.get_by_label("Cut-off")).to_have_value("1")
    patient.page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    expect(patient.find(".chosen-day")).to_have_text("Wednesday 6 January")


@pytest.mark.req("S1")
def test_what_depends_on_the_switch_goes_with_it(owner: Page, settings: str) -> None:
    owner.goto(f"{settings}/online-booking")
    expect(owner.get_by_label("Days ahead")).to_be_visible()
    with settled(owner):
        owner.get_by_label("Patients can book online").uncheck()
    expect(owner.get_by_label("Days ahead")).to_be_hidden()
    expect(owner.locator("#effect")).to_contain_text("0 times offered in the next 14 days")
    owner.get_by_role("button", name="Save").click()
    owner.goto(settings)
    expect(owner.get_by_role("link", name="Holds and limits")).to_have_count(0)
    expect(owner.get_by_text("Off: patients are asked to call")).to_be_visible()


def test_a_field_is_there_only_where_it_matters(owner: Page, settings: str) -> None:
    owner.goto(f"{settings}/appointment-types/initial")
    expect(owner.get_by_text("Asked of")).to_be_hidden()
    owner.get_by_role("radio", name="A share of the price").check()
    expect(owner.get_by_text("Asked of")).to_be_visible()
    owner.get_by_role("textbox", name="A share of the price").fill("0")
    expect(owner.locator("#effect")).to_contain_text("Enter a whole percentage")
    expect(owner.get_by_role("button", name="Save")).to_have_count(0)


def test_what_is_wrong_is_told_at_its_field(owner: Page, settings: str) -> None:
    owner.goto(f"{settings}/online-booking")
    owner.get_by_label("Days ahead").fill("1000")
    owner.get_by_label("Days ahead").press("Enter")
    link = owner.get_by_role("link", name="Enter a whole number from 0 to 730.")
    link.click()
    expect(owner.locator("#q-horizon_days")).to_be_in_viewport()
    expect(owner.get_by_label("Days ahead")).to_have_value("1000")
    has_no_fault(owner)


def test_hours_are_changed_without_scripts(
    owner: Page, settings: str, chromium: Browser, server: ServerProcess
) -> None:
    state = owner.context.storage_state()
    context = chromium.new_context(
        java_script_enabled=False, storage_state=state, base_url=server.url
    )
    page = context.new_page()
    page.goto(f"{settings}/practitioners/nell-tidewater")
    page.get_by_role("button", name="Add hours").click()
    row = page.get_by_role("group", name="row 3").first
    row.get_by_label("Saturday").check()
    row.get_by_label("From").fill("14:00")
    row.get_by_label("To").fill("17:00")
    row.get_by_label("Where").select_option(label="Manly")
    page.get_by_role("button", name="See the effect").click()
    expect(page.locator("#effect")).to_contain_text("Sat 14:00–17:00 Manly")
    expect(page.locator("#effect")).to_contain_text("more than now")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(page.get_by_role("group", name="row 3").first.get_by_label("Saturday")).to_be_checked()
    context.close()


def test_a_clinic_file_is_chosen_looked_at_and_saved(owner: Page, settings: str) -> None:
    owner.goto(f"{settings}/file")
    with owner.expect_download() as download:
        owner.get_by_role("link", name="Download the clinic file").click()
    text = download.value.path().read_text("utf-8")
    changed = text.replace("horizon_days = 60", "horizon_days = 30").encode()
    file: FilePayload = {"name": "a.toml", "mimeType": "text/plain", "buffer": changed}
    with settled(owner):
        owner.get_by_label("Choose a file").set_input_files(file)
    expect(owner.get_by_label("Or paste its text")).to_have_value(changed.decode())
    owner.get_by_role("button", name="See the effect").click()
    expect(owner.locator("#effect")).to_contain_text("Patients can book until Thursday 4 February")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("status")).to_have_text(SAVED)


@pytest.mark.req("E8")
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_use_every_page(owner: Page, settings: str, width: int) -> None:
    owner.set_viewport_size({"width": width, "height": 800})
    for path in (*SECTIONS, *ROWS, *ONE):
        owner.goto(f"{settings}{path}")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert owner.evaluate(wide) == 0, path
        has_no_fault(owner)
