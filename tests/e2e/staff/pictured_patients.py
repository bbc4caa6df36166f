"""Patients with something to tell, for the pictures of their pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.storage.database import Value
from slotkeeper.storage.patient_record import save_alert_note
from tests.storage.booked import Books

_PATIENTS = "/staff/harbour-physio/patients"
_DAY, _HOUR = 86_400, 3600

# Days from today, hour after nine, state, further columns.
_VISITS: list[tuple[int, int, str, dict[str, Value]]] = [
    (-200, 1, "fulfilled", {}),
    (-61, 2, "cancelled", {"cancelled_by": "patient", "is_late": 1}),
    (-33, 1, "noshow", {}),
    (-12, 3, "fulfilled", {"is_unpaid": 1}),
    (9, 4, "confirmed", {"flags": "new_but_known"}),
]


def _open(page: Page, name: str) -> None:
    page.goto(_PATIENTS)
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("heading", name=name).wait_for()


def _compare(page: Page) -> None:
    _open(page, "Wren Saltmarsh-Okoro")
    page.get_by_role("link", name="Compare and merge").click()
    page.get_by_role("heading", name="Are these one person?").wait_for()


PATIENT_SCENES: dict[str, Callable[[Page], object]] = {
    "patients": lambda page: page.goto(_PATIENTS),
    "patients-none": lambda page: page.goto("/staff/bay-physio/patients"),
    "patient": lambda page: _open(page, "Wren Saltmarsh-Okoro"),
    "patient-duplicates": lambda page: page.goto(f"{_PATIENTS}/duplicates"),
    "patient-merge": _compare,
}
"""By name, what leads to each page."""


async def add_patients(books: Books, nine: int) -> None:
    """One with a past, her second record, and a family that shares a number."""
    wren = await books.patient(
        "Wren", "Saltmarsh-Okoro", email="wren@patient.example", phone="+61255502001"
    )
    twin = await books.patient(
        "Wrenn", "Saltmarsh Okoro", email="w.okoro@work.example", phone="+61255502002"
    )
    for each in (wren, twin):
        await _set(books, each, "birth_date", "1988-11-03")
    await books.database.write(
        lambda tx: save_alert_note(
            tx, books.clinic.id, wren, "Latex allergy. Please use the room at the back."
        )
    )
    await books.database.write(
        lambda tx: tx.execute(
            "UPDATE patient SET alert_note = $2 WHERE clinic_id = $1 AND first_name = 'Eli'",
            books.clinic.id,
            "Hearing aid on the left. Please face him when you speak, and call rather than write.",
        )
    )
    for days, hour, state, columns in _VISITS:
        await _visit(books, wren, nine + days * _DAY + hour * _HOUR, state, columns)
    await _visit(books, twin, nine - 5 * _DAY, "fulfilled", {})
    for number, name in enumerate(("Iris", "Otto")):
        one = await books.patient(
            name, "Fernweh", phone="+61255502003", email=f"{name}@f.example".lower()
        )
        await _visit(books, one, nine - (8 + number) * _DAY, "fulfilled", {})
        await _set(books, one, "trust", ("normal", "approve")[number])


async def _visit(
    books: Books, patient_id: int, starts: int, state: str, columns: dict[str, Value]
) -> None:
    late = {"cancelled_at": starts - _HOUR} if state == "cancelled" else {}
    await books.booking(
        patient_id,
        practitioner_id=books.practitioners[2],
        state=state,
        starts_at=starts,
        ends_at=starts + _HOUR // 2,
        busy_from=starts,
        busy_until=starts + _HOUR // 2,
        made_at=starts - 12 * _DAY,
        **late,
        **columns,
    )


async def _set(books: Books, patient_id: int, column: str, value: str) -> None:
    sql = f"UPDATE patient SET {column} = $2 WHERE id = $1"  # noqa: S608 - our own names
    await books.database.write(lambda tx: tx.execute(sql, patient_id, value))
