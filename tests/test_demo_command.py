"""`slotkeeper demo`: a clinic, its website and a pretend Stripe, each on an address of its own."""

import asyncio
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from demo.stripe import DEMO_KEY
from slotkeeper.commands.demo_staff import EMAIL, PASSWORD
from slotkeeper.commands.serve import address_of, listen
from slotkeeper.config import encryption_keys, read_settings
from slotkeeper.domain.clinic import Clinic
from slotkeeper.gateways.payments import Payee
from slotkeeper.gateways.stripe.client import API_VERSION
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payment_accounts import (
    WEBHOOK_EVENTS,
    get_payment_account,
    keep_payments,
    payee_of,
)
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database
from tests.command_line import DEMO, environ, fetch, run, serving
from tests.waiting import wait_for

__all__ = ["environ"]

Json = dict[str, Any]
CLINIC = "harbour-physio"
MARCH = datetime(2027, 3, 1, 9, tzinfo=UTC)
ANY_PORTS = [
    *("--port", "0", "--website-port", "0"),
    *("--stripe-port", "0", "--mail-port", "0", "--sms-port", "0"),
]


@pytest.mark.req("O1")
def test_the_demo_serves_clinic_website_and_stripe_on_the_next_free_ports(
    environ: dict[str, str],
) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        ports = [
            *("--port", port, "--website-port", port),
            *("--stripe-port", port, "--mail-port", port, "--sms-port", port),
        ]
        with serving(environ, "demo", *ports) as [printed, process]:
            website, page, stripe = next(printed), next(printed), next(printed)
            addresses = {website[: -len("/book")], page[: -len("/c/harbour-physio")], stripe[:-1]}
            assert len(addresses) == 3
            assert address_of("127.0.0.1", taken) not in addresses
            assert [fetch(each) for each in (website, page, stripe)] == [200, 200, 200]
            process.send_signal(signal.SIGINT)
            assert process.wait(90) == 0


def test_the_pretend_stripe_knows_the_demo_clinic_and_tells_it_what_is_paid(
    environ: dict[str, str],
) -> None:
    moved = {**environ, "SLOTKEEPER_CLOCK": MARCH.isoformat()}
    with serving(moved, "demo", *ANY_PORTS) as [printed, _]:
        stripe = third(printed)
        asyncio.run(prove_key(stripe))
        session = order(stripe)
        control("POST", stripe, f"sessions/{session['id']}/pay")
        assert control("POST", stripe, "deliveries/rest") == {"rested": True}
        deliveries = control("GET", stripe, "deliveries")["deliveries"]
    assert 0 <= session["created"] - MARCH.timestamp() < 600
    assert {each["state"] for each in deliveries} == {"delivered"}
    assert {each["type"] for each in deliveries} <= set(WEBHOOK_EVENTS)


def test_the_demo_clinic_is_paid_with_pretend_money_whatever_was_set_before(
    environ: dict[str, str],
) -> None:
    run("clinic", "import", str(DEMO))
    asyncio.run(set_other_keys())
    with serving(environ, "demo", *ANY_PORTS) as [printed, _]:
        third(printed)
        assert asyncio.run(stored_payee()).secret_key == DEMO_KEY.key


@pytest.mark.req("A1")
def test_the_printed_login_opens_the_clinics_side(environ: dict[str, str]) -> None:
    with serving(environ, "demo", *ANY_PORTS) as [printed, _]:
        third(printed)
        with httpx.Client(base_url=next(printed), follow_redirects=True, timeout=90) as browser:
            page = browser.get("/sign-in").text
            token = page.split('name="csrf" value="')[1].split('"')[0]
            fields = {"csrf": token, "email": EMAIL, "password": PASSWORD}
            day = browser.post("/sign-in", data=fields)
    assert day.url.path == f"/staff/{CLINIC}/today"
    assert day.status_code == 200


@pytest.mark.req("N7", "N2")
def test_the_demo_begins_with_a_reminder_and_a_message_that_did_not_arrive(
    environ: dict[str, str],
) -> None:
    wait_for_mail_in_march(environ, "Reminder: ", "A message did not arrive: ")


@pytest.mark.req("C6", "C2")
def test_the_demo_begins_with_people_who_wait_one_offer_and_a_late_cancellation(
    environ: dict[str, str],
) -> None:
    wait_for_mail_in_march(environ, "A time has opened at", "odette@fairlead.example")
    assert asyncio.run(count("waitlist_entry WHERE state = 'waiting'")) == 4
    assert asyncio.run(count("waitlist_entry WHERE state = 'left'")) == 1
    assert asyncio.run(count("waitlist_offer WHERE state = 'open'")) == 1
    assert asyncio.run(count("agreed_change WHERE is_late = 1")) == 1


@pytest.mark.req("E4")
def test_links_lead_to_the_demo_clinics_website_on_whichever_port_it_is(
    environ: dict[str, str],
) -> None:
    for _ in range(2):
        with serving(environ, "demo", *ANY_PORTS) as [printed, _process]:
            website = next(printed)
            for _ in range(2):
                next(printed)
        assert asyncio.run(stored_clinic()).booking_page == website


def test_of_a_demo_with_bookings_nothing_is_made_anew(environ: dict[str, str]) -> None:
    counted = []
    for _ in range(2):
        with serving(environ, "demo", *ANY_PORTS) as [printed, _process]:
            third(printed)
        counted.append(asyncio.run(count_bookings()))
    assert counted[0] == counted[1] > 1


def test_the_doctor_is_content_with_the_demo_clinic(environ: dict[str, str]) -> None:
    with serving(environ, "demo", *ANY_PORTS) as [printed, _]:
        third(printed)
    examined = run("doctor")
    assert "harbour-physio: payments go to the pretend Stripe" in examined.output
    assert examined.exit_code == 0, examined.output


def test_the_demo_is_refused_in_production(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    monkeypatch.setenv("SLOTKEEPER_SECRET", "x" * 40)
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    refused = run("demo")
    assert (refused.exit_code, "SLOTKEEPER_MODE is production" in refused.output) == (1, True)


def read(address: str) -> str:
    return httpx.get(address, timeout=90).text


def wait_for_mail_in_march(environ: dict[str, str], *wanted: str) -> None:
    """Serve the demo in March until its inbox shows all of that."""
    moved = {**environ, "SLOTKEEPER_CLOCK": MARCH.isoformat()}
    with serving(moved, "demo", *ANY_PORTS) as [printed, _]:
        third(printed)
        _staff, inbox = next(printed), next(printed)
        wait_for(lambda: all(each in read(inbox) for each in wanted), f"not all of {wanted}")


def third(printed: Iterator[str]) -> str:
    """The address of the pretend Stripe, without a slash at its end."""
    _, _, stripe = next(printed), next(printed), next(printed)
    return stripe.removesuffix("/")


async def stored_payee() -> Payee:
    """Who the clinic in the database is paid as."""
    settings = read_settings()
    database = await open_database(settings.database)
    account = await get_payment_account(database, CLINIC)
    await database.close()
    return payee_of(Vault(encryption_keys(settings)), account)


async def stored_clinic() -> Clinic:
    """The clinic in the database."""
    database = await open_database(read_settings().database)
    clinic = await get_clinic(database, CLINIC)
    await database.close()
    return clinic


async def count_bookings() -> int:
    """All that stand in the database."""
    return await count("booking WHERE state <> 'held'")


async def count(rows: str) -> int:
    """How many of those rows there are."""
    database = await open_database(read_settings().database)
    row = await database.fetch_one(f"SELECT COUNT(*) AS n FROM {rows}")  # noqa: S608 - our own
    await database.close()
    return int(row["n"]) if row else 0


async def prove_key(stripe: str) -> None:
    gateway = StripeGateway(stripe)
    await gateway.check(await stored_payee())
    await gateway.close()


async def set_other_keys() -> None:
    settings = read_settings()
    database = await open_database(settings.database)
    keys = read_payment_keys("rk_test_another", "whsec_another")
    await keep_payments(database, Vault(encryption_keys(settings)), CLINIC, keys, 1_767_603_600)
    await database.close()


def order(stripe: str) -> Json:
    """A pay page as Stripe's API makes it, for something that Slotkeeper does not know."""
    values = {
        "mode": "payment",
        "success_url": "https://book.example/return",
        "payment_intent_data[capture_method]": "manual",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "aud",
        "line_items[0][price_data][unit_amount]": "3000",
        "line_items[0][price_data][product_data][name]": "Appointment",
    }
    version = {"Stripe-Version": API_VERSION, "Authorization": f"Bearer {DEMO_KEY.key}"}
    answer = httpx.post(f"{stripe}/v1/checkout/sessions", data=values, headers=version, timeout=90)
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


def control(method: str, stripe: str, command: str) -> Json:
    answer = httpx.request(method, f"{stripe}/_control/{command}", json={}, timeout=90)
    assert answer.status_code == 200, answer.text
    said: Json = answer.json()
    return said
