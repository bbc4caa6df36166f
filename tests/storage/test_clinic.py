"""Clinics and their terms as they are stored, on either engine."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.terms import hash_terms
from slotkeeper.storage.clinic import clinic_version, find_clinic, find_slugs, save_clinic
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.terms import Terms, find_terms, get_current_terms, save_terms
from tests.domain.clinics import clinics

CORNER = Clinic(
    slug="corner",
    name="Corner Clinic",
    time_zone="Europe/Berlin",
    currency="EUR",
    locations=(Location(slug="old-town", name="Old Town"),),
    practitioners=(
        Practitioner(slug="ada", name="Ada Thistle"),
        Practitioner(slug="bo", name="Bo Marrow"),
    ),
    appointment_types=(AppointmentType(slug="first", name="First", minutes=30),),
)


async def save(database: Database, clinic: Clinic) -> Clinic:
    await database.write(lambda tx: save_clinic(tx, clinic))
    return await found(database, clinic.slug)


async def found(database: Database, slug: str) -> Clinic:
    clinic = await find_clinic(database, slug)
    assert clinic
    return clinic


async def test_a_clinic_is_found_as_it_was_saved(database: Database) -> None:
    saved = await save(database, CORNER)
    assert without_ids(saved) == CORNER
    assert saved.id > 0
    assert all(each.id > 0 for each in saved.practitioners)
    assert all(each.id > 0 for each in saved.appointment_types)
    assert await clinic_version(database, "corner") == (saved.id, 1)


# The database outlives an example: each has a clinic that others may have saved under that slug.
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(clinic=clinics())
async def test_any_clinic_is_found_as_it_was_saved(database: Database, clinic: Clinic) -> None:
    assert without_ids(await save(database, clinic)) == clinic


async def test_a_clinic_that_nobody_saved_is_not_found(database: Database) -> None:
    await save(database, CORNER)
    assert await find_clinic(database, "korner") is None
    assert await clinic_version(database, "korner") is None


async def test_clinics_are_listed_by_slug(database: Database) -> None:
    for slug in ("harbour", "corner", "mill"):
        await save(database, replace(CORNER, slug=slug))
    assert await find_slugs(database) == ["corner", "harbour", "mill"]


@pytest.mark.req("R5")
async def test_clinics_with_the_same_slugs_inside_do_not_meet(database: Database) -> None:
    first = await save(database, CORNER)
    second = await save(database, replace(CORNER, slug="mill"))
    await save(database, replace(CORNER, slug="mill", practitioners=()))
    assert await found(database, "corner") == first
    assert {each.id for each in first.practitioners}.isdisjoint(
        each.id for each in second.practitioners
    )


async def test_saving_again_keeps_ids_and_raises_the_version(database: Database) -> None:
    first = await save(database, CORNER)
    second = await save(database, CORNER)
    assert second == replace(first, version=2)


async def test_only_a_practitioner_who_changed_gets_a_new_version(database: Database) -> None:
    ada, bo = (await save(database, CORNER)).practitioners
    changed = replace(CORNER, practitioners=(replace(ada, name="Ada Bramble"), bo))
    new_ada, new_bo = (await save(database, changed)).practitioners
    assert new_ada == replace(ada, name="Ada Bramble", version=ada.version + 1)
    assert new_bo == bo


async def test_the_order_is_that_of_the_file(database: Database) -> None:
    await save(database, CORNER)
    turned = replace(CORNER, practitioners=CORNER.practitioners[::-1])
    assert [each.slug for each in (await save(database, turned)).practitioners] == ["bo", "ada"]


async def test_who_is_gone_from_the_file_is_retired_and_may_come_back(database: Database) -> None:
    first = await save(database, CORNER)
    without = await save(
        database, replace(CORNER, practitioners=CORNER.practitioners[1:], locations=())
    )
    assert [each.slug for each in without.practitioners] == ["bo"]
    assert without.locations == ()
    row = await database.fetch_one("SELECT COUNT(*) AS n FROM practitioner WHERE retired = 1")
    assert row
    assert row["n"] == 1
    back = await save(database, CORNER)
    assert [each.id for each in back.practitioners] == [each.id for each in first.practitioners]
    assert back.practitioners[0].version > first.practitioners[0].version
    assert back.locations == first.locations


async def test_an_import_that_fails_halfway_leaves_the_clinic_as_it_was(
    database: Database,
) -> None:
    before = await save(database, CORNER)
    broken = replace(CORNER, name="Other", appointment_types=(CORNER.appointment_types[0],) * 2)

    async def job(tx: Transaction) -> None:
        await save_clinic(tx, broken)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(job)
    assert await found(database, "corner") == before


@pytest.mark.req("R1")
async def test_imports_at_the_same_time_are_all_counted(database: Database) -> None:
    await asyncio.gather(*(save(database, CORNER) for _ in range(8)))
    saved = await found(database, "corner")
    assert saved.version == 8
    assert without_ids(saved) == CORNER


async def save_text(database: Database, clinic_id: int, text: str, now: int) -> Terms:
    return await database.write(lambda tx: save_terms(tx, clinic_id, text, now))


@pytest.mark.req("B4")
async def test_terms_get_a_new_version_only_when_their_text_changes(database: Database) -> None:
    clinic = await save(database, CORNER)
    first = await save_text(database, clinic.id, "Be on time.", 100)
    same = await save_text(database, clinic.id, "Be on time.", 200)
    other = await save_text(database, clinic.id, "Be early.", 300)
    again = await save_text(database, clinic.id, "Be on time.", 400)
    assert (first.number, first.made_at, first.sha256) == (1, 100, hash_terms("Be on time."))
    assert same == first
    assert (other.number, again.number) == (2, 3)
    assert await get_current_terms(database, clinic.id) == again


@pytest.mark.req("B4")
async def test_what_was_shown_can_always_be_read_again(database: Database) -> None:
    clinic = await save(database, CORNER)
    first = await save_text(database, clinic.id, "Termine „pünktlich“ 🙂", 100)
    await save_text(database, clinic.id, "Be early.", 300)
    assert await find_terms(database, clinic.id, 1) == first
    assert await find_terms(database, clinic.id, 9) is None


async def test_two_clinics_count_their_terms_apart(database: Database) -> None:
    ours, theirs = await save(database, CORNER), await save(database, replace(CORNER, slug="mill"))
    await save_text(database, ours.id, "Ours.", 1)
    assert (await save_text(database, theirs.id, "Theirs.", 2)).number == 1
    assert (await get_current_terms(database, ours.id)).text == "Ours."


async def test_a_clinic_that_was_never_imported_has_no_terms(database: Database) -> None:
    clinic = await save(database, CORNER)
    with pytest.raises(LookupError):
        await get_current_terms(database, clinic.id)


def without_ids(clinic: Clinic) -> Clinic:
    return replace(
        clinic,
        id=0,
        version=0,
        locations=tuple(replace(each, id=0) for each in clinic.locations),
        practitioners=tuple(replace(each, id=0, version=0) for each in clinic.practitioners),
        appointment_types=tuple(replace(each, id=0) for each in clinic.appointment_types),
    )
