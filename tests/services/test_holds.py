"""A hold is found again by its token, and given back."""

import pytest

from slotkeeper.domain.errors import ClinicUnknown, HoldUnknown
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.hold_token import LIFETIME
from slotkeeper.services.holds import get_hold, release
from slotkeeper.services.keep_hold import extend, renew
from slotkeeper.services.refusals import AlreadyBooked, HoldEnded
from slotkeeper.services.toolbox import Toolbox
from tests.services.desk import HOLD_SECONDS, NINE, NOW, Clock, Desk, at, open_desk

TEN = at("2027-01-05 10:00")
FORGED = [
    "",
    "x",
    "=",
    "A" * 40,
    "A" * 600,
    "äöü",
    "\x00",
    "....",
    "eyJhbGciOiJub25lIn0.e30.",
]


async def everything(toolbox: Toolbox, slug: str, token: str) -> set[type[BaseException]]:
    """What each use case that takes a token says to this one."""
    said: set[type[BaseException]] = set()
    for use_case in (
        get_hold(toolbox, slug, token),
        release(toolbox, slug, token),
        extend(toolbox, slug, token, "192.0.2.1"),
        renew(toolbox, slug, token, "192.0.2.1"),
        make_booking(toolbox, slug, token, {}, "192.0.2.1"),
    ):
        try:
            await use_case
        except Exception as fact:  # noqa: BLE001 - whatever it is, it is told
            said.add(type(fact))
        else:
            said.add(type(None))  # type: ignore[arg-type]
    return said


@pytest.mark.req("H4")
async def test_who_comes_back_finds_the_hold(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS - 1)
    again = await get_hold(desk.toolbox, desk.slug, held.token)
    assert again.hold == held.hold
    assert (again.wish.kind.slug, again.wish.practitioner) == ("standard", "sam-lee")
    assert again.now == NOW + HOLD_SECONDS - 1


@pytest.mark.req("H5")
async def test_who_comes_back_too_late_is_offered_the_nearest_times(
    desk: Desk, clock: Clock
) -> None:
    held = await desk.place(NINE)
    clock.wait(HOLD_SECONDS)
    with pytest.raises(HoldEnded) as ended:
        await get_hold(desk.toolbox, desk.slug, held.token)
    offer = ended.value.offer
    assert offer.wanted == NINE
    assert NINE in {slot.starts_at for slot in offer.nearest}


@pytest.mark.req("H6")
async def test_the_token_of_a_hold_that_moved_holds_nothing(desk: Desk) -> None:
    old = await desk.place(NINE, "me")
    await desk.place(TEN, "me")
    with pytest.raises(HoldEnded):
        await get_hold(desk.toolbox, desk.slug, old.token)


@pytest.mark.req("H6")
async def test_a_hold_that_is_given_back_is_free_at_once(desk: Desk) -> None:
    held = await desk.place(NINE)
    wish = await release(desk.toolbox, desk.slug, held.token)
    assert wish.kind.slug == "standard"
    assert await desk.taken() == []
    await desk.place(NINE)


@pytest.mark.req("H6")
async def test_giving_back_twice_harms_nobody(desk: Desk) -> None:
    held = await desk.place(NINE)
    await release(desk.toolbox, desk.slug, held.token)
    await desk.place(NINE, "the next one")
    await release(desk.toolbox, desk.slug, held.token)
    assert await desk.taken() == [NINE]


async def test_a_booking_cannot_be_given_back_as_a_hold(desk: Desk) -> None:
    held = await desk.place(NINE)
    await desk.confirm(held)
    await release(desk.toolbox, desk.slug, held.token)
    assert await desk.taken() == [NINE]
    with pytest.raises(AlreadyBooked):
        await get_hold(desk.toolbox, desk.slug, held.token)


@pytest.mark.req("R5")
@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_token_opens_nothing(desk: Desk, token: str) -> None:
    await desk.place(NINE)
    assert await everything(desk.toolbox, desk.slug, token) == {HoldUnknown}
    assert await desk.taken() == [NINE]


@pytest.mark.req("R5")
async def test_a_token_with_one_letter_changed_opens_nothing(desk: Desk) -> None:
    held = await desk.place(NINE)
    for place in range(0, len(held.token), 7):
        other = "B" if held.token[place] == "A" else "A"
        changed = held.token[:place] + other + held.token[place + 1 :]
        with pytest.raises(HoldUnknown):
            await get_hold(desk.toolbox, desk.slug, changed)


@pytest.mark.req("R5")
async def test_a_hold_of_another_clinic_can_neither_be_seen_nor_kept_nor_booked(
    desk: Desk,
) -> None:
    other = await open_desk(desk.database, "other")
    theirs = await other.place(NINE)
    assert await everything(desk.toolbox, desk.slug, theirs.token) == {HoldUnknown}
    assert [row["state"] for row in await desk.bookings()] == ["held"]


async def test_a_token_of_an_unknown_clinic_opens_nothing(desk: Desk) -> None:
    held = await desk.place(NINE)
    assert await everything(desk.toolbox, "nowhere", held.token) == {ClinicUnknown}


async def test_a_token_tells_what_was_wanted_for_a_day(desk: Desk, clock: Clock) -> None:
    held = await desk.place(at("2027-01-08 09:00"))
    clock.wait(LIFETIME - 1)
    with pytest.raises(HoldEnded):
        await get_hold(desk.toolbox, desk.slug, held.token)
    clock.wait(1)
    with pytest.raises(HoldUnknown):
        await get_hold(desk.toolbox, desk.slug, held.token)
