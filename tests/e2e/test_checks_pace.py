"""Nothing jumps, nothing stalls (check 13); a hold lasts as long as it may (check 18)."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import DETAILS, Patient
from tests.e2e.recorder import Recorder

pytestmark = pytest.mark.e2e

MEASURE = """
window.shifts = [];
window.tasks = [];
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) {
    // What moved inside a shadow root is named null here.
    const moved = it.sources.map(({ node }) => node?.nodeName).filter(Boolean);
    if (!it.hadRecentInput) shifts.push([it.value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) tasks.push(Math.round(it.duration));
}).observe({ type: "longtask", buffered: true });
"""
TRIES = 4


@pytest.mark.req("E9")
@pytest.mark.parametrize("width", [390, 1280])
def test_check_13_nothing_jumps_through_the_whole_flow(
    chromium: Browser, site: Site, width: int
) -> None:
    assert _measured(chromium, site, width).shifts == []


@pytest.mark.req("E9")
@pytest.mark.parametrize("width", [390, 1280])
def test_check_13_nothing_of_the_page_jumps_when_answers_are_slow(
    chromium: Browser, site: Site, recorder: Recorder, width: int
) -> None:
    # Browsers forgive what moves within half a second of a click; no answer comes within that.
    recorder.delay = lambda path: 0.6 if path.startswith("/f/") else 0
    assert [moved for _, moved in _measured(chromium, site, width).shifts if moved] == []


@pytest.mark.req("E9")
def test_check_13_no_task_takes_longer_than_fifty_milliseconds(
    chromium: Browser, site: Site
) -> None:
    # Other work on the machine only ever adds time, so the best of a few runs counts.
    runs = []
    for _ in range(TRIES):
        runs.append(_measured(chromium, site, 1280).tasks)
        if runs[-1] == []:
            return
    raise AssertionError(f"tasks of more than 50 ms, in milliseconds, in each of the runs: {runs}")


@pytest.mark.req("H5")
def test_check_18_a_hold_is_extended_ten_times_and_then_says_that_it_cannot_be(
    page: Page, site: Site, patient: Patient
) -> None:
    page.clock.install()
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes()
    patient.fills_in()
    for _ in range(10):
        page.clock.run_for(331_000)
        patient.button("Keep it longer").click()
        expect(patient.find("[data-timer]")).to_have_text("7:30")
    page.clock.run_for(331_000)
    patient.hears("We keep this time for less than 2 more minutes.")
    expect(patient.button("Keep it longer")).to_have_count(0)
    assert patient.typed() == DETAILS
    patient.books()


@pytest.mark.req("H4")
@pytest.mark.parametrize("token", ["forged", "A" * 60])
def test_check_18_a_forged_token_is_refused_and_the_patient_begins_anew(
    page: Page, site: Site, recorder: Recorder, patient: Patient, clinic: str, token: str
) -> None:
    page.goto(site.url("plain"))
    patient.sees("type")
    page.evaluate(
        "([key, token]) => localStorage.setItem(key, JSON.stringify("
        "{ token, expires_at: Date.now() / 1000 + 300 }))",
        [f"slotkeeper:{clinic}:hold", token],
    )
    page.reload()
    patient.sees("type")
    assert page.evaluate("key => localStorage.getItem(key)", f"slotkeeper:{clinic}:hold") is None
    refused = [it.status for path, it in recorder.answers if path.endswith("/holds/resume")]
    assert refused == [404]


class Measured(NamedTuple):
    """Layout shifts, each with what of the page moved, and long tasks of a whole booking."""

    shifts: list[tuple[float, list[str]]]
    tasks: list[int]


def _measured(chromium: Browser, site: Site, width: int) -> Measured:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(MEASURE)
        page.goto(site.url("reserved"))
        patient = Patient(page)
        patient.goes_to_times()
        patient.find(".day:not([aria-current])").first.click()
        expect(patient.find(".chosen-day")).to_have_text("Wednesday 6 January")
        patient.takes()
        patient.fills_in()
        patient.books()
        return Measured(page.evaluate("shifts"), page.evaluate("tasks"))
