"""Every letter to patients fits a phone and a window, and can be read in light and dark colours."""

from collections.abc import Iterator
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page

from slotkeeper.assets import widget_folder
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.services.notices.sample import sample_notice
from slotkeeper.storage.wording import Wording, Words
from slotkeeper.web.mail.paper import Paper
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS, PatientLetters
from slotkeeper.web.texts import Texts
from tests.e2e.accessible import has_no_fault
from tests.server_process import DEMO_CLINIC
from tests.services.desk import NOW

pytestmark = [pytest.mark.e2e, pytest.mark.req("N7")]

BASE = "https://book.example"
LONG = "Donaudampfschifffahrtskapitänswitwenrentenauszahlungsstelle"
LATIN = Words(
    opening=f"Kia ora {{first_name}}, {LONG}.",
    closing=f"The way: https://harbour.example/{LONG.lower()}/{LONG.lower()}",
)
ARABIC = Words(opening="أهلاً {first_name}، نراك {day}.", closing="الباب خلف الزاوية")


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> PatientLetters:
    """In English, and the same texts as if they were Arabic."""
    folder = tmp_path_factory.mktemp("locale")
    for language in ("en", "ar"):
        copytree(widget_folder() / "locale" / "en", folder / language)
    return PatientLetters(Paper(widget_folder() / "templates"), Texts(folder))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def html(letters: PatientLetters, message: str, language: str = "en") -> str:
    clinic = parse_clinic(DEMO_CLINIC.read_text())
    words = ARABIC if language == "ar" else LATIN
    own = Wording(clinic_id=0, channel="mail", message=message, language=language, words=words)
    notice = sample_notice(clinic, "mail", message, language, [own], base_url=BASE, now=NOW)
    return letters.write(notice, BASE, NOW).html


@pytest.mark.parametrize("message", PATIENT_LETTERS)
def test_no_letter_is_wider_than_its_window(
    page: Page, letters: PatientLetters, message: str
) -> None:
    page.set_content(html(letters, message))
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("message", ["booking_confirmed", "booking_cancelled", "series_made"])
def test_everybody_can_read_it_in_light_and_dark(
    page: Page, letters: PatientLetters, message: str
) -> None:
    page.set_content(html(letters, message))
    has_no_fault(page)


def test_a_letter_from_right_to_left_begins_at_the_right(
    page: Page, letters: PatientLetters
) -> None:
    page.set_content(html(letters, "booking_confirmed", "ar"))
    page.set_viewport_size({"width": 640, "height": 640})
    date, told = page.locator(".date").bounding_box(), page.locator(".what").bounding_box()
    assert date
    assert told
    assert date["x"] > told["x"]
    assert page.get_by_text("أهلاً Ada").evaluate("e => getComputedStyle(e).direction") == "rtl"
