"""What the clinic sets about notices, on its sheet and for each practitioner (N6, N7)."""

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import NoticeRules, QuietHours, Reminder
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.clinics import get_clinic
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

SHEET, OTIS = "/notices", "/practitioners/otis-brinewell"


async def stored(world: World) -> NoticeRules:
    return (await get_clinic(world.toolbox.database, "harbour-physio")).notices


async def otis(world: World) -> Practitioner:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    return clinic.practitioner("otis-brinewell")


@pytest.mark.req("N7")
async def test_a_sheet_that_is_sent_as_it_came_changes_nothing(robin: Colleague) -> None:
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET)
    assert (robin.status, "Nothing is different" in robin.page.text) == (200, True)


@pytest.mark.req("N7")
async def test_reminders_are_added_changed_and_removed_without_scripts(
    robin: Colleague, world: World
) -> None:
    await robin.get(f"{HOME}{SHEET}")
    n = len((await stored(world)).reminders)
    await send(robin, SHEET, "add:reminders")
    assert f"reminders.{n}.before" in fields_of(robin.answer.text)
    row = {f"reminders__{n}__{name}": text for name, text in NEW.items()}
    await change(robin, SHEET, **row)
    assert (await stored(world)).reminders[-1] == Reminder(before=CutOff(5, "d"), by="mail")
    for left in range(n, -1, -1):
        await robin.get(f"{HOME}{SHEET}")
        for button in ("remove:reminders:0", "effect", "save"):
            await send(robin, SHEET, button)
        assert len((await stored(world)).reminders) == left
    await robin.get(HOME)
    assert "No reminders" in robin.page.text


NEW = {"before": "5", "unit": "d", "by": "mail"}


@pytest.mark.req("N7")
async def test_the_panel_says_what_a_change_does(robin: Colleague) -> None:
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, reminders__0__before="5", reminders__0__unit="h")
    assert "reminders go out tomorrow." in robin.page.text
    assert "5 hours before, by e-mail" in robin.page.text


async def test_the_rest_of_the_sheet(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{SHEET}")
    typed = {"sms__booked": "on", "quiet_hours__from": "20:15", "quiet_hours__to": "7:30"}
    addresses = "desk@harbour.example\r\nboss@harbour.example"
    await change(
        robin,
        SHEET,
        **typed,
        send_to=addresses,
        staff_changes="on",
        mobile="+61 491 570 156",
        escalate_after="0",
    )
    rules = await stored(world)
    assert rules.send_to == ("desk@harbour.example", "boss@harbour.example")
    assert (rules.staff_changes, rules.mobile) == (True, "+61 491 570 156")
    assert (rules.escalate_after, "booked" in rules.sms) == (0, True)
    assert rules.quiet_hours == QuietHours(starts=20 * 60 + 15, ends=7 * 60 + 30)
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET)
    assert "Nothing is different" in robin.page.text


@pytest.mark.req("N6")
async def test_a_practitioner_asks_for_notices(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{OTIS}")
    ticked = {"notices__new": "on", "notices__failed": "on", "mobile": "+61 491 570 157"}
    await change(robin, OTIS, **ticked)
    person = await otis(world)
    assert (person.notices, person.mobile) == (("new", "failed"), "+61 491 570 157")
    assert "E-mails about their own appointments" in robin.page.text


@pytest.mark.req("N6")
async def test_notices_without_an_address_are_refused_at_their_field(
    robin: Colleague, world: World
) -> None:
    await robin.get(f"{HOME}{OTIS}")
    await send(robin, OTIS, "save", email="", notices__new="on")
    assert robin.status == 422
    assert "email" in robin.page.problem("notices")
    assert (await otis(world)).notices == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("reminders.0.before", "0", "Enter a time such as"),
        ("reminders.0.before", "soon", "Enter"),
        ("reminders.0.by", "pigeon", 'Enter "mail" or "sms"'),
        ("quiet_hours.from", "25:00", "Enter a time from"),
        ("quiet_hours.to", "", "Enter a time from"),
        ("send_to", "desk", "enter an e-mail address"),
        ("mobile", "call me", "Enter a telephone number"),
        ("escalate_after", "99999", "Enter a time such as"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    robin: Colleague, world: World, name: str, text: str, said: str
) -> None:
    before = await stored(world)
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, "save", **{name.replace(".", "__"): text})
    assert robin.status == 422
    assert said in robin.page.problem(name)
    assert await stored(world) == before
