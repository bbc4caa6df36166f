"""Remakes the letters in docs/pictures, as mail programs show them.

python -m tests.e2e.mail.pictures
"""

import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from slotkeeper.storage.database import open_database
from tests.e2e.chromium import chromium
from tests.e2e.pictures import FOLDER
from tests.e2e.small_png import small_png
from tests.server_process import in_thread
from tests.services.notices.office import open_office

LOOKS = list(product((360, 640), ("light", "dark")))
ADA = "ada@patient.example"
WORDS = "Sam is away that day.\nWe hope that another time suits you."


async def letters() -> dict[str, str]:
    """The HTML of each, by the name of its picture."""
    with tempfile.TemporaryDirectory(prefix="slotkeeper-mail-") as folder:
        database = await open_database(str(Path(folder) / "slotkeeper.db"))
        office = await open_office(database)
        booking = await office.book(birth_date="1990-02-01")
        # The reference is chance, and would make a picture of its own at each time.
        await office.desk.execute("UPDATE booking SET reference = 'K7M2QXA'")
        await office.desk.execute(
            "UPDATE patient SET alert_note = 'Afraid of needles; brings a guide dog'"
        )
        booked = {mail.to == ADA: mail.html for mail in await office.run()}
        await office.desk.cancel(booking, by="clinic")
        await office.queue(booking, "booking_cancelled", words=WORDS)
        [cancelled] = await office.run()
        await database.close()
    return {"booked": booked[True], "cancelled": cancelled.html, "clinic": booked[False]}


def main() -> None:
    """Make them all."""
    found = in_thread(letters())
    with chromium() as browser:
        for name, html in found.items():
            _take(browser, name, html)


def _take(browser: Browser, name: str, html: str) -> None:
    for width, scheme in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 400},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.set_content(html)
        file = FOLDER / f"mail-{name}-{width}-{scheme}.png"
        file.write_bytes(small_png(page, page.screenshot(full_page=True)))
        print(file.relative_to(FOLDER.parents[1]))
        context.close()


if __name__ == "__main__":
    main()
