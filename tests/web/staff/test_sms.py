"""The page on which an owner sets up text messages."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from demo.sms import DEMO_ACCOUNT, FakeSms, Fault, texting
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.sms_stop import insert_stop
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N1")
PAGE = "/staff/harbour-physio/sms"
TYPED = {
    "account": DEMO_ACCOUNT.sid,
    "token": DEMO_ACCOUNT.token,
    "sender": "+61 2 5550 0000",
    "enabled": "on",
}


@pytest.fixture
async def fake(world: World) -> AsyncIterator[FakeSms]:
    """A pretend service that the server asks."""
    with texting() as fake:
        gateway = TwilioGateway(fake.url)
        world.app.state.toolbox = replace(world.toolbox, sms=gateway)
        yield fake
        await gateway.close()


async def save(robin: Colleague, **changes: str) -> str:
    """What the page says after saving."""
    await robin.get(PAGE)
    page = await robin.post(PAGE, {**TYPED, **changes})
    return (await robin.follow()).text if robin.led_to else page.text


async def test_an_empty_page_says_what_it_is_for(robin: Colleague, fake: FakeSms) -> None:
    page = await robin.get(PAGE)
    assert "No texts are sent yet." in page.text
    assert "Nobody has said STOP." in page.text
    assert "https://book.example/hooks/sms/harbour-physio/answers" in page.html
    assert fake.world.asked == 0


async def test_an_account_is_tried_before_it_is_kept(robin: Colleague, fake: FakeSms) -> None:
    said = await save(robin)
    assert "Saved. The service knows the account." in said
    assert "Texts are sent from +61255500000." in said
    assert fake.world.texts() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"token": "another token, not theirs"}, "as the service's console shows it"),
        ({"token": "another-token-not-theirs"}, "does not know this account and token"),
        ({"account": "AC"}, "Enter the account"),
        ({"account": "AC/../../admin"}, "Enter the account"),
        ({"sender": "Harbour Physio Manly"}, "a name of up to 11 letters"),
        ({"sender": "12"}, "a name of up to 11 letters"),
        ({"token": ""}, "as the service's console shows it"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(
    robin: Colleague, fake: FakeSms, changes: dict[str, str], said: str
) -> None:
    assert said in await save(robin, **changes)
    assert robin.status == 422
    assert "No texts are sent yet." in (await robin.get(PAGE)).text
    assert fake.world.texts() == []


async def test_the_token_never_comes_back(robin: Colleague, fake: FakeSms) -> None:
    await save(robin)
    for path in (PAGE, "/staff/harbour-physio/log"):
        await robin.get(path)
        assert fake.account.token not in robin.answer.text
    await robin.get(PAGE)
    await robin.post(PAGE, {**TYPED, "sender": "?"})
    assert fake.account.token not in robin.answer.text


async def test_without_a_new_token_the_old_one_is_kept(robin: Colleague, fake: FakeSms) -> None:
    await save(robin)
    assert "Saved. The service knows the account." in await save(robin, token="", sender="Harbour")
    assert "Texts are sent from Harbour." in (await robin.get(PAGE)).text
    assert fake.world.asked == 2


async def test_a_service_that_does_not_answer_keeps_nobody_from_saving(
    robin: Colleague, fake: FakeSms, world: World
) -> None:
    fake.account.token += "x"
    world.app.state.toolbox = replace(world.toolbox, sms=TwilioGateway("http://127.0.0.1:1"))
    assert "Saved, but the service did not answer." in await save(robin)


async def test_a_test_text_is_sent_at_once(robin: Colleague, fake: FakeSms) -> None:
    await save(robin)
    page = await robin.post(f"{PAGE}/try", {"number": "0412 345 678"})
    assert "The service has taken it." in page.text
    [text] = fake.world.texts()
    assert (text.to, text.body) == (
        "+61412345678",
        "Harbour Physio: this is a test. Texts to your patients will come from here.",
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("refuse", status=400, code=21614), "texts cannot go to this number"),
        (Fault("refuse", status=400, code=21408), "may not send texts to this country"),
        (Fault("refuse", status=400, code=30999), "the service says 30999"),
        (Fault("refuse", status=429), "too much to do"),
        (Fault("lose"), "Perhaps the text comes, perhaps not."),
    ],
)
async def test_why_a_test_text_was_not_sent_is_said_in_words(
    robin: Colleague, fake: FakeSms, fault: Fault, said: str
) -> None:
    await save(robin)
    fake.world.faults.append(fault)
    page = await robin.post(f"{PAGE}/try", {"number": "+61412345678"})
    assert said in page.text


@pytest.mark.parametrize("number", ["", "hello", "12", "+" + "1" * 60])
async def test_what_is_no_number_is_told(robin: Colleague, fake: FakeSms, number: str) -> None:
    await save(robin)
    page = await robin.post(f"{PAGE}/try", {"number": number})
    assert robin.status == 422
    assert "Enter a telephone number." in page.text
    assert fake.world.texts() == []


async def test_who_has_said_stop_is_listed(robin: Colleague, fake: FakeSms, world: World) -> None:
    database, now = world.toolbox.database, world.clock()
    clinic = await get_clinic(database, "harbour-physio")
    await database.write(lambda tx: insert_stop(tx, clinic.id, "+61412345678", now))
    page = await robin.get(PAGE)
    assert "+61412345678 STOP on" in page.text
    assert fake.world.asked == 0


async def test_it_is_switched_off_and_removed(robin: Colleague, fake: FakeSms) -> None:
    await save(robin)
    await robin.get(PAGE)
    off = {**TYPED, "token": ""}
    del off["enabled"]
    form = next(each for each in robin.page.forms if each.path == PAGE)
    form.fields.pop("enabled", None)
    await robin.post(PAGE, off)
    assert "Switched off" in (await robin.follow()).text
    await robin.post(f"{PAGE}/remove")
    assert "No texts are sent any more." in (await robin.follow()).text
    assert fake.world.texts() == []


async def test_without_an_account_there_is_nothing_to_try_or_remove(robin: Colleague) -> None:
    await robin.get(PAGE)
    await robin.post(f"{PAGE}/try", {"number": "+61412345678"})
    assert robin.status == 404
    await robin.get(PAGE)
    await robin.post(f"{PAGE}/remove")
    assert robin.status == 404


async def test_what_was_done_is_in_the_log(robin: Colleague, fake: FakeSms) -> None:
    await save(robin)
    await robin.post(f"{PAGE}/try", {"number": "+61412345678"})
    page = await robin.get("/staff/harbour-physio/log")
    assert "Set up text messages" in page.text
    assert "Sent a test text" in page.text
    assert len(fake.world.texts()) == 1
