"""A patient changes the time of a booking by its link, in the widget and on the page (C4)."""

import pytest

from tests.web.booking.booked import AN_HOUR, TYPING, book, set_up
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("C1", "C4")
HOLD = 450


@pytest.fixture
async def link(ada: Patient, world: World) -> str:
    """The path of a booking that she made."""
    await set_up(world, change_policy=AN_HOUR)
    return await book(ada, world)


async def choose(patient: Patient, link: str, place: int = 0, query: str = "") -> Page:
    """Choose one of the times that are shown."""
    page = await patient.get(f"{link}/move{query}")
    fields = page.form("/moves/holds").fields
    return await patient.post("/moves/holds", {**fields, "slot": str(page.slots[place])})


async def press(patient: Patient, **otherwise: str) -> Page:
    """Press the button of the review that is shown."""
    return await patient.post("/moves", {**patient.page.form("/moves").fields, **otherwise})


async def starts(world: World) -> list[tuple[str, int]]:
    """What takes time, in order."""
    rows = await world.toolbox.database.fetch("SELECT state, starts_at FROM booking ORDER BY id")
    return [(row["state"], row["starts_at"]) for row in rows]


async def test_the_times_are_shown_beside_the_one_that_stays(
    ada: Patient, link: str, world: World
) -> None:
    before = await starts(world)
    page = await ada.get(f"{link}/move")
    assert page.name == "move"
    assert page.slots
    assert "stays yours until you have confirmed another time" in page.text
    assert await starts(world) == before


async def test_its_own_time_is_no_other(ada: Patient, link: str, world: World) -> None:
    [(_, own)] = await starts(world)
    page = await ada.get(f"{link}/move")
    assert own not in page.slots


async def test_from_one_time_to_another_by_one_press(ada: Patient, link: str, world: World) -> None:
    [(_, old)] = await starts(world)
    page = await choose(ada, link)
    assert page.name == "review"
    assert "Changing the time costs nothing." in page.text
    [(state, kept), (held, new)] = await starts(world)
    assert (state, kept, held) == ("confirmed", old, "held")
    assert (await press(ada)).name == "confirmed"
    assert await starts(world) == [("confirmed", new)]
    row = await world.toolbox.database.fetch_one("SELECT kind, shown FROM agreed_change")
    assert row
    assert (row["kind"], row["shown"]) == ("moved", "Changing the time costs nothing.")


async def test_a_double_click_moves_once(ada: Patient, link: str, world: World) -> None:
    fields = (await choose(ada, link)).form("/moves").fields
    for _ in range(2):
        assert (await ada.post("/moves", fields)).name == "confirmed"
    rows = await world.toolbox.database.fetch("SELECT 1 FROM agreed_change")
    assert len(rows) == 1


async def test_another_practitioner_can_be_chosen(ada: Patient, link: str) -> None:
    page = await ada.get(f"{link}/move?practitioner=any")
    assert page.slots
    assert "Anyone available" in page.text
    assert (await choose(ada, link, query="?practitioner=any")).name == "review"


async def test_another_time_is_chosen_instead(ada: Patient, link: str, world: World) -> None:
    before = await starts(world)
    page = await choose(ada, link)
    page = await ada.post("/moves/holds/release", page.form("/moves/holds/release").fields)
    assert page.name == "move"
    assert await starts(world) == before


@pytest.mark.req("H5")
async def test_the_time_is_kept_longer_and_found_again(ada: Patient, link: str) -> None:
    page = await choose(ada, link)
    page = await ada.post("/holds/extend", page.form("/holds/extend").fields)
    assert page.name == "review"
    fields = page.form("/holds/renew").fields
    path = "/holds/resume" if ada.is_fragment else "/holds/renew"
    assert (await ada.post(path, fields)).name == "review"
    assert (await press(ada)).name == "confirmed"


@pytest.mark.req("H5")
async def test_who_is_slow_finds_the_time_kept_again(ada: Patient, link: str, world: World) -> None:
    await choose(ada, link)
    world.clock.advance(HOLD)
    page = await press(ada)
    assert (ada.answer.status_code, page.name) == (410, "review")
    assert (await press(ada)).name == "confirmed"


async def test_where_the_time_is_gone_others_are_offered_for_this_booking(
    ada: Patient, ben: Patient, link: str, world: World
) -> None:
    page = await choose(ada, link)
    [_, (_, wanted)] = await starts(world)
    review = page.form("/moves").fields
    world.clock.advance(HOLD)
    await take(ben, world, wanted)
    page = await ada.post("/moves", review)
    assert ada.answer.status_code == 410
    assert page.slots
    fields = page.form("/moves/holds").fields
    page = await ada.post("/moves/holds", {**fields, "slot": str(page.slots[0])})
    assert page.name == "review"
    assert (await press(ada)).name == "confirmed"


async def take(patient: Patient, world: World, slot: int) -> None:
    """Somebody else holds that time with everybody who has it."""
    clinic = await set_up(world, daily_limit=0)
    for each in clinic.practitioners:
        await patient.go_to_times(type="standard", practitioner=each.slug)
        await patient.post(
            "/holds",
            {
                "type": "standard",
                "practitioner": each.slug,
                "slot": str(slot),
                "visitor": each.slug * 2,
            },
        )


@pytest.mark.req("B4")
async def test_terms_that_have_changed_are_accepted_anew(
    ada: Patient, link: str, world: World
) -> None:
    await set_up(world, terms="Please come ten minutes early.")
    page = await choose(ada, link)
    assert "have changed since you booked" in page.text
    assert "Please come ten minutes early." in page.text
    page = await press(ada)
    assert (ada.answer.status_code, page.name) == (422, "review")
    assert page.problem("terms")
    assert (await press(ada, terms="accepted")).name == "confirmed"


async def test_where_nothing_changed_no_box_is_ticked(ada: Patient, link: str) -> None:
    assert "terms" not in {each.get("name") for _, each in (await choose(ada, link)).tags}


async def test_who_saw_an_older_booking_is_told_so(ada: Patient, link: str) -> None:
    await choose(ada, link)
    page = await press(ada, revision="77")
    assert (ada.answer.status_code, page.notice) == (409, "booking_changed")


async def test_another_cost_is_shown_before_it_is_agreed_to(ada: Patient, link: str) -> None:
    await choose(ada, link)
    page = await press(ada, keeps="500")
    assert (ada.answer.status_code, page.name) == (409, "review")
    assert "It costs something else by now." in page.text


async def test_where_the_clinic_wants_to_be_called_no_time_is_shown(
    ada: Patient, link: str, world: World
) -> None:
    await set_up(world, cancel_and_reschedule=False)
    assert "Change the time" not in (await ada.get(link)).text
    page = await ada.get(f"{link}/move")
    assert (ada.answer.status_code, page.notice) == (403, "changes_closed")


async def test_looking_at_the_review_again_changes_nothing(
    ada: Patient, link: str, world: World
) -> None:
    hold = (await choose(ada, link)).form("/moves").fields["hold"]
    before = await starts(world)
    for _ in range(2):
        assert (await ada.get(f"{link}/move/{hold}")).name == "review"
    assert await starts(world) == before


@pytest.mark.req("R4")
@pytest.mark.parametrize("field", ["revision", "keeps", "paid", "at_clinic", "hold", "booking"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "٣", "../../"])
async def test_a_form_that_is_not_ours_changes_nothing(
    ada: Patient, link: str, world: World, field: str, value: str
) -> None:
    [old] = await starts(world)
    await choose(ada, link)
    await press(ada, **{field: value})
    assert ada.answer.status_code in {404, 409}
    assert (await starts(world))[0] == old


async def test_a_hold_for_something_else_moves_nothing(
    ada: Patient, ben: Patient, link: str, world: World
) -> None:
    times = await ben.go_to_times(type="standard")
    other = (await ben.hold(times.slots[0])).form("/bookings").fields["hold"]
    await choose(ada, link)
    page = await press(ada, hold=other)
    assert (ada.answer.status_code, page.notice) == (404, "hold_unknown")
    assert (await ada.get(link)).name == "confirmed"


async def test_a_hold_that_is_to_move_a_booking_makes_no_other(
    ada: Patient, link: str, world: World
) -> None:
    fields = (await choose(ada, link)).form("/moves").fields
    world.clock.advance(TYPING)
    await ada.post("/bookings", {"hold": fields["hold"]})
    assert ada.answer.status_code in {404, 422}
    assert len(await starts(world)) == 2


@pytest.mark.req("R6")
async def test_no_personal_data_is_in_the_forms(ada: Patient, link: str) -> None:
    page = await choose(ada, link)
    assert set(page.form("/moves").fields) <= {
        "booking",
        "hold",
        "revision",
        "keeps",
        "paid",
        "at_clinic",
        "pays",
        "returns",
        "terms_version",
        "lang",
    }
