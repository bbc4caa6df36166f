"""What cancelling costs is set on its sheet and for a type, with its effect before saving (C3)."""

import pytest

from slotkeeper.domain.change_policy import ALL, NOTHING, ChangePolicy, Keep, Window
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.services.clinics import get_clinic
from tests.web.booking.test_prepaid_types import take_payments
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("C2", "C3")
SHEET, TYPE = "/change-policy", "/appointment-types/insoles"
DAY = Window(until=CutOff(24, "h"), keep=NOTHING)
WINDOWS = {
    "windows__0__until": "24",
    "windows__0__unit": "h",
    "windows__0__keep": "nothing",
    "windows__1__until": "2",
    "windows__1__unit": "h",
    "windows__1__keep": "amount",
    "windows__1__much": "20,00",
}


async def stored(world: World) -> Clinic:
    return await get_clinic(world.toolbox.database, "harbour-physio")


async def test_a_sheet_that_is_sent_as_it_came_changes_nothing(robin: Colleague) -> None:
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET)
    assert (robin.status, "Nothing is different" in robin.page.text) == (200, True)


async def test_windows_are_added_and_removed_without_scripts(
    robin: Colleague, world: World
) -> None:
    await change(robin, SHEET, **WINDOWS, afterwards="all", enforced="on")
    assert (await stored(world)).change_policy == ChangePolicy(
        windows=(DAY, Window(until=CutOff(2, "h"), keep=Keep(kind="amount", amount=2000))),
        afterwards=ALL,
        enforced=True,
    )
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, "add:windows")
    assert "windows.2.until" in fields_of(robin.answer.text)
    for button in ("remove:windows:1", "effect", "save"):
        await send(robin, SHEET, button)
    assert (await stored(world)).change_policy.windows == (DAY,)


async def test_the_panel_says_what_it_means_in_money_and_times(robin: Colleague) -> None:
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, **WINDOWS, afterwards="all", enforced="on")
    assert "24 hours before" in robin.page.text
    assert "counts as a late cancellation" in robin.page.text
    assert "until 2 hours before: 20.00" in robin.page.text
    assert "Patients read:" in robin.page.text
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, without="enforced")
    assert "Nothing is given back by itself any more" in robin.page.text
    assert "Nothing is paid when booking" in robin.page.text


async def test_where_money_is_taken_the_panel_is_a_table(robin: Colleague, world: World) -> None:
    await take_payments(world, "harbour-physio")
    await robin.get(f"{HOME}{SHEET}")
    await send(robin, SHEET, **WINDOWS, afterwards="all", without="enforced")
    assert "What cancelling Custom insoles costs" in robin.page.text
    for said in ("24 hours before A$0.00 A$30.00", "2 hours before A$20.00 A$10.00"):
        assert said in robin.page.text
    assert "Later, up to the start A$30.00 A$0.00" in robin.page.text
    assert "You decide each time and give it back by hand." in robin.page.text
    assert "Then A$20.00 is kept. From 2 hours before nothing is returned." in robin.page.text


async def test_a_type_has_a_rule_of_its_own(robin: Colleague, world: World) -> None:
    own = {
        "change_policy": "own",
        "change_policy__0__until": "3",
        "change_policy__0__unit": "d",
        "change_policy__0__keep": "percent",
        "change_policy__0__much": "50",
        "change_policy__afterwards": "deposit",
        "change_policy__no_change_after": "30",
        "change_policy__no_change_after__unit": "m",
    }
    await change(robin, TYPE, **own)
    kind = (await stored(world)).appointment_type("insoles")
    assert kind.change_policy == ChangePolicy(
        windows=(Window(until=CutOff(3, "d"), keep=Keep(kind="percent", amount=50)),),
        afterwards=Keep(kind="deposit"),
        enforced=True,
        no_change_after=CutOff(30, "m"),
    )
    await robin.get(f"{HOME}{TYPE}")
    await send(robin, TYPE)
    assert "Nothing is different" in robin.page.text
    await change(robin, TYPE, change_policy="clinic")
    assert (await stored(world)).appointment_type("insoles").change_policy is None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("windows.0.until", "soon", "Enter"),
        ("windows.1.until", "48", "a time shorter than that of the window before"),
        ("windows.1.much", "lots", '"nothing", "deposit", "all"'),
        ("afterwards", "the lot", '"nothing", "deposit", "all"'),
        ("no_change_after", "later", "Enter"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    robin: Colleague, world: World, name: str, text: str, said: str
) -> None:
    before = (await stored(world)).change_policy
    await robin.get(f"{HOME}{SHEET}")
    typed = {**WINDOWS, name.replace(".", "__"): text}
    await send(robin, SHEET, "save", **typed)
    assert robin.status == 422
    assert said in robin.page.problem(name.replace(".much", ".keep"))
    assert (await stored(world)).change_policy == before
