"""A clinic's account at the fake Stripe, and its keys in the server's database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import httpx

from slotkeeper.encryption_keys import key_from
from slotkeeper.services.payment_accounts import keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database
from tests.e2e.demo_website import demo_website
from tests.server_process import DEMO_CLINIC, SECRET, ServerProcess, add_clinic, in_thread

LANGUAGES = 'languages = ["en"]'
"""The line of the demo clinic's file after which the origins that it allows are written."""

WEBHOOK_SECRET = "whsec_pretendOfTheTests"


def open_account(stripe: str, database: str, clinic: str, clock: str) -> str:
    """Let the clinic be paid at the fake of that address; gives the account's id.

    `clock` (ISO 8601) is when. A server that runs on the database knows of it at once.
    """
    made = httpx.post(
        f"{stripe}/_control/accounts", json={"name": "Harbour Physio"}, timeout=60
    ).json()
    keys = read_payment_keys(made["key"], WEBHOOK_SECRET)
    now = int(datetime.fromisoformat(clock).timestamp())

    async def run() -> None:
        opened = await open_database(database)
        try:
            await keep_payments(opened, Vault((key_from(SECRET),)), clinic, keys, now)
        finally:
            await opened.close()

    in_thread(run())
    return str(made["id"])


@contextmanager
def paid_book_page(
    server: ServerProcess, stripe: str, slug: str, changes: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The Book page of the website of a demo clinic of its own, which is paid at that fake; with
    those changes to its file. Yields its address.
    """
    with demo_website(server.url, slug) as site:
        text = DEMO_CLINIC.read_text().replace("harbour-physio", slug)
        allowed = f'{LANGUAGES}\nallowed_origins = ["{site}"]'
        for before, after in {LANGUAGES: allowed, **(changes or {})}.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        add_clinic(server.database, text, server.clock)
        open_account(stripe, server.database, slug, server.clock)
        yield f"{site}/book"
