"""Addresses for webhooks and what was sent there, for the pictures of their pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.webhook import EVENTS, STANDARD
from slotkeeper.encryption_keys import key_from
from slotkeeper.services.vault import Vault
from slotkeeper.services.webhooks.secret import new_secret, seal_secret
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.webhook import insert_endpoint, note_try
from tests.server_process import SECRET

_HOME = "/staff/harbour-physio"
_ADDRESSES = ("https://till.harbour.example/hooks", "https://numbers.harbour.example/bookings")
_MINUTE = 60
# Minutes ago, event, state, answer, how often it was tried, minutes until the next try.
_EVENTS = [
    (190, "booking.confirmed", "sent", "204", 1, 0),
    (122, "booking.cancelled", "sent", "200", 3, 0),
    (64, "booking.confirmed", "failed", "410", 1, 0),
    (31, "booking.changed", "sent", "204", 1, 0),
    (12, "booking.arrived", "queued", "503", 6, 4),
    (5, "booking.confirmed", "queued", "silent", 4, 1),
]


def _one(page: Page) -> None:
    page.goto(f"{_HOME}/webhooks")
    page.get_by_role("link", name="till.harbour.example").click()


def _secret(page: Page) -> None:
    _one(page)
    page.get_by_role("button", name="Make a new secret").click()
    shown = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwZ3hQmUv1uE4="
    page.locator("#secret").evaluate("(field, secret) => { field.value = secret; }", shown)


WEBHOOK_SCENES: dict[str, Callable[[Page], object]] = {
    "webhooks": lambda page: page.goto(f"{_HOME}/webhooks"),
    "webhook": _one,
    "webhook-secret": _secret,
}


async def add_webhooks(database: Database, now: int) -> None:
    """Two of the harbour's: one that was up until a while ago, one that does not answer."""

    async def add(tx: Transaction) -> None:
        [clinic] = await tx.fetch("SELECT id FROM clinic WHERE slug = 'harbour-physio'")
        vault, made = Vault([key_from(SECRET)]), []
        for address, events in zip(_ADDRESSES, (EVENTS, STANDARD), strict=True):
            sealed = seal_secret(vault, clinic["id"], new_secret())
            made.append(
                await insert_endpoint(
                    tx,
                    clinic["id"],
                    address=address,
                    events=events,
                    secret=sealed,
                    made_by=None,
                    now=now,
                )
            )
        bookings = await tx.fetch(
            "SELECT id FROM booking WHERE clinic_id = $1 AND reference IS NOT NULL ORDER BY id",
            clinic["id"],
        )
        for number, event in enumerate(_EVENTS):
            await _tell(tx, clinic["id"], made[0], bookings[number]["id"], event, now)
        await note_try(tx, clinic["id"], made[1], await _newest(tx), "silent", now - 50 * _MINUTE)

    await database.write(add)


async def _tell(
    tx: Transaction,
    clinic_id: int,
    endpoint: int,
    booking: int,
    event: tuple[int, str, str, str, int, int],
    now: int,
) -> None:
    ago, message, state, answer, attempts, until = event
    await tx.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
             channel, target, state, attempts, problem, next_at)
           VALUES ($1, $2, 'clinic', $3, '0', $4, 'webhook', $5, $6, $7, $8, $9)""",
        *(clinic_id, booking, message, now - ago * _MINUTE, endpoint, state, attempts),
        *("" if state == "sent" else answer, now + until * _MINUTE),
    )
    tried = now - ago * _MINUTE + 1
    await note_try(tx, clinic_id, endpoint, await _newest(tx), answer, tried)


async def _newest(tx: Transaction) -> int:
    [row] = await tx.fetch("SELECT MAX(id) AS id FROM delivery")
    return int(row["id"])
