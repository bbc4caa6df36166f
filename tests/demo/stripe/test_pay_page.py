"""The pay page over HTTP: what it shows, what it refuses, how it ends."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.demo.stripe.shop import Shop, item

FIELDS = {
    "email": "robin@patient.example",
    "number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
    "name": "Robin Example",
}


@pytest.fixture
async def web(fake: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=fake) as web:
        yield web


async def test_the_page_names_amount_clinic_purpose_and_deadline(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    page = (await web.get(str((await shop.start()).url))).text
    for text in ("A$95.00", "Pay Harbour Physio", "Prepayment", "until 14:22", "no money moves"):
        assert text in page


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(9500, "eur", "€95.00"), (4000, "jpy", "¥4,000"), (123456, "usd", "$1,234.56")],
)
async def test_an_amount_is_written_as_its_currency_is(
    shop: Shop, web: httpx.AsyncClient, amount: int, currency: str, shown: str
) -> None:
    session = await shop.start(line_items=[item(amount, currency)])
    assert f'<p class="amount">{shown}</p>' in (await web.get(str(session.url))).text


async def test_the_way_back_leads_to_the_cancel_url(shop: Shop, web: httpx.AsyncClient) -> None:
    page = (await web.get(str((await shop.start()).url))).text
    assert 'href="https://book.example/return/back"' in page


async def test_paying_leads_to_the_success_url_with_the_session(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    session = await shop.start()
    answer = await web.post(str(session.url), data=FIELDS)
    assert answer.status_code == 303
    expected = f"https://book.example/return/ok?session={session.id}"
    assert answer.headers["location"] == expected


async def test_the_e_mail_that_is_known_is_not_asked(shop: Shop, web: httpx.AsyncClient) -> None:
    session = await shop.start(customer_email="sam@patient.example")
    page = (await web.get(str(session.url))).text
    assert "sam@patient.example" in page
    assert 'name="email"' not in page
    assert (await web.post(str(session.url), data=FIELDS | {"email": ""})).status_code == 303
    paid = await shop.sessions.retrieve_async(session.id)
    assert paid.customer_details is not None
    assert paid.customer_details.email == "sam@patient.example"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "4242 4242 4242 4241", "Enter a card number"),
        ("number", "", "Enter a card number"),
        ("expiry", "13 / 34", "Enter the expiry date"),
        ("expiry", "01 / 20", "in the past"),
        ("cvc", "12", "Enter the security code"),
        ("email", "robin", "Enter an e-mail address"),
        ("name", " ", "Enter the name on the card"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_tried(
    shop: Shop, web: httpx.AsyncClient, field: str, value: str, said: str
) -> None:
    session = await shop.start()
    answer = await web.post(str(session.url), data=FIELDS | {field: value})
    assert answer.status_code == 200
    assert said in answer.text
    assert (await shop.sessions.retrieve_async(session.id)).payment_intent is None


async def test_an_open_page_finds_out_that_it_has_expired_only_when_paying(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    session = await shop.start()
    await shop.sessions.expire_async(session.id)
    answer = await web.post(str(session.url), data=FIELDS)
    assert "has expired" in answer.text
    assert "Nothing was charged" in answer.text
    assert 'href="https://book.example/return/back"' in answer.text


async def test_a_challenge_that_is_answered_after_the_end_pays_nothing(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    session = await shop.start()
    await web.post(str(session.url), data=FIELDS | {"number": "4000002500003155"})
    await shop.sessions.expire_async(session.id)
    answer = await web.post(f"{session.url}/challenge", data={"outcome": "approve"})
    assert "has expired" in answer.text
    assert shop.money()["authorised"] == 0


async def test_what_is_paid_is_not_paid_twice(shop: Shop, web: httpx.AsyncClient) -> None:
    session = await shop.start()
    await web.post(str(session.url), data=FIELDS)
    assert "This is paid" in (await web.get(str(session.url))).text
    assert "This is paid" in (await web.post(str(session.url), data=FIELDS)).text
    assert shop.money()["charges"] == 1


@pytest.mark.parametrize("path", ["/c/pay/cs_test_none", "/c/pay/", "/nowhere"])
async def test_a_page_that_is_not_there_says_so(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code == 404
    assert "There is no such payment page" in answer.text


async def test_what_a_clinic_sends_is_text_and_no_markup(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    session = await shop.start(custom_text={"submit": {"message": "<script>alert(1)</script>"}})
    assert "<script>alert" not in (await web.get(str(session.url))).text


async def test_the_page_asks_nobody_else_and_stands_in_no_frame(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    answer = await web.get(str((await shop.start()).url))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style| style=| on[a-z]+=", answer.text)
    for address in re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', answer.text):
        assert (await web.get(address)).status_code == 200, address
    assert "set-cookie" not in answer.headers


async def test_payments_are_listed_for_whoever_plays_with_the_demo(
    shop: Shop, web: httpx.AsyncClient
) -> None:
    intent = await shop.receive()
    page = (await web.get("/")).text
    assert intent.id in page
    assert "succeeded" in page
    shop.control(f"/payment_intents/{intent.id}/refund", amount=500)
    assert "A$5.00 refunded" in (await web.get("/")).text


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "none.css", "pay.html"])
async def test_only_the_pages_own_files_are_given(web: httpx.AsyncClient, name: str) -> None:
    assert (await web.get(f"/static/{name}")).status_code == 404
