"""The encryption key is exchanged and patients' answers stay readable, by the new one."""

from functools import partial

from slotkeeper.domain.question import Answer
from slotkeeper.services.intake import open_answers, seal_answers
from slotkeeper.services.reseal_answers import reseal_all_answers
from slotkeeper.services.vault import Vault
from slotkeeper.storage.intake import find_intake, insert_intake
from tests.services.desk import NINE, VAULT_KEY, Desk

NEW = "YW5vdGhlciBrZXkgb2YgdGhlIHRlc3RzLCAzMiBieXQ="
SAID = (Answer(id="goal", ask="What happened?", kind="text", given=("A fall.",)),)


async def answered(desk: Desk, vault: Vault, count: int) -> list[int]:
    clinic = await desk.set_up(daily_limit=0)
    ids = []
    for number in range(count):
        booking = await desk.book(NINE + number * 1800)
        ids.append(booking.id)
        sealed = seal_answers(vault, clinic.id, booking.id, SAID)
        keep = partial(insert_intake, clinic_id=clinic.id, booking_id=booking.id, sealed=sealed)
        await desk.database.write(keep)
    return ids


async def test_answers_are_sealed_anew_and_what_no_key_opens_stays(desk: Desk) -> None:
    clinic = await desk.set_up()
    ids = await answered(desk, Vault([VAULT_KEY]), 3)
    await desk.execute("UPDATE intake SET sealed = 'gibberish' WHERE booking_id = $1", ids[1])
    found = await reseal_all_answers(desk.database, Vault([NEW, VAULT_KEY]))
    assert (found.done, found.locked) == (2, 1)
    for booking in (ids[0], ids[2]):
        sealed = await find_intake(desk.database, clinic.id, booking)
        assert open_answers(Vault([NEW]), clinic.id, booking, sealed) == SAID
    assert await find_intake(desk.database, clinic.id, ids[1]) == "gibberish"


async def test_there_may_be_none(desk: Desk) -> None:
    found = await reseal_all_answers(desk.database, Vault([NEW]))
    assert (found.done, found.locked) == (0, 0)
