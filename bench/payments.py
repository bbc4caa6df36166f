"""Bookings that are paid first, against the pretend Stripe, beside those that are not."""

import asyncio
import itertools
import json
import sqlite3
import time
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.browser import Answer, Browser
from bench.clinic import clinic_file
from bench.report import say
from demo.stripe import DEMO_ACCOUNT, DEMO_KEY
from slotkeeper.encryption_keys import new_key
from slotkeeper.services.payment_accounts import WEBHOOK_EVENTS, keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database

_AT_ONCE = 16
_SECONDS = 6.0
_BY_WEBHOOK = 200
_PATIENCE_SECONDS = 60
_PRACTITIONERS = 20
_WEBHOOK_SECRET = "whsec_bench"

_Book = Callable[[Browser, int], Awaitable[object]]
"""A patient with that browser, and the number of the booking."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """Bookings a second; seconds of a processor that one took of the server and of Stripe."""

    bookings: int
    seconds: float
    server: float
    stripe: float

    @property
    def a_second(self) -> float:
        return self.bookings / self.seconds


def measure(folder: Path) -> None:
    """Bookings a second with 16 patients at once: free, paid and back, paid and told by webhook."""
    database, key = str(folder / "payments.db"), new_key()
    asyncio.run(_prepare(database, key))
    with (
        servers.pretend_stripe() as stripe,
        servers.slotkeeper(database, stripe_api=stripe.url, encryption_keys=key) as server,
    ):
        bench = _Bench(server, stripe, database)
        free = bench.run("free", _book)
        before = server.resident_megabytes()
        bench.run("first", _pay_and_see, count=1)
        after = server.resident_megabytes()
        paid = bench.run("paid", _pay_and_see)
        bench.hear("told")
        told = bench.run("told", _pay, count=_BY_WEBHOOK)
        _say(free, paid, told)
        memory = f"{before:.0f} → {after:.0f} MB"
        say("  memory of the server, before and after its first payment", memory)
        say("  after all of these payments", f"{server.resident_megabytes():.0f} MB")


async def _prepare(database_url: str, key: str) -> None:
    paid = ("first", "paid", "told")
    clinics = [clinic_file(slug, _PRACTITIONERS, prepay="deposit 20.00") for slug in paid]
    await servers.prepare(database_url, [clinic_file("free", _PRACTITIONERS), *clinics])
    keys = read_payment_keys(DEMO_KEY.key, _WEBHOOK_SECRET)
    database = await open_database(database_url, migrate=False)
    for slug in paid:
        await keep_payments(database, Vault((key,)), slug, keys, int(time.time()))
    await database.close()


@dataclass(frozen=True, slots=True)
class _Bench:
    server: servers.Server
    stripe: servers.Server
    database: str

    def run(self, clinic: str, book: _Book, count: int | None = None) -> _Rate:
        """16 patients at once for some seconds, or so many bookings until all are confirmed."""
        before = self.server.cpu_seconds(), self.stripe.cpu_seconds()
        began = time.perf_counter()
        bookings = asyncio.run(self._patients(clinic, book, count))
        if count:
            self._wait_until_confirmed(clinic, count)
        seconds = time.perf_counter() - began
        self._tell_stripe("deliveries/rest", {"seconds": _PATIENCE_SECONDS})  # all count
        after = self.server.cpu_seconds(), self.stripe.cpu_seconds()
        ours, stripes = ((end - start) / bookings for start, end in zip(before, after, strict=True))
        return _Rate(bookings, seconds, ours, stripes)

    async def _patients(self, clinic: str, book: _Book, count: int | None) -> int:
        numbers = iter(range(count)) if count else itertools.count()
        ends_at = time.perf_counter() + (_PATIENCE_SECONDS if count else _SECONDS)

        async def one_after_the_other() -> int:
            browser = await Browser.open(clinic, self.server.url, self.stripe.url)
            made = 0
            while time.perf_counter() < ends_at and (number := next(numbers, None)) is not None:
                await book(browser, number)
                made += 1
            await browser.close()
            return made

        return sum(await asyncio.gather(*[one_after_the_other() for _ in range(_AT_ONCE)]))

    def hear(self, clinic: str) -> None:
        """Stripe sends its webhooks."""
        body: dict[str, object] = {
            "account": DEMO_ACCOUNT.id,
            "url": f"{self.server.url}/hooks/stripe/{clinic}",
            "secrets": [_WEBHOOK_SECRET],
            "events": WEBHOOK_EVENTS,
        }
        self._tell_stripe("endpoints", body)

    def _tell_stripe(self, command: str, body: dict[str, object]) -> None:
        url, kind = f"{self.stripe.url}/_control/{command}", {"Content-Type": "application/json"}
        asked = urllib.request.Request(url, json.dumps(body).encode(), kind)  # noqa: S310 - ours
        with urllib.request.urlopen(asked):  # noqa: S310 - ours
            pass

    def _wait_until_confirmed(self, clinic: str, count: int) -> None:
        connection = sqlite3.connect(self.database)
        ends_at = time.perf_counter() + _PATIENCE_SECONDS
        while connection.execute(_CONFIRMED, {"clinic": clinic}).fetchone()[0] < count:
            if time.perf_counter() > ends_at:
                message = "not all that were paid were confirmed"
                raise RuntimeError(message)
            time.sleep(0.02)
        connection.close()


_CONFIRMED = """SELECT COUNT(*) FROM booking JOIN clinic ON clinic.id = booking.clinic_id
  WHERE clinic.slug = $clinic AND booking.state = 'confirmed'"""


async def _book(browser: Browser, number: int) -> None:
    (await _ask(browser, number)).find('data-reference="([^"]+)"')


async def _pay(browser: Browser, number: int) -> str:
    return await browser.pay(await _ask(browser, number))


async def _pay_and_see(browser: Browser, number: int) -> None:
    (await browser.see(await _pay(browser, number))).find('data-reference="([^"]+)"')


async def _ask(browser: Browser, number: int) -> Answer:
    """Each patient has a time of their own, from the day after tomorrow on."""
    place, whom = divmod(number, _PRACTITIONERS)
    slot = (int(time.time()) // 86_400 + 2) * 86_400 + place * 1800
    return await browser.send_details(number, slot, f"p{whom}")


def _say(free: _Rate, paid: _Rate, told: _Rate) -> None:
    say("  bookings without prepayment, per second", f"{free.a_second:.0f}")
    say("  with prepayment, back from the pay page, per second", f"{paid.a_second:.0f}")
    say("  with ÷ without", f"{paid.a_second / free.a_second:.2f}", "(printed)")
    say("  with prepayment, confirmed by webhook, per second", f"{told.a_second:.0f}")
    for name, rate in {"without": free, "with": paid, "by webhook": told}.items():
        share = f"{rate.server * 1000:.1f} + {rate.stripe * 1000:.1f} ms"
        say(f"  processor a booking {name}: server + pretend Stripe", share)
