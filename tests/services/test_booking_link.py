"""The link by which a patient finds the booking again."""

import pytest
from msgspec import structs

from slotkeeper.domain.errors import BookingUnknown, ClinicUnknown
from slotkeeper.services.booking_link import (
    KEPT_SECONDS,
    booking_url,
    get_managed,
    hosted_url,
    sign_link,
    waiting_url,
)
from slotkeeper.services.clinics import get_clinic
from tests.services.desk import NINE, Clock, Desk, open_desk


async def test_a_link_opens_its_booking(desk: Desk) -> None:
    booking = await desk.book(NINE, first_name="Zoë")
    link = sign_link(desk.toolbox, booking)
    managed = await get_managed(desk.toolbox, desk.slug, link)
    assert managed.booking == booking
    assert (managed.first_name, managed.kind.slug) == ("Zoë", "standard")
    assert (managed.practitioner.slug, managed.location and managed.location.slug) == (
        "sam-lee",
        "manly",
    )


async def test_a_link_is_the_same_each_time(desk: Desk, clock: Clock) -> None:
    booking = await desk.book(NINE)
    first = sign_link(desk.toolbox, booking)
    clock.wait(86_400)
    assert sign_link(desk.toolbox, booking) == first


async def test_a_link_opens_its_booking_until_ninety_days_after(desk: Desk, clock: Clock) -> None:
    booking = await desk.book(NINE)
    link = sign_link(desk.toolbox, booking)
    clock.now = booking.ends_at + KEPT_SECONDS - 1
    await get_managed(desk.toolbox, desk.slug, link)
    clock.wait(1)
    with pytest.raises(BookingUnknown):
        await get_managed(desk.toolbox, desk.slug, link)


@pytest.mark.req("R5")
async def test_a_forged_link_opens_nothing(desk: Desk) -> None:
    link = sign_link(desk.toolbox, await desk.book(NINE))
    early, late = (link.swapcase()[:10] + link[10:], link[:-10] + link.swapcase()[-10:])
    for forged in ("", "x", early, late, link * 2, "é" * 30):
        with pytest.raises(BookingUnknown):
            await get_managed(desk.toolbox, desk.slug, forged)


@pytest.mark.req("R5")
async def test_the_token_of_a_hold_is_no_link(desk: Desk) -> None:
    held = await desk.place(NINE)
    await desk.confirm(held)
    with pytest.raises(BookingUnknown):
        await get_managed(desk.toolbox, desk.slug, held.token)


@pytest.mark.req("R5")
async def test_a_link_opens_nothing_at_another_clinic(desk: Desk) -> None:
    other = await open_desk(desk.database, "other")
    link = sign_link(desk.toolbox, await desk.book(NINE))
    with pytest.raises(BookingUnknown):
        await get_managed(other.toolbox, other.slug, link)
    with pytest.raises(ClinicUnknown):
        await get_managed(other.toolbox, "nowhere", link)


@pytest.mark.req("R6")
async def test_a_link_holds_no_personal_data(desk: Desk) -> None:
    one = sign_link(desk.toolbox, await desk.book(NINE))
    other = sign_link(
        desk.toolbox,
        await desk.book(NINE + 1800, email=f"{'x' * 60}@patient.example", first_name="y" * 80),
    )
    assert abs(len(one) - len(other)) <= 4


async def test_a_link_outlives_the_practitioner_and_the_type(desk: Desk) -> None:
    booking = await desk.book(NINE)
    link = sign_link(desk.toolbox, booking)
    clinic = await get_clinic(desk.database, desk.slug)
    kinds = tuple(
        structs.replace(each, practitioners=("ana-costa",))
        for each in clinic.appointment_types
        if each.slug == "initial"
    )
    only_ana = clinic.practitioners[1:]
    await desk.save(structs.replace(clinic, practitioners=only_ana, appointment_types=kinds))
    managed = await get_managed(desk.toolbox, desk.slug, link)
    assert (managed.practitioner.slug, managed.kind.slug) == ("sam-lee", "standard")


@pytest.mark.req("E4")
async def test_links_lead_to_the_clinics_own_page_where_it_has_one(desk: Desk) -> None:
    base, clinic = "https://book.example", await get_clinic(desk.database, desk.slug)
    hosted = f"{base}/c/harbour-physio"
    assert booking_url(base, clinic, "token") == f"{hosted}/b/token"
    assert waiting_url(base, clinic, "token") == f"{hosted}/w/token"
    own = structs.replace(clinic, booking_page="https://harbour.example/?page=4")
    page = "https://harbour.example/?page=4#slotkeeper=harbour-physio"
    assert booking_url(base, own, "token") == f"{page}.token"
    assert waiting_url(base, own, "token") == f"{page}.w.token"
    assert hosted_url(base, own, "token") == f"{hosted}/b/token"
