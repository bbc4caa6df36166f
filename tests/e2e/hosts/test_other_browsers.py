"""The same widget in Firefox and WebKitGTK; the stories that depend on the browser."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from selenium.common.exceptions import JavascriptException
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.hosts.drivers import driving
from tests.e2e.hosts.site import STRICT, TRUSTED, Site
from tests.e2e.hosts.stand_in import StandIn

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
def test_a_patient_books_and_each_step_has_the_focus_and_is_said(
    driver: WebDriver, site: Site, stand_in: StandIn
) -> None:
    _open(driver, site.url("plain"))
    _until(driver, "inside.querySelector('[data-step=slot]')")
    _click(driver, "#day-6")
    _until(driver, "inside.querySelector('#shown').textContent === 'times of 6'")
    _said(driver, "Times of day 6")
    _click(driver, "button[name=slot]")
    _said(driver, "We keep this time for you.")
    assert _focused(driver) == "heading"
    _type(driver, "#name", "Kim")
    _click(driver, "#book")
    _said(driver, "There is a problem.")
    assert _focused(driver) == "email"
    assert _run(driver, "return inside.querySelector('#name').value") == "Kim"
    _type(driver, "#email", "kim@patients.example")
    _click(driver, "#book")
    _said(driver, "You are booked.")
    assert _focused(driver) == "heading"
    assert stand_in.seen("OPTIONS") == []
    headers = {name.lower() for seen in stand_in.requests for name in seen.headers}
    assert "cookie" not in headers
    assert not {name for name in headers if name.startswith("hx-")}


@pytest.mark.req("E2")
@pytest.mark.parametrize("neighbour", ["htmx-1", "htmx-2", "htmx-4"])
def test_a_page_with_its_own_htmx_keeps_it(driver: WebDriver, site: Site, neighbour: str) -> None:
    _open(driver, site.url(neighbour))
    _until(driver, "inside.querySelector('[data-step=slot]')")
    state = "return [htmx.version, document.adoptedStyleSheets.length, document.body.innerHTML]"
    before = _run(driver, state)
    _click(driver, "#day-6")
    _until(driver, "inside.querySelector('#shown').textContent === 'times of 6'")
    assert _run(driver, state) == before
    _run(driver, "document.querySelector('#host').click()")
    _until(driver, "document.querySelector('#host-answer').textContent === 'answer 1'")
    assert site.fragments_given == 1


@pytest.mark.req("E2")
@pytest.mark.parametrize("policy", [STRICT, TRUSTED])
@pytest.mark.parametrize("page_name", ["plain", "integrity"])
def test_under_a_strict_policy_the_widget_is_styled(
    driver: WebDriver, site: Site, page_name: str, policy: str
) -> None:
    _open(driver, site.url(page_name, csp=policy))
    _until(driver, "inside.querySelector('[data-step=slot]')")
    assert _run(driver, "return inside.adoptedStyleSheets.length") == 2
    _click(driver, "button[name=slot]")
    _until(driver, "inside.querySelector('[data-step=details]')")


@pytest.mark.req("H4")
def test_after_a_reload_the_hold_and_the_text_are_there(driver: WebDriver, site: Site) -> None:
    _open(driver, site.url("plain"))
    _until(driver, "inside.querySelector('[data-step=slot]')")
    _click(driver, "button[name=slot]")
    _until(driver, "inside.querySelector('[data-step=details]')")
    _type(driver, "#name", "Kim")
    driver.refresh()
    _until(driver, "inside.querySelector('#name')?.value === 'Kim'")


def _open(driver: WebDriver, address: str) -> None:
    driver.get(address)
    with suppress(JavascriptException):
        driver.execute_script("localStorage.clear(); sessionStorage.clear()")


def _run(driver: WebDriver, script: str) -> Any:  # noqa: ANN401 - whatever the script returns
    return driver.execute_script(INSIDE + script)


def _until(driver: WebDriver, condition: str) -> None:
    def holds(now: WebDriver) -> bool:
        with suppress(JavascriptException):
            return bool(_run(now, f"return !!({condition})"))
        return False

    WebDriverWait(driver, 10, 0.05).until(holds, f"never true: {condition}")


def _said(driver: WebDriver, text: str) -> None:
    _until(driver, f"inside.querySelector('[data-status]').textContent === '{text}'")


def _click(driver: WebDriver, selector: str) -> None:
    _run(driver, f"const it = inside.querySelector('{selector}'); it.focus(); it.click()")


def _type(driver: WebDriver, selector: str, text: str) -> None:
    _run(
        driver,
        f"const it = inside.querySelector('{selector}'); it.value = '{text}';"
        "it.dispatchEvent(new Event('input', { bubbles: true, composed: true }))",
    )


def _focused(driver: WebDriver) -> str:
    return str(_run(driver, "return inside.activeElement?.id"))
