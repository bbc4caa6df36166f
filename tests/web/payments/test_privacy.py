"""Nobody's data and nobody's keys in logs, addresses, pages, at Stripe or readable in the database
(R6).
"""

import logging
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.web.patient import ADA
from tests.web.payments.conftest import new_payer
from tests.web.payments.payer import TYPING_SECONDS, Payer
from tests.web.payments.till import OTHER_SECRET, WEBHOOK_SECRET, Till
from tests.web.world import World

PERSONAL = [
    "Ada",
    "Marlowe",
    "ada.marlowe",
    "patient.example",
    "5550 4321",
    "55504321",
    "1988",
    "stairs",
]
HEALTH = ["insoles", "Insoles", "Nell", "Tidewater", "nell-tidewater", "mould"]


async def walk(ada: Payer, till: Till) -> None:
    """Ada's way with its accidents: Stripe down, failing, a declined card, a forged webhook."""
    await ada.choose_time("insoles", 5)
    ada.clock.advance(TYPING_SECONDS)
    await ada.book({**ADA, "email": "ada.marlowe@"})
    ada.clock.advance(TYPING_SECONDS)
    await ada.book(ADA)
    till.fault("down", "/v1/checkout/sessions", times=3)
    await ada.press_pay()
    till.fault("error", "/v1/checkout/sessions")
    await ada.press_pay()
    till.pay(ada.pay_url, card="4000000000000002")
    await ada.ask_state(ada.token)
    till.pay(ada.pay_url, name="Ada Marlowe", email=ADA["email"])
    event = till.newest_event("checkout.session.completed")
    await till.tell(event, OTHER_SECRET)
    till.fault("error", "*/capture")
    await till.tell(event)
    token, way_back = ada.token, till.way_back(ada.pay_url)
    till.fault("down", "/v1/checkout/sessions/*")
    await ada.come_back(way_back)
    assert (await ada.ask_state(token)).name == "confirmed"


@pytest.mark.req("R6")
async def test_neither_persons_nor_keys_nor_tokens_are_logged(
    caplog: pytest.LogCaptureFixture, ada: Payer, till: Till
) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it plays the browser here
        await walk(ada, till)
    told = "\n".join(f"{each.getMessage()} {each.exc_text}" for each in caplog.records)
    assert "a webhook is to come again" in told
    returning = till.way_back(ada.pay_url).rsplit("/", 1)[1]
    secret = [till.key, WEBHOOK_SECRET, ada.token, returning, till.key[-12:], ada.pay_url]
    for text in [*PERSONAL, *HEALTH, *secret]:
        assert text not in told, text


@pytest.mark.req("R6")
async def test_what_is_asked_of_stripe_is_not_logged(
    caplog: pytest.LogCaptureFixture, widget: Payer
) -> None:
    """httpx would say each address at INFO, and those name payments."""
    await widget.go_to_payment("insoles")
    with caplog.at_level(logging.INFO):
        await widget.press_pay()
    assert widget.pay_url
    assert not [each for each in caplog.records if "checkout/sessions" in each.getMessage()]


@pytest.mark.req("R6")
async def test_no_address_names_a_person(ada: Payer, till: Till) -> None:
    await walk(ada, till)
    addresses = [str(answer.url) for answer in ada.answers]
    addresses += [answer.headers.get("location", "") for answer in ada.answers]
    addresses += [answer.headers.get("hx-redirect", "") for answer in ada.answers]
    for text in PERSONAL:
        assert not [each for each in addresses if text in unquote(each)], text


@pytest.mark.req("R6")
async def test_the_token_of_a_payment_is_never_in_a_query(ada: Payer, till: Till) -> None:
    await walk(ada, till)
    for answer in ada.answers:
        for address in (str(answer.url), answer.headers.get("location", "")):
            query = address.partition("#")[0].partition("?")[2]
            assert ada.token not in query


@pytest.mark.req("R6")
async def test_no_answer_shows_a_key_or_what_stripe_calls_the_payment(
    ada: Payer, till: Till, world: World
) -> None:
    await walk(ada, till)
    session = till.ask(f"/checkout/sessions/{ada.pay_url.rsplit('/', 1)[1]}")
    secret = [till.key, till.key[-12:], WEBHOOK_SECRET, till.account]
    inner = [session["client_reference_id"], session["payment_intent"]]
    for answer in world.answers:
        said = answer.text + str(answer.headers)
        for text in [*secret, *inner]:
            assert text not in said, f"{text} in {answer.url}"


@pytest.mark.req("R6")
async def test_stripe_is_told_neither_who_nor_what_for(widget: Payer, till: Till) -> None:
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url, name="Somebody Else", email="else@payer.example")
    await widget.come_back(till.way_back(widget.pay_url))
    session = widget.pay_url.rsplit("/", 1)[1]
    kept = "".join(
        str(till.ask(path))
        for path in (
            f"/checkout/sessions/{session}",
            f"/checkout/sessions/{session}/line_items",
            "/checkout/sessions",
            "/payment_intents",
            "/charges",
            "/events",
        )
    )
    assert "Appointment" in kept
    assert "We keep Mon 1 Feb, 11:00 am for you until 9:07 am." in kept
    for text in [*PERSONAL, *HEALTH]:
        assert text not in kept, text


@pytest.mark.req("R6")
async def test_keys_lie_sealed_in_the_database(widget: Payer, till: Till, world: World) -> None:
    await widget.go_to_payment("insoles")
    await world.toolbox.database.fetch("SELECT 1 FROM payment")
    file = Path(world.database_url)
    kept = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert b"harbour-physio" in kept
    for secret in (till.key, WEBHOOK_SECRET):
        for part in (secret, secret[8:], secret[-12:]):
            assert part.encode() not in kept


@pytest.mark.req("R6")
async def test_what_belongs_to_the_patient_is_kept_by_no_cache(ada: Payer, till: Till) -> None:
    await walk(ada, till)
    for answer in ada.answers:
        names = answer.text + str(answer.headers) + str(answer.url)
        if ada.token in names or "data-reference" in answer.text:
            assert answer.headers["cache-control"] == "no-store", answer.url


@pytest.mark.req("R6")
async def test_the_confirmation_shows_what_was_paid_and_not_with_what(
    widget: Payer, till: Till, world: World
) -> None:
    await walk(widget, till)
    ada = await new_payer(world, "/c/harbour-physio")
    page = await ada.ask_state(widget.token)
    assert "Paid: A$30.00" in page.text
    for text in ("4242", "Visa", "visa", "Marlowe", "ada.marlowe"):
        assert text not in page.text
