"""Answers before a visit and who booked for another, for the pictures of their pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.question import Answer
from slotkeeper.encryption_keys import key_from
from slotkeeper.services.booking_form import Beside, keep_beside
from slotkeeper.services.intake import seal_answers
from slotkeeper.services.vault import Vault
from tests.server_process import SECRET
from tests.storage.booked import Books

_HOME = "/staff/harbour-physio"
_REFERENCE = "TMTDW22"
_ANSWERS = (
    Answer(
        id="goal",
        ask="What would you like to be able to do again?",
        kind="long",
        given=("Tim wants to play football again. He gets tired after ten minutes.",),
    ),
    Answer(id="where", ask="Where does it hurt?", kind="several", given=("Knee", "Ankle")),
    Answer(id="scan", ask="Are there any scans?", kind="yes-no", given=("no",)),
    Answer(id="since", ask="Since when?", kind="date", given=("2026-11-08",)),
    Answer(id="doctor", ask="Who sent you?", kind="text"),
)
_NORA = Booker(
    first_name="Nora",
    last_name="Tidewell",
    email="nora.tidewell@patients.example",
    phone="+61255507715",
    booker_is="parent",
)


def _booking(page: Page) -> None:
    page.goto(f"{_HOME}/bookings")
    page.get_by_role("link", name="Tim Tidewell").first.click()
    page.locator("details.answers summary").click()
    page.locator(".answers-given").wait_for()


def _answers(page: Page) -> None:
    _booking(page)
    page.goto(f"{page.url.split('?')[0]}/answers")


def _questions(page: Page) -> None:
    page.goto(f"{_HOME}/settings/appointment-types/initial")
    page.get_by_role("button", name="Add a question").click()
    last = page.locator(".asked-card").last
    last.locator("input[name$=ask]").fill("Where does it hurt?")
    last.locator("select").select_option("several")
    last.locator("textarea").fill("Neck\nBack\nHip\nKnee")


ANSWER_SCENES: dict[str, Callable[[Page], object]] = {
    "booking-answers": _booking,
    "answers": _answers,
    "settings-questions": _questions,
}
"""By name, what leads to each page."""


async def add_answers(books: Books, nine: int) -> None:
    """A mother booked for her son, for a day on which nothing else is."""
    vault, starts = Vault([key_from(SECRET)]), nine + 21 * 86_400
    person = await books.patient("Tim", "Tidewell", email=_NORA.email, phone=_NORA.phone)
    booking = await books.booking(
        person,
        practitioner_id=books.practitioners[0],
        appointment_type_id=books.types[0],
        location_id=books.clinic.locations[0].id,
        reference=_REFERENCE,
        starts_at=starts,
        ends_at=starts + 45 * 60,
        busy_from=starts,
        busy_until=starts + 60 * 60,
        made_at=nine - 40 * 86_400,
        held_at=nine - 40 * 86_400 - 95,
    )
    clinic_id = books.clinic.id
    beside = Beside(_NORA, seal_answers(vault, clinic_id, booking, _ANSWERS))
    await books.database.write(lambda tx: keep_beside(tx, clinic_id, booking, beside))
