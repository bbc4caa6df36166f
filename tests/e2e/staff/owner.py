"""An owner of a clinic of the test's own, in a browser that is signed in."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, Page

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Database, open_database
from tests.e2e.conftest import CLOCK
from tests.server_process import ServerProcess, in_thread

PASSWORD = "a calm long password"
NOW = int(datetime.fromisoformat(CLOCK).timestamp())


@contextmanager
def owner_of(server: ServerProcess, slug: str, chromium: Browser, *expected: str) -> Iterator[Page]:
    """Their page; what the browser complained of at the end is a failure, but for `expected`."""
    email = f"robin@{slug}.example"

    async def employ(database: Database) -> None:
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=NOW)
        await create_member(database, actor, email, "Robin Lightwater", PASSWORD, "owner", None)

    in_database(server, employ)
    context = chromium.new_context(
        base_url=server.url, locale="en-AU", timezone_id="Australia/Sydney", reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda each: said.append(f"{each.type}: {each.text}"))
    page.on("pageerror", lambda each: said.append(str(each)))
    page.goto("/staff/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    yield page
    context.close()
    unexpected = [each for each in said if not any(text in each for text in expected)]
    assert unexpected == [], unexpected


def in_database(
    server: ServerProcess, job: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    """Do something to the server's database meanwhile."""

    async def opened() -> None:
        database = await open_database(server.database, migrate=False)
        await job(database)
        await database.close()

    in_thread(opened())
