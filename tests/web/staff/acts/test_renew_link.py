"""A new link in a browser: what it does is said before, the old one opens nothing afterwards."""

import pytest

from tests.storage.booked import Books
from tests.web.booking.booked import book
from tests.web.staff.acts.appointment import LIST, TWO, at, fields, row
from tests.web.staff.diary import HOUR
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("B13")
GONE = "This link no longer works"
PATIENTS = "/staff/harbour-physio/patients"


async def test_what_it_does_is_said_and_done(mara: Colleague, booking: str, world: World) -> None:
    assert f"{booking}/link" in (await mara.get(booking)).links
    page = await mara.get(f"{booking}/link")
    assert "Whoever has the old link can then no longer open, change or cancel" in page.text
    assert "Ada is sent the new one to ada@patient.example." in page.text
    await mara.post(f"{booking}/link")
    page = await mara.follow()
    assert mara.answer.url.path == booking
    assert "The old link no longer works." in page.text
    assert "New link made; the old one no longer works" in page.text
    assert "Told: a new link" in page.text
    assert (await row(world, booking))["revision"] == 1


@pytest.mark.parametrize("surface", ["/c/harbour-physio", "/f/harbour-physio"])
async def test_the_patient_s_old_link_is_as_unknown_as_any(
    mara: Colleague, world: World, surface: str
) -> None:
    patient = await world.patient(surface)
    link = await book(patient, world)
    [found] = await world.toolbox.database.fetch("SELECT id FROM booking")
    address = f"{LIST}/{found['id']}"
    await mara.get(f"{address}/link")
    await mara.post(f"{address}/link")
    for path in (link, f"{link}/cancel", f"{link}/move", "/b/forged"):
        page = await patient.get(path)
        assert (patient.answer.status_code, page.notice) == (404, "link_over")
        assert GONE in page.text
        assert "look for a newer message from the clinic, or call us" in page.text
    if "/f/" in surface:
        page = await patient.post("/links", {"link": link.removeprefix("/b/")})
        assert (patient.answer.status_code, page.notice) == (404, "link_over")


async def test_the_second_of_two_is_told_that_there_is_one_already(
    mara: Colleague, robin: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/link")
    await robin.get(f"{booking}/link")
    await robin.post(f"{booking}/link")
    page = await mara.post(f"{booking}/link")
    assert mara.status == 409
    assert "New link made; the old one no longer works" in page.text
    assert fields(mara, "/link")["revision"] == "1"


async def test_nobody_is_sent_one_for_what_is_over_or_without_an_address(
    mara: Colleague, books: Books, world: World
) -> None:
    zoe = await books.patient("Zoë", "O'Neil", email="")
    address = f"{LIST}/{await at(books, zoe, TWO)}"
    page = await mara.get(f"{address}/link")
    assert "There is no e-mail address for Zoë" in page.text
    world.clock.advance(6 * HOUR)
    page = await mara.get(f"{address}/link")
    assert "Nobody is sent a new one" in page.text


async def test_it_is_for_the_desk_and_owners_alone(
    kit: Colleague, robin: Colleague, books: Books, booking: str
) -> None:
    kits = next(each.id for each in books.clinic.practitioners if each.slug == "kit-saltmarsh")
    own = f"{LIST}/{await books.booking(practitioner_id=kits)}"
    assert f"{own}/move" in (await kit.get(own)).links
    assert f"{own}/link" not in kit.page.links
    await kit.get(f"{own}/link")
    assert kit.status == 404
    assert f"{booking}/link" in (await robin.get(booking)).links


async def test_who_corrects_an_address_can_send_new_links(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    first = f"{LIST}/{await at(books, ada, TWO)}"
    second = f"{LIST}/{await at(books, ada, TWO + HOUR)}"
    page = await mara.get(f"{PATIENTS}/{ada}/edit")
    assert "Send new links for 2 coming appointments; the old ones stop working" in page.text
    await mara.post(f"{PATIENTS}/{ada}/edit", {"email": "ada.e@patient.example"})
    assert "The details are saved." in (await mara.follow()).text
    assert [(await row(world, each))["revision"] for each in (first, second)] == [0, 0]
    await mara.get(f"{PATIENTS}/{ada}/edit")
    await mara.post(f"{PATIENTS}/{ada}/edit", {"new_links": "on"})
    assert "the new ones are on their way" in (await mara.follow()).text
    assert [(await row(world, each))["revision"] for each in (first, second)] == [1, 1]
    told = await world.toolbox.database.fetch("SELECT message FROM delivery")
    assert [each["message"] for each in told] == ["link_renewed", "link_renewed"]


async def test_without_anything_coming_no_links_are_offered(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    await at(books, ada, TWO)
    world.clock.advance(6 * HOUR)
    assert "new link" not in (await mara.get(f"{PATIENTS}/{ada}/edit")).text.lower()


@pytest.mark.req("T2")
async def test_what_waits_for_an_answer_says_that_its_link_to_confirm_ends_too(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    number = await at(books, ada, TWO)
    address, until = f"{LIST}/{number}", world.clock() + HOUR
    waits = (
        "UPDATE booking SET state = 'pending', awaits = 'patient', expires_at = $2 WHERE id = $1"
    )
    await books.database.write(lambda tx: tx.execute(waits, number, until))
    assert f"{address}/link" in (await mara.get(address)).links
    assert "The link to confirm it ends too" in (await mara.get(f"{address}/link")).text
    await mara.post(f"{address}/link")
    assert "Told: link to confirm" in (await mara.follow()).text


async def test_what_is_being_paid_has_no_link_and_says_so(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    until = world.clock() + HOUR
    paying = await books.booking(patient_id=ada, state="paying", expires_at=until)
    address = f"{LIST}/{paying}"
    page = await mara.get(address)
    assert f"{address}/link" not in page.links
    assert "There is no link to it yet that could be revoked" in page.text
