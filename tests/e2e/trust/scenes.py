"""What the pictures show of the ladder of trust; as in tests/e2e/scenes.py. Whoever fills in the
form stands on the scene's step.
"""

import re

from playwright.sync_api import Page

from slotkeeper.domain.tokens import Signer
from slotkeeper.domain.trust import Step
from slotkeeper.services.booking_link import PURPOSE as MANAGE
from slotkeeper.services.trust.confirm_link import PURPOSE as CONFIRM
from tests.e2e.patient import Patient
from tests.e2e.scenes import NOW, STATE_LOOKS, STEP_LOOKS, Scene, at_details, turn
from tests.server_process import SECRET

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
  for (const it of [...list.querySelectorAll("dd, p")].filter((each) => !each.children.length)) {
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


def at_mailed_link(book: str, page: Page) -> Patient:
    """The page behind the mailed link, which is signed here as the server does."""
    patient = at_answer(book, page)
    own = patient.find("a", "See how it stands").get_attribute("href") or ""
    place, _, token = own.partition("/b/")
    values = Signer(SECRET).read(MANAGE, token.partition("?")[0], NOW)
    mailed = Signer(SECRET).sign(CONFIRM, NOW + 90 * 86_400, *values)
    page.goto(f"{place}/confirm/{mailed}")
    behind = Patient(page, "page")
    behind.sees("confirm")
    behind.find("section").evaluate(_FIRST_MINUTE)
    return behind


TRUST: dict[str, tuple[Step, Scene]] = {
    "pending-clinic": ("approve", Scene(at_answer, STEP_LOOKS)),
    "pending-patient": ("confirm", Scene(at_answer, STEP_LOOKS)),
    "pending-on-its-page": ("confirm", Scene(at_link, STATE_LOOKS)),
    "mailed-link": ("confirm", Scene(at_mailed_link, STATE_LOOKS)),
    "right-to-left-pending": ("approve", Scene(from_the_right, [(320, "light")])),
    "please-call": ("blocked", Scene(at_answer, STEP_LOOKS)),
}
"""By name, the step and what leads there."""
