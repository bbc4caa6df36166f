"""Patients who pay first over HTTP, at a clinic that the pretend Stripe pays."""

import html
import re
from dataclasses import dataclass
from typing import Any

import httpx

from demo.stripe import Account, Key
from slotkeeper.encryption_keys import key_from
from slotkeeper.gateways.stripe.client import API_VERSION
from slotkeeper.services.payment_accounts import keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database
from tests.server_process import SECRET
from tests.stress.patients import (
    CLINIC,
    PATIENCE_SECONDS,
    Wanted,
    address,
    choose,
    confirm,
    form_of,
    press,
)

PAID, FREE = "paid", "free"
AMOUNT, PRICE = 3000, 9500
"""Minor units: the deposit of the type PAID, and its price."""

ACCOUNT = Account("acct_stress", "Harbour")
KEY = Key("sk_test_pretend_stress", ACCOUNT.id)
WEBHOOK_SECRET = "whsec_pretend_stress"
PRACTITIONERS = [f"practitioner-{number}" for number in range(8)]
_HEADERS = {"Authorization": f"Bearer {KEY.key}", "Stripe-Version": API_VERSION}


def open_all_hours() -> str:
    """The file of a clinic with times for everybody, of a type that is paid and one that is not."""
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    parts = [
        f'[clinic]\nslug = "{CLINIC}"\nname = "Harbour"\ntime_zone = "UTC"\ncurrency = "AUD"',
        'country = "AU"\n[online_booking]\ndaily_limit = 0\nterms = "Be on time."',
    ]
    for slug in PRACTITIONERS:
        hours = f'{{ days = {days}, from = "00:00", to = "24:00" }}'
        parts.append(f'[[practitioner]]\nslug = "{slug}"\nname = "{slug}"\nhours = [{hours}]')
    for slug, prepay in {PAID: "deposit 30.00", FREE: "none"}.items():
        parts.append(
            f'[[appointment_type]]\nslug = "{slug}"\nname = "{slug}"\nminutes = 45\n'
            f'padding_after = 15\nprice = "95.00"\nprepay = "{prepay}"\n'
            f"practitioners = {PRACTITIONERS}"
        )
    return "\n".join(parts)


async def take_payments(database_url: str, now: int) -> None:
    """The clinic is paid by ACCOUNT from now on."""
    keys = read_payment_keys(KEY.key, WEBHOOK_SECRET)
    database = await open_database(database_url, migrate=False)
    try:
        await keep_payments(database, Vault((key_from(SECRET),)), CLINIC, keys, now)
    finally:
        await database.close()


@dataclass(frozen=True)
class PretendStripe:
    """What a test does to the pretend Stripe, and sees there."""

    url: str

    def tell(self, command: str, method: str = "POST", /, **values: object) -> dict[str, Any]:
        """A command of its README's table. Raises httpx.HTTPStatusError."""
        answer = httpx.request(method, f"{self.url}/_control{command}", json=values, timeout=90)
        return _said(answer)

    def read(self, path: str) -> dict[str, Any]:
        """What Stripe's API answers to the clinic."""
        return _said(httpx.get(f"{self.url}/v1{path}", headers=_HEADERS, timeout=60))

    def money(self) -> dict[str, int]:
        """What the clinic's account has, and how often something moved."""
        accounts = self.tell("/money", "GET")["accounts"]
        figures: dict[str, int] = accounts.get(ACCOUNT.id, {}).get("aud", {})
        return figures

    def kept_of(self, intent_id: str) -> tuple[int, int, int, int]:
        """Of one payment: authorised, received, given back, and how many refunds that took."""
        intent = self.read(f"/payment_intents/{intent_id}")
        refunds = self.read(f"/refunds?payment_intent={intent_id}")["data"]
        back = sum(each["amount"] for each in refunds)
        return intent["amount_capturable"], intent["amount_received"], back, len(refunds)


@dataclass
class Payer:
    """A patient who has to pay: the keys that the server and Stripe gave on the way."""

    wanted: Wanted
    number: int
    token: str = ""
    session: str = ""
    intent: str = ""
    back: str = ""
    """The address that the pay page sends the patient back to, without the server."""


def new_client() -> httpx.AsyncClient:
    """Connects anew each time: so busy a test may be late to see that a server has hung up."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(limits=limits, timeout=PATIENCE_SECONDS)


async def come_to_pay(client: httpx.AsyncClient, server: str, payer: Payer) -> None:
    """Choose a time and press "Book": the time is kept, and a payment asked for."""
    visitor = f"payer {payer.number}"
    held = await choose(client, server, payer.wanted, visitor, payer.number)
    asked = await confirm(client, server, form_of(payer.wanted, held), payer.number)
    assert asked.status_code == 200, asked.text
    found = re.search(r'data-payment-token="([^"]+)"', asked.text)
    assert found, asked.text
    payer.token = html.unescape(found[1])


async def press_pay(client: httpx.AsyncClient, server: str, payer: Payer) -> None:
    """Press "Pay": the server opens a pay page."""
    answer = await post(client, server, "payments", payer)
    assert answer.status_code == 200, answer.text
    payer.session = answer.headers["HX-Redirect"].rpartition("/")[2]


async def pay(client: httpx.AsyncClient, stripe: PretendStripe, payer: Payer) -> None:
    """Pay on the pay page, which names the way back. Raises HTTPStatusError where it is over."""
    api = f"{stripe.url}/v1/checkout/sessions/{payer.session}"
    session = _said(await client.get(api, headers=_HEADERS))
    payer.back = httpx.URL(session["success_url"]).path
    url = f"{stripe.url}/_control/sessions/{payer.session}/pay"
    paid = _said(await client.post(url, json={}))
    assert paid["outcome"] == "paid"
    payer.intent = paid["payment_intent"]


async def come_back(client: httpx.AsyncClient, server: str, payer: Payer) -> httpx.Response:
    """Be sent back from the pay page."""
    return await client.get(f"{server}{payer.back}", headers=address(payer.number))


async def post(client: httpx.AsyncClient, server: str, action: str, payer: Payer) -> httpx.Response:
    """One of the forms of the payment step."""
    fields = {"payment": payer.token, "page": "", "back_to": ""}
    return await press(client, f"{server}/f/{CLINIC}/{action}", fields, payer.number)


async def take_its_time(client: httpx.AsyncClient, server: str, payer: Payer) -> httpx.Response:
    """Somebody else clicks on that payer's time."""
    wanted = Wanted(FREE, payer.wanted.start, payer.wanted.practitioner)
    number = 50_000 + payer.number
    return await choose(client, server, wanted, f"somebody {number}", number)


async def book_its_time(client: httpx.AsyncClient, server: str, payer: Payer) -> None:
    """Somebody else books that payer's time."""
    held = await take_its_time(client, server, payer)
    wanted = Wanted(FREE, payer.wanted.start, payer.wanted.practitioner)
    booked = await confirm(client, server, form_of(wanted, held), 50_000 + payer.number)
    assert booked.status_code == 200, booked.text


def _said(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


async def put_off(database_url: str, now: int) -> None:
    """Keep the sweeper from what is open: on a slow machine it would look between another's booking
    and the late payment, and close the pay page.
    """
    await _execute(
        database_url,
        "UPDATE payment SET look_at = look_at + 86400 WHERE settled_at IS NULL AND look_at < $1",
        now + 43_200,
    )


async def make_due(database_url: str, now: int) -> None:
    """What is left is due when the next server starts: the one before may have looked at it only
    just now, and often, on a slow machine.
    """
    for what in (
        "payment SET look_at = $1 WHERE settled_at IS NULL",
        "refund SET look_at = $1 WHERE state = 'asked'",
    ):
        await _execute(database_url, f"UPDATE {what} AND look_at > $1", now)


async def _execute(database_url: str, sql: str, value: int) -> None:
    database = await open_database(database_url, migrate=False)
    try:
        await database.write(lambda tx: tx.execute(sql, value))
    finally:
        await database.close()
