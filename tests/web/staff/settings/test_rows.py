"""Locations, practitioners, appointment types: added, changed, put in order, removed."""

from datetime import date

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Break, Hours, TimeOff, WeeklyHours
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.audit import find_audit
from tests.web.clinics import DEMO
from tests.web.staff.diary import books_of
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

NELL = "/practitioners/nell-tidewater"


async def stored(world: World) -> Clinic:
    return await get_clinic(world.toolbox.database, "harbour-physio")


async def test_a_location_is_added_changed_and_removed(robin: Colleague, world: World) -> None:
    await change(robin, "/new/locations", name="Dee Why")
    assert robin.led_to == f"{HOME}/locations?saved=1"
    assert "Dee Why" in (await robin.follow()).text
    assert [each.slug for each in (await stored(world)).locations][-1] == "dee-why"
    await change(robin, "/locations/dee-why", address="2 Jetty Road")
    assert (await stored(world)).locations[-1].address == "2 Jetty Road"
    assert "Keep Dee Why" in (await robin.get(f"{HOME}/locations/dee-why/remove")).text
    await robin.post(f"{HOME}/locations/dee-why/remove")
    assert (robin.status, len((await stored(world)).locations)) == (303, 2)


async def test_a_location_where_somebody_works_is_not_removed(
    robin: Colleague, world: World
) -> None:
    page = await robin.get(f"{HOME}/locations/manly/remove")
    assert "Nell Tidewater, Kit Saltmarsh, Fern Halloway" in page.text
    await robin.post(f"{HOME}/locations/manly/remove", {"seen": "x"})
    assert (robin.status, len((await stored(world)).locations)) == (409, 2)


async def test_the_last_location_goes_and_hours_name_none(robin: Colleague, world: World) -> None:
    await world.import_clinic(
        DEMO.replace('location = "balmain"', 'location = "manly"')
        .replace('travel = [{ between = ["manly", "balmain"], minutes = 40 }]\n', "")
        .replace(
            '[[location]]\nslug = "balmain"\nname = "Balmain"\naddress = "3 Capstan Steps, '
            'Balmain NSW 2041"\n',
            "",
        )
    )
    await robin.get(f"{HOME}/locations/manly/remove")
    await robin.post(f"{HOME}/locations/manly/remove")
    clinic = await stored(world)
    assert (robin.status, clinic.locations) == (303, ())
    assert clinic.practitioners[0].weekly[0].hours.location is None


async def test_weekly_hours_are_typed_in_rows(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, "add:hours")
    assert "hours.2.from" in fields_of(robin.answer.text)
    row = {"hours__2__sat": "on", "hours__2__from": "9:00", "hours__2__to": "00:00"}
    await send(robin, NELL, hours__2__location="balmain", **row)
    assert "Nell Tidewater: Working hours Added Sat 09:00–24:00 Balmain" in robin.page.text
    await send(robin, NELL, "save")
    saturday = (await stored(world)).practitioners[0].weekly[-1]
    assert saturday == WeeklyHours(
        days=(5,), hours=Hours(opens=540, closes=1440, location="balmain")
    )


async def test_breaks_single_days_and_time_away_are_typed_in_rows(
    robin: Colleague, world: World
) -> None:
    path = "/practitioners/otis-brinewell"
    for key in ("breaks", "exceptions", "time_off"):
        await robin.get(f"{HOME}{path}")
        await send(robin, path, f"add:{key}")
    row = {"breaks__1__sat": "on", "breaks__1__from": "10:00", "breaks__1__to": "10:15"}
    off = {"exceptions__0__on": "2027-02-05"}
    short = {
        "exceptions__1__on": "2027-02-06",
        "exceptions__1__from": "09:00",
        "exceptions__1__to": "10:00",
        "exceptions__1__location": "balmain",
    }
    longer = {name.replace("__1__", "__2__"): text for name, text in short.items()}
    longer |= {"exceptions__2__from": "11:00", "exceptions__2__to": "12:00"}
    await change(robin, path, time_off__1__from="2027-03-01", **row, **off, **short, **longer)
    otis = (await stored(world)).practitioners[1]
    assert otis.breaks[-1] == Break(days=(5,), begins=600, ends=615)
    assert [(each.on, len(each.hours)) for each in otis.exceptions] == [
        (date(2027, 2, 5), 0),
        (date(2027, 2, 6), 2),
    ]
    assert otis.time_off[-1] == TimeOff(first=date(2027, 3, 1), last=date(2027, 3, 1))


async def test_a_row_is_removed_with_its_button(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, "remove:hours:0")
    await send(robin, NELL)
    assert "fewer than now" in robin.page.text
    assert "No longer Mon, Tue, Thu 08:00–17:30 Manly" in robin.page.text
    await send(robin, NELL, "save")
    assert len((await stored(world)).practitioners[0].weekly) == 1


WRONG = [
    ("hours.0.from", "25:00", "hours.0.from", "Enter a time from"),
    ("hours.0.from", "", "hours.0.from", "Enter a time from"),
    ("hours.0.to", "07:00", "hours.0.to", 'Enter a time after "from", 08:00.'),
    ("hours.0.location", "nowhere", "hours.0.location", 'Enter one of "manly", "balmain".'),
    ("exceptions.0.on", "0000-01-01", "exceptions.0.on", "Enter a date, such as"),
    ("exceptions.0.on", "", "exceptions.0.on", "Enter a date, such as"),
    ("exceptions.1.to", "08:00", "exceptions.1.to", "Enter a time after"),
    ("breaks.1.to", "x", "breaks.1.to", "Enter a time from"),
]


@pytest.mark.parametrize(("name", "text", "place", "said"), WRONG)
async def test_what_is_wrong_in_a_row_is_told_there(
    robin: Colleague, name: str, text: str, place: str, said: str
) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, "save", **{name.replace(".", "__"): text})
    assert robin.status == 422
    assert said in robin.page.problem(place)


async def test_hours_without_days_or_place_are_told(robin: Colleague) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, without="hours.1.wed")
    assert robin.page.problem("hours.1.days") == "Choose at least one day."
    await robin.get(f"{HOME}/new/practitioners")
    row = {"hours__0__wed": "on", "hours__0__from": "09:00", "hours__0__to": "12:00"}
    await send(robin, "/new/practitioners", name="Ada Reed", **row)
    assert robin.page.problem("hours.0.location") == "Choose where these hours are."


async def test_days_of_any_year_are_taken(robin: Colleague, world: World) -> None:
    path = "/practitioners/otis-brinewell"
    far = {"time_off__0__from": "0001-01-01", "time_off__0__to": "9999-12-31"}
    await change(robin, path, **far)
    assert (await stored(world)).practitioners[1].time_off[0].last == date(9999, 12, 31)


async def test_a_practitioner_is_added_with_hours(robin: Colleague, world: World) -> None:
    row = {"hours__0__mon": "on", "hours__0__from": "09:00", "hours__0__to": "12:00"}
    typed = {"name": "Zoë Čapek", "hours__0__location": "manly", **row}
    await robin.get(f"{HOME}/new/practitioners")
    await send(robin, "/new/practitioners", **typed)
    assert "Zoë Čapek offers no appointment type yet." in robin.page.text
    await send(robin, "/new/practitioners", "save")
    added = (await stored(world)).practitioners[-1]
    assert (added.slug, added.name, len(added.weekly)) == ("zoe-capek", "Zoë Čapek", 1)
    clinic = await stored(world)
    entries = await find_audit(world.toolbox.database, clinic.id, "setting", 0)
    assert list(entries[0].details) == ["practitioner.zoe-capek"]


async def test_what_a_practitioner_offers_is_ticked_with_them(
    robin: Colleague, world: World
) -> None:
    path = "/practitioners/otis-brinewell"
    await change(robin, path, without="offers.initial", offers__long="on")
    clinic = await stored(world)
    given = [k.slug for k in clinic.appointment_types if "otis-brinewell" in k.practitioners]
    assert given == ["standard", "long", "running", "massage", "shockwave"]
    await change(robin, "/new/practitioners", name="Ada Reed", offers__video="on")
    clinic = await stored(world)
    assert clinic.appointment_type("video").practitioners[-1] == "ada-reed"


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"name": "Nell Tidewater"}, "slug", "Enter a slug that no other practitioner has."),
        ({"name": "Any"}, "slug", "Enter another word"),
        ({"name": "李"}, "slug", "Enter 1 to 60 of a-z, 0-9 and -."),
        ({"name": "Otto", "slug": "Otto!", "offers__video": "on"}, "slug", "Enter 1 to 60 of a-z"),
        ({"name": ""}, "name", "Enter a text that is not empty."),
    ],
)
async def test_a_new_row_needs_a_slug_of_its_own(
    robin: Colleague, typed: dict[str, str], name: str, said: str
) -> None:
    await robin.get(f"{HOME}/new/practitioners")
    await send(robin, "/new/practitioners", "save", **typed)
    assert (robin.status, said in robin.page.problem(name)) == (422, True)


async def test_rows_are_put_in_another_order(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}/practitioners")
    await robin.post(f"{HOME}/practitioners", {"do": "down:nell-tidewater"})
    assert robin.status == 303
    names = [each.slug for each in (await stored(world)).practitioners]
    assert names[:2] == ["otis-brinewell", "nell-tidewater"]
    await robin.follow()
    await robin.post(f"{HOME}/practitioners", {"do": "up:otis-brinewell"})
    assert [each.slug for each in (await stored(world)).practitioners] == names


async def test_a_list_that_was_changed_meanwhile_is_shown_anew(
    robin: Colleague, world: World
) -> None:
    await robin.get(f"{HOME}/practitioners")
    await robin.post(f"{HOME}/practitioners", {"do": "up:kit-saltmarsh", "version": "0"})
    assert (robin.status, "nothing was moved" in robin.page.text) == (409, True)
    for do in ("", "up:nobody", "sideways"):
        await robin.get(f"{HOME}/practitioners")
        await robin.post(f"{HOME}/practitioners", {"do": do})
        assert robin.status == 409
    assert (await stored(world)).practitioners[0].slug == "nell-tidewater"


async def test_who_is_removed_has_the_bookings_told_and_is_retired(
    robin: Colleague, world: World
) -> None:
    books = await books_of(world.toolbox.database, "harbour-physio")
    for n in range(3):
        starts = MONDAY_NINE + (n + 1) * 86_400
        await books.booking(
            starts_at=starts, ends_at=starts + 1800, busy_from=starts, busy_until=starts + 1800
        )
    page = await robin.get(f"{HOME}{NELL}/remove")
    assert "Nell Tidewater has 3 bookings to come. They stay." in page.text
    await robin.post(f"{HOME}{NELL}/remove")
    clinic = await stored(world)
    assert (robin.status, len(clinic.practitioners)) == (303, 3)
    assert not any("nell-tidewater" in kind.practitioners for kind in clinic.appointment_types)
    rows = await world.toolbox.database.fetch("SELECT id FROM booking")
    assert len(rows) == 3
    await robin.get(f"{HOME}{NELL}")
    assert robin.status == 404


async def test_a_removal_that_was_not_seen_as_it_is_now_is_shown_again(
    robin: Colleague, world: World
) -> None:
    await robin.get(f"{HOME}{NELL}/remove")
    await world.import_clinic(DEMO.replace("horizon_days = 60", "horizon_days = 30"))
    await robin.post(f"{HOME}{NELL}/remove")
    assert (robin.status, len((await stored(world)).practitioners)) == (409, 4)
    await robin.post(f"{HOME}{NELL}/remove")
    assert (robin.status, len((await stored(world)).practitioners)) == (303, 3)
