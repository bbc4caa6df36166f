"""Remakes the letters in docs/pictures, as mail programs show them.

python -m tests.e2e.mail.pictures
"""

import tempfile
from base64 import b64encode
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from slotkeeper.gateways.mail import Mail
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.queues import WaitlistBox
from slotkeeper.services.notices.worker import Worker
from slotkeeper.storage.database import open_database
from tests.e2e.chromium import chromium
from tests.e2e.pictures import FOLDER
from tests.e2e.small_png import small_png
from tests.server_process import in_thread
from tests.services.desk import DAY, NINE
from tests.services.notices.office import Office, open_office
from tests.services.notices.office import letters as writer
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import look, open_list, wait

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
        booked = {mail.to == ADA: _shown(mail) for mail in await office.run()}
        mara = await front_desk(office.desk)
        booking = await mara.move(booking, NINE + 2 * DAY + 3600, practitioner="ana-costa")
        [moved] = await office.run()
        waiting = await _of_the_waiting_list(office)
        await office.desk.cancel(booking, by="clinic")
        await office.queue(booking, "booking_cancelled", words=WORDS)
        [cancelled] = await office.run()
        await database.close()
    own = {"booked": booked[True], "moved": _shown(moved), "cancelled": _shown(cancelled)}
    return {**own, **waiting, "clinic": booked[False]}


def _shown(mail: Mail) -> str:
    """Its HTML with the pictures that came along in their places."""
    html = mail.html
    for each in mail.attachments:
        if each.content_id:
            data = f"data:{each.media_type};base64,{b64encode(each.data).decode()}"
            html = html.replace(f"cid:{each.content_id}", data)
    return html


async def _of_the_waiting_list(office: Office) -> dict[str, str]:
    """Somebody joins, and is offered a time."""
    await open_list(office.desk)
    await wait(office.desk, weekdays=(1, 3), parts=("morning",))
    post = Post(office.desk.toolbox, office.box, writer())
    await Worker(office.desk.toolbox, post, WaitlistBox()).send_due()
    joined = office.box.sent[-1]
    await look(office.desk)
    [offered] = await office.run()
    return {"waiting": _shown(joined), "offer": _shown(offered)}


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
