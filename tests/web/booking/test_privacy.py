"""No personal data in addresses, logs, or for other eyes (R6); hidden minutes stay hidden (B8)."""

import logging
import re

import pytest

from tests.web.booking.booked import link_of
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

PERSONAL = [
    "Ada",
    "Marlowe",
    "ada.marlowe",
    "patient.example",
    "5550 4321",
    "55504321",
    "1988",
    "stairs",
]


async def walk(world: World, ada: Patient) -> None:
    """Ada's way with all its accidents, to the confirmation."""
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    await ada.hold(times.slots[0])
    await ada.book({**ADA, "email": "ada.marlowe@"})
    world.clock.advance(20)
    await ada.book({**ADA, "phone": "4321"})
    world.clock.advance(460)
    await ada.book(ADA)
    world.clock.advance(20)
    await ada.book(ADA)
    assert ada.page.name == "confirmed"


@pytest.mark.req("R6")
async def test_nothing_personal_is_logged_or_in_an_address(
    caplog: pytest.LogCaptureFixture, world: World, ada: Patient
) -> None:
    with caplog.at_level(logging.DEBUG):
        await walk(world, ada)
    # httpx, which plays the browser here, logs what it asks for.
    told = [each.getMessage() for each in caplog.records if not each.name.startswith("http")]
    addresses = [str(answer.url) for answer in ada.answers]
    addresses += [answer.headers.get("location", "") for answer in ada.answers]
    for text in PERSONAL:
        assert not [line for line in told + addresses if text in line]


@pytest.mark.req("R6")
async def test_only_the_patient_and_no_cache_sees_what_is_personal(
    world: World, ada: Patient
) -> None:
    await walk(world, ada)
    for answer in ada.answers:
        personal = "data-hold-token" in answer.text or "data-reference" in answer.text
        personal = personal or any(text in answer.text for text in PERSONAL)
        if personal or answer.request.method == "POST":
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.req("R6")
async def test_the_confirmation_tells_no_more_than_the_patient_needs(
    world: World, ada: Patient
) -> None:
    """Who has the link sees the first name; nothing by which the person could be found."""
    await walk(world, ada)
    link = f"/c/harbour-physio{link_of(ada)}"
    page = Page((await (await world.browser("198.51.100.9")).get(link)).text)
    assert "You are booked, Ada" in page.text
    for text in ("Marlowe", "ada.marlowe", "4321", "1988", "stairs"):
        assert text not in page.html


@pytest.mark.req("B8")
async def test_padding_is_nowhere_to_be_seen(world: World, ada: Patient) -> None:
    """A running assessment takes 60 minutes, with 15 before and 15 after that nobody is told."""
    await walk(world, ada)
    calendar = next(each for each in ada.page.links if each.endswith(".ics"))
    browser = await world.browser()
    texts = [answer.text for answer in ada.answers] + [(await browser.get(calendar)).text]
    query = "type=running&from=2027-02-02&to=2027-02-02"
    paths = ("", "/appointment-types", f"/slots?{query}")
    texts += [(await browser.get(f"/api/v1/clinics/harbour-physio{path}")).text for path in paths]
    assert "20270202T000000Z" in texts[len(ada.answers)]
    assert "20270202T010000Z" in texts[len(ada.answers)]
    for text in texts:
        assert not re.search(r"padding|busy|\b(75|90) min", text)
        # 15 minutes before and after, 10:45 and 12:15 in Sydney: starts, perhaps, but no ends.
        for hidden in ("20270201T234500Z", "20270202T011500Z", '"ends_at":"2027-02-02T01:15'):
            assert hidden not in text


@pytest.mark.req("R6")
async def test_an_error_that_quotes_the_form_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture, world: World, ada: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    await ada.hold(times.slots[0])
    world.clock.advance(20)

    async def break_down(*_: object) -> None:
        raise LookupError(" ".join(PERSONAL)) from ValueError(" ".join(PERSONAL))

    monkeypatch.setattr("slotkeeper.services.bookings.find_patients", break_down)
    page = await ada.book(ADA)
    assert (ada.answer.status_code, page.notice) == (500, "broken")
    assert "Nothing was booked" in page.text
    told = "\n".join(
        record.getMessage() for record in caplog.records if "slotkeeper" in record.name
    )
    assert "LookupError from ValueError" in told
    assert "break_down" in told
    for text in PERSONAL:
        assert text not in told
