"""Who waits, at the desk: offered a time by hand, which is taken back; put first; taken off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from slotkeeper.domain.waitlist import WaitlistEntry, Wanted
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.waitlist import insert_entry
from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import NOW, FrontDesk, front_desk
from tests.server_process import ServerProcess
from tests.storage.booked import Books

pytestmark = [pytest.mark.e2e, pytest.mark.req("C6")]

_WIDER_THAN_THE_SCREEN = "page => page.scrollWidth - page.clientWidth"
_WEEK = 7 * 86_400


@pytest.fixture(params=[320, 1280])
def desk(
    chromium: Browser, server: ServerProcess, clinic: str, request: pytest.FixtureRequest
) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, "owner", width=request.param) as opened:
        yield opened


async def add_one_who_waits(books: Books) -> int:
    """For a Friday afternoon; nobody but staff offers them anything."""
    clinic_id = books.clinic.id
    entry = WaitlistEntry(
        clinic_id=clinic_id,
        appointment_type_id=books.types[1],
        wanted=Wanted(weekdays=(4,), parts=("afternoon",)),
        patient_is="existing",
        first_name="Colm",
        last_name="Featherstonehaugh-Breakwater",
        email="colm.featherstonehaugh-breakwater@a-very-long-name.patients.example",
        phone="+61255504005",
        note="After a fall, the left knee. " * 6,
        person_key="colm",
        entry_key="key",
        made_at=NOW - 5 * 86_400,
    )

    async def add(tx: Transaction) -> int:
        await tx.execute(
            """INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until)
               VALUES ($1, -1, 0, $2)""",
            *(clinic_id, NOW + _WEEK),
        )
        return await insert_entry(tx, entry)

    return await books.database.write(add)


def looks_well(desk: FrontDesk) -> None:
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
    has_no_fault(desk.page)
    assert desk.page.locator("html").evaluate(_WIDER_THAN_THE_SCREEN) <= 0


def test_somebody_who_waits_is_offered_a_time_put_first_and_taken_off(desk: FrontDesk) -> None:
    page, home = desk.page, f"{desk.server.url}/staff/{desk.slug}"
    page.goto(f"{home}/waitlist")
    expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    looks_well(desk)

    desk.write(add_one_who_waits)
    page.goto(f"{home}/waitlist")
    looks_well(desk)
    page.get_by_role("link", name="Colm Featherstonehaugh").click()
    looks_well(desk)
    first = page.get_by_label("Which time").locator("optgroup").first
    expect(first).to_have_attribute("label", "What they asked for")
    page.get_by_role("button", name="Offer this time").click()
    expect(page.get_by_role("button", name="Take the offer back")).to_be_visible()
    looks_well(desk)
    page.goto(f"{home}/waitlist")
    expect(page.get_by_text("Kept until")).to_be_visible()
    looks_well(desk)

    page.get_by_role("link", name="Colm Featherstonehaugh").click()
    page.get_by_role("button", name="Take the offer back").click()
    expect(page.get_by_role("main").get_by_text("Taken back", exact=True)).to_be_visible()
    page.get_by_label("Before all others").check()
    page.get_by_role("button", name="Save their turn").click()
    page.goto(f"{home}/waitlist")
    expect(page.get_by_text("First", exact=True)).to_be_visible()
    page.get_by_role("link", name="Colm Featherstonehaugh").click()
    page.locator("summary", has_text="Take off the list").click()
    looks_well(desk)
    page.get_by_role("button", name="Take off the list").click()
    expect(page.get_by_text("taken off by the clinic")).to_be_visible()
    looks_well(desk)


@pytest.mark.parametrize("section", ["waitlist", "change-policy"])
def test_its_rules_and_those_of_cancelling_look_well_in_the_settings(
    desk: FrontDesk, section: str
) -> None:
    desk.page.goto(f"{desk.server.url}/staff/{desk.slug}/settings/{section}")
    looks_well(desk)
