"""What the pictures show of the ladder of trust; as in tests/e2e/scenes.py. Whoever fills in the
form stands on the scene's step.
"""

import re

from playwright.sync_api import Page

from slotkeeper.domain.trust import Step
from tests.e2e.patient import Patient
from tests.e2e.scenes import STATE_LOOKS, STEP_LOOKS, Scene, at_details, turn

_REFERENCE = "it => { it.textContent = 'KQ7-W4M'; }"


def at_answer(book: str, page: Page) -> Patient:
    """What the details are answered with."""
    patient = at_details(book, page)
    patient.fills_in()
    patient.button("Book appointment").click()
    patient.find("section:not([data-step=details])").wait_for()
    return _settled(patient)


def _settled(patient: Patient) -> Patient:
    """The same reference and minute in every picture."""
    reference = patient.find(".reference")
    if reference.count():
        reference.evaluate(_REFERENCE)
        patient.find("dl").evaluate(_FIRST_MINUTE)
    return patient


_FIRST_MINUTE = """list => {
  for (const it of [...list.querySelectorAll("dd")].filter((each) => !each.children.length)) {
    it.textContent = it.textContent.replace(/9:0\\d am/, "9:05 am").replace(/9:3\\d am/, "9:35 am");
  }
}"""


def from_the_right(book: str, page: Page) -> None:
    turn(at_answer(book, page))


def at_link(book: str, page: Page) -> Patient:
    """The page behind the mailed link."""
    patient = at_answer(book, page)
    look = patient.find("a", "See how it stands").get_attribute("href") or ""
    page.goto(re.sub(r"#.*", "", look))
    return _settled(Patient(page, "page"))


TRUST: dict[str, tuple[Step, Scene]] = {
    "pending-clinic": ("approve", Scene(at_answer, STEP_LOOKS)),
    "pending-patient": ("confirm", Scene(at_answer, STEP_LOOKS)),
    "pending-on-its-page": ("confirm", Scene(at_link, STATE_LOOKS)),
    "right-to-left-pending": ("approve", Scene(from_the_right, [(320, "light")])),
    "please-call": ("blocked", Scene(at_answer, STEP_LOOKS)),
}
"""By name, the step and what leads there."""
