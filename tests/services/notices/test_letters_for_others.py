"""Letters about a booking for somebody else, and what they never tell of answers (B12, R6)."""

from typing import Any

import icalendar
import pytest
from msgspec import structs

from slotkeeper.domain.question import Question
from slotkeeper.services.clinics import get_clinic
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS
from tests.services.notices.office import Office

NORA, DESK = "nora@patient.example", "desk@harbour.example"
FOR_TIM = {
    "for_other": "on",
    "booker_first_name": "Nora",
    "booker_last_name": "Tidewell",
    "booker_is": "parent",
    "first_name": "Tim",
    "last_name": "Tidewell",
    "email": NORA,
}
SECRET = "Bitten by a pelican"


async def ask(office: Office) -> None:
    clinic = await get_clinic(office.desk.database, office.desk.slug)
    asked = (Question(id="goal", ask="What happened?"),)
    kinds = tuple(structs.replace(each, questions=asked) for each in clinic.appointment_types)
    await office.desk.save(structs.replace(clinic, appointment_types=kinds))


@pytest.mark.req("B12")
async def test_who_books_for_a_child_is_spoken_to_and_the_child_is_named(office: Office) -> None:
    await office.book(**FOR_TIM)
    [mail] = [each for each in await office.run() if each.to == NORA]
    assert mail.to_name == "Nora Tidewell"
    for text in (mail.text, mail.html):
        assert "Hello Nora, the appointment for Tim is booked" in text
        assert "Standard consultation for Tim" in text
    calendar: Any = icalendar.Calendar.from_ical(mail.attachments[0].data)
    [found] = calendar.walk("VEVENT")
    assert found["SUMMARY"] == "Harbour Physio (Tim)"


@pytest.mark.req("B12")
@pytest.mark.parametrize("message", sorted(PATIENT_LETTERS))
async def test_every_letter_has_words_for_who_books_for_another(
    office: Office, message: Any
) -> None:
    booking = await office.book(**FOR_TIM)
    await office.run()
    await office.queue(booking, message, occasion="again")
    for mail in [each for each in await office.run() if each.to == NORA]:
        assert "{" not in mail.text
        assert "Hello Nora" in mail.text


@pytest.mark.req("B12", "N6")
async def test_the_clinic_reads_who_booked_and_that_there_are_answers_but_not_which(
    office: Office,
) -> None:
    await ask(office)
    await office.book(**FOR_TIM, q_goal=SECRET)
    mails = await office.run()
    [mail] = [each for each in mails if each.to == DESK]
    for text in (mail.text, mail.html):
        assert "Nora Tidewell (parent)" in text
        assert "Answered. The answers are in Slotkeeper" in text
    for mail in mails:
        assert "pelican" not in str((mail.subject, mail.text, mail.html, mail.attachments))


async def test_where_nothing_was_answered_the_clinic_reads_nothing_of_it(office: Office) -> None:
    await ask(office)
    await office.book()
    [mail] = [each for each in await office.run() if each.to == DESK]
    assert "Answered" not in mail.text
    assert "Booked by" not in mail.text
