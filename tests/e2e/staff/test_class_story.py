"""A receptionist and a class: who comes, its cancellation, that taken back, and another time."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import NINE, FrontDesk, front_desk
from tests.server_process import ServerProcess
from tests.storage.booked import Books

pytestmark = [pytest.mark.e2e, pytest.mark.req("B11"), pytest.mark.req("A2")]

THURSDAY = int(datetime.fromisoformat("2027-01-07T18:00+11:00").timestamp())
NOBODY = "Nobody comes any more."


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def desk(
    request: pytest.FixtureRequest, chromium: Browser, server: ServerProcess, clinic: str
) -> Iterator[FrontDesk]:
    """With three who come on Thursday; the first has paid, the last has no e-mail address."""
    with front_desk(chromium, server, clinic, width=request.param) as desk:
        desk.write(_fill)
        desk.open("?day=2027-01-07")
        yield desk


@pytest.mark.req("P5")
@pytest.mark.req("C4")
def test_a_class_is_cancelled_with_its_money_and_taken_back_by_keyboard_alone(
    desk: FrontDesk,
) -> None:
    _opens_the_class(desk)
    main = desk.page.get_by_role("main")
    expect(main.get_by_role("heading", name="3 of 8 places")).to_be_visible()
    expect(main.get_by_role("link", name="0491 570 143")).to_be_visible()
    _is_fine(desk)

    _presses(main.get_by_role("link", name="Cancel this class"))
    expect(main).to_contain_text("3 bookings, 1 of them paid: A$30.00")
    expect(main.get_by_label("Give back everything that was paid: A$30.00")).to_be_checked()
    expect(main).to_contain_text("Without an e-mail address: 1. Please call them.")
    _is_fine(desk)
    main.get_by_label("Your words to the patient").press_sequentially("Nell is ill.")
    _presses(main.get_by_role("button", name="Cancel this class"))

    says = desk.page.locator(".notice.good")
    expect(says).to_contain_text("The class is cancelled. What was paid is given back")
    expect(main).to_contain_text("3 bookings were cancelled by the clinic")
    expect(main).to_contain_text("It is not in the timetable on this day")
    expect(main).to_contain_text(NOBODY)
    _is_fine(desk)
    _presses(main.get_by_role("button", name="Take that back"))
    expect(says).to_contain_text("The class takes place again")
    expect(main.get_by_role("heading", name="3 of 8 places")).to_be_visible()
    expect(main).not_to_contain_text("cancelled by the clinic")

    _presses(main.get_by_role("link", name="Back to the calendar"))
    expect(desk.page.locator("details.session")).to_contain_text("3 of 8 places")


def test_a_class_moves_with_everybody_to_where_nothing_is_in_its_way(desk: FrontDesk) -> None:
    desk.book("Ines Marrow", (THURSDAY - 3 * 3600 - NINE) // 60)
    _opens_the_class(desk)
    main = desk.page.get_by_role("main")
    _presses(main.get_by_role("link", name="Move this class"))
    _is_fine(desk)
    main.get_by_label("Time", exact=True).fill("15:00")
    _presses(main.get_by_role("button", name="Move this class"))
    expect(main.get_by_role("heading", name="Somebody has this time")).to_be_visible()
    expect(main).to_contain_text("Ines Marrow")
    _is_fine(desk)
    main.get_by_label("Time", exact=True).fill("16:00")
    _presses(main.get_by_role("button", name="Move this class"))
    expect(desk.page.locator(".notice.good")).to_contain_text("The class has moved")
    expect(main).to_contain_text("Thursday 7 January 2027, 4:00 pm – 4:50 pm")
    expect(main.get_by_role("heading", name="3 of 8 places")).to_be_visible()


async def _fill(books: Books) -> int:
    people = (("Lena Seagrass", "31"), ("Milo Foghorn", "22"), ("Nora Tidewrack", "43"))
    for seat, (name, number) in enumerate(people, start=1):
        first, _, last = name.partition(" ")
        email = "" if seat == len(people) else f"{first.lower()}@patients.example"
        who = await books.patient(first, last, email=email, phone=f"+614915701{number}")
        booking = await books.booking(
            who,
            practitioner_id=books.clinic.practitioner("nell-tidewater").id,
            appointment_type_id=books.clinic.appointment_type("pilates").id,
            location_id=books.clinic.locations[0].id,
            starts_at=THURSDAY,
            ends_at=THURSDAY + 3000,
            busy_from=THURSDAY,
            busy_until=THURSDAY + 3600,
            reference=f"CLASS{seat}{books.clinic.id}",
            seat=seat,
        )
        if seat == 1:
            await books.payment(booking)
    return 0


def _opens_the_class(desk: FrontDesk) -> None:
    block = desk.page.locator("details.session")
    block.locator("summary").press("Enter")
    _presses(block.get_by_role("link", name="Open this class"))
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Pilates in a small group")


def _presses(control: Locator) -> None:
    """By keyboard: what cannot have the focus is not to be pressed so."""
    control.focus()
    expect(control).to_be_focused()
    control.press("Enter")


def _is_fine(desk: FrontDesk) -> None:
    """For everybody, and nothing wider than the screen."""
    has_no_fault(desk.page)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(wider) <= 0
