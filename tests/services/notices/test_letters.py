"""What patients and clinics read."""

import re
from datetime import UTC, datetime
from typing import Any, get_args

import icalendar
import pytest
from msgspec.structs import replace

from slotkeeper.gateways.mail import Mail
from slotkeeper.storage.delivery import Message
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS
from slotkeeper.web.staff.mail.clinic_letter import CLINIC_LETTERS
from tests.services.desk import NINE
from tests.services.notices.office import Office

ADA, DESK = "ada@patient.example", "desk@harbour.example"
NOTE = "Afraid of needles"


def event(mail: Mail) -> Any:  # noqa: ANN401 - a property may be of any kind
    [attached] = [each for each in mail.attachments if each.media_type.startswith("text/calendar")]
    calendar = icalendar.Calendar.from_ical(attached.data)
    assert calendar["METHOD"] == "PUBLISH"
    [found] = calendar.walk("VEVENT")
    return found


def test_every_message_can_be_written_to_somebody() -> None:
    assert set(get_args(Message)) == {*PATIENT_LETTERS, *CLINIC_LETTERS}


@pytest.mark.req("N7")
async def test_a_patient_is_told_when_where_and_with_whom(office: Office) -> None:
    booking = await office.book()
    [mail] = [each for each in await office.run() if each.to == ADA]
    assert mail.subject == "Your appointment at Harbour Physio: Tue 5 Jan, 9:00 am"
    assert (mail.to_name, mail.sender_name, mail.reply_to) == (
        "Ada Example",
        "Harbour Physio",
        DESK,
    )
    for text in (mail.text, mail.html):
        for said in ("Ada", "9:00 am", "30 min", "Sam Lee", "Manly", "14 Halyard Lane", "Sydney"):
            assert said in text
        assert f"{booking.reference[:3]}-{booking.reference[3:]}" in text
        assert "https://book.example/c/harbour-physio/b/" in text
        assert "+61 2 5550 1234" in text
        assert "Free of charge up to 24 hours before." in text


@pytest.mark.req("N7")
async def test_the_calendar_file_tells_nothing_about_health(office: Office) -> None:
    await office.book()
    [mail] = [each for each in await office.run() if each.to == ADA]
    found = event(mail)
    assert found["SUMMARY"] == "Harbour Physio"
    assert found["DTSTART"].dt == datetime.fromtimestamp(NINE, UTC)
    assert found["DTEND"].dt == datetime.fromtimestamp(NINE + 1800, UTC)
    assert found["SEQUENCE"] == 0
    assert "consultation" not in mail.attachments[0].data.decode().lower()


@pytest.mark.req("N7")
async def test_a_change_has_the_same_uid_and_a_higher_sequence(office: Office) -> None:
    booking = await office.book()
    [first] = [each for each in await office.run() if each.to == ADA]
    await office.desk.execute(
        "UPDATE booking SET starts_at = starts_at + 3600, ends_at = ends_at + 3600,"
        " busy_from = busy_from + 3600, busy_until = busy_until + 3600, revision = 1 WHERE id = $1",
        booking.id,
    )
    await office.queue(booking, "booking_moved", occasion="1")
    [moved] = await office.run()
    assert moved.subject == "Your appointment at Harbour Physio has a new time: Tue 5 Jan, 10:00 am"
    await office.desk.execute("UPDATE booking SET state = 'cancelled', revision = 2")
    await office.queue(booking, "booking_cancelled", occasion="2", words="Sam is unwell.\nSorry.")
    [cancelled] = await office.run()
    assert "Sam is unwell.\nSorry." in cancelled.text
    events = [event(mail) for mail in (first, moved, cancelled)]
    assert len({str(each["UID"]) for each in events}) == 1
    assert [each["SEQUENCE"] for each in events] == [0, 1, 2]
    assert [each["STATUS"] for each in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.req("N6")
async def test_the_clinic_recognises_the_patient_and_can_act(office: Office) -> None:
    booking = await office.book(birth_date="1990-02-01")
    await office.desk.execute("UPDATE patient SET alert_note = $1", NOTE)
    [mail] = [each for each in await office.run() if each.to == DESK]
    assert mail.subject == "New booking: Tue 5 Jan, 9:00 am, Sam Lee"
    for text in (mail.text, mail.html):
        for said in ("Ada Example", "1 February 1990", "+61255501234", ADA, NOTE, "Standard"):
            assert said in text
        assert f"https://book.example/staff/harbour-physio/bookings/{booking.id}" in text


@pytest.mark.req("T1")
async def test_no_alert_note_reaches_a_patient(office: Office) -> None:
    booking = await office.book()
    await office.desk.execute("UPDATE patient SET alert_note = $1", NOTE)
    for number, message in enumerate(sorted(PATIENT_LETTERS)):
        await office.queue(booking, message, occasion=str(number))  # type: ignore[arg-type]
    await office.run()
    letters = office.box.to(ADA)
    assert len(letters) > 4
    assert not any(NOTE in mail.text + mail.html for mail in letters)


async def test_what_a_patient_typed_is_text_and_nothing_more(office: Office) -> None:
    await office.book(first_name="<b>Ada</b>", last_name="{{ 7 * 7 }}")
    for mail in await office.run():
        assert "<b>Ada" not in mail.html
        assert "49" not in mail.text


async def test_styles_stand_on_the_elements_and_those_of_the_dark_in_the_head(
    office: Office,
) -> None:
    await office.book()
    for mail in await office.run():
        body = mail.html.partition("<body")[2]
        assert 'style="' in body
        assert "prefers-color-scheme: dark" in mail.html.partition("<body")[0]
        assert "https://book.example" in body
        assert set(re.findall(r'<img src="([^"]+)', body)) <= {"cid:code@slotkeeper"}
        assert "<script" not in mail.html


@pytest.mark.req("N5")
async def test_the_code_for_the_desk_goes_along_while_the_appointment_stands(
    office: Office,
) -> None:
    await office.book()
    [mail] = [each for each in await office.run() if each.to == ADA]
    [picture] = [each for each in mail.attachments if each.content_id]
    assert (picture.media_type, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert f'src="cid:{picture.content_id}"' in mail.html
    assert "Show this code at the desk." in mail.html


async def test_a_language_without_texts_is_written_to_in_english(office: Office) -> None:
    booking = await office.book()
    await office.run()
    await office.queue(booking, "booking_moved", occasion="1", language="tlh")
    [mail] = await office.run()
    assert mail.language == "tlh"
    assert "has a new time" in mail.subject


async def test_the_times_are_the_clinics(office: Office) -> None:
    clinic = await office.desk.set_up()
    await office.desk.save(replace(clinic, time_zone="Pacific/Auckland"))
    await office.book()
    [mail] = [each for each in await office.run() if each.to == ADA]
    assert "11:00 am (Auckland time)" in mail.text
