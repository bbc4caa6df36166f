"""A type that asks for money first is a choice only where the clinic takes payments."""

import pytest

from slotkeeper.storage.payment_account import PaymentAccount, save_payment_account
from tests.web.clinics import CORNER, DEMO
from tests.web.world import World

PREPAID_VIDEO = DEMO.replace('price = "84.00"\nprepay = "none"', 'price = "84.00"\nprepay = "full"')
PREPAID_ONLY = CORNER.replace('price = "0.00"', 'price = "60.00"\nprepay = "full"')


async def take_payments(world: World, slug: str) -> None:
    database = world.toolbox.database
    clinic = await world.toolbox.clinics.get(database, slug)
    account = PaymentAccount(
        clinic_id=clinic.id,
        account="",
        live=False,
        secret_key="sealed",
        webhook_secret="sealed",
        changed_at=world.clock(),
    )
    await database.write(lambda tx: save_payment_account(tx, account))


@pytest.mark.req("P1")
async def test_a_type_with_a_prepayment_is_no_choice_where_none_is_taken(
    world: World, prefix: str
) -> None:
    await world.import_clinic(PREPAID_VIDEO)
    ada = await world.patient(prefix)
    choices = (await ada.start()).choices("type")
    assert "video" not in choices
    assert "initial" in choices


@pytest.mark.req("P1")
async def test_asked_for_all_the_same_it_has_no_times(world: World, prefix: str) -> None:
    await world.import_clinic(PREPAID_VIDEO)
    ada = await world.patient(prefix)
    page = await ada.go_to_times(type="video")
    assert page.slots == []
    assert "+61 2 5550 1234" in page.text


@pytest.mark.req("P1")
async def test_it_is_a_choice_as_soon_as_the_clinic_takes_payments(
    world: World, prefix: str
) -> None:
    await world.import_clinic(PREPAID_VIDEO)
    ada = await world.patient(prefix)
    await ada.start()
    await take_payments(world, "harbour-physio")
    assert "video" in (await ada.start()).choices("type")
    assert (await ada.go_to_times(type="video")).slots


@pytest.mark.req("P1")
async def test_a_clinic_of_nothing_else_is_closed_until_it_takes_payments(world: World) -> None:
    await world.import_clinic(PREPAID_ONLY)
    ada = await world.patient("/c/corner-practice")
    page = await ada.start()
    assert (ada.answer.status_code, page.notice) == (403, "closed")
    assert "Please ring us" in page.text
    await take_payments(world, "corner-practice")
    assert (await ada.start()).slots
