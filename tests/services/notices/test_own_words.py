"""What patients are sent where a clinic has words of its own (N7)."""

import pytest
from msgspec.structs import replace

from slotkeeper.gateways.mail import Mail
from slotkeeper.storage.wording import Wording, Words, save_wording
from tests.services.desk import NINE
from tests.services.notices.office import Office

pytestmark = pytest.mark.req("N7")

ADA, UNA, DESK = "ada@patient.example", "una@patient.example", "desk@harbour.example"


async def say(
    office: Office, language: str = "en", message: str = "booking_confirmed", **words: str
) -> None:
    clinic = await office.desk.set_up()
    wording = Wording(
        clinic_id=clinic.id,
        channel="mail",
        message=message,
        language=language,
        words=Words(**words),
        changed_at=office.desk.clock(),
    )
    assert await office.database.write(lambda tx: save_wording(tx, wording))


async def confirmation(office: Office, **typed: str) -> Mail:
    await office.book(NINE, **typed)
    [mail] = [each for each in await office.run() if each.to == ADA]
    return mail


async def test_the_mail_says_what_the_clinic_wrote(office: Office) -> None:
    await say(
        office,
        subject="See you {day} at\n{time}",
        opening="Kia ora {first_name}.\n\nSee you at {place},\n{address}.",
        closing="Bring a towel. Your reference is {reference}.",
    )
    mail = await confirmation(office)
    assert mail.subject == "See you Tuesday 5 January at 9:00 am"
    assert "Kia ora Ada.\n\nSee you at Manly,\n14 Halyard Lane." in mail.text
    assert ">Kia ora Ada.</p>" in mail.html
    assert "See you at Manly,<br>14 Halyard Lane.</p>" in mail.html
    assert "we look forward to seeing you" not in mail.text + mail.html
    before, button, after = mail.text.partition("See your appointment:")
    assert button
    assert "Bring a towel." in after
    assert "Bring a towel." not in before


async def test_a_part_without_own_words_says_the_standard_ones(office: Office) -> None:
    await say(office, closing="Bring a towel.")
    mail = await confirmation(office)
    assert mail.subject == "Your appointment at Harbour Physio: Tue 5 Jan, 9:00 am"
    assert "Hello Ada, we look forward to seeing you." in mail.text


async def test_other_messages_and_the_clinics_own_stay_as_they_are(office: Office) -> None:
    await say(office, opening="Only for the booked.")
    booking = await office.book()
    assert all("Only for" not in each.text for each in await office.run() if each.to == DESK)
    await office.queue(booking, "booking_moved", occasion="1")
    [moved] = await office.run()
    assert "Only for" not in moved.text


async def test_an_address_that_the_clinic_wrote_is_a_link(office: Office) -> None:
    await say(office, closing="The way: https://harbour.example/way?a=1&b=2. (https://x.example)")
    mail = await confirmation(office)
    assert 'href="https://harbour.example/way?a=1&amp;b=2"' in mail.html
    assert 'href="https://x.example"' in mail.html
    assert "https://harbour.example/way?a=1&b=2." in mail.text


@pytest.mark.req("R4")
async def test_an_address_that_a_patient_typed_as_their_name_is_none(office: Office) -> None:
    await say(office, opening="Hello {first_name}, {clinic}")
    mail = await confirmation(office, first_name="https://trap.example/{clinic}")
    assert 'href="https://trap' not in mail.html
    assert "Hello https://trap.example/{clinic}, Harbour Physio" in mail.text


@pytest.mark.req("R4")
async def test_words_are_text_whatever_is_in_them(office: Office) -> None:
    await say(office, opening='<b>{{ 7 * 7 }}</b> {% set x %} {0} {first_name!r} {"a"}')
    mail = await confirmation(office)
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in mail.html
    assert '<b>{{ 7 * 7 }}</b> {% set x %} {0} {first_name!r} {"a"}' in mail.text


async def test_whoever_booked_for_somebody_else_is_spoken_to_by_the_same_words(
    office: Office,
) -> None:
    await say(office, opening="Hello {first_name}, we see {patient} {day}.")
    mail = await confirmation(office, **_FOR_BO)
    assert "Hello Ada, we see Bo Tuesday 5 January." in mail.text


_FOR_BO = {
    "for_other": "on",
    "booker_first_name": "Ada",
    "booker_last_name": "Example",
    "booker_is": "parent",
    "first_name": "Bo",
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Bis Dienstag, 5. Januar."),
        ("de-AT", "Bis Dienstag, 5."),
        ("fr", "Kia ora."),
        ("en", "Kia ora."),
    ],
)
async def test_the_words_of_the_readers_language_else_those_of_the_letters(
    office: Office, language: str, said: str
) -> None:
    await say(office, message="booking_moved", opening="Kia ora.")
    await say(office, "de", "booking_moved", opening="Bis {day}.")
    booking = await office.book()
    await office.run()
    await office.queue(booking, "booking_moved", occasion="1", language=language)
    [mail] = await office.run()
    assert said in mail.text
    assert ('lang="de" dir="ltr"' in mail.html) == language.startswith("de")


async def test_a_language_from_right_to_left_is_written_so_in_a_letter_that_is_not(
    office: Office,
) -> None:
    await say(office, "ar", "booking_moved", opening="أهلاً {first_name}")
    booking = await office.book()
    await office.run()
    await office.queue(booking, "booking_moved", occasion="1", language="ar")
    [mail] = await office.run()
    assert '<html lang="en" dir="ltr"' in mail.html
    assert '<p lang="ar" dir="rtl"' in mail.html
    assert "أهلاً Ada" in mail.text


async def test_words_of_another_clinic_are_not_said(office: Office) -> None:
    clinic = await office.desk.set_up()
    other = replace(clinic, id=0, slug="corner-physio", name="Corner Physio")
    await office.desk.save(other)
    rows = await office.desk.rows("SELECT id FROM clinic WHERE slug = 'corner-physio'")
    await say(office, opening="Ours.")
    await office.desk.execute("UPDATE wording SET clinic_id = $1", rows[0]["id"])
    assert "Ours." not in (await confirmation(office)).text
