"""An owner sets up texts; a patient books, reads one on the phone, and says STOP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.sms import FakeSms, texting
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import CLOCK
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess, start_server
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.req("N1", "N2", "N7")]

PHONE = "+61412345678"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeSms]:
    with texting() as fake:
        yield fake


@pytest.fixture(scope="module")
def server(fake: FakeSms) -> Iterator[ServerProcess]:
    settings = {"SLOTKEEPER_SMS_API": fake.url}
    with start_server(
        clinic_file=None, clock=CLOCK, abuse_checks=False, settings=settings
    ) as started:
        yield started


@pytest.fixture
def owner(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    with owner_of(server, clinic, chromium, "status of 422") as page:
        yield page


def arrived(fake: FakeSms, many: int) -> None:
    wait_for(lambda: len(fake.world.texts()) >= many, "no text came")


def sets_up(owner: Page, fake: FakeSms, clinic: str) -> None:
    owner.goto(f"/staff/{clinic}/sms")
    owner.get_by_role("textbox", name="Account").fill(fake.account.sid)
    owner.get_by_label("Token").fill(fake.account.token)
    owner.get_by_label("Texts come from", exact=True).fill("+61 2 5550 0000")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("status").first).to_have_text("Saved. The service knows the account.")


def books(patient: Patient, site: Site, email: str) -> str:
    patient.page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes()
    patient.fills_in(email=email, phone=PHONE)
    return patient.books()


def test_n_11_a_text_comes_to_the_phone_until_it_says_stop(
    owner: Page, patient: Patient, site: Site, fake: FakeSms, clinic: str, server: ServerProcess
) -> None:
    fake.account.answers = f"{server.url}/hooks/sms/{clinic}/answers"
    sets_up(owner, fake, clinic)
    owner.get_by_label("To which phone").fill("0491 570 006")
    owner.get_by_role("button", name="Send it").click()
    expect(owner.get_by_role("status")).to_contain_text("The service has taken it.")
    has_no_fault(owner)

    books(patient, site, "ada@patients.example")
    arrived(fake, 2)
    phone = owner.context.new_page()
    phone.goto(f"{fake.url}/phones/{PHONE}")
    expect(phone.locator(".bubble")).to_contain_text("Harbour Physio: booked for")
    phone.get_by_role("button", name="STOP").click()
    expect(phone.get_by_text("has said STOP")).to_be_visible()

    books(patient, site, "ada@patients.example")
    owner.goto(f"/staff/{clinic}/sms")
    expect(owner.get_by_text(PHONE)).to_be_visible()
    expect(phone.locator(".theirs")).to_have_count(1)
    assert len(fake.world.texts()) == 2
