"""N-11: STOP is obeyed, per number and clinic, until START."""

import pytest

from demo.sms import FakeSms
from slotkeeper.services.sms.answer import take_answer
from slotkeeper.services.sms.signed import SmsSignatureWrong
from slotkeeper.storage.database import Database
from slotkeeper.storage.sms_stop import find_stops
from tests.services.desk import NINE
from tests.services.sms.phones import ADA, BASE, Phones, actor, open_phones

pytestmark = pytest.mark.req("N7")

HALF_TEN = NINE + 5400


async def stops(phones: Phones) -> list[str]:
    clinic_id = (await actor(phones)).clinic_id
    return [each.number for each in await find_stops(phones.database, clinic_id, 99)]


async def test_n_11_after_stop_no_text_comes_until_start(phones: Phones) -> None:
    await phones.book()
    await phones.run()
    await phones.answer("Stop")
    await phones.book(start=HALF_TEN)
    assert await phones.run() == []
    assert (await phones.states())[-1][1:] == ("dropped", "stopped")
    await phones.answer("START")
    await phones.book(start=HALF_TEN + 3600)
    assert len(await phones.run()) == 1


async def test_n_11_what_waits_when_stop_comes_does_not_go(phones: Phones) -> None:
    await phones.book()
    await phones.answer("STOP")
    assert await phones.run() == []
    assert await phones.tasks() == 0


async def test_n_11_another_number_goes_on(phones: Phones) -> None:
    await phones.answer("STOP")
    await phones.book(phone="+61412345679", email="b@patient.example")
    assert len(await phones.run()) == 1


async def test_n_11_another_clinic_goes_on(
    phones: Phones, database: Database, fake: FakeSms
) -> None:
    other = await open_phones(database, fake, "bay-physio")
    await phones.answer("STOP")
    await other.book()
    await phones.book()
    [text] = await other.run()
    assert "/c/bay-physio/" in text.body
    assert (await stops(phones), await stops(other)) == ([ADA], [])
    await other.sms.close()


async def test_n_11_who_said_stop_to_the_service_alone_is_known_from_its_refusal(
    phones: Phones,
) -> None:
    phones.fake.world.stopped.add((phones.fake.account.sid, ADA))
    await phones.book()
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "stopped")
    assert await stops(phones) == [ADA]


async def test_what_the_service_has_made_of_an_answer_counts(phones: Phones) -> None:
    await phones.answer("Arrêt", OptOutType="STOP")
    assert await stops(phones) == [ADA]
    await phones.answer("Encore", OptOutType="START")
    assert await stops(phones) == []


async def test_stop_said_twice_is_one_stop(phones: Phones) -> None:
    await phones.answer("STOP")
    await phones.answer("STOP")
    assert await stops(phones) == [ADA]


@pytest.mark.parametrize("said", ["Thank you!", "I'll stop by at nine", ""])
async def test_other_words_have_no_effect_and_are_kept_nowhere(phones: Phones, said: str) -> None:
    await phones.answer(said)
    assert await stops(phones) == []


@pytest.mark.parametrize("number", ["", "whatsapp:+61412345678", "0412345678", "+1", "x" * 400])
async def test_what_is_no_number_has_no_effect(phones: Phones, number: str) -> None:
    await phones.answer("STOP", number)
    assert await stops(phones) == []


@pytest.mark.parametrize("signature", ["", "é", "bm9ib2R5"])
async def test_nobody_says_stop_for_another_without_the_clinic_s_token(
    phones: Phones, signature: str
) -> None:
    url = f"{BASE}/hooks/sms/harbour-physio/answers"
    fields = {"From": [ADA], "Body": ["STOP"]}
    with pytest.raises(SmsSignatureWrong):
        await take_answer(phones.desk.toolbox, "harbour-physio", url, fields, signature)
    assert await stops(phones) == []
