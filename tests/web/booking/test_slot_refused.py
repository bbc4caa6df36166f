"""A time that cannot be had: 409 with the nearest free ones, and nothing typed is lost (B6)."""

from datetime import UTC, datetime

import pytest

from tests.web.clinics import DEMO
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

HOUR, DAY = 3600, 86_400
TYPED = {name: text for name, text in ADA.items() if name != "terms"}


def at(text: str) -> int:
    """An instant of the clinic's summer, UTC + 11 h."""
    return int(datetime.fromisoformat(f"{text}+11:00").timestamp())


BAD_TIMES = {
    "before opening": at("2027-02-02T06:00"),
    "in the break": at("2027-02-02T12:45"),
    "after closing": at("2027-02-02T23:00"),
    "so late that it ends after closing": at("2027-02-02T17:00"),
    "on a day off": at("2027-02-05T09:00"),
    "in the past": at("2027-01-25T09:00"),
    "now": at("2027-02-01T09:00"),
    "within the cut-off": at("2027-02-01T10:45"),
    "beyond the horizon": at("2027-05-03T09:00"),
    "off the grid": at("2027-02-02T09:05"),
    "a second off the grid": at("2027-02-02T09:00") + 1,
    "at the beginning of time": 0,
    "at one second of time": 1,
    "in the year 9999": 253_402_300_799,
    "after all calendars": 999_999_999_999,
}


@pytest.mark.req("S13", "B6", "R4")
async def test_a_time_that_is_not_offered_is_409_with_the_nearest(ada: Patient) -> None:
    times = await ada.go_to_times(type="initial", location="manly", practitioner="nell-tidewater")
    form = times.form("/holds").fields
    for why, slot in BAD_TIMES.items():
        page = await ada.post("/holds", {**form, "slot": str(slot)})
        assert ada.answer.status_code == 409, why
        assert page.notice == "taken"
        assert page.slots, why
        assert slot not in page.slots
        assert page.slots == sorted(page.slots)


@pytest.mark.req("B6")
async def test_the_offered_times_are_the_nearest(ada: Patient) -> None:
    wanted = at("2027-02-04T10:05")
    times = await ada.go_to_times(type="initial", location="manly", practitioner="nell-tidewater")
    page = await ada.post("/holds", {**times.form("/holds").fields, "slot": str(wanted)})
    around = [at("2027-02-04T09:30") + n * 900 for n in range(6)]
    assert set(page.slots) == set(sorted(around, key=lambda each: abs(each - wanted))[:6])


@pytest.mark.req("S13")
async def test_a_time_of_another_practitioner_is_not_taken_for_this_one(ada: Patient) -> None:
    """Kit works on Friday evening, Nell does not."""
    evening = at("2027-02-05T18:00")
    page = await ada.go_to_times(type="initial", practitioner="kit-saltmarsh", day="2027-02-05")
    assert evening in page.slots
    fields = {**page.form("/holds").fields, "practitioner": "nell-tidewater"}
    await ada.post("/holds", {**fields, "slot": str(evening)})
    assert ada.answer.status_code == 409


@pytest.mark.req("S13")
async def test_a_time_at_another_location_is_refused(ada: Patient) -> None:
    page = await ada.go_to_times(type="initial", practitioner="nell-tidewater", location="manly")
    slot = page.slots[0]
    fields = {**page.form("/holds").fields, "location": "balmain", "slot": str(slot)}
    await ada.post("/holds", fields)
    assert ada.answer.status_code == 409


@pytest.mark.req("S13", "R5")
async def test_a_time_of_another_clinic_is_refused(world: World) -> None:
    corner = await world.patient("/f/corner-practice")
    slot = (await corner.start()).slots[0]
    harbour = await world.patient("/f/harbour-physio")
    page = await harbour.go_to_times(type="initial")
    await harbour.post("/holds", {**page.form("/holds").fields, "slot": str(slot)})
    assert harbour.answer.status_code == 409


@pytest.mark.req("S13")
async def test_a_type_that_the_practitioner_does_not_offer_leads_to_those_who_do(
    ada: Patient,
) -> None:
    page = await ada.go_to_times(type="initial", practitioner="otis-brinewell", location="balmain")
    slot = page.slots[0]
    fields = {**page.form("/holds").fields, "type": "long", "location": "any", "slot": str(slot)}
    refused = await ada.post("/holds", fields)
    assert ada.answer.status_code == 409
    assert refused.slots
    await ada.hold(refused.slots[0])
    assert ada.page.name == "details"


@pytest.mark.req("S13")
async def test_a_page_that_stood_open_too_long_offers_what_is_free_now(
    world: World, ada: Patient
) -> None:
    times = await ada.go_to_times(type="initial")
    first = times.slots[0]
    world.clock.advance(first - world.clock() - HOUR)
    page = await ada.hold(first)
    assert ada.answer.status_code == 409
    assert min(page.slots) >= world.clock() + 2 * HOUR


@pytest.mark.req("S13")
async def test_hours_that_changed_meanwhile_count(world: World, ada: Patient) -> None:
    times = await ada.go_to_times(type="initial", practitioner="nell-tidewater", location="manly")
    first = times.slots[0]
    await world.import_clinic(
        DEMO.replace('from = "08:00", to = "17:30"', 'from = "14:00", to = "17:30"')
    )
    page = await ada.hold(first)
    assert ada.answer.status_code == 409
    assert first not in page.slots


@pytest.mark.req("H3", "B6", "R1")
async def test_of_two_who_want_one_time_the_second_is_offered_others(
    ada: Patient, ben: Patient
) -> None:
    chosen = {"type": "initial", "practitioner": "nell-tidewater", "location": "manly"}
    slot = (await ada.go_to_times(**chosen)).slots[0]
    await ben.go_to_times(**chosen)
    await ada.hold(slot)
    page = await ben.hold(slot)
    assert ada.page.name == "details"
    assert (ben.answer.status_code, page.notice) == (409, "taken")
    assert "That time has just been taken" in page.text
    assert slot not in page.slots


@pytest.mark.req("B6")
async def test_what_was_typed_goes_along_without_javascript(world: World) -> None:
    """The typed text travels in the page's form; the widget keeps its own in session storage."""
    chosen = {"type": "running", "practitioner": "kit-saltmarsh"}
    ada, ben = await world.patient("/c/harbour-physio"), await world.patient("/c/harbour-physio")
    slot = (await ada.go_to_times(**chosen)).slots[0]
    await ada.hold(slot)
    world.clock.advance(460)
    await ben.go_to_times(**chosen)
    await ben.hold(slot)

    refused = await ada.post("/bookings", {**hidden_of(ada), **ADA})
    assert (ada.answer.status_code, refused.notice) == (410, "hold_over")
    assert {name: refused.form("/holds").fields[name] for name in TYPED} == TYPED
    details = await ada.hold(refused.slots[0])
    assert (ada.answer.status_code, details.name) == (200, "details")
    assert {name: details.form("/bookings").fields[name] for name in TYPED} == TYPED
    assert "terms" not in details.form("/bookings").fields
    assert "Ada" not in str(ada.answer.url)
    world.clock.advance(5)
    booked = await ada.book({"terms": "accepted"})
    assert booked.name == "confirmed"


async def test_a_fragment_never_sends_back_what_was_typed_with_the_times(world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    times = await ada.go_to_times(type="initial")
    page = await ada.post("/holds", {**times.form("/holds").fields, "slot": "1", **TYPED})
    of_the_times = {"patient_is"}
    assert set(TYPED) & set(page.form("/holds").fields) == of_the_times


@pytest.mark.req("R4")
async def test_a_slot_that_is_no_number_is_422(ada: Patient) -> None:
    times = await ada.go_to_times(type="initial")
    form = times.form("/holds").fields
    for text in ("", " ", "soon", "-5", "1e9", "12.5", "９", "0x10", "1" * 5_000, "1;DROP"):
        page = await ada.post("/holds", {**form, "slot": text})
        assert ada.answer.status_code == 422, text
        assert page.notice == "fields"
        assert "Choose" in page.text


@pytest.mark.req("S9")
async def test_a_clinic_without_online_booking_asks_to_call(world: World) -> None:
    for prefix in ("/f/shut-practice", "/c/shut-practice"):
        patient = await world.patient(prefix)
        for path in ("/start",) if patient.is_fragment else ("", "/visit"):
            page = await patient.get(path)
            assert (patient.answer.status_code, page.notice) == (403, "closed")
            assert "Please ring us, we are there until six." in page.text
            assert "+49 30 5550 1234" in page.text
        fields = {
            "type": "visit",
            "slot": str(int(datetime(2027, 2, 2, 9, tzinfo=UTC).timestamp())),
        }
        await patient.post("/holds", fields)
        assert patient.answer.status_code == 403


def hidden_of(patient: Patient) -> dict[str, str]:
    """The hidden fields of the details form."""
    return Page(patient.answer.text).form("/bookings").fields
