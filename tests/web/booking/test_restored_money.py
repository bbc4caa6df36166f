"""What a patient's page says of money that went back although the appointment stands again (P5)."""

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.storage.booked import Books
from tests.web.booking.booked import book
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("P5", "C1")
_DUE = """INSERT INTO refund (clinic_id, payment_id, once, amount, asked_by, state, asked_at,
  look_at, looks, is_due_again)
  VALUES ($1, $2, 'cancellation:1', 3000, 'staff:1', $3, 1, 1, 2, 1)"""


@pytest.mark.parametrize("state", ["asked", "made"])
async def test_it_was_paid_given_back_and_is_to_be_paid_at_the_clinic(
    ada: Patient, world: World, state: str
) -> None:
    link, database = await book(ada, world), world.toolbox.database
    [row] = await database.fetch("SELECT id FROM booking")
    books = Books(database, await get_clinic(database, "harbour-physio"))
    back = 3000 if state == "made" else 0
    paid = await books.payment(row["id"], settled_at=1, at_clinic=9500, refunded=back)
    await database.write(lambda tx: tx.execute(_DUE, books.clinic.id, paid, state))
    page = " ".join((await ada.get(link)).text.split())
    assert "Paid: A$30.00, given back: A$30.00" in page
    assert "To pay at the clinic: A$95.00" in page
