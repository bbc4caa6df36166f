"""Looking at a message's words before patients read them, and sending oneself a test (N7)."""

from dataclasses import replace

import pytest

from demo.sms import DEMO_ACCOUNT, texting
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.wording import find_wordings
from tests.services.notices.office import PostBox
from tests.web.clinics import DEMO
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N7")

LIST = "/staff/harbour-physio/messages"
BOOKED = f"{LIST}/mail/booking_confirmed/en"
TEXT = f"{LIST}/sms/booking_confirmed/en"
MANY = DEMO.replace('languages = ["en"]', 'languages = ["en", "ar", "mi"]')


async def look(robin: Colleague, path: str = BOOKED, **words: str) -> str:
    await robin.get(path)
    await robin.post(f"{path}/preview", words)
    assert robin.status == 200
    return robin.answer.text


async def saved(world: World) -> int:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    return len(await find_wordings(world.toolbox.database, clinic.id))


async def test_the_words_show_beside_the_form_before_they_are_saved(
    robin: Colleague, world: World
) -> None:
    html = await look(
        robin,
        subject="See you {day}",
        opening="Kia ora {first_name}.\n\nSee you at {place},\n{time}.",
        closing="How to find us: https://harbour.example/way.",
    )
    assert "See you Monday 8 February" in html
    assert ">Kia ora Ada.</p>" in html
    assert "See you at Manly,<br>10:00 am.</p>" in html
    assert 'href="https://harbour.example/way"' in html
    assert await saved(world) == 0


async def test_light_or_dark_is_chosen_on_the_page(robin: Colleague) -> None:
    assert "@media not all" in await look(robin, shade="light")
    assert "@media all" in await look(robin, shade="dark")


async def test_the_words_for_whoever_books_for_somebody_else_name_both(robin: Colleague) -> None:
    html = await look(robin, opening="Hello {first_name}, we see {patient}.", whom="another")
    assert "Hello Una, we see Ada." in html
    standard = await look(robin, opening="", whom="another")
    assert "Hello Una, the appointment for Ada is booked." in standard


@pytest.mark.req("R4")
async def test_what_is_typed_is_text_and_nothing_more(robin: Colleague) -> None:
    nasty = "<img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} {0} {first_name.__class__}"
    html = await look(robin, subject=nasty, opening=nasty, closing=f'https://x.example/"{nasty}')
    assert "<img src=x" not in html
    assert "{first_name.__class__}" in html
    assert "{{ 7 * 7 }}" in html


async def test_the_frame_has_no_rights(robin: Colleague) -> None:
    page = await robin.get(BOOKED)
    [frame] = [each for tag, each in page.tags if tag == "iframe"]
    assert frame["sandbox"] == ""
    policy = robin.answer.headers["content-security-policy"]
    assert policy.endswith(f"; frame-src https://book.example{BOOKED}/preview")


async def test_a_text_message_shows_in_how_many_parts_it_goes(robin: Colleague) -> None:
    assert "Goes as one text message." in await look(robin, TEXT)
    assert "Goes as 2 text messages. 161 characters." in await look(robin, TEXT, opening="a" * 161)
    html = await look(robin, TEXT, opening="Ждём вас")
    assert "70 characters instead of 160" in html


async def test_a_test_goes_to_whoever_asks_for_it_and_saves_nothing(
    robin: Colleague, world: World
) -> None:
    box = PostBox()
    world.app.state.toolbox = replace(world.toolbox, mail=box)
    await robin.get(BOOKED)
    await robin.post(f"{BOOKED}/test", {"opening": "Kia ora {first_name}."})
    [mail] = box.sent
    assert (mail.to, mail.subject) == (
        "robin@harbour.example",
        "Test: Your appointment at Harbour Physio: Mon 8 Feb, 10:00 am",
    )
    assert "Kia ora Ada." in mail.text
    assert "appointment.ics" not in [each.name for each in mail.attachments]
    assert "sent to robin@harbour.example" in robin.page.text
    assert robin.page.form(BOOKED).fields["opening"] == "Kia ora {first_name}."
    assert await saved(world) == 0


async def test_a_test_that_cannot_be_sent_keeps_what_was_typed(robin: Colleague) -> None:
    await robin.get(BOOKED)
    await robin.post(f"{BOOKED}/test", {"opening": "Kia ora."})
    assert robin.status == 422
    assert "The test could not be sent" in robin.page.text
    assert robin.page.form(BOOKED).fields["opening"] == "Kia ora."


async def test_a_language_without_standard_words_says_so_and_is_written_right_to_left(
    robin: Colleague, world: World
) -> None:
    await world.import_clinic(MANY)
    page = await robin.get(LIST)
    assert "Slotkeeper has no standard words yet in: Arabic" in page.text
    path = f"{LIST}/mail/booking_confirmed/ar"
    page = await robin.get(path)
    assert "There are no standard words in Arabic yet." in page.text
    assert [each["dir"] for tag, each in page.tags if tag == "textarea"] == ["ltr", "rtl"]
    html = await look(robin, path, opening="أهلاً {first_name}، {day}")
    assert '<p lang="ar" dir="rtl"' in html
    assert "أهلاً Ada، الاثنين" in html
    assert "Your appointment is booked" in html


async def test_a_test_text_goes_to_the_number_that_is_typed(robin: Colleague, world: World) -> None:
    with texting() as fake:
        gateway = TwilioGateway(fake.url)
        world.app.state.toolbox = replace(world.toolbox, sms=gateway)
        page = await robin.get(TEXT)
        assert "A test can be sent once text messages are set up." in page.text
        await robin.get("/staff/harbour-physio/sms")
        account = {"account": DEMO_ACCOUNT.sid, "token": DEMO_ACCOUNT.token, "enabled": "on"}
        await robin.post("/staff/harbour-physio/sms", {**account, "sender": "+61255500000"})
        await robin.get(TEXT)
        await robin.post(f"{TEXT}/test", {"opening": "Ahoy {first_name}.", "number": "12"})
        assert robin.status == 422
        assert fake.world.texts() == []
        await robin.post(f"{TEXT}/test", {"opening": "Ahoy {first_name}.", "number": "0491570006"})
        assert "A test with these words was sent to 0491570006" in robin.page.text
        [text] = fake.world.texts()
        assert (text.to, text.body) == ("+61491570006", "Ahoy Ada.")
        assert await saved(world) == 0
        await gateway.close()
