"""The same widget and server in Firefox and WebKitGTK: the checks that depend on the browser."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from selenium.common.exceptions import JavascriptException
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.drivers import driving
from tests.e2e.hosts.site import STRICT, TRUSTED, Site
from tests.e2e.patient import DETAILS
from tests.e2e.recorder import Recorder

pytestmark = [
    pytest.mark.browsers,
    # Selenium's own class for WebKitGTK calls Selenium in an outdated way.
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]

INSIDE = "const inside = document.querySelector('slotkeeper-booking').shadowRoot;"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def driver(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    with driving(request.param) as started:
        yield started


@pytest.mark.req("E1")
def test_check_03_a_whole_booking_needs_no_preflight_no_header_and_no_cookie(
    driver: WebDriver, site: Site, recorder: Recorder
) -> None:
    driver.get(site.url("plain"))
    _go_to_times(driver)
    _click(driver, "button[name=slot]")
    _sees(driver, "details")
    _fill_in(driver)
    _click(driver, "form.details .main")
    _sees(driver, "confirmed")
    assert recorder.seen("OPTIONS") == []
    headers = {name for seen in recorder.seen("POST") for name in seen.headers}
    assert {name for name in headers if name.startswith("hx-") or name == "cookie"} == set()


@pytest.mark.req("E2")
@pytest.mark.parametrize("neighbour", ["htmx-1", "htmx-2", "htmx-4"])
def test_check_05_a_page_with_its_own_htmx_keeps_it(
    driver: WebDriver, site: Site, neighbour: str
) -> None:
    driver.get(site.url(neighbour))
    _sees(driver, "type")
    state = "return [htmx.version, document.adoptedStyleSheets.length, document.body.innerHTML]"
    before = _run(driver, state)
    _go_to_times(driver)
    assert _run(driver, state) == before
    _run(driver, "document.querySelector('#host').click()")
    _until(driver, "document.querySelector('#host-answer').textContent === 'answer 1'")
    assert site.fragments_given == 1


@pytest.mark.req("E2")
@pytest.mark.parametrize("policy", [STRICT, TRUSTED], ids=["strict", "Trusted Types"])
@pytest.mark.parametrize("page_name", ["plain", "integrity"])
def test_check_09_under_a_strict_policy_the_widget_works_styled(
    driver: WebDriver, site: Site, page_name: str, policy: str
) -> None:
    driver.get(site.url(page_name, csp=policy))
    _go_to_times(driver)
    assert _run(driver, "return inside.adoptedStyleSheets.length") == 2
    chosen = "return getComputedStyle(inside.querySelector('.day[aria-current]')).backgroundColor"
    assert _run(driver, chosen) != "rgba(0, 0, 0, 0)"


@pytest.mark.req("E8", "H4")
def test_check_15_each_change_moves_the_focus_and_is_said(driver: WebDriver, site: Site) -> None:
    driver.get(site.url("plain"))
    _go_to_times(driver)
    _has_focus(driver, "question")
    _click(driver, ".day:not([aria-current])")
    _said(driver, "Wednesday 6 January: 17 times are free")
    _click(driver, "button[name=slot]")
    _said(driver, "We're keeping Wed 6 Jan, 1:00 pm for you")
    _has_focus(driver, "question")
    _type(driver, "first_name", "Robin")
    _click(driver, "form.details .main")
    _said(driver, "There are 4 problems")
    _has_focus(driver, "last_name")
    assert _run(driver, "return inside.querySelector('#first_name').value") == "Robin"
    driver.refresh()
    _until(driver, "inside.querySelector('#first_name')?.value === 'Robin'")
    _fill_in(driver)
    _click(driver, "form.details .main")
    _said(driver, "Your appointment is booked.")
    _has_focus(driver, "question")


def _go_to_times(driver: WebDriver) -> None:
    for step, value in {"type": "initial", "location": "manly", "practitioner": "any"}.items():
        _sees(driver, step)
        _click(driver, f"button[name={step}][value={value}]")
    _sees(driver, "slot")


def _fill_in(driver: WebDriver) -> None:
    for name, text in DETAILS.items():
        _type(driver, name, text)
    _run(driver, "inside.querySelector('#terms').click()")


def _sees(driver: WebDriver, step: str) -> None:
    _until(driver, f"inside.querySelector('[data-step={step}]')")


def _said(driver: WebDriver, text: str) -> None:
    _until(driver, f'inside.querySelector("[data-status]").textContent === "{text}"')


def _has_focus(driver: WebDriver, name: str) -> None:
    _until(driver, f"inside.activeElement?.id === '{name}'")


def _click(driver: WebDriver, selector: str) -> None:
    _run(driver, f"const it = inside.querySelector('{selector}'); it.focus(); it.click()")


def _type(driver: WebDriver, name: str, text: str) -> None:
    _run(
        driver,
        f"const it = inside.querySelector('#{name}'); it.value = '{text}';"
        "it.dispatchEvent(new Event('input', { bubbles: true, composed: true }))",
    )


def _run(driver: WebDriver, script: str) -> Any:  # noqa: ANN401 - whatever the script returns
    return driver.execute_script(INSIDE + script)


def _until(driver: WebDriver, condition: str) -> None:
    def holds(now: WebDriver) -> bool:
        with suppress(JavascriptException):
            return bool(_run(now, f"return !!({condition})"))
        return False

    WebDriverWait(driver, 60, 0.05).until(holds, f"never true: {condition}")
