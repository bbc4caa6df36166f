"""Each step of the ladder, as it meets a patient who books (T2)."""

import pytest

from slotkeeper.domain.errors import BookingUnknown, PleaseCall
from slotkeeper.domain.trust import Step
from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.move import hold_move
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.keep_hold import extend
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.refusals import BeingAnswered
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.trust.answer import RequestOver, RequestTaken, approve, decline
from slotkeeper.services.trust.confirm_link import (
    ConfirmedBefore,
    ConfirmOver,
    confirm,
    get_confirmable,
    resend,
    sign_confirm,
)
from slotkeeper.services.trust.deadline import end_unanswered
from tests.services.desk import DAY, NINE, Desk
from tests.services.trusted import put_on

TEN = NINE + 3600
HALF_HOUR, A_DAY = 1800, DAY

pytestmark = pytest.mark.req("T2")


async def known(desk: Desk, step: Step, **typed: str) -> int:
    """Somebody who has been here before and is on a step now."""
    booking = await desk.book(NINE, **typed)
    await put_on(desk, booking.patient_id, step)
    return booking.patient_id or 0


ASKED = [("patient", "booking_requested"), ("clinic", "booking_requested")]


async def told(desk: Desk, booking_id: int) -> list[tuple[str, str]]:
    rows = await desk.rows(
        "SELECT recipient, message FROM delivery WHERE booking_id = $1 ORDER BY id", booking_id
    )
    return [(row["recipient"], row["message"]) for row in rows]


async def actor_of(desk: Desk) -> Actor:
    clinic = await get_clinic(desk.database, desk.slug)
    return Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())


async def test_on_normal_a_patient_books_at_once(desk: Desk) -> None:
    await known(desk, "normal")
    assert (await desk.book(TEN)).state == "confirmed"


@pytest.mark.req("T5")
@pytest.mark.parametrize("step", ["call", "blocked"])
async def test_on_call_and_blocked_a_patient_is_asked_to_call_and_nothing_is_kept(
    desk: Desk, step: Step
) -> None:
    patient = await known(desk, step)
    held = await desk.place(TEN)
    before = await desk.rows("SELECT COUNT(*) AS n FROM booking_identity")
    with pytest.raises(PleaseCall):
        await desk.confirm(held)
    assert await desk.taken() == [NINE], "others can have the time"
    assert await desk.rows("SELECT COUNT(*) AS n FROM booking_identity") == before
    [row] = await desk.rows("SELECT trust_tries FROM patient WHERE id = $1", patient)
    assert row["trust_tries"] == 1


async def test_approval_keeps_the_time_until_the_clinic_answers(desk: Desk) -> None:
    await known(desk, "approve")
    await desk.set_up(hold_seconds=60)
    booking = await desk.book(TEN)
    assert (booking.state, booking.awaits) == ("pending", "clinic")
    assert booking.expires_at == desk.clock() + A_DAY
    assert await told(desk, booking.id) == ASKED
    desk.clock.wait(A_DAY - 1)
    assert TEN not in await desk.free()
    await approve(desk.toolbox, await actor_of(desk), booking.id)
    managed = await get_managed(desk.toolbox, desk.slug, sign_link(desk.toolbox, booking))
    assert managed.booking.state == "confirmed"
    assert await told(desk, booking.id) == [*ASKED, ("patient", "booking_approved")]


async def test_the_time_to_answer_ends_with_the_appointments_start(desk: Desk) -> None:
    await known(desk, "approve")
    desk.clock.now = TEN - 3 * 3600
    assert (await desk.book(TEN)).expires_at == TEN


@pytest.mark.req("C4")
async def test_what_waits_for_an_answer_is_not_moved_and_keeps_no_other_time(desk: Desk) -> None:
    await known(desk, "approve")
    booking = await desk.book(TEN)
    link, caller = sign_link(desk.toolbox, booking), Caller("", "192.0.2.1")
    with pytest.raises(ChangesClosed):
        await hold_move(desk.toolbox, desk.slug, link, NINE + HALF_HOUR, caller)
    assert NINE + HALF_HOUR in await desk.free()


async def test_declined_the_time_is_free_and_the_place_of_the_day_is_given_back(desk: Desk) -> None:
    await desk.set_up(daily_limit=2)
    await known(desk, "approve")
    booking = await desk.book(TEN)
    await decline(desk.toolbox, await actor_of(desk), booking.id, "We are closed that day.")
    assert TEN in await desk.free()
    assert ("patient", "booking_declined") in await told(desk, booking.id)
    again = await desk.book(TEN)
    assert again.state == "pending"
    with pytest.raises(RequestOver):
        await decline(desk.toolbox, await actor_of(desk), booking.id, "")


async def test_unanswered_the_time_is_free_at_once_and_it_is_told_once(desk: Desk) -> None:
    await known(desk, "approve")
    booking = await desk.book(TEN)
    desk.clock.now = booking.expires_at or 0
    assert TEN in await desk.free() or desk.clock() > TEN - 2 * 3600
    with pytest.raises(RequestOver):
        await approve(desk.toolbox, await actor_of(desk), booking.id)
    assert await end_unanswered(desk.toolbox) == 1
    assert await end_unanswered(desk.toolbox) == 0
    assert await told(desk, booking.id) == [*ASKED, ("patient", "booking_lapsed")]
    [row] = await desk.rows("SELECT * FROM booking WHERE id = $1", booking.id)
    assert (row["state"], row["cancelled_by"]) == ("cancelled", "deadline")


async def test_who_took_the_time_of_an_overdue_request_keeps_it(desk: Desk) -> None:
    await known(desk, "confirm")
    asked = await desk.book(TEN)
    desk.clock.wait(HALF_HOUR)
    other = await desk.book(TEN, first_name="Bo", email="bo@patient.example", phone="02 5550 9999")
    assert other.state == "confirmed"
    with pytest.raises(ConfirmOver):
        await confirm(desk.toolbox, desk.slug, sign_confirm(desk.toolbox, asked))
    await end_unanswered(desk.toolbox)
    assert (await desk.bookings())[-1]["id"] == other.id


async def test_a_request_whose_time_staff_have_given_away_is_not_approved(desk: Desk) -> None:
    await known(desk, "approve")
    booking = await desk.book(TEN)
    await desk.execute(
        """UPDATE booking SET starts_at = $1, busy_from = $1, ends_at = $2, busy_until = $2
           WHERE state = 'confirmed'""",
        TEN,
        TEN + HALF_HOUR,
    )
    with pytest.raises(RequestTaken):
        await approve(desk.toolbox, await actor_of(desk), booking.id)


async def test_a_link_confirms_and_works_once(desk: Desk) -> None:
    await known(desk, "confirm")
    booking = await desk.book(TEN)
    assert (booking.state, booking.awaits) == ("pending", "patient")
    assert booking.expires_at == desk.clock() + HALF_HOUR
    assert await told(desk, booking.id) == [("patient", "confirm_link")]
    token = sign_confirm(desk.toolbox, booking)
    opened = await get_confirmable(desk.toolbox, desk.slug, token)
    assert opened.booking.state == "pending", "looking changes nothing"
    await confirm(desk.toolbox, desk.slug, token)
    assert (await told(desk, booking.id))[1:] == [
        ("patient", "booking_confirmed"),
        ("clinic", "booking_confirmed"),
    ]
    with pytest.raises(ConfirmedBefore):
        await confirm(desk.toolbox, desk.slug, token)


async def test_the_bookings_own_link_confirms_nothing(desk: Desk) -> None:
    await known(desk, "confirm")
    booking = await desk.book(TEN)
    with pytest.raises(BookingUnknown):
        await confirm(desk.toolbox, desk.slug, sign_link(desk.toolbox, booking))
    with pytest.raises(BookingUnknown):
        await confirm(desk.toolbox, desk.slug, sign_confirm(desk.toolbox, booking)[:-2] + "xx")


async def test_the_link_is_sent_again_once_a_minute(desk: Desk) -> None:
    await known(desk, "confirm")
    booking = await desk.book(TEN)
    token = sign_link(desk.toolbox, booking)
    assert not await resend(desk.toolbox, desk.slug, token)
    desk.clock.wait(60)
    assert await resend(desk.toolbox, desk.slug, token)
    assert not await resend(desk.toolbox, desk.slug, token)
    assert await told(desk, booking.id) == [("patient", "confirm_link")] * 2


@pytest.mark.req("H4")
async def test_the_old_hold_leads_to_how_the_request_stands(desk: Desk) -> None:
    await known(desk, "approve")
    held = await desk.place(TEN)
    booking = await desk.confirm(held)
    assert (await desk.confirm(held)).id == booking.id, "a repeated submit is the same request"
    with pytest.raises(BeingAnswered):
        await extend(desk.toolbox, desk.slug, held.token, "192.0.2.1")


async def test_to_pay_first_without_payments_the_clinic_is_asked(desk: Desk) -> None:
    await known(desk, "prepay")
    booking = await desk.book(TEN)
    assert (booking.state, booking.awaits) == ("pending", "clinic")


async def test_a_step_ends_by_itself(desk: Desk) -> None:
    patient = await known(desk, "blocked")
    await desk.execute(
        "UPDATE patient SET trust_until = $2 WHERE id = $1", patient, desk.clock() + 60
    )
    desk.clock.wait(60)
    assert (await desk.book(TEN)).state == "confirmed"
