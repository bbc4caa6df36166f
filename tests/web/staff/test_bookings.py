"""The list of bookings in a browser: found, filtered, paged, exported, walled."""

import csv
import io

import pytest

from tests.storage.booked import Books
from tests.web.staff.diary import books_of, one_of_each
from tests.web.staff.staff import Colleague
from tests.web.world import World

LIST = "/staff/harbour-physio/bookings"


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def ids(world: World, books: Books) -> dict[str, int]:
    return await one_of_each(books, world.clock())


def shown(colleague: Colleague) -> list[int]:
    """The bookings that the last page lists, in its order."""
    return [
        int(link.rpartition("/")[2])
        for link in colleague.page.links
        if link.startswith(f"{LIST}/") and link.rpartition("/")[2].isdecimal()
    ]


async def test_an_empty_list_says_what_comes_next(robin: Colleague) -> None:
    page = await robin.get(LIST)
    assert "No bookings yet" in page.text
    assert "https://book.example/c/harbour-physio" in page.links


async def test_the_newest_stand_first_with_all_that_matters(
    robin: Colleague, ids: dict[str, int]
) -> None:
    page = await robin.get(LIST)
    assert shown(robin)[:3] == [ids["confirmed"], ids["other"], ids["flagged"]]
    assert ids["unpaid"] not in shown(robin)
    for text in ["Ada Example", "K7M-2QXA", "Did not come", "Says new, is known", "A$30.00"]:
        assert text in page.text
    assert "4 min" in page.text


async def test_by_day_there_is_a_heading_for_each(robin: Colleague, ids: dict[str, int]) -> None:
    page = await robin.get(f"{LIST}?order=day&from=2027-01-20&until=2027-02-02")
    assert shown(robin)[:2] == [ids["noshow"], ids["seen"]]
    assert "Saturday 30 January 2027" in page.text
    assert "2 February" in page.text
    assert "3 February" not in page.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=unpaid", ["unpaid"]),
        ("state=noshow", ["noshow"]),
        ("flagged=1", ["flagged", "unknown"]),
        ("paid=disputed", ["disputed"]),
        ("paid=refunded&state=cancelled", ["refunded"]),
        ("made_by=staff", []),
    ],
)
async def test_a_filter_leaves_its_own(
    robin: Colleague, ids: dict[str, int], query: str, names: list[str]
) -> None:
    await robin.get(f"{LIST}?{query}")
    assert shown(robin) == [ids[name] for name in names]


async def test_what_filters_leave_nothing_of_says_how_to_see_more(
    robin: Colleague, ids: dict[str, int]
) -> None:
    assert "No booking fits these filters" in (await robin.get(f"{LIST}?made_by=staff")).text


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense&order=up&paid=x&made_by=me",
        "after=x&from=2027-13-45&until=0001-01-01&order=day",
        "practitioner=abc&type=-1",
        "from=9999-12-31&order=day",
        "q=Ada",
    ],
)
async def test_what_is_no_choice_is_left_open(robin: Colleague, query: str) -> None:
    await robin.get(f"{LIST}?{query}")
    assert robin.status == 200


@pytest.mark.req("R6")
async def test_a_search_is_typed_into_no_address(robin: Colleague, ids: dict[str, int]) -> None:
    await robin.get(LIST)
    page = await robin.post(LIST, {"q": "o'neil", "order": "newest"})
    assert robin.status == 200
    assert shown(robin) == [ids["flagged"], ids["seen"]]
    assert page.form("/bookings").fields["q"] == "o'neil"
    assert not any("neil" in link.lower() for link in page.links)


@pytest.mark.parametrize("text", ["0101", "02 5550 0101", "k7m 2qxa", "p0@patient", "exam ada"])
async def test_a_patient_is_found_in_any_writing(
    robin: Colleague, ids: dict[str, int], text: str
) -> None:
    await robin.get(LIST)
    await robin.post(LIST, {"q": text})
    assert shown(robin)[0] == ids["confirmed"]


async def test_without_a_text_the_form_leads_to_an_address_that_keeps(
    robin: Colleague, ids: dict[str, int]
) -> None:
    await robin.get(LIST)
    await robin.post(LIST, {"q": " ", "state": "noshow", "flagged": ""})
    assert (robin.status, robin.led_to) == (303, f"{LIST}?state=noshow")
    await robin.follow()
    assert shown(robin) == [ids["noshow"]]


async def test_a_search_as_you_type_gets_the_list_alone(
    robin: Colleague, ids: dict[str, int]
) -> None:
    form = (await robin.get(LIST)).form("/bookings").fields
    answer = await robin.http.post(
        LIST, data={**form, "q": "marrow", "state": "confirmed"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'data-address="/staff/harbour-physio/bookings?state=confirmed"' in answer.text
    assert 'data-found="2 bookings"' in answer.text
    assert str(ids["other"]) in answer.text


async def test_nothing_found_says_what_can_be_typed(robin: Colleague, ids: dict[str, int]) -> None:
    await robin.get(LIST)
    page = await robin.post(LIST, {"q": "<b>nobody</b>"})
    assert "Nothing found for “<b>nobody</b>”" in page.text
    assert "<b>nobody" not in page.html


async def test_pages_lead_on_to_the_end(robin: Colleague, books: Books, world: World) -> None:
    person = await books.patient()
    made = [await books.booking(person) for _ in range(60)]
    await robin.get(LIST)
    assert shown(robin) == made[::-1][:50]
    [after] = robin.page.choices("after")
    await robin.post(LIST, {"after": after})
    await robin.follow()
    assert shown(robin) == made[::-1][50:]
    assert robin.page.choices("after") == []
    await robin.get(LIST)
    await robin.post(LIST, {"q": "ada", "after": after})
    assert shown(robin) == made[::-1][50:]


async def test_a_form_of_another_page_changes_and_shows_nothing(
    robin: Colleague, ids: dict[str, int]
) -> None:
    for path in (LIST, f"{LIST}.csv", f"{LIST}/{ids['paid']}/refunds"):
        answer = await robin.http.post(path, data={"q": "ada", "csrf": "forged"})
        assert answer.status_code == 403
        assert "Ada" not in answer.text


async def test_the_export_has_what_the_filters_leave(robin: Colleague, ids: dict[str, int]) -> None:
    answer = await robin.http.get(f"{LIST}.csv?state=noshow&q=nobody")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="harbour-physio-2027-02-01.csv"'
    )
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["State"], row["Reference"], row["Phone"]) == (
        *("Did not come", "K7M2QXJ"),
        "'+61255500103",
    )
    form = (await robin.get(LIST)).form("/bookings").fields
    found = await robin.http.post(f"{LIST}.csv", data={**form, "q": "K7M2QXA"})
    assert len(found.text.splitlines()) == 2


@pytest.mark.req("A1")
async def test_a_practitioner_sees_and_exports_own_bookings_only(
    kit: Colleague, books: Books, ids: dict[str, int], world: World
) -> None:
    mine = next(each.id for each in books.clinic.practitioners if each.slug == "kit-saltmarsh")
    person = await books.patient("Una", "Own")
    own = await books.booking(person, practitioner_id=mine, reference="MYVWN22")
    page = await kit.get(LIST)
    assert shown(kit) == [own]
    assert "Ada Example" not in page.text
    await kit.post(LIST, {"q": "ada"})
    assert shown(kit) == []
    await kit.get(f"{LIST}?practitioner={books.practitioners[0]}")
    assert kit.status == 404
    answer = await kit.http.get(f"{LIST}.csv")
    assert "MYVWN22" in answer.text
    assert "Ada" not in answer.text


@pytest.mark.req("R5")
async def test_another_clinics_things_are_not_there(
    robin: Colleague, ash: Colleague, ids: dict[str, int], world: World
) -> None:
    for path in (LIST, f"{LIST}.csv", f"{LIST}/{ids['paid']}"):
        await ash.get(path)
        assert ash.status == 404, path
    corner = await books_of(world.toolbox.database, "corner-practice")
    for query in (f"practitioner={corner.practitioners[0]}", f"type={corner.types[0]}"):
        await robin.get(f"{LIST}?{query}")
        assert robin.status == 404, query
    foreign = await corner.booking()
    for path in (f"{LIST}/{foreign}", f"/staff/corner-practice/bookings/{ids['paid']}"):
        await robin.get(path)
        assert robin.status == 404, path
    await ash.get("/staff/corner-practice/bookings")
    assert "K7M" not in ash.page.text
