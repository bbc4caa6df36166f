"""What it costs a booking that everybody hears of it by every way that there is, and how fast its
deliveries go to systems that listen.
"""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bench import servers
from bench.clinic import clinic_file
from bench.outbox import LEAST_SHARE, NOBODY, PRACTITIONERS, Rate, book
from bench.report import say
from slotkeeper.domain.webhook import EVENTS
from slotkeeper.encryption_keys import new_key
from slotkeeper.services.vault import Vault
from slotkeeper.services.webhooks.secret import new_secret, seal_secret
from slotkeeper.storage.database import open_database
from slotkeeper.storage.webhook import insert_endpoint

_ROUNDS = 3
_PATIENCE_SECONDS = 60
_TOLD = """
[notices]
send_to = ["desk@bench.example", "office@bench.example"]
sms = ["booked", "changed", "cancelled"]
staff_changes = true
"""
_EACH_TOLD = """email = "p{number}@bench.example"
notices = ["new", "changed", "cancelled", "failed"]"""
_SMS = """INSERT INTO sms_account (clinic_id, account, token_sealed, sender, changed_at)
SELECT id, 'AC0', '', '+49305550123', 0 FROM clinic"""
_DIARIES = """INSERT INTO diary (practitioner_id, clinic_id, kind, made_at)
SELECT id, clinic_id, 'by_hand', 0 FROM practitioner"""
_LATER = """CREATE TRIGGER later AFTER INSERT ON delivery
BEGIN UPDATE delivery SET next_at = 9999999999 WHERE id = NEW.id; END"""
"""Only the queue is measured: nothing that was put into it is due."""
_COUNT = "SELECT COUNT(*), COUNT(DISTINCT booking_id) FROM delivery"
_LEFT = "SELECT COUNT(*) FROM delivery WHERE channel = 'webhook' AND state <> 'sent'"


def measure(folder: Path) -> None:
    """Bookings a second with 16 patients at once, told to nobody and told by every way; then how
    fast the webhooks among them are brought.
    """
    with servers.listener() as listener:
        key = new_key()
        turns = [_by_turns(folder, number, listener.url, key) for number in range(_ROUNDS)]
        nones, alls = zip(*turns, strict=True)
        none, queued = (max(each, key=lambda rate: rate.a_second) for each in (nones, alls))
        _tell(folder / "all-0.db", none, queued)
        brought = _drain(folder / "all-0.db", key)
        say("  webhooks brought to one listener, per second", f"{brought:.0f}")


def _tell(file: Path, none: Rate, queued: Rate) -> None:
    deliveries, bookings = _ask(file, _COUNT)
    say("  bookings that nobody hears of, per second", f"{none.a_second:.0f}")
    say("  with every delivery queued, per second", f"{queued.a_second:.0f}")
    say("  deliveries of one booking", f"{deliveries / bookings:.1f}")
    share = queued.a_second / none.a_second
    say("  with ÷ without", f"{share:.2f}", f">= {LEAST_SHARE}", met=share >= LEAST_SHARE)
    processor = f"{none.milliseconds:.1f}; {queued.milliseconds:.1f} ms"
    say("  processor a booking, without; with", processor)


def _by_turns(folder: Path, number: int, listener: str, key: str) -> tuple[Rate, Rate]:
    plain, full = folder / f"nobody-{number}.db", folder / f"all-{number}.db"
    asyncio.run(servers.prepare(str(plain), [clinic_file("bench", PRACTITIONERS)]))
    _run(plain, NOBODY)
    text = clinic_file("bench", PRACTITIONERS, told=_TOLD, each_told=_EACH_TOLD)
    asyncio.run(servers.prepare(str(full), [text]))
    _run(full, _SMS, _DIARIES, _LATER)
    asyncio.run(_add_webhook(str(full), listener, key))
    return book(plain), book(full)


async def _add_webhook(file: str, address: str, key: str) -> None:
    database = await open_database(file, migrate=False)
    secret = seal_secret(Vault([key]), 1, new_secret())
    await database.write(
        lambda tx: insert_endpoint(
            tx, 1, address=address, events=EVENTS, secret=secret, made_by=None, now=0
        )
    )
    await database.close()


def _drain(file: Path, key: str) -> float:
    """Webhooks a second, from the first that is brought."""
    _run(file, "DROP TRIGGER later", "UPDATE delivery SET next_at = 0 WHERE channel = 'webhook'")
    (waiting,) = _ask(file, _LEFT)
    with servers.slotkeeper(str(file), encryption_keys=key):
        ends_at = time.perf_counter() + _PATIENCE_SECONDS
        while (first := _ask(file, _LEFT)[0]) == waiting and time.perf_counter() < ends_at:
            time.sleep(0.01)
        began = time.perf_counter()
        while (left := _ask(file, _LEFT)[0]) and time.perf_counter() < ends_at:
            time.sleep(0.05)
        return (first - left) / (time.perf_counter() - began)


def _run(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for each in statements:
            connection.execute(each)


def _ask(file: Path, question: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(file)) as connection:
        return tuple(connection.execute(question).fetchone())
