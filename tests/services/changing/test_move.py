"""A patient moves a booking: the old time is kept until the new one is won (C4)."""

import pytest
from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown, FieldsInvalid, HoldUnknown
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.services.booking_link import KEPT_SECONDS
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed, extend
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.changing.link import Link
from tests.services.desk import HOLD_SECONDS, NINE, at
from tests.services.payments.till import DEPOSIT, Till, at_once

pytestmark = pytest.mark.req("C4")
TEN = NINE + 3600


async def choose(link: Link, start: int = TEN, **how: str) -> Held:
    """Choose another time; the old one stays."""
    desk = link.desk
    caller = Caller("", "192.0.2.1")
    return await hold_move(link.toolbox, desk.slug, link.token, start, caller, **how)


async def move(link: Link, held: Held, **otherwise: object) -> Booking:
    """Press the button."""
    found = await link.look()
    wanted = WantedMove(
        hold=held.token,
        revision=found.managed.booking.revision,
        keeps=found.cost.consequence.keeps if found.cost else 0,
        shown="It is free.",
    )
    wanted = structs.replace(wanted, **otherwise)
    return await move_by_patient(link.toolbox, link.desk.slug, link.token, wanted)


async def starts(link: Link) -> list[tuple[str, int]]:
    """What takes time at that clinic."""
    clinic_id = (await link.booking()).clinic_id
    return [
        (row["state"], row["starts_at"])
        for row in await link.desk.bookings()
        if row["clinic_id"] == clinic_id
    ]


async def test_both_times_are_kept_until_the_button_is_pressed(free: Link) -> None:
    held = await choose(free)
    assert await starts(free) == [("confirmed", NINE), ("held", TEN)]
    moved = await move(free, held)
    assert (moved.id, moved.starts_at) == (free.booking_id, TEN)
    assert await starts(free) == [("confirmed", TEN)]
    assert NINE in await free.desk.free()


@pytest.mark.req("N8")
async def test_everybody_is_told_and_the_link_stays_the_same(free: Link) -> None:
    before = await free.told()
    moved = await move(free, await choose(free))
    assert await free.told() == [*before, ("patient", "booking_moved"), ("clinic", "booking_moved")]
    assert (await free.look()).managed.booking.starts_at == moved.starts_at


async def test_a_time_that_overlaps_its_own_can_be_chosen(free: Link) -> None:
    half_past = NINE + 900
    moved = await move(free, await choose(free, half_past))
    assert moved.starts_at == half_past
    assert await starts(free) == [("confirmed", half_past)]


async def test_the_hold_runs_out_and_the_booking_stays(free: Link) -> None:
    await choose(free)
    free.desk.clock.wait(HOLD_SECONDS)
    assert await starts(free) == [("confirmed", NINE)]


async def test_one_who_is_slow_finds_the_time_held_again(free: Link) -> None:
    held = await choose(free, NINE + 900)
    free.desk.clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldRenewed) as renewed:
        await move(free, held)
    assert (await move(free, renewed.value.held)).starts_at == NINE + 900


async def test_one_who_is_too_slow_keeps_the_old_time(free: Link) -> None:
    held = await choose(free)
    free.desk.clock.wait(HOLD_SECONDS)
    await free.desk.place(TEN)
    with pytest.raises(HoldEnded):
        await move(free, held)
    assert (await free.booking()).starts_at == NINE


async def test_nothing_is_held_again_for_a_booking_that_was_cancelled_meanwhile(free: Link) -> None:
    held = await choose(free)
    free.desk.clock.wait(HOLD_SECONDS)
    await free.cancel()
    with pytest.raises(HoldEnded):
        await extend(free.toolbox, free.desk.slug, held.token, "192.0.2.1")


async def test_a_time_that_is_taken_is_not_held(free: Link) -> None:
    await free.desk.place(TEN)
    with pytest.raises(OthersOffered):
        await choose(free)


@pytest.mark.req("B5")
async def test_the_daily_limit_does_not_count_it(free: Link) -> None:
    await free.desk.set_up(daily_limit=1)
    assert (await move(free, await choose(free))).starts_at == TEN
    assert (await move(free, await choose(free, NINE))).starts_at == NINE


async def test_a_hold_that_is_to_move_a_booking_makes_no_second_one(free: Link) -> None:
    held = await choose(free)
    clinic = await get_clinic(free.desk.database, free.desk.slug)
    fields = free.desk.typed(clinic)
    with pytest.raises(HoldUnknown):
        await make_booking(free.toolbox, free.desk.slug, held.token, fields, "192.0.2.1")
    assert len([each for each in await starts(free) if each[0] == "confirmed"]) == 1


async def test_another_ones_hold_moves_nothing(free: Link) -> None:
    held = await free.desk.place(TEN)
    with pytest.raises(HoldUnknown):
        await move(free, held)


async def test_who_saw_an_older_booking_is_asked_again(free: Link) -> None:
    with pytest.raises(BookingChanged):
        await move(free, await choose(free), revision=77)


async def test_a_cancelled_one_is_not_moved(free: Link) -> None:
    held = await choose(free)
    revision = (await free.booking()).revision
    await free.cancel()
    with pytest.raises((ChangesClosed, BookingChanged)):
        await move(free, held, revision=revision + 1)


@pytest.mark.req("B4")
async def test_terms_that_have_changed_are_accepted_anew(free: Link) -> None:
    clinic = await free.desk.set_up(terms="Please come ten minutes early.")
    held = await choose(free)
    with pytest.raises(FieldsInvalid) as invalid:
        await move(free, held)
    assert set(invalid.value.problems) == {"terms"}
    version = terms_version(terms_text(clinic.online_booking))
    await move(free, held, terms_version=version)
    rows = await free.desk.rows("SELECT 1 FROM acceptance WHERE booking_id = $1", free.booking_id)
    assert len(rows) == 2


async def test_terms_that_have_not_changed_are_not_asked_for(free: Link) -> None:
    await move(free, await choose(free))
    rows = await free.desk.rows("SELECT 1 FROM acceptance WHERE booking_id = $1", free.booking_id)
    assert len(rows) == 1


@pytest.mark.req("R1")
async def test_two_who_want_each_others_time_keep_their_own_until_one_lets_go(free: Link) -> None:
    other = await Link.of(free.desk, await free.desk.book(TEN, email="bo@patient.example"))
    held = await at_once(choose(free, TEN), choose(other, NINE))
    assert all(isinstance(each, OthersOffered) for each in held)
    await free.cancel()
    assert (await move(other, await choose(other, NINE))).starts_at == NINE
    assert await starts(free) == [("confirmed", NINE)]


@pytest.mark.req("R1")
async def test_a_cancellation_against_a_move_leaves_one_truth(free: Link) -> None:
    held = await choose(free)
    revision = (await free.booking()).revision
    answers = await at_once(move(free, held, revision=revision), free.cancel())
    assert sum(not isinstance(each, Exception) for each in answers) == 1
    booking = await free.booking()
    assert (booking.state == "cancelled") == isinstance(answers[0], Exception)
    gone = booking.state == "cancelled" or booking.starts_at == TEN
    assert (NINE in await free.desk.free()) == gone


@pytest.mark.req("R1")
async def test_pressed_many_times_it_is_moved_once(free: Link) -> None:
    held = await choose(free)
    revision = (await free.booking()).revision
    answers = await at_once(*(move(free, held, revision=revision) for _ in range(6)))
    assert all(isinstance(each, Booking) for each in answers)
    assert (await free.told()).count(("patient", "booking_moved")) == 1


@pytest.mark.req("P5")
async def test_what_was_paid_goes_along(paid: Link, till: Till) -> None:
    await move(paid, await choose(paid))
    assert (await paid.look()).managed.payment
    assert (await paid.cost()).returns == DEPOSIT
    assert (await till.money())["refunded"] == 0


@pytest.mark.req("C3")
async def test_who_moves_late_does_not_get_out_of_what_cancelling_would_have_cost(
    paid: Link, till: Till
) -> None:
    await till.wait(NINE - 3 * 3600 - till.desk.clock())
    assert (await paid.cost()).returns == DEPOSIT - 1000
    await move(paid, await choose(paid, NINE + 2 * 86_400))
    cost = await paid.cost()
    assert (cost.consequence.keeps, cost.returns) == (1000, DEPOSIT - 1000)


@pytest.mark.req("C1")
async def test_the_link_goes_with_the_booking_however_far_it_is_moved(free: Link) -> None:
    """Who has the first message only still finds the appointment."""
    desk = free.desk
    clinic = await get_clinic(desk.database, desk.slug)
    far = structs.replace(clinic.online_booking, horizon_days=365)
    await desk.save(structs.replace(clinic, online_booking=far))
    moved = await move(free, await choose(free, at("2027-07-20 09:00")))
    desk.clock.now = moved.starts_at
    assert (await free.look()).managed.booking.starts_at == moved.starts_at
    desk.clock.now = moved.ends_at + KEPT_SECONDS
    with pytest.raises(BookingUnknown):
        await free.look()
