"""Whatever is sent to a form, the answer is a designed one and never a 500 (R4)."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server_process import ServerProcess, new_client, start_server
from tests.web.page import Page
from tests.web.patient import ADA
from tests.web.promises import check_answers

WIDGET = "/f/harbour-physio"
FORM = {"content-type": "application/x-www-form-urlencoded"}
PATHS = st.sampled_from(
    ["/holds", "/bookings", "/holds/extend", "/holds/renew", "/holds/release", "/holds/resume"]
)
SURFACES = st.sampled_from(["/f", "/c"])
NAMES = st.sampled_from(
    [
        *ADA, "hold", "slot", "type", "practitioner", "location", "visitor", "terms_version",
        "website", "back_to", "lang", "q_1", "",
    ]
) | st.text(max_size=20)  # fmt: skip
NUMBERS = st.integers(-(10**20), 10**20) | st.integers(1_801_000_000, 1_810_000_000)
REAL = st.sampled_from(
    [
        "initial", "running", "harbour-physio", "any", "manly", "kit-saltmarsh", "accepted", "new",
        "TOKEN", "SLOT", "ada@patient.example", "02 5550 4321", "1988-04-17",
    ]
)  # fmt: skip
VALUES = REAL | st.text(max_size=60) | NUMBERS.map(str) | st.text("x\u0000\r\n%&=+", max_size=300)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=15)
BODIES = FIELDS.map(lambda fields: urlencode(fields, errors="surrogatepass").encode()) | st.one_of(
    st.binary(max_size=200),
    st.lists(st.tuples(NAMES, st.binary(max_size=20)), max_size=5).map(
        lambda pairs: "&".join(
            f"{name.encode('utf-8', 'replace').hex()}={quote_from_bytes(value)}"
            for name, value in pairs
        ).encode()
    ),
)
CHANGES = st.sampled_from(
    [
        "/cancellations", "/cancellations/undo", "/moves", "/moves/holds", "/moves/holds/release",
        "/waitlist", "/waitlist/accept", "/waitlist/decline", "/waitlist/leave", "/links",
    ]
)  # fmt: skip
CHANGING = st.sampled_from(
    [
        *ADA, "booking", "entry", "link", "hold", "slot", "type", "practitioner", "location",
        "offer", "revision", "keeps", "paid", "at_clinic", "pays", "returns", "terms_version",
        "asked", "from_on", "until_on", "day_1", "part_morning", "with_kit-saltmarsh", "with_",
        "visitor",
    ]
)  # fmt: skip
OF_CHANGES = st.sampled_from(
    ["BOOKING", "ENTRY", "w.ENTRY", "0", "1", "2", "on", "waitlist:me", "paying:1"]
)
WITH_LINK = st.lists(st.tuples(CHANGING, OF_CHANGES | VALUES), max_size=15).map(
    lambda sent: urlencode(
        {"booking": "BOOKING", "entry": "ENTRY", "hold": "TOKEN", **dict(sent)},
        errors="surrogatepass",
    ).encode()
)
QUERIES = st.lists(
    st.tuples(st.sampled_from(["type", "practitioner", "location", "day", "lang"]), VALUES),
    max_size=6,
)
FEW = settings(max_examples=400, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[ServerProcess]:
    """A real server on each engine, without limits."""
    database = "" if request.param == "sqlite" else request.getfixturevalue("fuzzed_postgresql")
    with start_server(database, clock="2027-01-31T22:00:00Z", abuse_checks=False) as started:
        yield started


@pytest.fixture(scope="module")
def browser(server: ServerProcess) -> Iterator[httpx.Client]:
    """One connection for all."""
    with new_client(server.url) as client:
        yield client


@pytest.fixture(scope="module")
def real(browser: httpx.Client) -> dict[bytes, bytes]:
    """A token and a time that are valid."""
    chosen = {"type": "running", "practitioner": "kit-saltmarsh"}
    start = browser.get("/f/harbour-physio/start", params=chosen)
    slots = Page(start.text).slots
    fields = {**chosen, "slot": str(slots[0])}
    held = Page(browser.post("/f/harbour-physio/holds", data=fields).text)
    return {b"TOKEN": held.step["data-hold-token"].encode(), b"SLOT": str(slots[5]).encode()}


@pytest.mark.req("R4")
@FEW
@given(surface=SURFACES, path=PATHS, body=BODIES)
def test_any_form_is_answered_in_words(
    browser: httpx.Client, real: dict[bytes, bytes], surface: str, path: str, body: bytes
) -> None:
    for placeholder, value in real.items():
        body = body.replace(placeholder, value)
    address = f"{surface}/harbour-physio{path}"
    answer = browser.post(address, content=body, headers=FORM)
    assert answer.status_code in {200, 303, 404, 405, 409, 410, 413, 422, 429}
    check_answers([answer])
    if answer.status_code != 303:
        assert Page(answer.text).name
        assert Page(answer.text).text


@pytest.fixture(scope="module")
def linked(browser: httpx.Client, real: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """The same, with the links of a booking and of a place on the waiting list."""
    chosen = {"type": "running", "practitioner": "kit-saltmarsh"}
    slots = Page(browser.get(f"{WIDGET}/start", params=chosen).text).slots
    held = Page(browser.post(f"{WIDGET}/holds", data={**chosen, "slot": str(slots[-1])}).text)
    form = {**held.form(f"{WIDGET}/bookings").fields, **ADA}
    booked = Page(browser.post(f"{WIDGET}/bookings", data=form).text)
    file = next(each for each in booked.links if each.endswith("/appointment.ics"))
    listed = Page(browser.post(f"{WIDGET}/waitlist", data={**ADA, "type": "running"}).text)
    entry = listed.form(f"{WIDGET}/waitlist/leave").fields["entry"]
    return {**real, b"BOOKING": file.split("/")[-2].encode(), b"ENTRY": entry.encode()}


@pytest.mark.req("R4", "C1", "C6")
@FEW
@given(surface=SURFACES, path=CHANGES, body=WITH_LINK)
def test_any_form_of_a_link_is_answered_in_words(
    browser: httpx.Client, linked: dict[bytes, bytes], surface: str, path: str, body: bytes
) -> None:
    for placeholder, value in linked.items():
        body = body.replace(placeholder, value)
    address = f"{surface}/harbour-physio{path}"
    answer = browser.post(address, content=body, headers=FORM)
    assert answer.status_code in {200, 303, 403, 404, 405, 409, 410, 413, 422, 429}
    check_answers([answer])
    if answer.status_code != 303:
        assert Page(answer.text).name
        assert Page(answer.text).text


@pytest.mark.req("R4")
@FEW
@given(surface=SURFACES, query=QUERIES)
def test_any_address_is_answered_in_words(
    browser: httpx.Client, surface: str, query: list[tuple[str, str]]
) -> None:
    start = "/start" if surface == "/f" else ""
    encoded = urlencode(query, errors="surrogatepass")
    answer = browser.get(f"{surface}/harbour-physio{start}?{encoded}")
    assert answer.status_code in {200, 404, 422}
    check_answers([answer])
    assert Page(answer.text).name


@pytest.mark.req("R4")
@settings(FEW, max_examples=200)
@given(slug=st.binary(max_size=30), token=st.binary(max_size=30))
def test_any_path_is_answered_in_words(browser: httpx.Client, slug: bytes, token: bytes) -> None:
    clinic = quote_from_bytes(slug, safe="")
    for path in (f"/f/{clinic}/start", f"/c/{clinic}", f"/api/v1/clinics/{clinic}"):
        assert browser.get(path).status_code in {200, 303, 400, 404}
    sent = quote_from_bytes(token, safe="")
    for kind in ("h", "b", "w"):
        answer = browser.get(f"/c/harbour-physio/{kind}/{sent}")
        assert answer.status_code in {200, 400, 404}


def test_nothing_was_logged_as_an_error(server: ServerProcess) -> None:
    assert "failed" not in Path(server.log).read_text()
