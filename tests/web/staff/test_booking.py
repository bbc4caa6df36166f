"""One booking in a browser: what it shows, the money given back, and nothing that runs."""

import pytest

from slotkeeper.storage.audit import find_audit
from tests.storage.booked import Books
from tests.web.clinics import DEMO
from tests.web.staff.diary import books_of, one_of_each
from tests.web.staff.staff import Colleague
from tests.web.world import World

LIST = "/staff/harbour-physio/bookings"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def ids(world: World, books: Books) -> dict[str, int]:
    return await one_of_each(books, world.clock())


async def test_it_says_who_what_and_all_that_happened(
    robin: Colleague, ids: dict[str, int]
) -> None:
    page = await robin.get(f"{LIST}/{ids['confirmed']}")
    for text in ["Ada Example", "K7M-2QXA", "side door", "Sydney time", "4 minutes ago"]:
        assert text in page.text
    assert "tel:+61255500101" in page.links
    for text in ["Chose a time", "Accepted the terms, version 1", "Told: booking confirmed"]:
        assert text in page.text
    assert "Nothing was paid online" in page.text


@pytest.mark.req("B4")
async def test_the_terms_are_shown_as_that_patient_saw_them(
    robin: Colleague, ids: dict[str, int], world: World
) -> None:
    before = (await robin.get(f"{LIST}/{ids['confirmed']}")).html
    start = before.index('<details class="terms">')
    shown = before[start : before.index("</details>", start)]
    await world.import_clinic(DEMO.replace('terms = """', 'terms = """Other terms. ', 1))
    after = (await robin.get(f"{LIST}/{ids['confirmed']}")).html
    assert shown in after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("disputed", "The patient's bank has questions"),
        ("unpaid", "This was never a booking"),
        ("unpaid", "Did not pay"),
        ("flagged", "The patient says they are new here"),
        ("refunded", "Given back"),
    ],
)
async def test_what_is_special_is_said(
    robin: Colleague, ids: dict[str, int], name: str, text: str
) -> None:
    assert text in (await robin.get(f"{LIST}/{ids[name]}")).text


@pytest.mark.req("A1")
async def test_that_somebody_looked_is_written_down(
    robin: Colleague, ids: dict[str, int], world: World, books: Books
) -> None:
    await robin.get(f"{LIST}/{ids['confirmed']}")
    [entry] = await find_audit(world.toolbox.database, books.clinic.id, "booking", ids["confirmed"])
    assert entry.action == "booking_viewed"


@pytest.mark.req("R5")
@pytest.mark.parametrize("booking", ["0", "-1", "99999", str(2**63), "9" * 40, "abc", "1.5"])
async def test_what_does_not_exist_is_not_there(robin: Colleague, booking: str) -> None:
    await robin.get(f"{LIST}/{booking}")
    assert robin.status == 404


@pytest.mark.req("A1")
async def test_a_practitioner_reaches_no_other_diary_and_no_money(
    kit: Colleague, ids: dict[str, int], books: Books
) -> None:
    await kit.get(f"{LIST}/{ids['paid']}")
    assert kit.status == 404
    mine = next(each.id for each in books.clinic.practitioners if each.slug == "kit-saltmarsh")
    own = await books.booking(practitioner_id=mine, reference="MYVWN22")
    await books.payment(own)
    page = await kit.get(f"{LIST}/{own}")
    assert kit.status == 200
    assert "Give money back" not in page.text
    await kit.post(f"{LIST}/{own}/refunds", {"once": "abcdefghij", "how": "all"})
    assert kit.status == 404


@pytest.mark.parametrize("field", ["first_name", "last_name", "email", "note"])
async def test_nothing_that_a_patient_typed_runs(
    robin: Colleague, books: Books, ids: dict[str, int], field: str
) -> None:
    table = "booking" if field == "note" else "patient"
    which = "patient_id" if field == "note" else "id"
    person = await books.patient("Eve", "Marker")
    booking = await books.booking(person, note="x", reference="XSSXSS2")
    sql = f"UPDATE {table} SET {field} = $1 WHERE {which} = $2"  # noqa: S608
    await books.database.write(lambda tx: tx.execute(sql, f"\"'>{SCRIPT}", person))
    for path in (LIST, f"{LIST}/{booking}"):
        page = await robin.get(path)
        assert robin.status == 200
        assert SCRIPT not in page.html
    await robin.get(LIST)
    page = await robin.post(LIST, {"q": f'">{SCRIPT}'})
    assert SCRIPT not in page.html
