"""A mother books for her son and answers the clinic's questions: what the pictures show of it."""

from playwright.sync_api import Page

from tests.e2e.patient import Patient
from tests.e2e.scenes import STATE_LOOKS, STEP_LOOKS, Scene, at_details

_QUESTIONS = {
    'help = "A sentence is enough." }]': """help = "A sentence is enough." },
  { id = "where", ask = "Where?", kind = "several", options = ["Neck", "Back", "Hip", "Knee"] },
  { id = "scan", ask = "Are there any scans?", kind = "yes-no" },
]"""
}


def _answered(book: str, page: Page) -> Patient:
    patient = at_details(book, page)
    patient.find("#for_other").check()
    patient.find("#booker_first_name").fill("Nora")
    patient.find("#booker_last_name").fill("Tidewell")
    patient.find("#booker_is").select_option("parent")
    patient.fills_in(first_name="Tim", last_name="Tidewell")
    patient.find("#q_goal").fill("Play football again.")
    patient.find("[name=q_where_4]").check()
    return patient


def _booked(book: str, page: Page) -> None:
    patient = _answered(book, page)
    patient.books()
    patient.find(".reference").evaluate("it => { it.textContent = 'KQ7-W4M'; }")


QUESTIONS = {
    "questions": Scene(_answered, STEP_LOOKS, _QUESTIONS),
    "confirmed-for-another": Scene(_booked, STATE_LOOKS, _QUESTIONS),
}
