"""The real server as a process, a clinic's website on another origin, and a patient's browser."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from slotkeeper.bundle import Bundle, compose_embed
from tests.e2e.chromium import chromium as start_chromium
from tests.e2e.hosts.site import Site, serving
from tests.e2e.patient import Patient
from tests.e2e.recorder import Recorder, recording
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic, start_server

CLOCK = "2027-01-04T22:05:00Z"
"""Where the server's clock starts: Tuesday 5 January 2027, 9:05 in the clinic's Sydney."""

# Written down from the first moment on: what the policy blocked, which events the page saw.
WATCH = (Path(__file__).parent / "hosts" / "watch.js").read_text("utf-8")
_clinics = count(1)
_LONG = 240  # seconds

expect.set_options(timeout=60_000)  # a busy machine is no reason to fail

Later = Callable[[int], None]
NewClinic = Callable[[dict[str, str]], str]


# Browser and server end with each module: Playwright's loop would stand in the way of tests that
# have one of their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with start_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with start_server(clinic_file=None, clock=CLOCK, abuse_checks=False) as started:
        yield started


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return compose_embed()


@pytest.fixture
def new_clinic(server: ServerProcess) -> NewClinic:
    """Adds a demo clinic with those changes to its file; gives its slug."""

    def add(changes: dict[str, str]) -> str:
        slug = f"harbour-{next(_clinics)}"
        text = DEMO_CLINIC.read_text().replace("harbour-physio", slug)
        for before, after in changes.items():
            assert text.count(before) == 1, f"{before!r} is {text.count(before)} times in the file"
            text = text.replace(before, after)
        add_clinic(server.database, text, CLOCK)
        return slug

    return add


@pytest.fixture
def clinic(new_clinic: NewClinic, request: pytest.FixtureRequest) -> str:
    """The slug of a demo clinic of this test's own; `@pytest.mark.clinic({before: after})` changes
    its file.
    """
    mark = request.node.get_closest_marker("clinic")
    return new_clinic(mark.args[0] if mark else {})


@pytest.fixture
def later(server: ServerProcess) -> Iterator[Later]:
    """Lets so many minutes pass on the server's clock; at the end it is set back."""

    def restart(minutes: int) -> None:
        server.stop()
        server.clock = (datetime.fromisoformat(CLOCK) + timedelta(minutes=minutes)).isoformat()
        server.start()

    yield restart
    restart(0)


@pytest.fixture(autouse=True)
def _early(request: pytest.FixtureRequest) -> None:
    # Tests name times of that morning; where a busy machine took minutes for those before in the
    # same file, the first one that is offered would be another.
    if "server" in request.fixturenames:
        server: ServerProcess = request.getfixturevalue("server")
        if server.seconds > _LONG:
            request.getfixturevalue("later")(0)


@pytest.fixture
def recorder(server: ServerProcess) -> Iterator[Recorder]:
    with recording(Recorder(server.url)) as started:
        yield started


@pytest.fixture
def site(recorder: Recorder, clinic: str, bundle: Bundle) -> Iterator[Site]:
    """Host pages of hosts/pages, for the clinic of this test."""
    values = {"server": recorder.origin, "clinic": clinic}
    values |= {"version": bundle.version, "integrity": bundle.integrity}
    with serving(Site(**values)) as started:
        yield started


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A patient's browser in the clinic's zone."""
    context = chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


@pytest.fixture
def patient(page: Page) -> Patient:
    return Patient(page)
