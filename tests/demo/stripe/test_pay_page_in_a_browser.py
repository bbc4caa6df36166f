"""A patient pays in Chromium: at once, after a decline, with 3-D Secure, or not at all."""

from collections.abc import Iterator

import httpx
import pytest
import stripe
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from demo.stripe import Account, Key, create_fake_stripe, serving
from demo.stripe.wire import Answer, AsgiScope, Receive, Send, send_answer
from tests.demo.stripe.shop import order
from tests.e2e.chromium import chromium

pytestmark = pytest.mark.e2e
KEY = Key("sk_test_browser", "acct_browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def fake() -> Iterator[str]:
    account = Account(KEY.account, "Harbour Physio")
    with serving(create_fake_stripe([account], [KEY])) as url:
        yield url


@pytest.fixture(scope="module")
def clinic() -> Iterator[str]:
    """Where Slotkeeper would be: paying and Back lead there."""
    with serving(_book) as url:
        yield url


@pytest.fixture(scope="module")
def client(fake: str) -> Iterator[stripe.StripeClient]:
    http = stripe.HTTPXClient(allow_sync_methods=True)
    yield stripe.StripeClient(KEY.key, base_addresses={"api": fake}, http_client=http)
    http.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def session(client: stripe.StripeClient, clinic: str) -> stripe.checkout.Session:
    urls = {"success_url": f"{clinic}/paid", "cancel_url": f"{clinic}/back"}
    return client.v1.checkout.sessions.create(order(**urls))


@pytest.fixture(params=["light", "dark"])
def page(
    browser: Browser, fake: str, clinic: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """It may ask the fake and the clinic, nobody else, and has nothing to complain of."""
    page = browser.new_page(color_scheme=request.param)
    page.set_default_timeout(30_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if _foreign(asked.url) else None)

    def _foreign(url: str) -> bool:
        return not url.startswith((f"{fake}/", f"{clinic}/", "data:"))

    yield page
    assert said == []
    assert page.context.cookies() == []
    page.close()


def type_card(page: Page, number: str) -> None:
    page.get_by_label("E-mail").fill("robin@patient.example")
    page.get_by_label("Card number").fill("")
    page.get_by_label("Card number").press_sequentially(number)
    page.get_by_label("Expiry date").fill("")
    page.get_by_label("Expiry date").press_sequentially("1234")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on the card").fill("Robin Example")


def status(client: stripe.StripeClient, session: stripe.checkout.Session) -> str | None:
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    intent = found.payment_intent
    return intent.status if isinstance(intent, stripe.PaymentIntent) else None


def test_a_card_that_is_good_pays(
    page: Page, clinic: str, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    type_card(page, "4242424242424242")
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_label("Expiry date")).to_have_value("12 / 34")
    page.get_by_role("button", name="Pay A$95.00").click()
    page.wait_for_url(f"{clinic}/paid")
    assert status(client, session) == "requires_capture"


def test_after_a_decline_another_card_pays(
    page: Page, clinic: str, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    page.get_by_role("button", name="Use the card that is declined").click()
    page.get_by_role("button", name="Pay A$95.00").click()
    expect(page.get_by_role("alert")).to_contain_text("Your card was declined")
    assert status(client, session) == "requires_payment_method"
    type_card(page, "4242424242424242")
    page.get_by_role("button", name="Pay A$95.00").click()
    page.wait_for_url(f"{clinic}/paid")
    assert status(client, session) == "requires_capture"


def test_3d_secure_is_asked_and_passed(
    page: Page, clinic: str, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    page.get_by_role("button", name="Use the card that asks for 3-D Secure").click()
    page.get_by_role("button", name="Pay A$95.00").click()
    expect(page.get_by_role("heading", name="Is it you who pays?")).to_be_visible()
    assert status(client, session) == "requires_action"
    page.get_by_role("button", name="Yes, approve").click()
    page.wait_for_url(f"{clinic}/paid")
    assert status(client, session) == "requires_capture"


def test_3d_secure_that_is_refused_leads_back_to_the_page(
    page: Page, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    page.get_by_role("button", name="Use the card that asks for 3-D Secure").click()
    page.get_by_role("button", name="Pay A$95.00").click()
    page.get_by_role("button", name="No, refuse").click()
    expect(page.get_by_role("alert")).to_contain_text("did not confirm")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was charged")
    assert status(client, session) == "requires_payment_method"


def test_the_way_back_leaves_the_session_open(
    page: Page, clinic: str, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    page.get_by_role("link", name="Back to Harbour Physio").click()
    page.wait_for_url(f"{clinic}/back")
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    page.go_back()
    expect(page.get_by_role("button", name="Pay A$95.00")).to_be_enabled()


def test_an_open_page_does_not_change_when_it_expires(
    page: Page, client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    type_card(page, "4242424242424242")
    client.v1.checkout.sessions.expire(session.id)
    expect(page.get_by_role("heading", name="Pay by card")).to_be_visible()
    page.get_by_role("button", name="Pay A$95.00").click()
    expect(page.get_by_role("heading", name="This payment page has expired")).to_be_visible()


def test_a_second_click_while_paying_does_nothing(
    page: Page, clinic: str, fake: str, session: stripe.checkout.Session
) -> None:
    page.goto(str(session.url))
    type_card(page, "4242424242424242")
    before = _charges(fake)
    page.get_by_role("button", name="Pay A$95.00").dblclick()
    page.wait_for_url(f"{clinic}/paid")
    assert _charges(fake) == before + 1


def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_a_phone(
    page: Page, session: stripe.checkout.Session
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(str(session.url))
    _check(page)
    page.get_by_role("button", name="Use the card that asks for 3-D Secure").click()
    page.get_by_role("button", name="Pay A$95.00").click()
    page.wait_for_url("**/challenge")
    _check(page)
    page.get_by_role("button", name="No, refuse").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _check(page)
    page.goto("/".join(page.url.split("/")[:3]))
    _check(page)


def _charges(fake: str) -> int:
    accounts = httpx.get(f"{fake}/_control/money").json()["accounts"]
    return int(accounts.get(KEY.account, {}).get("aud", {"charges": 0})["charges"])


def _check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


async def _book(scope: AsgiScope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
    else:
        page = b"<!doctype html><link rel=icon href=data:,>"
        await send_answer(send, Answer(200, page, {"content-type": "text/html"}))
