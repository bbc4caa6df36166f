"""A sheet of settings: what is typed shows its effect, and is saved once that was seen."""

import pytest

from slotkeeper.domain.clinic import OnlineBooking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.audit import find_audit
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

ONLINE = "/online-booking"


async def stored(world: World) -> OnlineBooking:
    return (await get_clinic(world.toolbox.database, "harbour-physio")).online_booking


async def test_the_overview_says_how_everything_stands(robin: Colleague) -> None:
    page = await robin.get(HOME)
    for said in ("On · until 2 hours before · 60 days ahead", "Manly, Balmain", "9 types"):
        assert said in page.text


async def test_switched_off_what_depends_on_it_is_not_listed(robin: Colleague) -> None:
    await change(robin, ONLINE, without="enabled")
    page = await robin.get(HOME)
    assert "Patients are asked to call" in page.text or "Off: patients" in page.text
    assert f"{HOME}/limits" not in page.links
    page = await robin.get(f"{HOME}/limits")
    assert "Patients cannot book online at the moment" in page.text


async def test_the_effect_is_told_before_anything_is_saved(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    await send(robin, ONLINE, cut_off="4", cut_off__unit="d")
    assert robin.status == 200
    assert "times offered in the next 14 days" in robin.page.text
    assert "fewer than now" in robin.page.text
    assert "2 hours becomes → 4 days" in robin.page.text
    assert (await stored(world)).cut_off == CutOff(2, "h")


async def test_then_it_is_saved_and_the_page_says_when(robin: Colleague, world: World) -> None:
    await change(robin, ONLINE, cut_off="4", cut_off__unit="d")
    assert robin.led_to == f"{HOME}{ONLINE}?saved=1"
    assert "Saved 9:00 am" in (await robin.follow()).text
    assert (await stored(world)).cut_off == CutOff(4, "d")


async def test_nothing_is_saved_unseen(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    await send(robin, ONLINE, "save", horizon_days="10")
    assert (robin.status, "This is the effect now" in robin.page.text) == (200, True)
    await send(robin, ONLINE, "save", horizon_days="11")
    assert (robin.status, (await stored(world)).horizon_days) == (200, 60)
    await send(robin, ONLINE, "save")
    assert (robin.status, (await stored(world)).horizon_days) == (303, 11)


async def test_a_script_gets_the_effect_alone(robin: Colleague) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    fields = fields_of(robin.answer.text) | {"horizon_days": "3"}
    answer = await robin.http.post(f"{HOME}{ONLINE}", data=fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Patients can book until Thursday 4 February 2027." in answer.text
    wrong = await robin.http.post(
        f"{HOME}{ONLINE}", data={**fields, "horizon_days": "x"}, headers={"HX-Request": "true"}
    )
    assert "Enter a whole number from 0 to 730." in wrong.text
    assert 'value="save"' not in wrong.text


async def test_what_is_as_it_was_cannot_be_saved(robin: Colleague) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    await send(robin, ONLINE)
    assert "Nothing is different" in robin.page.text
    assert robin.page.choices("do").count("save") == 0


@pytest.mark.parametrize("path", ["/clinic", ONLINE, "/limits", "/details", "/texts", "/trust"])
async def test_a_sheet_that_is_sent_as_it_came_changes_nothing(robin: Colleague, path: str) -> None:
    await robin.get(f"{HOME}{path}")
    await send(robin, path)
    assert (robin.status, "Nothing is different" in robin.page.text) == (200, True)


WRONG = [
    ("/clinic", "name", "", "Enter a text that is not empty."),
    ("/clinic", "name", "x" * 201, "Enter at most 200 characters."),
    ("/clinic", "phone", "call us", "Enter a telephone number"),
    ("/clinic", "email", "desk", "Enter an e-mail address"),
    ("/clinic", "time_zone", "Australia/Sidney", 'did you mean "Australia/Sydney"?'),
    ("/clinic", "time_zone", "../../etc", "Enter an IANA time zone"),
    ("/clinic", "country", "XX", "Enter an ISO 3166 country"),
    ("/clinic", "currency", "XXX", "Enter an ISO 4217 currency"),
    ("/clinic", "languages", "english", 'Instead of "english", enter a language'),
    ("/clinic", "allowed_origins", "https://x.example/a", "enter an origin"),
    ("/clinic", "booking_page", "https://evil.example/", "Enter a page of one of the websites"),
    ("/clinic", "booking_page", "http://harbour.example", 'Enter an address that begins with "h'),
    ("/clinic", "closed_on.0.on", "2026-02-30", "enter a date, such as 2026-12-25."),
    (ONLINE, "cut_off", "", 'Enter a notice such as "90m", "2h" or "1d".'),
    (ONLINE, "cut_off", "9999999", 'Enter at most "730d".'),
    (ONLINE, "cut_off", "9" * 400, "Enter a notice"),
    (ONLINE, "horizon_days", "731", "Enter a whole number from 0 to 730."),
    (ONLINE, "horizon_days", "1e3", "Enter a whole number from 0 to 730."),
    (ONLINE, "start_every", "9" * 4000, "Enter a whole number from 1 to 1440."),
    (ONLINE, "max_per_part_of_day", "-1", "Enter a whole number from 0 to 1440."),
    (ONLINE, "new_patients", "some", 'Enter "open" or "closed".'),
    (ONLINE, "offer", "all", 'Enter "working-hours" or "marked-times".'),
    ("/limits", "daily_limit", "6", "Enter one of 0, 1, 2"),
    ("/limits", "hold_seconds", "59", "Enter a whole number from 60 to 3600."),
    ("/limits", "hold_limit", "0", "Enter a whole number from 1 to 1000000."),
    ("/details", "ask_birth_date", "maybe", 'Enter one of "off", "optional", "required".'),
    ("/texts", "terms", "x" * 100_001, "Enter a text of at most 100000 characters"),
    ("/trust", "confirm_within", "0", "Enter a time such as"),
    ("/trust", "prepay_amount.percent", "101", "Enter a whole percentage"),
]


CHOSEN = {"new_patients", "offer", "ask_birth_date", "country", "currency", "daily_limit"}
"""What nobody types."""


@pytest.mark.parametrize(("path", "name", "text", "said"), WRONG, ids=lambda each: str(each)[:24])
async def test_what_cannot_be_is_told_at_its_field_and_stays(
    robin: Colleague, world: World, path: str, name: str, text: str, said: str
) -> None:
    await robin.get(f"{HOME}{path}")
    typed = {name.replace(".", "__"): text}
    if name.startswith("prepay_amount"):
        typed["prepay_amount"] = "percent"
    before = await get_clinic(world.toolbox.database, "harbour-physio")
    await send(robin, path, "save", **typed)
    assert robin.status == 422
    assert said in robin.page.problem(name)
    if name not in CHOSEN:
        assert fields_of(robin.answer.text).get(name, text) in {text, *typed.values()}
    assert await get_clinic(world.toolbox.database, "harbour-physio") == before


async def test_by_load_asks_for_two_percentages_and_the_days(
    robin: Colleague, world: World
) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    given = {"new_patients__closes_above": "50", "new_patients__opens_below": "60"}
    await send(robin, ONLINE, new_patients="load", **given)
    assert (
        robin.page.problem("new_patients.opens_below") == "Enter at most 50, above which it closes."
    )
    given = {"new_patients__closes_above": "80", "new_patients__days": "14"}
    await change(robin, ONLINE, new_patients="load", **given)
    by_load = NewPatientsByLoad(closes_above=80, opens_below=75, days=14)
    assert (await stored(world)).new_patients == by_load


async def test_rows_are_added_and_removed_without_scripts(robin: Colleague) -> None:
    await robin.get(f"{HOME}/clinic")
    assert "closed_on.7.on" not in fields_of(robin.answer.text)
    await send(robin, "/clinic", "add:closed_on", name="Another name")
    fields = fields_of(robin.answer.text)
    assert (fields["closed_on.7.on"], fields["name"]) == ("", "Another name")
    await send(robin, "/clinic", "remove:closed_on:0")
    fields = fields_of(robin.answer.text)
    assert (fields["closed_on.0.on"], fields["name"]) == ("2026-12-26", "Another name")


@pytest.mark.parametrize(
    "do", ["remove:closed_on:99", "remove:x:1", "add:", "remove:closed_on:²", "?"]
)
async def test_a_button_that_is_none_of_the_pages_does_no_harm(robin: Colleague, do: str) -> None:
    await robin.get(f"{HOME}/clinic")
    await send(robin, "/clinic", do)
    assert robin.status == 200


async def test_a_currency_that_no_price_fits_is_told_with_the_prices(robin: Colleague) -> None:
    await robin.get(f"{HOME}/clinic")
    await send(robin, "/clinic", currency="JPY")
    assert robin.status == 422
    assert 'Initial consultation: Price: found "128.00"' in robin.page.text


async def test_texts_are_inert(robin: Colleague) -> None:
    wicked = "<script>alert(1)</script>{{ 7 * 7 }}"
    await change(robin, "/texts", call_us=wicked)
    page = await robin.follow()
    assert "<script>alert" not in page.html
    assert fields_of(robin.answer.text)["call_us"] == wicked


async def test_a_nul_is_refused(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}/texts")
    await send(robin, "/texts", "save", call_us="a\0b")
    assert robin.status == 422
    assert (await stored(world)).call_us.startswith("Please call us")


async def test_what_is_changed_is_noted_with_who_did_it(robin: Colleague, world: World) -> None:
    await change(robin, "/details", ask_birth_date="required")
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    [entry] = await find_audit(world.toolbox.database, clinic.id, "setting", 0)
    assert entry.staff_id is not None
    assert entry.details == {"online_booking.ask_birth_date": ("optional", "required")}


async def test_an_unknown_section_is_not_there(robin: Colleague) -> None:
    for path in ("/nonsense", "/new/clinic", "/new/nonsense", "/clinic/x", "/locations/none"):
        await robin.get(f"{HOME}{path}")
        assert robin.status == 404, path
