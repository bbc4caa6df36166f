"""A clinic's own words: kept by channel, message and language, with what stood there before."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.storage.clinic import save_clinic
from slotkeeper.storage.database import Database
from slotkeeper.storage.wording import Wording, Words, find_wordings, save_wording
from tests.services.desk import FILE

NOW = 1_767_700_000


@pytest.fixture
async def clinic_id(database: Database) -> int:
    return await database.write(lambda tx: save_clinic(tx, parse_clinic(FILE)))


def wording(clinic_id: int, opening: str = "Welcome.", language: str = "en") -> Wording:
    return Wording(
        clinic_id=clinic_id,
        channel="mail",
        message="booking_confirmed",
        language=language,
        words=Words(subject="See you", opening=opening, closing="Bye"),
        changed_at=NOW,
    )


async def save(database: Database, what: Wording) -> bool:
    return await database.write(lambda tx: save_wording(tx, what))


async def test_words_come_back_as_they_were_saved(database: Database, clinic_id: int) -> None:
    assert await save(database, wording(clinic_id))
    [found] = await find_wordings(database, clinic_id, "mail", "booking_confirmed")
    assert found == replace(wording(clinic_id), revision=1)


async def test_each_language_message_and_channel_has_its_own(
    database: Database, clinic_id: int
) -> None:
    first = wording(clinic_id)
    others = (
        replace(first, language="de"),
        replace(first, message="booking_moved"),
        replace(first, channel="sms"),
    )
    for each in (first, *others):
        assert await save(database, each)
    found = await find_wordings(database, clinic_id, "mail", "booking_confirmed")
    assert [each.language for each in found] == ["de", "en"]
    assert len(await find_wordings(database, clinic_id)) == 4
    assert await find_wordings(database, clinic_id + 1) == []


async def test_of_two_who_change_the_same_words_the_second_is_told(
    database: Database, clinic_id: int
) -> None:
    await save(database, wording(clinic_id))
    assert await save(database, replace(wording(clinic_id, "One"), revision=1))
    assert not await save(database, replace(wording(clinic_id, "Two"), revision=1))
    assert not await save(database, replace(wording(clinic_id, "New"), revision=0))
    [found] = await find_wordings(database, clinic_id)
    assert (found.words.opening, found.revision) == ("One", 2)


async def test_words_that_are_not_there_are_not_changed(database: Database, clinic_id: int) -> None:
    assert not await save(database, replace(wording(clinic_id), revision=3))
    assert await find_wordings(database, clinic_id) == []
