"""Under the page's security policy the widget works, or its link is there (checks 9 to 12)."""

import re
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from slotkeeper.bundle import Bundle
from tests.e2e.hosts.site import STRICT, TRUSTED, Site
from tests.e2e.patient import Patient
from tests.e2e.recorder import Recorder
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

# What may not come with a fragment: it would run, load or change the page around it.
FORBIDDEN = re.compile(
    r"<script|<style|<title|\sstyle=|<link|<img|hx-on|js:|javascript:|hx-boost|hx-push-url",
    re.IGNORECASE,
)


GZIP = {"Accept-Encoding": "gzip"}


class Policy(NamedTuple):
    """A page and its policy; `B` stands for the booking server, `HASH` for the script's."""

    page: str
    csp: str


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(Policy("plain", STRICT), id="strict"),
        pytest.param(Policy("integrity", STRICT), id="with SRI"),
        pytest.param(Policy("plain", TRUSTED), id="with Trusted Types"),
        pytest.param(
            Policy("integrity", "default-src 'none'; script-src 'HASH'; connect-src B"),
            id="script by hash alone",
        ),
    ],
)
def test_check_09_under_a_strict_policy_the_widget_works_styled_and_breaks_no_rule(
    page: Page, site: Site, patient: Patient, bundle: Bundle, policy: Policy
) -> None:
    page.goto(site.url(policy.page, csp=policy.csp.replace("HASH", bundle.integrity)))
    patient.goes_all_the_way()
    assert page.evaluate("violations") == []
    assert patient.host.evaluate("host => host.shadowRoot.adoptedStyleSheets.length") == 2
    expect(patient.find(".main").first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


@pytest.mark.req("E6")
@pytest.mark.parametrize(
    "csp",
    [
        "default-src 'none'; script-src B",
        "default-src 'none'; connect-src B",
        f"{STRICT}; trusted-types 'none'",
    ],
    ids=["no connect-src", "no script-src", "trusted-types 'none'"],
)
def test_check_10_where_the_policy_forbids_the_widget_its_link_leads_to_the_booking(
    page: Page, site: Site, csp: str
) -> None:
    page.goto(site.url("plain", csp=csp))
    page.wait_for_function("violations.length")
    _the_link_books(page)


@pytest.mark.req("E6")
def test_check_10_without_javascript_the_link_leads_to_the_booking(
    chromium: Browser, site: Site
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.url("plain"))
        _the_link_books(page)


@pytest.mark.req("E1")
def test_check_11_no_fragment_holds_what_would_run_load_or_leave_its_place(
    page: Page, site: Site, recorder: Recorder, patient: Patient, clinic: str
) -> None:
    page.goto(site.url("plain"))
    patient.goes_to_times()
    patient.find(".day.full, .day").last.click()
    patient.takes()
    patient.button("Book appointment").click()
    expect(patient.find(".notice.wrong")).to_be_visible()
    patient.fills_in()
    patient.books()
    fragments = [(path, it) for path, it in recorder.answers if path.startswith("/f/")]
    assert {it.status for _, it in fragments} == {200, 422}
    for path in (f"/f/{clinic}/start?type=nothing", "/f/nobody/start", f"/f/{clinic}/nowhere"):
        refused = recorder.answer("GET", path, {}, b"")
        assert refused is not None
        fragments.append((path, refused))
    for path, answer in fragments:
        assert FORBIDDEN.findall(answer.body.decode()) == [], path


@pytest.mark.req("E2")
def test_check_02_the_widget_and_its_first_fragment_are_small(
    server: ServerProcess, clinic: str
) -> None:
    for path, most in {"/embed.js": 20_480, f"/f/{clinic}/start": 4_096}.items():
        with httpx.stream("GET", server.url + path, headers=GZIP, timeout=60) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            assert sum(len(part) for part in answer.iter_raw()) <= most


def _the_link_books(page: Page) -> None:
    link = page.locator("slotkeeper-booking > a")
    expect(link).to_be_visible()
    link.click()
    Patient(page, where="page").sees("type")
