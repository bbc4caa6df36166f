"""Call-backs: signed, told twice, told in any order."""

import itertools

import pytest

from slotkeeper.services.sms.news import take_news
from slotkeeper.services.sms.signed import SmsSignatureWrong
from tests.services.sms.phones import BASE, Phones

pytestmark = pytest.mark.req("N2")


async def test_a_text_goes_from_queued_to_sent_to_delivered(phones: Phones) -> None:
    await phones.book()
    assert await phones.state() == ("queued", "")
    await phones.run()
    assert await phones.state() == ("sent", "")
    await phones.tell("sent")
    assert await phones.state() == ("sent", "")
    await phones.tell("delivered")
    assert await phones.state() == ("delivered", "")


@pytest.mark.parametrize("order", list(itertools.permutations(["queued", "sent", "delivered"])))
async def test_in_whichever_order_the_last_word_is_the_same(
    phones: Phones, order: tuple[str, ...]
) -> None:
    await phones.book()
    await phones.run()
    for each in (*order, *order):
        await phones.tell(each)
    assert await phones.state() == ("delivered", "")
    assert await phones.tasks() == 0


async def test_a_text_that_does_not_arrive_is_a_task_and_the_clinic_is_told_once(
    phones: Phones,
) -> None:
    await phones.book()
    await phones.run()
    await phones.tell("undelivered", code="30003")
    await phones.tell("undelivered", code="30003")
    await phones.tell("sent")
    assert await phones.state() == ("failed", "undelivered_30003")
    assert await phones.tasks() == 1
    told = await phones.desk.rows("SELECT id FROM delivery WHERE message = 'message_failed'")
    assert len(told) == 1


async def test_what_arrives_after_all_is_no_task_any_more(phones: Phones) -> None:
    await phones.book()
    await phones.run()
    await phones.tell("failed")
    await phones.tell("delivered")
    assert await phones.state() == ("delivered", "")
    assert await phones.tasks() == 0


async def test_news_of_another_text_or_of_none_have_no_effect(phones: Phones) -> None:
    await phones.book()
    await phones.run()
    await phones.tell("failed", sid="SMsomethingelse")
    await phones.tell("failed", number=999_999)
    await phones.tell("dancing")
    assert await phones.state() == ("sent", "")


@pytest.mark.parametrize("signature", ["", "é", "bm9ib2R5"])
async def test_who_has_not_signed_is_not_believed(phones: Phones, signature: str) -> None:
    await phones.book()
    await phones.run()
    number = await phones.number()
    fields = {"MessageSid": [phones.sent[0].sid], "MessageStatus": ["failed"]}
    url = f"{BASE}/hooks/sms/harbour-physio/news/{number}"
    with pytest.raises(SmsSignatureWrong):
        await take_news(phones.desk.toolbox, "harbour-physio", number, url, fields, signature)
    assert await phones.state() == ("sent", "")


async def test_another_clinic_s_call_back_does_not_reach_this_one_s_texts(phones: Phones) -> None:
    await phones.book()
    await phones.run()
    await phones.desk.execute("UPDATE sms_message SET clinic_id = clinic_id")
    other = "INSERT INTO clinic (slug, details) VALUES ('other', '{}')"
    await phones.desk.execute(other)
    await phones.desk.execute(
        "UPDATE sms_message SET clinic_id = (SELECT id FROM clinic WHERE slug = 'other')"
    )
    await phones.tell("failed")
    assert await phones.state() == ("sent", "")
