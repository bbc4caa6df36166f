"""A receptionist undoes a cancellation whose money is on its way: she reads that before she
presses, and the booking then says what is to be paid at the clinic.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import NINE, FrontDesk, front_desk
from tests.server_process import ServerProcess
from tests.storage.booked import Books

pytestmark = [pytest.mark.e2e, pytest.mark.req("P5"), pytest.mark.req("A2")]

STAYS = "A$30.00 that was to be given back stays with you"
GONE = "A$30.00 is on its way back to the patient and cannot be held any more."
DUE = "The booking would stand without it, and A$95.00 is to be paid at the clinic."
_ASK = """INSERT INTO refund (clinic_id, payment_id, once, amount, asked_by, state, asked_at,
  look_at, looks) VALUES ($1, $2, 'cancellation:1', 3000, 'policy', 'asked', $3, $4, 1)"""
_SEND = "UPDATE refund SET looks = 2 WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1)"


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def desk(
    request: pytest.FixtureRequest, chromium: Browser, server: ServerProcess, clinic: str
) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, width=request.param) as desk:
        yield desk


def test_what_is_sent_while_she_looks_is_said_before_anything_is_undone(desk: FrontDesk) -> None:
    number = desk.book(
        "Eli Sandpiper",
        300,
        state="cancelled",
        cancelled_by="clinic",
        cancelled_at=NINE,
        revision=1,
    )
    desk.write(lambda books: _asked(books, number))
    desk.page.goto(desk.address.replace("/calendar", f"/bookings/{number}"))
    main, page = desk.page.get_by_role("main"), desk.page
    expect(main).to_contain_text(STAYS)
    desk.run(_SEND, desk.slug)
    page.get_by_role("button", name="Undo the cancellation").click()

    expect(main.get_by_role("alert")).to_contain_text("the money has been sent meanwhile")
    expect(main).to_contain_text(f"{GONE} {DUE}")
    has_no_fault(page)
    page.get_by_role("link", name="Leave as it is").click()
    expect(main).to_contain_text(f"{GONE} {DUE}")
    has_no_fault(page)

    page.get_by_role("button", name="Undo the cancellation").click()
    says = page.locator(".notice.good")
    expect(says).to_contain_text("What was given back is to be paid at the clinic.")
    expect(main.locator("dl", has_text="To pay here")).to_contain_text("A$95.00")
    expect(main).to_contain_text("A$30.00 that went back is to be paid at the clinic")
    expect(main).not_to_contain_text("cannot be held")


async def _asked(books: Books, number: int) -> int:
    """Its deposit is to be given back, in a day."""
    paid = await books.payment(number, settled_at=NINE)
    values = (books.clinic.id, paid, NINE, NINE + 86_400)
    return await books.database.write(lambda tx: tx.execute(_ASK, *values))
