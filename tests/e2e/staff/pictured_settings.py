"""The settings pages, each in the middle of being used."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.encryption_keys import key_from
from slotkeeper.services.payment_accounts import keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database
from tests.server_process import SECRET

SETTINGS = "/staff/harbour-physio/settings"


def _cut_off(page: Page) -> None:
    page.goto(f"{SETTINGS}/online-booking")
    page.get_by_label("Cut-off").fill("1")
    page.get_by_label("Unit").select_option(label="days")
    _settled(page)


def _hours(page: Page) -> None:
    page.goto(f"{SETTINGS}/practitioners/nell-tidewater")
    page.get_by_role("group", name="row 1").first.get_by_label("From").fill("10:00")
    _settled(page)


def _new_patients(page: Page) -> None:
    page.goto(f"{SETTINGS}/online-booking")
    page.get_by_label("By how full the clinic is").check()
    page.get_by_label("Closes above").fill("85")
    _settled(page)


def _policy(page: Page) -> None:
    page.goto("/staff/bay-physio/settings/change-policy")
    page.get_by_role("group", name="row 1").get_by_label("Until").fill("48")
    _settled(page)


def _waitlist(page: Page) -> None:
    page.goto(f"{SETTINGS}/waitlist")
    page.get_by_label("Keep an offered time for").fill("300")
    _settled(page)


def _starts(page: Page) -> None:
    page.goto(f"{SETTINGS}/practitioners/nell-tidewater")
    page.get_by_label("Only directly before or after").check()
    page.get_by_label("Most appointments a day").fill("6")
    _settled(page)
    page.locator("#q-starts").scroll_into_view_if_needed()


def _notices(page: Page) -> None:
    page.goto(f"{SETTINGS}/notices")
    page.get_by_role("group", name="row 1").get_by_label("How long before").fill("3")
    _settled(page)


def _wrong(page: Page) -> None:
    page.goto(f"{SETTINGS}/limits")
    page.get_by_label("A chosen time is kept for").fill("10")
    page.get_by_label("A chosen time is kept for").press("Enter")
    page.get_by_role("alert").first.wait_for()


def _settled(page: Page) -> None:
    """Until what the last change does is there, and no other one is asked for."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    page.locator("form.sheet:not(.htmx-request)").get_by_role("button", name="Save").wait_for()


SETTINGS_SCENES: dict[str, Callable[[Page], object]] = {
    "settings": lambda page: page.goto(SETTINGS),
    "settings-effect": _cut_off,
    "settings-notices": _notices,
    "settings-hours": _hours,
    "settings-type": lambda page: page.goto(f"{SETTINGS}/appointment-types/insoles"),
    "settings-new-patients": _new_patients,
    "settings-order": lambda page: page.goto(f"{SETTINGS}/practitioners"),
    "settings-remove": lambda page: page.goto(f"{SETTINGS}/practitioners/otis-brinewell/remove"),
    "settings-sessions": lambda page: page.goto(f"{SETTINGS}/sessions"),
    "settings-session": lambda page: page.goto(f"{SETTINGS}/sessions/pilates-thursday"),
    "settings-resources": lambda page: page.goto(f"{SETTINGS}/resources"),
    "settings-resource": lambda page: page.goto(f"{SETTINGS}/resources/shockwave-manly"),
    "settings-needs": lambda page: page.goto(f"{SETTINGS}/appointment-types/shockwave#q-needs"),
    "settings-change-policy": _policy,
    "settings-waitlist": _waitlist,
    "settings-starts": _starts,
    "settings-travel": lambda page: page.goto(f"{SETTINGS}/clinic#q-travel"),
    "settings-file": lambda page: page.goto(f"{SETTINGS}/file"),
    "settings-wrong": _wrong,
}


async def add_payments(database: Database, now: int) -> None:
    """Of the second clinic, so that its policy is about money."""
    keys = read_payment_keys("rk_test_pictured", "whsec_pictured")
    await keep_payments(database, Vault((key_from(SECRET),)), "bay-physio", keys, now)
