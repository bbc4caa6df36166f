"""What only an appointment type is asked: money, who gives it, its colour."""

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.web.staff.settings.forms import HOME, change, send
from tests.web.staff.staff import Colleague
from tests.web.world import World


async def test_an_appointment_type_is_changed_in_all_it_has(robin: Colleague, world: World) -> None:
    typed = {"minutes": "40", "price": "120,50", "prepay": "deposit", "prepay__amount": "20,00"}
    more = {"prepay_from": "new", "colour__on": "on", "colour": "#112233", "patients": "all"}
    link = {"video_link": "https://video.example/x", "practitioners__fern-halloway": "on"}
    gone = "practitioners.kit-saltmarsh"
    await change(robin, "/appointment-types/initial", without=gone, **typed, **more, **link)
    kind = (await get_clinic(world.toolbox.database, "harbour-physio")).appointment_types[0]
    assert (kind.minutes, kind.price, kind.prepay.amount, kind.prepay.asked_of) == (
        40, 12050, 2000, "new",
    )  # fmt: skip
    assert (kind.colour, kind.patients) == ("#112233", "all")
    assert "kit-saltmarsh" not in kind.practitioners


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"minutes": "0"}, "minutes", "Enter a whole number from 1 to 1440."),
        ({"minutes": "1440", "padding_after": "1"}, "minutes", "both paddings included"),
        ({"price": "-1"}, "price", "Enter an amount in AUD"),
        ({"price": "1e9"}, "price", "Enter an amount in AUD"),
        ({"price": "9" * 300}, "price", "Enter an amount in AUD"),
        ({"prepay": "deposit", "prepay__amount": "0.10"}, "prepay.amount", "at least 0.50 AUD"),
        ({"prepay": "deposit", "prepay__amount": ""}, "prepay.amount", "Enter"),
        ({"prepay": "percent", "prepay__percent": "0"}, "prepay.percent", "whole percentage"),
        ({"prepay": "full", "price": "0"}, "prepay", 'Enter "none", as there is no price.'),
        ({"video_link": "http://video.example"}, "video_link", "Enter an address"),
        ({"colour__on": "on", "colour": "red"}, "colour", "Enter a colour"),
        ({"practitioners__nobody": "on"}, "practitioners", 'enter one of "nell-tidewater"'),
    ],
)
async def test_what_an_appointment_type_cannot_be_is_told(
    robin: Colleague, typed: dict[str, str], name: str, said: str
) -> None:
    path = "/appointment-types/initial"
    await robin.get(f"{HOME}{path}")
    await send(robin, path, "save", **typed)
    assert (robin.status, said in robin.page.problem(name)) == (422, True), robin.page.text
