"""Call-backs of the service for texts, as it sends them."""

from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from demo.sms import DEMO_ACCOUNT
from demo.sms.calls import sign
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.sms_account import SmsAccount, save_sms_account
from slotkeeper.storage.sms_stop import find_stops
from tests.web.world import URL, World

ANSWERS, NEWS = "/hooks/sms/harbour-physio/answers", "/hooks/sms/harbour-physio/news/1"
STOP = {"From": "+61412345678", "To": "+61255500000", "Body": "STOP", "MessageSid": "SM1"}
SENT = {"MessageSid": "SM1", "MessageStatus": "sent"}


@pytest.fixture
async def clinic_id(world: World) -> int:
    """Harbour Physio with an account for texts."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    sealed = world.toolbox.vault.seal(DEMO_ACCOUNT.token, clinic.id, "sms token")

    async def save(tx: Transaction) -> None:
        account = SmsAccount(
            clinic_id=clinic.id,
            account=DEMO_ACCOUNT.sid,
            token_sealed=sealed,
            sender="+61255500000",
        )
        await save_sms_account(tx, account)

    await world.toolbox.database.write(save)
    return clinic.id


async def call(
    world: World, path: str, fields: Mapping[str, str], signed: str | None = None
) -> httpx.Response:
    signature = sign(DEMO_ACCOUNT.token, f"{URL}{path}", dict(fields)) if signed is None else signed
    browser = await world.browser()
    headers = {b"x-twilio-signature": signature.encode()} if signature else {}
    return await browser.post(path, data=dict(fields), headers=headers)


async def stops(world: World, clinic_id: int) -> list[str]:
    return [each.number for each in await find_stops(world.toolbox.database, clinic_id, 9)]


@pytest.mark.req("N7")
async def test_n_11_stop_is_heard_and_answered_with_nothing(world: World, clinic_id: int) -> None:
    answer = await call(world, ANSWERS, STOP)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response></Response>")
    assert await stops(world, clinic_id) == ["+61412345678"]


@pytest.mark.req("N2", "R4")
@pytest.mark.parametrize("signed", ["", "AAAA", "é", "x" * 4000])
@pytest.mark.parametrize(("path", "fields"), [(ANSWERS, STOP), (NEWS, SENT)])
async def test_without_the_right_signature_it_is_refused(
    world: World, clinic_id: int, path: str, fields: dict[str, str], signed: str
) -> None:
    assert (await call(world, path, fields, signed)).status_code == 403
    assert await stops(world, clinic_id) == []


@pytest.mark.req("R4")
async def test_what_was_signed_for_another_address_or_clinic_is_refused(
    world: World, clinic_id: int
) -> None:
    signed = sign(DEMO_ACCOUNT.token, f"{URL}{ANSWERS}", dict(STOP))
    for path in (NEWS, ANSWERS.replace("harbour-physio", "corner-dental"), f"{ANSWERS}?x=1"):
        assert (await call(world, path, STOP, signed)).status_code in {403, 404}
    assert clinic_id


async def test_an_unknown_clinic_is_not_there(world: World) -> None:
    assert (await call(world, "/hooks/sms/nobody/answers", STOP)).status_code == 404


async def test_news_of_no_text_of_ours_are_taken_and_change_nothing(
    world: World, clinic_id: int
) -> None:
    for number in ("1", "9" * 30):
        path = f"/hooks/sms/harbour-physio/news/{number}"
        answer = await call(world, path, SENT)
        assert (answer.status_code, answer.content) == (204, b"")
    assert clinic_id


async def test_a_body_that_is_no_form_or_too_long_is_refused(world: World, clinic_id: int) -> None:
    browser = await world.browser()
    for body, status in ((b"\xff\xfe", 403), (b"a=1&" * 200, 403), (b"a" * 20_000, 413)):
        answer = await browser.post(ANSWERS, content=body)
        assert answer.status_code == status, answer.text
    assert clinic_id


async def test_where_the_token_cannot_be_read_it_may_come_again(
    world: World, clinic_id: int
) -> None:
    locked = type(world.toolbox.vault)([])
    world.app.state.toolbox = replace(world.toolbox, vault=locked)
    assert (await call(world, ANSWERS, STOP)).status_code == 503
    assert clinic_id
