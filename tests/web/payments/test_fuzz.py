"""Whatever is sent about a payment, the answer is a designed one and never a 500 (R4)."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.stripe import Account, Key, create_fake_stripe, serving
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.services.payment_accounts import keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database
from tests.server_process import SECRET, ServerProcess, in_thread, new_client, start_server
from tests.web.page import Page
from tests.web.patient import ADA
from tests.web.payments.till import HOOK, WEBHOOK_SECRET, signature
from tests.web.promises import check_answers
from tests.web.world import MONDAY_NINE

FORM = {"content-type": "application/x-www-form-urlencoded"}
KEY = "sk_test_pretend_fuzz1234567890"
FEW = settings(max_examples=250, suppress_health_check=list(HealthCheck))
SURFACES = st.sampled_from(["/f", "/c"])
PATHS = st.sampled_from(["", "/state", "/release"])
NAMES = st.sampled_from(
    ["payment", "page", "framed", "back_to", "lang", "hold", "slot", "type", ""]
) | st.text(max_size=20)
PAGES = st.sampled_from(
    ["https://harbour-physio.example/", "http://[", "https://[::1", "//x", "https://x:99999999/"]
)
REAL = st.sampled_from(["TOKEN", "TOKEN", "1", "any", "practitioner", "insoles", "en"])
VALUES = (
    REAL
    | PAGES
    | st.text(max_size=60)
    | st.text("x\0\r\n%&=+#@\\:/[]?", max_size=300)
    | st.text(max_size=30).map("https://".__add__)
)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
PAYING = st.fixed_dictionaries(
    {"payment": st.just("TOKEN"), "page": PAGES | VALUES, "framed": REAL}
)
BODIES = (
    FIELDS.map(lambda fields: urlencode(fields, errors="surrogatepass").encode())
    | PAYING.map(lambda fields: urlencode(fields, errors="surrogatepass").encode())
    | st.binary(max_size=200)
)


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    """A real server without limits, whose clinic is paid by a pretend Stripe."""
    accounts, keys = [Account("acct_fuzz", "Harbour Physio")], [Key(KEY, "acct_fuzz")]
    fake = create_fake_stripe(accounts, keys, now=MONDAY_NINE)
    with (
        serving(fake) as stripe,
        start_server(
            clock="2027-01-31T22:00:00Z",
            abuse_checks=False,
            settings={"SLOTKEEPER_STRIPE_API": stripe},
        ) as started,
    ):
        in_thread(_take_payments(started.database))
        yield started


async def _take_payments(database: str) -> None:
    vault = Vault(encryption_keys(Settings(secret=SECRET)))
    opened = await open_database(database, migrate=False)
    keys = read_payment_keys(KEY, WEBHOOK_SECRET)
    await keep_payments(opened, vault, "harbour-physio", keys, MONDAY_NINE)
    await opened.close()


@pytest.fixture(scope="module")
def browser(server: ServerProcess) -> Iterator[httpx.Client]:
    """One connection for all."""
    with new_client(server.url) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(browser: httpx.Client) -> dict[str, bytes]:
    """A payment for each address, since one of them ends it."""
    return {path: _begin(browser).encode() for path in ("", "/release")}


def _begin(browser: httpx.Client) -> str:
    chosen = {"type": "insoles", "practitioner": "fern-halloway", "location": "any"}
    start = browser.get("/f/harbour-physio/start", params=chosen)
    fields = {**chosen, "slot": str(Page(start.text).slots[-1])}
    details = Page(browser.post("/f/harbour-physio/holds", data=fields).text)
    booking = {**details.form("/bookings").fields, **ADA}
    step = Page(browser.post("/f/harbour-physio/bookings", data=booking).text).step
    return step["data-payment-token"]


@pytest.mark.req("R4")
@FEW
@given(surface=SURFACES, path=PATHS, body=BODIES)
def test_any_form_of_a_payment_is_answered_in_words(
    browser: httpx.Client, tokens: dict[str, bytes], surface: str, path: str, body: bytes
) -> None:
    body = body.replace(b"TOKEN", tokens["/release" if path == "/release" else ""])
    answer = browser.post(f"{surface}/harbour-physio/payments{path}", content=body, headers=FORM)
    assert answer.status_code in {200, 303, 404, 410, 413, 422}
    check_answers([answer])
    if answer.status_code != 303:
        assert Page(answer.text).name
        assert Page(answer.text).text


@pytest.mark.req("R4")
@FEW
@given(token=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_token_is_answered_in_words(browser: httpx.Client, token: bytes) -> None:
    sent = quote_from_bytes(token, safe="")
    for path in (f"/f/harbour-physio/p/{sent}", f"/c/harbour-physio/p/{sent}", f"/return/{sent}"):
        answer = browser.get(path)
        assert answer.status_code in {400, 404, 405}
        assert Page(answer.text).text


@pytest.mark.req("R4")
@FEW
@given(
    body=st.binary(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "object", "type", "data", "livemode", "account", "metadata"]
                ),
                inner | st.sampled_from(["event", "checkout.session.completed", "charge.refunded"]),
                max_size=7,
            )
        ),
        max_leaves=20,
    ).map(lambda said: json.dumps(said).encode()),
    is_signed=st.booleans(),
    header=st.text("tv1=,0123456789abcdef", max_size=80),
)
def test_any_webhook_is_taken_or_refused(
    browser: httpx.Client, body: bytes, is_signed: bool, header: str
) -> None:
    sent = signature(body, WEBHOOK_SECRET, MONDAY_NINE + 60) if is_signed else header
    answer = browser.post(HOOK, content=body, headers={"stripe-signature": sent})
    assert answer.status_code in ({204, 400} if is_signed else {400})


def test_the_payment_can_still_be_made(browser: httpx.Client, tokens: dict[str, bytes]) -> None:
    answer = browser.post("/f/harbour-physio/payments", data={"payment": tokens[""].decode()})
    assert answer.headers["hx-redirect"]


def test_nothing_was_logged_as_an_error(server: ServerProcess) -> None:
    assert "failed" not in Path(server.log).read_text()
