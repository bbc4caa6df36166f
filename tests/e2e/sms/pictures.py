"""Remakes the pretend phone in docs/pictures.

python -m tests.e2e.sms.pictures
"""

from demo.sms import texting
from tests.e2e.chromium import chromium
from tests.e2e.pictures import FOLDER
from tests.e2e.small_png import small_png

ADA = "+61412345678"
_LINK = "https://book.example/c/harbour-physio/b/P_6K9VkacCDVxiVVDYR1N5TOa0nSAAHNMDmwYWJj"
TEXTS = (
    f"Harbour Physio: booked for Tue 5 Jan, 9:00 am. {_LINK}",
    f"Harbour Physio: your appointment is now on Wed 6 Jan, 2:15 pm. {_LINK}",
)
_NINE = 1_799_000_000.0


def main() -> None:
    """Make both."""
    with texting() as fake, chromium() as browser:
        account, world = fake.account, fake.world
        for each in TEXTS:
            message = world.take(account.sid, account.senders[0], ADA, each, "")
            message.status, message.at = "delivered", _NINE
        answer = world.answer(account.sid, ADA, account.senders[0], "Thank you!")
        answer.at = _NINE
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": 400, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                timezone_id="Australia/Sydney",
            )
            page = context.new_page()
            page.goto(f"{fake.url}/phones/{ADA}")
            file = FOLDER / f"sms-phone-{scheme}.png"
            file.write_bytes(small_png(page, page.screenshot(full_page=True)))
            print(file.relative_to(FOLDER.parents[1]))
            context.close()


if __name__ == "__main__":
    main()
