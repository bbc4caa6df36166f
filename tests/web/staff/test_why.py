"""Why is this time not offered? Asked by staff of any time and of a whole day."""

import pytest

from slotkeeper.domain.reason import Reason
from slotkeeper.web.staff.why.words import TELLERS
from tests.web.staff.staff import Colleague
from tests.web.staff.test_calendar import MINUTE, book
from tests.web.world import World

pytestmark = pytest.mark.req("S11")

WHY = "/staff/harbour-physio/why"
OFFERED = "This time is offered to patients."


async def ask(colleague: Colleague, **fields: str) -> str:
    """About Nell on Tuesday 2 February 2027 unless the fields say otherwise; it is Monday, 9:00."""
    asked = {"type": "initial", "practitioner": "nell-tidewater", "day": "2027-02-02"} | fields
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = await colleague.get(f"{WHY}?{query}")
    assert colleague.status == 200
    return page.text


async def test_a_time_that_is_offered_is_said_to_be(robin: Colleague) -> None:
    assert OFFERED in await ask(robin, time="10:00")


async def test_each_reason_is_a_sentence_with_a_link_to_its_setting(robin: Colleague) -> None:
    text = await ask(robin, time="03:00")
    assert "Nell Tidewater does not work at 3:00 am" in text
    assert OFFERED not in text
    links = {link for link in robin.page.links if "/settings/" in link}
    assert "/staff/harbour-physio/settings/practitioners/nell-tidewater#q-hours" in links


async def test_a_booking_in_the_way_is_named_and_can_be_opened(
    robin: Colleague, world: World
) -> None:
    booking = await book(world, 24 * 60 + 60, "Ada Early")
    text = await ask(robin, time="10:00")
    assert "Ada Early is booked with Nell Tidewater, 10:00 am – 10:30 am." in text
    assert f"/staff/harbour-physio/bookings/{booking}" in robin.page.links


async def test_padding_alone_is_told_apart(robin: Colleague, world: World) -> None:
    busy = world.clock() + (24 * 60 + 60) * MINUTE
    await book(world, 24 * 60 + 30, "Ada Early", busy_until=busy + 15 * MINUTE)
    assert "Too close to Ada Early, 9:30 am – 10:00 am" in await ask(robin, time="10:00")


async def test_until_when_it_could_be_booked_is_told(robin: Colleague) -> None:
    text = await ask(robin, day="2027-02-01", time="09:30")
    assert "It is too soon: patients could book this until Mon 1 Feb, " in text
    assert "/staff/harbour-physio/settings/online-booking#q-cut_off" in robin.page.links


async def test_from_which_day_on_it_can_be_booked_is_told(robin: Colleague) -> None:
    text = await ask(robin, day="2027-12-07", time="10:00")
    assert "It is too far ahead" in text
    assert "/staff/harbour-physio/settings/online-booking#q-horizon_days" in robin.page.links


async def test_a_time_between_two_start_times_names_them(robin: Colleague) -> None:
    text = await ask(robin, time="10:05")
    assert "Appointments do not start at 10:05 am. The nearest start times: 10:00 am," in text


async def test_each_of_those_who_give_the_type_is_answered(robin: Colleague) -> None:
    text = await ask(robin, practitioner="", time="10:00")
    answers = robin.page.html.partition("why-answers")[2].partition("why-strips")[0]
    assert "<h3>Nell Tidewater</h3>" in answers
    assert "<h3>Otis Brinewell</h3>" in answers
    assert OFFERED in text


async def test_without_a_time_the_whole_day_is_shown(robin: Colleague, world: World) -> None:
    await book(world, 24 * 60 + 60, "Ada Early")
    text = await ask(robin)
    assert "The whole day: Tuesday 2 February 2027" in text
    assert ": taken" in text
    assert ": Offered" in text
    assert "Ada Early" not in text


async def test_reception_reads_the_reasons_without_links_to_settings(mara: Colleague) -> None:
    text = await ask(mara, time="03:00")
    assert "Nell Tidewater does not work at 3:00 am" in text
    assert "Settings are changed by an owner of the clinic." in text
    assert [link for link in mara.page.links if "/settings" in link] == []


@pytest.mark.req("A2")
async def test_a_practitioner_asks_about_the_own_diary_alone(kit: Colleague, world: World) -> None:
    await book(world, 24 * 60 + 60, "Ada Early")
    text = await ask(kit, time="10:00")
    assert "Kit Saltmarsh" in text
    assert "Nell Tidewater" not in text
    assert "Ada Early" not in text


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "query",
    [
        "type=none&practitioner=nobody&location=nowhere&patient_is=x&day=x&time=x",
        "day=0001-01-01&time=99:99&start=99999999999999999999",
        "start=-1",
        "day=2199-12-31&time=23:59",
        "time=%D9%A3:%D9%A3",
        "day=2027-10-03&time=02:30",
        "type=%00&day=%22%3E&time=1:2:3",
    ],
)
async def test_any_address_gets_a_page(robin: Colleague, query: str) -> None:
    await robin.get(f"{WHY}?{query}")
    assert robin.status == 200


async def test_beside_the_calendar_the_reasons_stand_alone(robin: Colleague, world: World) -> None:
    start = world.clock() + 18 * 60 * MINUTE
    robin.http.headers["hx-request"] = "true"
    page = await robin.get(f"{WHY}?type=initial&practitioner=nell-tidewater&start={start}")
    assert "Nell Tidewater does not work at 3:00 am" in page.text
    assert "<html" not in robin.answer.text


def test_every_rule_has_its_words() -> None:
    assert [each for each in Reason if each.value not in TELLERS] == []
