"""What a patient agreed to is kept with version, hash and time."""

from hashlib import sha256

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.services.clinics import get_clinic
from tests.services.desk import NINE, Clock, Desk

pytestmark = pytest.mark.req("B4")

SHOWN = """SELECT acceptance.sha256, acceptance.accepted_at, terms.number, terms.text
           FROM acceptance JOIN terms ON terms.id = acceptance.terms_id
           WHERE acceptance.booking_id = $1"""


async def refused(desk: Desk, **typed: str) -> str:
    held = await desk.place(NINE)
    with pytest.raises(FieldsInvalid) as invalid:
        await desk.confirm(held, **typed)
    assert set(invalid.value.problems) == {"terms"}
    assert [row["state"] for row in await desk.bookings()] == ["held"]
    return invalid.value.problems["terms"].key


async def test_an_acceptance_tells_what_was_shown_and_when(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    clock.wait(77)
    booking = await desk.confirm(held)
    text = "Please come five minutes early.\n\nFree of charge up to 24 hours before."
    [row] = await desk.rows(SHOWN, booking.id)
    assert (row["number"], row["text"], row["accepted_at"]) == (1, text, clock())
    assert row["sha256"] == sha256(text.encode()).hexdigest()


async def test_without_a_tick_nothing_is_booked(desk: Desk) -> None:
    assert await refused(desk, terms="") == "problem.terms"


@pytest.mark.parametrize("version", ["", "0123456789abcdef", "x" * 5000])
async def test_a_text_that_was_not_shown_cannot_be_accepted(desk: Desk, version: str) -> None:
    assert await refused(desk, terms_version=version) == "problem.terms_changed"


async def test_a_text_that_changed_while_the_patient_typed_is_shown_anew(desk: Desk) -> None:
    held = await desk.place(NINE)
    changed = await desk.set_up(terms="Please come ten minutes early.")
    with pytest.raises(FieldsInvalid) as invalid:
        await desk.confirm(held)
    assert invalid.value.problems["terms"].key == "problem.terms_changed"
    new = terms_version(terms_text(changed.online_booking))
    booking = await desk.confirm(held, terms_version=new)
    [row] = await desk.rows(SHOWN, booking.id)
    assert (row["number"], row["text"][:22]) == (2, "Please come ten minute")


async def test_an_earlier_acceptance_keeps_the_earlier_text(desk: Desk) -> None:
    booking = await desk.book(NINE)
    await desk.set_up(terms="Please come ten minutes early.")
    [row] = await desk.rows(SHOWN, booking.id)
    assert (row["number"], row["text"][:23]) == (1, "Please come five minute")


async def test_a_clinic_without_terms_asks_for_no_acceptance(desk: Desk) -> None:
    await desk.set_up(terms="", cancellation_policy="")
    await desk.book(NINE, terms="")
    assert (await get_clinic(desk.database, desk.slug)).online_booking.terms == ""
    assert list(await desk.rows("SELECT booking_id FROM acceptance")) == []
