"""Remakes the portal's part of docs/pictures: every page for staff, in each width and both colours.

    python -m tests.e2e.staff.pictures [NAME…]

Names are those of SCENES, such as `today`; a new page adds its scene there. The server's clock is
set back before each look, so that a picture changes only when the look does.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from itertools import product

import segno
from playwright.sync_api import Browser, Page

from slotkeeper.domain.staff import Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Database, open_database
from tests.e2e.chromium import chromium
from tests.e2e.pictures import FOLDER
from tests.e2e.small_png import small_png
from tests.e2e.staff.pictured_acts import ACT_SCENES
from tests.e2e.staff.pictured_answers import ANSWER_SCENES, add_answers
from tests.e2e.staff.pictured_calendar import CALENDAR_SCENES, add_calendar
from tests.e2e.staff.pictured_classes import add_classes, without_one
from tests.e2e.staff.pictured_deliveries import DELIVERY_SCENES, add_deliveries
from tests.e2e.staff.pictured_desk import DESK_SCENES
from tests.e2e.staff.pictured_diaries import DIARY_SCENES, add_diaries
from tests.e2e.staff.pictured_find import FIND_SCENES
from tests.e2e.staff.pictured_messages import MESSAGE_SCENES
from tests.e2e.staff.pictured_owner import OWNER_SCENES, add_owners_pages
from tests.e2e.staff.pictured_paint import PAINT_SCENES
from tests.e2e.staff.pictured_patients import PATIENT_SCENES, add_patients
from tests.e2e.staff.pictured_series import SERIES_SCENES
from tests.e2e.staff.pictured_settings import SETTINGS_SCENES, add_payments
from tests.e2e.staff.pictured_sms import SMS_SCENES, add_sms
from tests.e2e.staff.pictured_time_off import TIME_OFF_SCENES
from tests.e2e.staff.pictured_trust import TRUST_SCENES, add_trust
from tests.e2e.staff.pictured_waitlist import WAITLIST_SCENES, add_waitlist
from tests.e2e.staff.pictured_webhooks import WEBHOOK_SCENES, add_webhooks
from tests.e2e.staff.pictured_why import WHY_SCENES
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic, in_thread, start_server
from tests.storage.booked import Books

CLOCK = "2027-01-04T22:20:30Z"  # Tuesday, 9:20 in Sydney
NOW = int(datetime.fromisoformat(CLOCK).timestamp())
NINE = NOW - 20 * 60 - 30
LOOKS = list(product((360, 768, 1280), ("light", "dark")))
ROBIN, PASSWORD = "robin@harbour.example", "a calm long password"
HOME = "/staff/harbour-physio"
MINUTE, _HEIGHT = 60, 800

STAFF: list[tuple[str, str, Role, str]] = [
    (ROBIN, "Robin Lightwater", "owner", ""),
    ("mara@harbour.example", "Mara Quillfeather", "reception", ""),
    ("kit@harbour.example", "Kit Saltmarsh", "practitioner", "kit-saltmarsh"),
]
# Minutes after nine, minutes long, patient, practitioner, type, location, state.
DAY = [
    (-60, 45, "Ada Gullwing", 0, 0, 0, "fulfilled"),
    (-15, 30, "Bo Marigold", 1, 1, 0, "fulfilled"),
    (0, 45, "Cleo Driftwood", 0, 1, 0, "confirmed"),
    (15, 60, "Dara Pebblebrook", 1, 3, 0, "confirmed"),
    (60, 30, "Eli Sandpiper", 0, 1, 0, "confirmed"),
    (90, 45, "Fern Tidepool", 2, 0, 1, "confirmed"),
    (90, 30, "Gil Lanternfish", 0, 2, 0, "paying"),
    (150, 30, "Hana Mooringline", 1, 1, 0, "confirmed"),
    (240, 45, "Ivo Breakwater", 2, 0, 1, "confirmed"),
    (300, 60, "Juno Kelp", 1, 3, 0, "confirmed"),
]


def _sign_in_page(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/staff/sign-in")


def _refused(page: Page) -> None:
    _sign_in_page(page)
    page.get_by_label("E-mail address").fill(ROBIN)
    page.get_by_label("Password").fill("another one")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


def _staff(page: Page) -> None:
    page.goto(f"{HOME}/staff")
    page.locator("summary", has_text="Mara Quillfeather").click()


def _invited(page: Page) -> None:
    page.goto(f"{HOME}/staff")
    page.get_by_label("E-mail address").fill("nell@harbour.example")
    page.get_by_role("button", name="Make an invitation link").click()
    link = "https://book.example/staff/invitation/mN3vTq7bWz0LxkYp5RcD2sHf8uJaEgKi"
    page.locator("#link").evaluate("(field, link) => { field.value = link; }", link)


def _second_factor(page: Page) -> None:
    page.goto("/staff/account/second-factor")
    code = segno.make("https://book.example/pretend", error="m", micro=False)
    drawn = code.svg_inline(border=3, light="#fff", omitsize=True)
    page.locator(".qr").evaluate("(place, svg) => { place.innerHTML = svg; }", drawn)


SCENES: dict[str, Callable[[Page], object]] = {
    "sign-in": _sign_in_page,
    "refused": _refused,
    "today": lambda page: page.goto(f"{HOME}/today"),
    "empty": lambda page: page.goto("/staff/bay-physio/today"),
    "clinics": lambda page: page.goto("/staff"),
    "staff": _staff,
    "invited": _invited,
    "account": lambda page: page.goto("/staff/account"),
    "second-factor": _second_factor,
    "not-there": lambda page: page.goto(f"{HOME}/nothing"),
    **FIND_SCENES,
    **OWNER_SCENES,
    **MESSAGE_SCENES,
    **PATIENT_SCENES,
    **WAITLIST_SCENES,
    **TRUST_SCENES,
    **WHY_SCENES,
    **ACT_SCENES,
    **ANSWER_SCENES,
    **CALENDAR_SCENES,
    **DESK_SCENES,
    **DELIVERY_SCENES,
    **DIARY_SCENES,
    **PAINT_SCENES,
    **SERIES_SCENES,
    **SETTINGS_SCENES,
    **TIME_OFF_SCENES,
    **SMS_SCENES,
    **WEBHOOK_SCENES,
}


def main(names: list[str]) -> None:
    """Make the pictures of those names, or all."""
    with (
        start_server(clinic_file=None, clock=CLOCK, abuse_checks=False) as server,
        chromium() as browser,
    ):
        blank = browser.new_page()
        _set_up(server)
        for name in names or SCENES:
            for width, scheme in LOOKS:
                server.stop()
                in_thread(_sign_all_out(server.database))
                server.start()
                file = FOLDER / f"portal-{name}-{width}-{scheme}.png"
                file.write_bytes(small_png(blank, _take(browser, server, name, width, scheme)))
                print(file.relative_to(FOLDER.parents[1]))


def _take(browser: Browser, server: ServerProcess, name: str, width: int, scheme: str) -> bytes:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": _HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id="Australia/Sydney",
        locale="en-AU",
    )
    page = context.new_page()
    page.goto("/staff/sign-in")
    page.get_by_label("E-mail address").fill(ROBIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff")
    SCENES[name](page)
    page.mouse.move(0, 0)
    # As high as the page is, so that what sticks to the screen's edges stands at the picture's.
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(height, _HEIGHT)})
    shot = page.screenshot(scale="css", animations="disabled")
    context.close()
    return shot


def _set_up(server: ServerProcess) -> None:
    text = DEMO_CLINIC.read_text()
    bay = without_one(text.replace('"harbour-physio"', '"bay-physio"'))
    add_clinic(server.database, text, CLOCK)
    add_clinic(server.database, bay.replace('"Harbour Physio"', '"Bay Physio"'), CLOCK)

    async def fill() -> None:
        database = await open_database(server.database, migrate=False)
        await _employ(database)
        books = Books(database, await get_clinic(database, "harbour-physio"))
        await _book(books)
        await add_patients(books, NINE)
        await add_waitlist(books, NOW)
        await add_trust(books, NOW)
        await add_deliveries(books, NOW)
        await add_calendar(books, NINE)
        await add_classes(Books(database, await get_clinic(database, "bay-physio")), NOW)
        await add_answers(books, NINE)
        await add_owners_pages(database, ROBIN, NOW)
        await add_webhooks(database, NOW)
        await add_sms(database, NOW)
        await add_payments(database, NOW)
        await add_diaries(database, NOW)
        await database.close()

    in_thread(fill())


async def _sign_all_out(url: str) -> None:
    database = await open_database(url, migrate=False)
    await database.write(lambda tx: tx.execute("DELETE FROM staff_session"))
    await database.close()


async def _employ(database: Database) -> None:
    clinic = await get_clinic(database, "harbour-physio")
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=NOW)
    for email, name, role, slug in STAFF:
        diary = clinic.practitioner(slug).id if slug else None
        await create_member(database, actor, email, name, PASSWORD, role, diary)
    bay = await get_clinic(database, "bay-physio")
    there = Actor(clinic_id=bay.id, staff_id=None, at=NOW)
    await create_member(database, there, ROBIN, "", "", "owner", None)


async def _book(books: Books) -> None:
    for number, (begins, minutes, name, who, kind, where, state) in enumerate(DAY):
        first, _, last = name.partition(" ")
        starts = NINE + begins * MINUTE
        phone = f"+6125550{1000 + number}"
        await books.booking(
            await books.patient(first, last, phone=phone),
            practitioner_id=books.practitioners[who],
            appointment_type_id=books.types[kind],
            location_id=books.clinic.locations[where].id,
            state=state,
            starts_at=starts,
            ends_at=starts + minutes * MINUTE,
            busy_from=starts,
            busy_until=starts + minutes * MINUTE,
            made_at=NOW - (number * 29 + 3) * 60 * MINUTE,
            held_at=NOW - (number * 29 + 3) * 60 * MINUTE - 95,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
