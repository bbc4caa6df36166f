"""Which texts patients get, and what they say: short, and nothing of health."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.notice_rules import SmsOccasion
from slotkeeper.domain.sms_text import count_segments
from slotkeeper.services.changing.cancel import UNDO_SECONDS
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.sms.account import remove_sms, set_sms
from slotkeeper.storage.delivery import Message
from slotkeeper.storage.wording import Wording, Words, save_wording
from slotkeeper.web.sms.text_writer import PATIENT_TEXTS
from tests.services.changing.link import Link
from tests.services.changing.test_move import choose, move
from tests.services.desk import DAY, NINE
from tests.services.sms.phones import ADA, Phones, actor, typed
from tests.services.staff.bookings.front_desk import front_desk

pytestmark = pytest.mark.req("N1", "N7")

OCCASIONS: list[tuple[SmsOccasion, Message]] = [
    ("booked", "booking_confirmed"),
    ("changed", "booking_moved"),
    ("cancelled", "booking_cancelled"),
]


async def test_a_booking_is_confirmed_by_a_text_beside_the_mail(phones: Phones) -> None:
    await phones.book()
    [text] = await phones.run()
    assert (text.to, text.sender) == (ADA, "+61255500000")
    assert text.body.startswith("Harbour Physio: booked for Tue 5 Jan, 9:00 am.")
    rows = await phones.desk.rows("SELECT channel, recipient FROM delivery")
    told = sorted((each["channel"], each["recipient"]) for each in rows)
    assert told == [("mail", "clinic"), ("mail", "patient"), ("sms", "patient")]
    assert await phones.state() == ("sent", "")


async def test_nothing_of_health_is_in_a_text(phones: Phones) -> None:
    booking = await phones.book()
    for message in PATIENT_TEXTS:
        if message != "booking_confirmed":
            await phones.queue(booking, message, occasion="x")
    await phones.run()
    for text in phones.sent:
        for word in ("Standard", "consultation", "Sam Lee", "Ada"):
            assert word not in text.body


# An offer of the waiting list needs its link, however long (tests/services/waitlist).
@pytest.mark.parametrize("message", [e for e in PATIENT_TEXTS if e != "waitlist_offer"])
async def test_each_text_has_one_part(phones: Phones, message: Message) -> None:
    booking = await phones.book()
    await phones.run()
    await phones.desk.execute("DELETE FROM sms_message")
    await phones.desk.execute("DELETE FROM delivery")
    if message in {"booking_cancelled", "booking_declined", "booking_lapsed", "series_cancelled"}:
        await phones.desk.cancel(booking, "patient")
    occasion = f"24h:{booking.starts_at}" if message == "booking_reminder" else ""
    await phones.queue(booking, message, occasion=occasion)
    [text] = await phones.run()
    assert count_segments(text.body) == 1


@pytest.mark.parametrize("occasion", [each for each, _ in OCCASIONS])
async def test_only_on_the_occasions_that_the_clinic_has_chosen(
    phones: Phones, occasion: SmsOccasion
) -> None:
    await phones.set_rules(sms=(occasion,))
    await phones.book()
    await phones.run()
    assert len(phones.sent) == (occasion == "booked")


async def test_without_an_account_or_switched_off_none_is_queued(phones: Phones) -> None:
    off = typed(phones.fake)
    await set_sms(
        phones.desk.toolbox,
        await actor(phones),
        type(off)(account=off.account, token=off.token, sender=off.sender, enabled=False),
    )
    await phones.book()
    await remove_sms(phones.desk.toolbox, await actor(phones))
    await phones.book(start=NINE + 1800, email="b@patient.example")
    assert await phones.states() == []


async def test_what_waits_when_the_account_is_removed_is_dropped(phones: Phones) -> None:
    await phones.book()
    await remove_sms(phones.desk.toolbox, await actor(phones))
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "texts_off")


async def test_what_is_no_longer_true_is_not_sent(phones: Phones) -> None:
    booking = await phones.book()
    await phones.desk.cancel(booking, "patient")
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "cancelled")


async def test_a_patient_without_a_number_gets_none(phones: Phones) -> None:
    await phones.book()
    await phones.desk.execute("UPDATE patient SET phone = ''")
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "no_number")


async def test_a_clinic_s_own_words_are_said(phones: Phones) -> None:
    booking = await phones.book()
    own = Wording(
        clinic_id=booking.clinic_id,
        channel="sms",
        message="booking_confirmed",
        language="en",
        words=Words(opening="Ahoy {first_name}, \u201csee you\u201d {when}. {link}"),
    )
    await phones.database.write(lambda tx: save_wording(tx, own))
    [text] = await phones.run()
    assert text.body.startswith('Ahoy Ada, "see you" Tue 5 Jan, 9:00 am. https://book.example/c/')


async def test_a_text_says_where_its_news_are_told(phones: Phones) -> None:
    await phones.book()
    [text] = await phones.run()
    number = await phones.number()
    assert text.tell == f"https://book.example/hooks/sms/harbour-physio/news/{number}"


async def test_a_move_names_both_times_in_one_part(phones: Phones) -> None:
    booking = await phones.book()
    await phones.run()
    await (await front_desk(phones.desk)).move(booking, NINE + 2 * DAY + 3600)
    [text] = await phones.run()
    wanted = (
        "Harbour Physio: your appointment has moved from Tue 5 Jan, 9:00 am to Thu 7 Jan, 10:00 am."
    )
    assert text.body.startswith(wanted)
    assert count_segments(text.body) == 1


async def test_where_both_times_would_need_two_parts_the_new_one_is_said(phones: Phones) -> None:
    clinic = await get_clinic(phones.database, phones.desk.slug)
    await phones.desk.save(replace(clinic, name="The Harbour Physiotherapy and " + "Care " * 14))
    booking = await phones.book()
    await phones.run()
    await (await front_desk(phones.desk)).move(booking, NINE + 2 * DAY + 3600)
    [text] = await phones.run()
    assert "your appointment is now on Thu 7 Jan, 10:00 am." in text.body
    assert count_segments(text.body) == 1


async def test_what_patients_change_themselves_is_confirmed_by_a_text(phones: Phones) -> None:
    link = await Link.of(phones.desk, await phones.book())
    await phones.run()
    await move(link, await choose(link, NINE + 3600))
    [moved] = await phones.run()
    assert "moved from Tue 5 Jan, 9:00 am to Tue 5 Jan, 10:00 am" in moved.body
    await link.cancel()
    assert await phones.run() == []
    phones.desk.clock.wait(UNDO_SECONDS + 1)
    await link.settle()
    [cancelled] = await phones.run()
    assert "is cancelled" in cancelled.body
