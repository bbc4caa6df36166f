"""Patients on a step, and requests that wait for an answer, in a staff member's browser."""

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.audit import find_audit
from tests.storage.booked import Books
from tests.web.patient import ADA, Patient
from tests.web.staff.diary import books_of
from tests.web.staff.staff import Colleague
from tests.web.trusted import put_on
from tests.web.world import World

HOME = "/staff/harbour-physio"
SCRIPT = "<script>alert(1)</script>"

pytestmark = pytest.mark.req("T2")


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def ada(world: World) -> Patient:
    return await world.patient("/f/harbour-physio", "198.51.100.20")


async def ask(ada: Patient, world: World, *, nth: int = 1) -> int:
    """Somebody known asks for an appointment; the booking's number."""
    times = await ada.go_to_times(type="standard")
    await ada.hold(times.slots[nth])
    world.clock.advance(30)
    await ada.book({**ADA, "patient_is": "existing"})
    row = await world.toolbox.database.fetch_one("SELECT MAX(id) AS id FROM booking")
    assert row
    return int(row["id"])


async def test_a_patient_is_put_on_a_step_with_reason_note_and_end(
    mara: Colleague, world: World, books: Books
) -> None:
    patient = await books.patient("Ines", "Marrow")
    page = await mara.get(f"{HOME}/patients/{patient}")
    assert "Books as usual" in page.text
    typed = {"step": "approve", "reason": "no-shows", "note": SCRIPT, "until": "2027-06-30"}
    await mara.post(f"{HOME}/patients/{patient}/trust", typed)
    page = await mara.follow()
    assert "counts from now on" in page.text
    for text in ("Waits for approval", "Did not come", "by Mara", "30 Jun"):
        assert text in page.text
    assert SCRIPT not in page.html
    assert SCRIPT in page.text
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    [entry] = [
        each
        for each in await find_audit(world.toolbox.database, clinic.id, "patient", patient)
        if each.action == "trust_set"
    ]
    assert entry.details["trust"] == ("normal", "approve")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"step": "wild"}, "Choose how the patient books"),
        ({"step": "blocked"}, "Choose a reason"),
        ({"step": "call", "reason": "other", "until": "2020-01-01"}, "last day from today on"),
        ({"step": "call", "reason": "other", "until": "9999-12-31"}, "last day from today on"),
        ({"step": "call", "reason": "other", "until": "soon"}, "last day from today on"),
        ({"step": "call", "reason": "other", "note": "x" * 1001}, "at most 1000"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    mara: Colleague, books: Books, typed: dict[str, str], said: str
) -> None:
    patient = await books.patient("Ines", "Marrow")
    await mara.get(f"{HOME}/patients/{patient}")
    page = await mara.post(f"{HOME}/patients/{patient}/trust", typed)
    assert mara.status == 422
    assert said in page.text
    assert "Books as usual" in (await mara.get(f"{HOME}/patients/{patient}")).text


async def test_everybody_on_a_step_is_listed_with_why_and_until_when(
    mara: Colleague, world: World, books: Books
) -> None:
    assert "Everybody books online as usual" in (await mara.get(f"{HOME}/trust")).text
    await books.patient("Ines", "Marrow")
    await put_on(world, "blocked", "Ines")
    page = await mara.get(f"{HOME}/trust")
    for text in ("Ines Marrow", "Blocked", "Another reason", "Until somebody changes it"):
        assert text in page.text


async def test_a_practitioner_sees_the_step_of_an_own_patient_and_sets_none(
    kit: Colleague, mara: Colleague, books: Books
) -> None:
    patient = await books.patient("Ines", "Marrow")
    await kit.get(f"{HOME}/today")
    await kit.post(f"{HOME}/patients/{patient}/trust", {"step": "normal"})
    assert kit.status == 404
    await kit.get(f"{HOME}/trust")
    assert kit.status == 404
    await kit.get(f"{HOME}/requests")
    assert kit.status == 404


async def test_a_request_is_counted_listed_and_approved(
    mara: Colleague, world: World, ada: Patient
) -> None:
    await ask(ada, world, nth=0)
    await put_on(world, "approve")
    assert f"{HOME}/requests" not in (await mara.get(f"{HOME}/today")).links
    booking = await ask(ada, world)
    assert f"{HOME}/requests" in (await mara.get(f"{HOME}/today")).links
    page = await mara.get(f"{HOME}/requests")
    for text in ("Ada Marlowe", "Waits for approval: Another reason", "Left knee"):
        assert text in page.text
    await mara.post(f"{HOME}/requests/{booking}/approve")
    assert "Approved" in (await mara.follow()).text
    await mara.post(f"{HOME}/requests/{booking}/approve")
    assert mara.status == 409
    detail = await mara.get(f"{HOME}/bookings/{booking}")
    assert "Confirmed" in detail.text
    assert "Request approved" in detail.text


async def test_a_request_is_declined_with_a_reason_that_the_patient_reads(
    mara: Colleague, world: World, ada: Patient
) -> None:
    await ask(ada, world, nth=0)
    await put_on(world, "approve")
    booking = await ask(ada, world)
    path = next(each for each in ada.page.links if "/b/" in each).partition("harbour-physio")[2]
    await mara.get(f"{HOME}/requests")
    await mara.post(f"{HOME}/requests/{booking}/decline", {"reason": "x" * 501})
    assert mara.status == 422
    await mara.post(f"{HOME}/requests/{booking}/decline", {"reason": f"We are away. {SCRIPT}"})
    assert "Declined" in (await mara.follow()).text
    told = await ada.get(path)
    assert told.notice == "declined"
    assert f"We are away. {SCRIPT}" in told.text


async def test_another_clinics_request_and_patient_are_not_there(
    ash: Colleague, world: World, ada: Patient, books: Books
) -> None:
    booking = await ask(ada, world)
    patient = await books.patient("Ines", "Marrow")
    for path in (
        f"requests/{booking}/approve",
        f"requests/{booking}/decline",
        f"requests/{2**70}/approve",
        f"patients/{patient}/trust",
    ):
        await ash.get("/staff/corner-practice/today")
        await ash.post(f"/staff/corner-practice/{path}", {"step": "normal"})
        assert ash.status == 404, path


async def test_a_booking_that_waits_for_its_patient_shows_the_link_to_pass_on(
    mara: Colleague, kit: Colleague, world: World, ada: Patient
) -> None:
    await ask(ada, world, nth=0)
    await put_on(world, "confirm")
    booking = await ask(ada, world)
    page = await mara.get(f"{HOME}/bookings/{booking}")
    assert "Waits for the patient to confirm" in page.text
    link = next(each["value"] for tag, each in page.tags if each.get("id") == "confirm-link")
    assert link.startswith("https://book.example/c/harbour-physio/confirm/")
    await kit.get(f"{HOME}/bookings/{booking}")
    assert "/confirm/" not in kit.answer.text


@pytest.mark.req("T4")
async def test_a_near_match_is_shown_with_whom(
    mara: Colleague, world: World, books: Books, ada: Patient
) -> None:
    await books.patient("Ada", "Marlowe", phone="+61255509999", email="other@patient.example")
    await put_on(world, "blocked")
    booking = await ask(ada, world)
    page = await mara.get(f"{HOME}/bookings/{booking}")
    assert "May be the same person as" in page.text


@pytest.mark.req("T3")
async def test_rules_say_whom_they_strike_before_they_are_saved_and_then_do(
    robin: Colleague, world: World, books: Books
) -> None:
    patient, now = await books.patient("Ines", "Marrow"), world.clock()
    for days in (20, 40):
        starts = now - days * 86_400
        await books.booking(
            patient,
            state="noshow",
            starts_at=starts,
            ends_at=starts + 1800,
            busy_from=starts,
            busy_until=starts + 1800,
        )
    page = await robin.get(f"{HOME}/settings/trust")
    rule = {"after": "no-shows", "times": "2", "within_days": "365", "step": "approve"}
    typed = {f"rules.0.{name}": text for name, text in {**rule, "for_days": "0"}.items()}
    page = await robin.post(f"{HOME}/settings/trust", {**typed, "do": "effect"})
    assert "Saving puts 1 patient on “Waits for approval” at once." in page.text
    assert "Books as usual" in (await robin.get(f"{HOME}/patients/{patient}")).text
    await robin.get(f"{HOME}/settings/trust")
    page = await robin.post(f"{HOME}/settings/trust", {**typed, "do": "effect"})
    await robin.post(f"{HOME}/settings/trust", {**typed, "do": "save"})
    assert robin.status == 303
    page = await robin.get(f"{HOME}/patients/{patient}")
    for text in ("Waits for approval", "Did not come", "by a rule"):
        assert text in page.text
