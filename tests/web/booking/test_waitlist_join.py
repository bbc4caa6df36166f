"""A patient finds no time that suits, and joins the waiting list: in the widget and on the page."""

import pytest
from msgspec import structs

from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.waitlist.join import MOST_A_PERSON, MOST_MESSAGES_A_DAY
from slotkeeper.storage.waitlist import find_waiting
from tests.web.booking.booked import book, set_up
from tests.web.booking.waiting_list import keep_list
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

pytestmark = pytest.mark.req("C6")
WHO = {name: text for name, text in ADA.items() if name not in {"terms", "patient_is"}}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
async def _kept(world: World) -> None:
    await keep_list(world)


async def form_at_the_times(ada: Patient, **chosen: str) -> Page:
    times = await ada.go_to_times(**{"type": "standard", **chosen})
    [way] = {
        url
        for _, each in times.tags
        if "/waitlist?" in (url := each.get("href", "") or each.get("hx-get", ""))
    }
    return await ada.get(str(way).removeprefix(ada.prefix))


async def join(ada: Patient, **typed: str) -> Page:
    page = await form_at_the_times(ada)
    return await ada.post("/waitlist", {**page.form("/waitlist").fields, **WHO, **typed})


async def test_the_times_lead_to_the_list_and_it_says_what_it_is(ada: Patient) -> None:
    page = await form_at_the_times(ada)
    assert page.name == "waitlist"
    for text in ("we keep it for you for 20 minutes", "Which days", "Waiting costs nothing"):
        assert text in page.text


async def test_who_joins_sees_what_they_wait_for_and_can_leave(ada: Patient, world: World) -> None:
    chosen = {"day_1": "on", "day_3": "on", "part_morning": "on", "with_nell-tidewater": "on"}
    page = await join(ada, **chosen, location="manly")
    assert page.name == "waiting", page.text
    for text in ("You are on the waiting list", "Tuesday, Thursday", "Morning", "Nell Tidewater"):
        assert text in page.text
    [entry] = await find_waiting(world.toolbox.database, 1)
    assert (entry.first_name, entry.wanted.weekdays, entry.wanted.parts) == (
        "Ada",
        (1, 3),
        ("morning",),
    )
    page = await ada.post("/waitlist/leave", page.form("/waitlist/leave").fields)
    assert "You have left the waiting list" in page.text
    assert await find_waiting(world.toolbox.database, 1) == []


async def test_the_link_of_an_entry_can_be_opened_again_and_changes_nothing(
    ada: Patient, world: World
) -> None:
    page = await join(ada)
    token = page.form("/waitlist/leave").fields["entry"]
    for _ in range(2):
        assert "You are on the waiting list" in (await ada.get(f"/w/{token}")).text
    assert len(await find_waiting(world.toolbox.database, 1)) == 1
    assert (await ada.get(f"/w/{token}x")).notice == "entry_unknown"
    assert ada.answer.status_code == 404


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(ada: Patient) -> None:
    typed = {"email": "nonsense", "first_name": SCRIPT, "day_2": "on"}
    page = await join(ada, **typed, from_on="2027-03-02", until_on="2027-03-01")
    assert (ada.answer.status_code, page.name) == (422, "waitlist")
    assert "email" in page.problem("email").lower()
    assert "not before the beginning" in page.problem("until_on")
    assert SCRIPT not in page.html
    assert page.form("/waitlist").fields["day_2"] == "on"
    assert page.form("/waitlist").fields["first_name"] == SCRIPT


@pytest.mark.parametrize("text", ["soon", "2027-02-30", "9" * 400])
async def test_a_date_that_is_none_is_told(ada: Patient, text: str) -> None:
    page = await join(ada, from_on=text)
    assert "Enter a date" in page.problem("from_on")


@pytest.mark.req("R4")
@pytest.mark.parametrize("is_earlier", [False, True])
async def test_nobody_waits_for_days_that_are_past(
    ada: Patient, world: World, is_earlier: bool
) -> None:
    """They would read that they wait, and be off the list at the next look."""
    page = await ada.get(
        f"{await book(ada, world)}/earlier" if is_earlier else "/waitlist?type=standard"
    )
    form = page.form("/waitlist").fields
    typed = {**form, **({} if is_earlier else WHO), "until_on": "2020-01-05", "day_2": "on"}
    page = await ada.post("/waitlist", typed)
    assert (ada.answer.status_code, page.name) == (422, "waitlist")
    assert "Choose today or a later day" in page.problem("until_on")
    assert page.form("/waitlist").fields["day_2"] == "on"
    assert await find_waiting(world.toolbox.database, 1) == []


@pytest.mark.req("R4")
async def test_who_waits_for_as_many_types_as_one_may_is_told_what_to_do(
    ada: Patient, world: World
) -> None:
    kinds = ["running", "video", "pilates", "massage", "insoles", "shockwave"]
    for kind in kinds:
        page = await ada.get(f"/waitlist?type={kind}")
        fields = {**page.form("/waitlist").fields, **WHO, "patient_is": "new"}
        page = await ada.post("/waitlist", fields)
    assert (ada.answer.status_code, page.name) == (422, "waitlist")
    assert "wait for 5 kinds of appointment already. Please leave one of those lists" in page.text
    assert page.form("/waitlist").fields["first_name"] == "Ada"
    assert len(await find_waiting(world.toolbox.database, 1)) == MOST_A_PERSON


async def test_who_was_wanted_already_is_ticked(ada: Patient) -> None:
    page = await form_at_the_times(ada, practitioner="nell-tidewater", location="manly")
    fields = page.form("/waitlist").fields
    assert (fields["with_nell-tidewater"], fields["location"]) == ("on", "manly")


async def test_a_clinic_without_a_list_says_so_and_shows_no_way(ada: Patient, world: World) -> None:
    await set_up(world, waitlist=WaitlistRules())
    assert "waitlist" not in (await ada.go_to_times(type="standard")).html
    page = await ada.get("/waitlist?type=standard")
    assert (ada.answer.status_code, page.notice) == (403, "waitlist_closed")


async def test_for_a_place_in_a_group_somebody_waits_on_any_day(ada: Patient) -> None:
    page = await form_at_the_times(ada, type="pilates")
    assert "Sunday" in page.text


async def test_who_has_a_booking_waits_for_an_earlier_time_and_keeps_it(
    ada: Patient, world: World
) -> None:
    link = await book(ada, world)
    page = await ada.get(f"{link}/earlier")
    assert "You keep" in page.text
    assert "first_name" not in page.form("/waitlist").fields
    page = await ada.post("/waitlist", {**page.form("/waitlist").fields, "part_afternoon": "on"})
    assert "You are on the waiting list" in page.text
    [entry] = await find_waiting(world.toolbox.database, 1)
    assert entry.booking_id
    assert (await ada.get(link)).name == "confirmed"


@pytest.mark.req("T6", "R4")
async def test_a_strangers_address_is_not_flooded_and_nothing_typed_is_lost(
    ada: Patient, world: World
) -> None:
    for number in range(MOST_MESSAGES_A_DAY):
        await join(ada, first_name="Ada" + "a" * number)
    page = await join(ada, first_name="Another", day_2="on")
    assert (ada.answer.status_code, page.name) == (422, "waitlist")
    assert "written to this address many times today" in page.text
    assert page.form("/waitlist").fields["first_name"] == "Another"
    assert len(await find_waiting(world.toolbox.database, 1)) == MOST_MESSAGES_A_DAY


async def test_who_left_while_the_form_was_open_is_told_at_the_choice_and_nothing_is_lost(
    ada: Patient, world: World
) -> None:
    page = await form_at_the_times(ada)
    fields = {**page.form("/waitlist").fields, **WHO, "with_nell-tidewater": "on", "day_2": "on"}
    await without_nell(world)
    page = await ada.post("/waitlist", fields)
    assert (ada.answer.status_code, page.name) == (422, "waitlist"), page.text
    assert "no longer" in page.problem("people")
    form = page.form("/waitlist").fields
    assert "with_nell-tidewater" not in form
    assert (form["first_name"], form["day_2"]) == (WHO["first_name"], "on")
    assert "Nell Tidewater" not in page.text
    assert (await ada.post("/waitlist", form)).name == "waiting"


async def test_who_gives_that_type_no_more_is_waited_for_by_nobody(
    ada: Patient, world: World
) -> None:
    fields = {**(await form_at_the_times(ada)).form("/waitlist").fields, **WHO}
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kinds = [
        structs.replace(
            each, practitioners=tuple(e for e in each.practitioners if e != "nell-tidewater")
        )
        for each in clinic.appointment_types
    ]
    await set_up(world, appointment_types=tuple(kinds))
    page = await ada.post("/waitlist", {**fields, "with_nell-tidewater": "on"})
    assert (ada.answer.status_code, page.name) == (422, "waitlist"), page.text
    assert "no longer" in page.problem("people")


async def test_a_place_that_left_is_told_at_the_choice(ada: Patient) -> None:
    fields = {**(await form_at_the_times(ada)).form("/waitlist").fields, **WHO}
    page = await ada.post("/waitlist", {**fields, "location": "gone", "from_on": "soon"})
    assert (ada.answer.status_code, page.name) == (422, "waitlist"), page.text
    page = await ada.post("/waitlist", {**fields, "location": "gone"})
    assert (ada.answer.status_code, page.name) == (422, "waitlist"), page.text
    assert "no longer" in page.problem("places")
    form = page.form("/waitlist").fields
    assert (form["location"], form["first_name"]) == ("any", WHO["first_name"])


async def test_a_type_that_left_is_said_in_words_and_leads_on(ada: Patient, world: World) -> None:
    fields = {**(await form_at_the_times(ada)).form("/waitlist").fields, **WHO}
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kinds = [
        structs.replace(each, enabled=each.slug != "standard") for each in clinic.appointment_types
    ]
    await set_up(world, appointment_types=tuple(kinds))
    page = await ada.post("/waitlist", fields)
    assert page.notice == "not_found"
    assert "That is not offered here" in page.text
    assert "Start again" in page.text


async def test_who_left_is_told_to_who_wants_an_earlier_time_too(
    ada: Patient, world: World
) -> None:
    page = await ada.get(f"{await book(ada, world)}/earlier")
    fields = {**page.form("/waitlist").fields, "part_evening": "on", "location": "gone"}
    page = await ada.post("/waitlist", {**fields, "with_nobody": "on"})
    assert (ada.answer.status_code, page.name) == (422, "waitlist"), page.text
    assert "no longer" in page.problem("people")
    assert "no longer" in page.problem("places")
    assert page.form("/waitlist").fields["part_evening"] == "on"


async def without_nell(world: World) -> None:
    """She is switched off."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    people = [
        structs.replace(each, enabled=each.slug != "nell-tidewater")
        for each in clinic.practitioners
    ]
    await set_up(world, practitioners=tuple(people))
