"""Two records of one person: told apart, merged, parted."""

import pytest

from slotkeeper.storage.audit import find_audit
from tests.storage.booked import Books
from tests.web.staff.diary import books_of
from tests.web.staff.patients import PATIENTS, zoes
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A4")


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


async def test_two_records_are_told_apart(robin: Colleague, books: Books) -> None:
    zoe, zoey = await zoes(books)
    page = await robin.get(f"{PATIENTS}/duplicates")
    assert "similar name, same phone" in page.text
    await robin.post(f"{PATIENTS}/apart", {"one": f"{zoe}", "other": f"{zoey}"})
    assert robin.led_to == f"{PATIENTS}/duplicates?told=patients_apart"
    page = await robin.follow()
    assert "No duplicates found" in page.text
    await robin.post(f"{PATIENTS}/apart", {"one": "x", "other": f"{zoey}"})
    assert robin.status == 422


async def test_two_records_are_merged_and_parted(
    robin: Colleague, books: Books, world: World
) -> None:
    zoe, zoey = await zoes(books)
    path = f"{PATIENTS}/{zoe}/merge/{zoey}"
    page = await robin.get(path)
    assert "Take zoey@elsewhere.example" in page.text
    page = await robin.post(path, {"email": "none"})
    assert (robin.status, "Enter an e-mail address" in page.text) == (422, True)
    await robin.post(path, {"email": "zoey@elsewhere.example"})
    page = await robin.follow()
    assert "The records are merged" in page.text
    await robin.get(f"{PATIENTS}/{zoey}")
    assert robin.led_to == f"{PATIENTS}/{zoe}"
    page = await robin.follow()
    [undo] = [each.path for each in page.forms if each.path.endswith("/undo")]
    await robin.post(undo)
    page = await robin.follow()
    assert "The records are parted again" in page.text
    assert "zoe@patient.example" in page.text
    page = await robin.post(undo)
    assert (robin.status, "parted already" in page.text) == (410, True)
    done = await find_audit(world.toolbox.database, books.clinic.id, "patient", zoe)
    assert {each.action for each in done} >= {"patient_merged", "patient_parted"}


async def test_a_merge_of_a_record_that_changed_is_told(
    robin: Colleague, mara: Colleague, books: Books
) -> None:
    zoe, zoey = await zoes(books)
    path = f"{PATIENTS}/{zoe}/merge/{zoey}"
    await robin.get(path)
    await mara.get(f"{PATIENTS}/{zoey}")
    await mara.post(f"{PATIENTS}/{zoey}/alert-note", {"alert_note": "Needs a ramp"})
    page = await robin.post(path)
    assert (robin.status, "Somebody changed this record" in page.text) == (409, True)
    await mara.get(path)
    await mara.post(path)
    assert mara.led_to == f"{PATIENTS}/{zoe}?told=patients_merged"
    await robin.post(path)
    assert robin.status == 404
    await mara.get(f"{PATIENTS}/{zoey}/edit")
    assert mara.led_to == f"{PATIENTS}/{zoe}/edit"
