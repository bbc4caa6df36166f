"""Importing, exporting and caching clinics."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.clinic_check import find_faults
from slotkeeper.services.clinics import (
    export_clinic,
    get_clinic,
    import_clinic,
    list_clinics,
    update_clinic,
)
from slotkeeper.storage.database import Database, Transaction, open_database
from slotkeeper.storage.payment_account import (
    PaymentAccount,
    delete_payment_account,
    save_payment_account,
)
from slotkeeper.storage.terms import get_current_terms

DEMO = (Path(__file__).parents[2] / "demo" / "clinic.toml").read_text()
NOW = 1_767_603_600
HOURS = """
[clinic]
slug = "corner"
name = "Corner Clinic"
time_zone = "Europe/Berlin"
currency = "EUR"
phone = "+49 30 5550 123"
[online_booking]
terms = "Be on time."
call_us = "Please call us."
[[practitioner]]
slug = "ada"
name = "Ada Thistle"
hours = [{ days = ["mon", "tue"], from = "09:00", to = "12:00" }]
[[appointment_type]]
slug = "first"
name = "First visit"
minutes = 30
practitioners = ["ada"]
"""
PREPAID = HOURS.replace("minutes = 30", 'minutes = 30\nprice = "9.00"\nprepay = "full"')


@pytest.mark.req("O3")
async def test_what_is_imported_is_exported_the_same(database: Database) -> None:
    await import_clinic(database, DEMO, NOW)
    exported = await export_clinic(database, "harbour-physio")
    assert parse_clinic(exported) == parse_clinic(DEMO)
    await import_clinic(database, exported, NOW)
    assert await export_clinic(database, "harbour-physio") == exported


@pytest.mark.req("R4")
async def test_a_wrong_file_changes_nothing(database: Database) -> None:
    before = await import_clinic(database, HOURS, NOW)
    with pytest.raises(ClinicFileWrong):
        await import_clinic(database, HOURS.replace("Corner", "Other").replace("30", "-30"), NOW)
    assert await list_clinics(database) == [before]


@pytest.mark.req("B4")
async def test_an_import_makes_the_terms_of_what_is_shown(database: Database) -> None:
    clinic = await import_clinic(database, HOURS, NOW)
    first = await get_current_terms(database, clinic.id)
    policy = HOURS.replace("call_us", 'cancellation_policy = "A day before."\ncall_us')
    await import_clinic(database, policy, NOW + 1)
    second = await get_current_terms(database, clinic.id)
    assert (first.number, first.text) == (1, "Be on time.")
    assert (second.number, second.text) == (2, "Be on time.\n\nA day before.")


async def test_a_clinic_without_terms_has_an_empty_version_of_them(database: Database) -> None:
    clinic = await import_clinic(database, HOURS.replace("Be on time.", ""), NOW)
    terms = await get_current_terms(database, clinic.id)
    assert (terms.text, terms.version) == ("", "")


async def test_an_unknown_clinic_cannot_be_exported(database: Database) -> None:
    with pytest.raises(ClinicUnknown):
        await export_clinic(database, "nowhere")


async def test_a_cached_clinic_is_the_same_until_it_is_changed(database: Database) -> None:
    cache = ClinicCache()
    await import_clinic(database, HOURS, NOW)
    first = await cache.get(database, "corner")
    assert await cache.get(database, "corner") is first
    await import_clinic(database, DEMO, NOW)  # another's change
    assert await cache.get(database, "corner") is first
    changed = await update_clinic(database, replace(first, name="Corner"), NOW)
    assert await cache.get(database, "corner") == changed


async def test_an_unknown_clinic_is_never_cached(database: Database) -> None:
    cache = ClinicCache()
    with pytest.raises(ClinicUnknown):
        await cache.get(database, "corner")
    await import_clinic(database, HOURS, NOW)
    assert (await cache.get(database, "corner")).slug == "corner"


async def test_a_transaction_that_is_undone_leaves_nothing_in_the_cache(
    database: Database,
) -> None:
    cache = ClinicCache()
    before = await import_clinic(database, HOURS, NOW)

    async def job(tx: Transaction) -> None:
        await tx.execute("UPDATE clinic SET version = 2")
        assert (await cache.get(tx, "corner")).version == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(job)
    assert await cache.get(database, "corner") == before


async def test_the_change_of_another_process_is_seen(postgresql_url: str) -> None:
    ours, theirs = [await open_database(postgresql_url, migrate=False) for _ in range(2)]
    cache = ClinicCache()
    await import_clinic(ours, HOURS, NOW)
    await cache.get(ours, "corner")
    await import_clinic(theirs, HOURS.replace("Corner Clinic", "Corner"), NOW)
    assert (await cache.get(ours, "corner")).name == "Corner"
    await ours.close()
    await theirs.close()


FAULTS = [
    ('terms = "Be on time."', "", "no terms"),
    ('phone = "+49 30 5550 123"', "", "no phone"),
    ('call_us = "Please call us."', "", "call_us"),
    ("[online_booking]", "[online_booking]\nenabled = false", "switched off"),
    ("[online_booking]", '[online_booking]\noffer = "marked-times"', "marked as offered"),
    ("minutes = 30", "minutes = 30\nenabled = false", "no appointment type"),
    ('practitioners = ["ada"]', "practitioners = []", "no practitioner"),
    ('name = "Ada Thistle"', 'name = "Ada Thistle"\nenabled = false', "no practitioner"),
    ('[{ days = ["mon", "tue"], from = "09:00", to = "12:00" }]', "[]", "working hours"),
    ("minutes = 30", "minutes = 200", "long enough"),
    ("[online_booking]", '[online_booking]\ncut_off = "90d"', "within cut-off and horizon"),
]


@pytest.mark.req("S5")
@pytest.mark.parametrize(("old", "new", "word"), FAULTS)
async def test_a_clinic_that_offers_nothing_is_told_why(
    database: Database, old: str, new: str, word: str
) -> None:
    clinic = await import_clinic(database, HOURS.replace(old, new, 1), NOW)
    [fault] = await find_faults(database, clinic, NOW)
    assert word in fault


@pytest.mark.req("P1", "S5")
async def test_a_prepayment_is_no_fault_once_the_clinic_takes_payments(database: Database) -> None:
    clinic = await import_clinic(database, PREPAID, NOW)
    account = PaymentAccount(
        clinic_id=clinic.id,
        account="",
        live=False,
        secret_key="sealed",
        webhook_secret="sealed",
        changed_at=NOW,
    )
    await database.write(lambda tx: save_payment_account(tx, account))
    assert await find_faults(database, await get_clinic(database, "corner"), NOW) == []
    await database.write(lambda tx: delete_payment_account(tx, clinic.id))
    [fault] = await find_faults(database, await get_clinic(database, "corner"), NOW)
    assert fault == (
        "First visit offers nothing: "
        "it asks for a prepayment, and the clinic takes no payments yet "
        "(slotkeeper clinic payments set)."
    )


async def test_a_clinic_where_patients_can_book_has_no_fault(database: Database) -> None:
    assert await find_faults(database, await import_clinic(database, HOURS, NOW), NOW) == []


def test_the_demo_clinic_survives_its_file() -> None:
    assert parse_clinic(write_clinic(parse_clinic(DEMO))) == parse_clinic(DEMO)
