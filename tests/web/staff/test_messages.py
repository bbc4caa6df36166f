"""Messages to patients in a clinic's own words: written, looked at, tried, taken back (N7)."""

from typing import get_args

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.delivery import Message
from slotkeeper.storage.wording import Words, find_wordings
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS
from slotkeeper.web.sms.text_writer import PATIENT_TEXTS
from slotkeeper.web.staff.mail.clinic_letter import CLINIC_LETTERS
from slotkeeper.web.staff.messages.standard import worded_messages
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N7")

LIST = "/staff/harbour-physio/messages"
BOOKED = f"{LIST}/mail/booking_confirmed/en"
TEXT = f"{LIST}/sms/booking_confirmed/en"


async def write(robin: Colleague, path: str = BOOKED, **words: str) -> None:
    await robin.get(path)
    await robin.post(path, words)


async def words(world: World) -> list[tuple[str, Words]]:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    found = await find_wordings(world.toolbox.database, clinic.id)
    return [(each.language, each.words) for each in found]


def test_every_message_to_patients_can_be_worded() -> None:
    known = set(worded_messages())
    assert {each for by, each in known if by == "mail"} == set(PATIENT_LETTERS)
    assert {each for by, each in known if by == "sms"} == set(PATIENT_TEXTS)
    of_the_clinic = set(CLINIC_LETTERS) - set(PATIENT_LETTERS)
    assert set(get_args(Message)) - of_the_clinic <= {each for _, each in known}


async def test_the_list_shows_what_each_says_and_in_whose_words(robin: Colleague) -> None:
    await write(robin, opening="Kia ora {first_name}.")
    page = await robin.get(LIST)
    assert "Kia ora {first_name}." in page.text
    assert "Your own words" in page.text
    assert "this appointment will not take place" in page.text
    assert len([each for each in page.links if each.startswith(f"{LIST}/mail/")]) == len(
        PATIENT_LETTERS
    )


async def test_the_page_begins_with_the_standard_words(robin: Colleague) -> None:
    page = await robin.get(BOOKED)
    fields = page.form(BOOKED).fields
    assert fields["subject"] == "Your appointment at {clinic}: {when}"
    assert fields["opening"] == "Hello {first_name}, we look forward to seeing you."
    assert fields.get("closing", "") == ""
    assert "In the standard words." in page.text


async def test_what_is_left_as_it_was_goes_on_following_the_standard_text(
    robin: Colleague, world: World
) -> None:
    await write(robin, closing="Bring a towel.\r\n\r\n\r\n\r\nBye  ")
    assert robin.led_to == f"{BOOKED}?told=words_saved"
    assert await words(world) == [("en", Words(closing="Bring a towel.\n\nBye"))]
    page = await robin.follow()
    assert "In your own words. Changed by Robin" in page.text


async def test_a_name_that_stands_for_nothing_is_refused_with_those_that_there_are(
    robin: Colleague, world: World
) -> None:
    await write(robin, opening="Hello {surname}", closing="{amount}")
    assert robin.status == 422
    assert "{surname} stands for nothing here. You can use {first_name}, {patient}" in (
        robin.page.text
    )
    assert robin.page.form(BOOKED).fields["opening"] == "Hello {surname}"
    assert await words(world) == []


async def test_words_have_an_end(robin: Colleague) -> None:
    await write(robin, opening="x" * 4001)
    assert robin.status == 422
    assert "Make this 4000 characters or fewer; it has 4001" in robin.page.text
    await write(robin, TEXT, opening="x" * 481)
    assert "Make this 480 characters or fewer" in robin.page.text


async def test_a_text_message_names_nothing_about_health(robin: Colleague) -> None:
    await write(robin, TEXT, opening="{type} with {practitioner}")
    assert robin.status == 422
    assert "{type}, {practitioner} stands for nothing here" in robin.page.text


async def test_back_to_the_standard_words_and_undone(robin: Colleague, world: World) -> None:
    await write(robin, opening="One")
    await write(robin, opening="Two")
    await robin.get(BOOKED)
    await robin.post(f"{BOOKED}/undo")
    assert await words(world) == [("en", Words(opening="One"))]
    await robin.get(BOOKED)
    await robin.post(f"{BOOKED}/standard")
    assert await words(world) == [("en", Words())]
    page = await robin.follow()
    assert "In the standard words." in page.text
    await robin.post(f"{BOOKED}/undo")
    assert await words(world) == [("en", Words(opening="One"))]


async def test_every_change_is_in_the_log_with_the_words_before_and_after(
    robin: Colleague, world: World
) -> None:
    await write(robin, opening="One")
    await write(robin, opening="Two")
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    newest, _ = await find_audit(world.toolbox.database, clinic.id, "wording", 0, limit=5)
    assert newest.action == "wording_changed"
    assert tuple(newest.details["opening"]) == ("One", "Two")
    page = await robin.get("/staff/harbour-physio/log")
    assert "Changed the words of a message" in page.text
    assert "Appointment booked" in page.text


async def test_of_two_who_write_at_once_the_second_is_told(robin: Colleague, world: World) -> None:
    await robin.get(BOOKED)
    shown = robin.page.form(BOOKED).fields
    await robin.post(BOOKED, {"opening": "One"})
    await robin.http.post(BOOKED, data={**shown, "opening": "Two"})
    answer = world.answers[-1]
    assert answer.status_code == 422
    assert "Somebody else has changed this message" in answer.text
    assert "Two</textarea>" in answer.text
    assert await words(world) == [("en", Words(opening="One"))]


@pytest.mark.parametrize("path", ["mail/booking_confirmed/de", "mail/message_failed/en", "fax/x/y"])
async def test_what_patients_never_get_is_not_there(robin: Colleague, path: str) -> None:
    await robin.get(f"{LIST}/{path}")
    assert robin.status == 404


async def test_owners_alone_write_them(mara: Colleague, kit: Colleague) -> None:
    for colleague in (mara, kit):
        await colleague.get(BOOKED)
        assert colleague.status == 404
