"""Two weeks off with bookings in them: one is moved, one is cancelled and told; nothing is offered
then.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from slotkeeper.domain.local_time import local_date
from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import NINE, FrontDesk, front_desk
from tests.e2e.staff.live_forms import settled
from tests.server_process import ServerProcess
from tests.storage.booked import Books

pytestmark = [pytest.mark.e2e, pytest.mark.req("S6")]

DAY = 24 * 60
TUESDAY = NINE + 7 * DAY * 60
"""Nine at the clinic, a week on, when Nell Tidewater works."""


@pytest.fixture(params=[360, 1280])
def desk(
    chromium: Browser, server: ServerProcess, clinic: str, request: pytest.FixtureRequest
) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, width=request.param) as opened:
        yield opened


def test_two_weeks_off_with_bookings_in_them(desk: FrontDesk, chromium: Browser) -> None:
    page, home = desk.page, f"{desk.server.url}/staff/{desk.slug}"
    moved = desk.book("Ada Gullwing", 7 * DAY)
    gone = desk.book("Bo Marigold", 7 * DAY + 60)
    assert _is_offered(desk, chromium)

    page.goto(f"{home}/time-off")
    page.get_by_role("link", name="Add time off", exact=True).click()
    with settled(page):
        page.get_by_label("Who is away").select_option("nell-tidewater")
        page.get_by_label("First day").fill("2027-01-11")
        page.get_by_label("Last day").fill("2027-01-24")
    expect(page.get_by_role("heading", name="2 bookings would lie in it")).to_be_visible()
    expect(page.get_by_role("link", name="Ada Gullwing")).to_be_visible()
    has_no_fault(page)
    page.get_by_role("button", name="Save").click()

    lying = page.locator(".lying")
    expect(page.get_by_role("heading", name="2 bookings lie in time off")).to_be_visible()
    expect(lying.get_by_role("listitem")).to_have_count(2)
    has_no_fault(page)
    page.goto(f"{home}/today")
    page.get_by_role("main").get_by_role("link", name="2 bookings lie in time off").click()

    lying.get_by_role("link", name="Move Ada Gullwing").click()
    page.get_by_label("Date").or_(page.get_by_label("Day")).first.fill("2027-01-26")
    page.get_by_role("button", name="Move").click()
    anyway = page.get_by_role("button", name="Move anyway")
    moved_on = page.get_by_role("heading", name="1 booking lies in time off")
    expect(anyway.or_(moved_on)).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(moved_on).to_be_visible()

    lying.get_by_role("checkbox").check()
    lying.get_by_role("button", name="Cancel those that are ticked").click()
    page.get_by_label("Your words to the patient").fill("Nell is away, we are sorry.")
    has_no_fault(page)
    page.get_by_role("button", name="Cancel 1 booking").click()
    expect(page.locator(".notice.good")).to_contain_text("Cancelled.")
    expect(lying).to_have_count(0)

    assert _told(desk, gone) == ["booking_cancelled"]
    assert _told(desk, moved) == ["booking_moved"]
    assert not _is_offered(desk, chromium)


def _told(desk: FrontDesk, booking: int) -> list[str]:
    """The messages to the patient that are sent or on their way."""
    found: list[str] = []

    async def read(books: Books) -> int:
        rows = await books.database.fetch(
            "SELECT message FROM delivery WHERE booking_id = $1 AND recipient = 'patient'", booking
        )
        found.extend(str(row["message"]) for row in rows)
        return 0

    desk.write(read)
    return found


def _is_offered(desk: FrontDesk, chromium: Browser) -> bool:
    """Whether patients find a time with Nell Tidewater on that Tuesday."""
    on = local_date(TUESDAY, "Australia/Sydney")
    context = chromium.new_context(timezone_id="Australia/Sydney")
    page = context.new_page()
    chosen = f"type=video&practitioner=nell-tidewater&location=any&day={on}"
    page.goto(f"{desk.server.url}/c/{desk.slug}?{chosen}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    times = page.locator("button[name=slot]").all()
    starts = [int(each.get_attribute("value") or 0) for each in times]
    context.close()
    return any(TUESDAY - 3600 <= start < TUESDAY + 9 * 3600 for start in starts)
