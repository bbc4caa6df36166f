"""Where the links of messages lead for a clinic that has a page of its own."""

import pytest
from msgspec import structs

from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.clinics import get_clinic
from tests.services.notices.office import Office

pytestmark = pytest.mark.req("E4", "N7")

ADA, DESK = "ada@patient.example", "desk@harbour.example"
OWN = "https://harbour.example"
PAGE = f"{OWN}/appointments?lang=en&from=mail"
INSTEAD = "If that page does not show it:"


@pytest.fixture
async def led(office: Office) -> Office:
    clinic = await get_clinic(office.database, office.desk.slug)
    await office.desk.save(structs.replace(clinic, allowed_origins=(OWN,), booking_page=PAGE))
    return office


async def test_the_button_leads_to_the_clinics_page_and_a_second_link_to_ours(led: Office) -> None:
    booking = await led.book()
    [mail] = [each for each in await led.run() if each.to == ADA]
    token = sign_link(led.desk.toolbox, booking)
    own, hosted = f"{PAGE}#slotkeeper=harbour-physio.{token}", f"/c/harbour-physio/b/{token}"
    assert f"See your appointment:\n{own}\n" in mail.text
    assert f"{INSTEAD}\nhttps://book.example{hosted}\n" in mail.text
    assert f'href="{own.replace("&", "&amp;")}"' in mail.html
    assert f'href="https://book.example{hosted}"' in mail.html


async def test_without_one_there_is_one_link(office: Office) -> None:
    await office.book()
    [mail] = [each for each in await office.run() if each.to == ADA]
    assert INSTEAD not in mail.text + mail.html
    assert "#slotkeeper" not in mail.text + mail.html


async def test_a_clinic_that_takes_it_back_has_its_old_links_in_the_next_message(
    led: Office,
) -> None:
    clinic = await get_clinic(led.database, led.desk.slug)
    await led.book()
    await led.desk.save(structs.replace(clinic, booking_page=""))
    [mail] = [each for each in await led.run() if each.to == ADA]
    assert "https://book.example/c/harbour-physio/b/" in mail.text
    assert "#slotkeeper" not in mail.text


async def test_the_clinic_is_never_sent_the_patients_link(led: Office) -> None:
    booking = await led.book()
    token = sign_link(led.desk.toolbox, booking)
    told = [each for each in await led.run() if each.to == DESK]
    assert told
    assert not any(token in each.text + each.html for each in told)
