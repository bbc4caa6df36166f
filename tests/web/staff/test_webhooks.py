"""The page on which an owner says where the clinic's own systems hear of bookings."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook

import slotkeeper
from slotkeeper.assets import portal_folder
from slotkeeper.services.notices.outcome import PUT_BACK
from slotkeeper.web.texts import Texts
from tests.gateways.listener import listening
from tests.web.page import Page
from tests.web.staff.filled import Filled, fill
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N9")
PAGE = "/staff/harbour-physio/webhooks"
WANTED = {"booking.confirmed": "on", "booking.cancelled": "on"}


@pytest.fixture
async def filled_world(world: World) -> Filled:
    return await fill(world, "harbour-physio")


async def tick(robin: Colleague, path: str, fields: dict[str, str]) -> Page:
    """Send those fields alone: what is not among them is not ticked."""
    token = robin.page.form(path).fields["csrf"]
    robin.answer = await robin.http.post(path, data={**fields, "csrf": token})
    robin.page = Page(robin.answer.text)
    return robin.page


async def add(robin: Colleague, address: str) -> str:
    """A new address; its path, with its page at hand that shows the secret."""
    await robin.get(PAGE)
    await robin.post(PAGE, {"address": address, **WANTED})
    assert robin.status == 200, robin.answer.text
    [action] = {
        each["action"]
        for tag, each in robin.page.tags
        if each.get("action", "").endswith("/secret")
    }
    return action.removesuffix("/secret")


def secret_of(robin: Colleague) -> str:
    [shown] = [each["value"] for _, each in robin.page.tags if each.get("id") == "secret"]
    return str(shown)


async def test_an_empty_page_says_what_it_is_for(robin: Colleague) -> None:
    page = await robin.get(PAGE)
    assert "Nothing is sent anywhere yet." in page.text


async def test_the_secret_of_a_new_address_is_shown_once(robin: Colleague) -> None:
    with listening() as (_, address):
        path = await add(robin, address)
        secret = secret_of(robin)
        assert secret.startswith("whsec_")
        await robin.get(path)
        assert secret not in robin.answer.text
        await robin.get(PAGE)
        assert address.split("/")[2] in robin.page.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "begins with https://"),
        ("ftp://clinic.example/", "begins with https://"),
        ("clinic", "begins with https://"),
        ("https://no-such-host.invalid/", "No server is found"),
    ],
)
async def test_an_address_that_cannot_be_used_is_told_at_its_field(
    robin: Colleague, address: str, said: str
) -> None:
    await robin.get(PAGE)
    page = await robin.post(PAGE, {"address": address, **WANTED})
    assert robin.status == 422
    assert said in page.text
    assert f'value="{address}"' in robin.answer.text


async def test_something_must_be_told(robin: Colleague) -> None:
    with listening() as (_, address):
        await robin.get(PAGE)
        page = await tick(robin, PAGE, {"address": address})
    assert robin.status == 422
    assert "Tick at least one" in page.text


async def test_it_is_changed_switched_off_and_removed(robin: Colleague) -> None:
    with listening() as (_, address):
        path = await add(robin, address)
        await robin.get(path)
        only = {"address": address, "booking.noshow": "on", "revision": "0"}
        await tick(robin, path, only)
        page = await robin.follow()
        assert "Saved." in page.text
        assert "Switched off" in page.text
        await tick(robin, path, only)
        assert robin.status == 422
        assert "Somebody else changed" in robin.page.text
        await robin.get(path)
        await robin.post(f"{path}/secret", {})
        assert secret_of(robin).startswith("whsec_")
        await robin.post(f"{path}/remove", {})
        assert "The address is removed." in (await robin.follow()).text
        await robin.get(path)
        assert robin.status == 404


async def test_it_can_be_tried_at_once(robin: Colleague) -> None:
    with listening() as (listener, address):
        path = await add(robin, address)
        secret = secret_of(robin)
        page = await robin.post(f"{path}/test")
        assert "The test message was taken: answer 204." in page.text
        [(headers, body)] = listener.got
        signed_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        signed = Webhook(secret).sign(headers["webhook-id"], signed_at, body.decode())
        assert headers["webhook-signature"] == signed
        assert json.loads(body)["type"] == "test"
        assert "Nothing yet." in page.text
        listener.status = 401
        page = await robin.post(f"{path}/test")
        assert "The test message was not taken: answer 401." in page.text


@pytest.mark.req("R5")
async def test_it_is_for_owners_of_this_clinic(
    robin: Colleague, mara: Colleague, ash: Colleague
) -> None:
    with listening() as (_, address):
        path = await add(robin, address)
    for other in (mara, ash):
        await other.get(path)
        assert other.status in {403, 404}


@pytest.mark.req("R3")
async def test_an_event_is_sent_again_from_the_log(robin: Colleague, filled_world: Filled) -> None:
    endpoint, delivery = filled_world.numbers["endpoint"], filled_world.numbers["delivery"]
    page = await robin.get(f"{PAGE}/{endpoint}")
    assert "Not taken · answer 410" in page.text
    await robin.post(f"{PAGE}/{endpoint}/again/{delivery}")
    page = await robin.follow()
    assert "Waiting" in page.text
    await robin.post(f"{PAGE}/{endpoint}/again/{delivery + 1000}")
    assert robin.status == 404
    assert "Sent a webhook again" in (await robin.get("/staff/harbour-physio/log")).text


def test_every_problem_has_its_words() -> None:
    """Each word that the carrier, the gateway and the queue can leave behind."""
    texts, sources = Texts(portal_folder() / "locale"), Path(slotkeeper.__file__).parent
    files = ["gateways/webhook.py", "services/webhooks/carrier.py", "storage/webhook.py"]
    files.append("services/notices/carrier.py")
    code = "\n".join((sources / each).read_text() for each in files)
    words = set(re.findall(r'(?:PutOff|Refused|"dropped", |"later", |"failed", )\(?"(\w+)"', code))
    words |= set(re.findall(r"problem = '(\w+)'", code)) | {PUT_BACK}
    assert {"silent", "private_address", "endpoint_off", "endpoint_gone", "gone", "locked"} <= words
    for word in words:
        assert texts.template("en", f"webhook.answer_{word}")
