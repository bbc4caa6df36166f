"""Nor do pages and letters for patients, and letters to the clinic, grow from any text (R4)."""

from dataclasses import replace
from typing import get_args

import pytest

from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.domain.errors import Fact
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.notices.notice import get_notice
from slotkeeper.services.trust.confirm_link import sign_confirm
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.delivery import Message, Recipient
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.wording import Wording, Words
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS
from slotkeeper.web.mail.writer import LetterWriter
from slotkeeper.web.texts import Texts
from tests.web.patient import ADA
from tests.web.staff.filled import Filled
from tests.web.staff.hostile.texts import grown, hostile, shown
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("R4")


async def test_no_page_of_patients_grows_from_it(
    robin: Colleague, filled: Filled, world: World
) -> None:
    seen, browser = set[str](), await world.browser("198.51.100.9")
    toolbox = world.toolbox
    paths = ["/c/harbour-physio", "/f/harbour-physio/start"]
    for name in ("booking", "request", "waits", "cancelled", "paid", "seen"):
        booking = await find_booking(toolbox.database, filled.clinic.id, filled.numbers[name])
        assert booking
        paths.append(f"/c/harbour-physio/b/{sign_link(toolbox, booking)}")
        paths.append(f"/c/harbour-physio/confirm/{sign_confirm(toolbox, booking)}")
    query = "?type=video&practitioner=nell-tidewater"
    paths += [f"{each}{more}" for each in paths[:2] for more in ("?type=standard", query)]
    answers = [await browser.get(each) for each in paths]
    for prefix in ("/c/harbour-physio", "/f/harbour-physio"):
        patient = await world.patient(prefix)
        await patient.go_to_times(type="video", practitioner="nell-tidewater")
        await patient.hold(patient.page.slots[0])
        typed = {name: hostile(f"typed_{name}") for name in ADA}
        await patient.book(typed)
        await patient.book(ADA | {"note": hostile("typed_note")})
        answers += patient.answers
    for answer in answers:
        assert grown(answer.text) == [], answer.url
        assert answer.status_code < 500, answer.url
        seen |= shown(answer.text)
    wanted = {"clinic.name", "practitioner.name", "appointment_type.name", "location.name"}
    assert wanted | {"online_booking.terms", "typed_first_name"} <= seen
    assert seen & {"alert_note", "trust_note", "cancel_reason", "reason", "staff"} == set()


async def test_no_letter_grows_from_it(robin: Colleague, filled: Filled, world: World) -> None:
    widget, portal = widget_folder(), portal_folder()
    texts = Texts(widget / "locale"), Texts(portal / "locale")
    writer = LetterWriter(widget, texts[0], portal, texts[1], "https://book.example")
    seen = dict[str, set[str]]()
    for message in get_args(Message):
        for recipient in get_args(Recipient):
            delivery = Delivery(
                id=1,
                clinic_id=filled.clinic.id,
                booking_id=filled.numbers["paid"],
                recipient=recipient,
                channel="mail",
                message=message,
                occasion="",
                language="en",
                words=hostile("words"),
                attempts=1,
                made_at=0,
                problem="",
                task_since=None,
                target=0,
            )
            try:
                notice = await get_notice(world.toolbox, delivery)
                if recipient == "patient":
                    notice = replace(notice, wordings=(_own(message),))
                letter = writer.write(notice, MONDAY_NINE)
            except (KeyError, Fact):
                continue
            assert grown(letter.html) == [], f"{message} to {recipient}"
            assert not {"\r", "\n"} & set(letter.subject)
            whose = "patient" if recipient == "patient" else "clinic"
            seen[whose] = seen.get(whose, set()) | shown(letter.html) | shown(letter.text)
    assert {"clinic.name", "practitioner.name", "words", "location.address"} <= seen["patient"]
    assert {"opening", "closing", "first_name"} <= seen["patient"]
    assert {"alert_note", "first_name", "appointment_type.name"} <= seen["clinic"]
    assert seen["patient"] & {"alert_note", "trust_note", "note", "cancel_reason"} == set()
    assert set(PATIENT_LETTERS) <= set(get_args(Message))


def _own(message: str) -> Wording:
    """Words of the clinic's own, some of which a fact stands in."""
    words = Words(
        subject=hostile("subject"),
        opening=f"{hostile('opening')}\n\nhttps://x.example/{hostile('way')} {{first_name}}",
        closing=f"{{clinic}}\n{hostile('closing')}",
    )
    return Wording(clinic_id=1, channel="mail", message=message, language="en", words=words)
