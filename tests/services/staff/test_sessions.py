"""How long somebody stays signed in, and how that ends."""

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import NotSignedIn, SignInRefused
from slotkeeper.services.housekeeping import forget_old_sessions
from slotkeeper.services.staff.accounts import change_password
from slotkeeper.services.staff.sessions import (
    IDLE_SECONDS,
    LONGEST_SECONDS,
    digest_of,
    get_session,
    list_sessions,
    revoke_session,
    revoke_sessions,
)
from slotkeeper.services.staff.sign_in import sign_in
from tests.services.desk import Desk
from tests.services.staff.people import BROWSER, KIT, PASSWORD, ROBIN, employ

pytestmark = pytest.mark.req("A1")
HOUR = 3600


async def token_of(desk: Desk, email: str = ROBIN, device: str = BROWSER) -> str:
    return (await sign_in(desk.toolbox, email, PASSWORD, device)).token


async def is_over(desk: Desk, token: str) -> bool:
    try:
        await get_session(desk.toolbox, token)
    except NotSignedIn:
        return True
    return False


async def test_a_session_that_is_not_used_ends_after_twelve_hours(desk: Desk) -> None:
    await employ(desk)
    token = await token_of(desk)
    desk.clock.wait(IDLE_SECONDS - 1)
    assert not await is_over(desk, token)
    desk.clock.wait(IDLE_SECONDS)
    assert await is_over(desk, token)


async def test_a_session_that_is_used_goes_on_for_seven_days_at_most(desk: Desk) -> None:
    await employ(desk)
    token = await token_of(desk)
    hours = 0
    while not await is_over(desk, token):
        desk.clock.wait(HOUR)
        hours += 1
    assert hours * HOUR == LONGEST_SECONDS


@pytest.mark.parametrize("token", ["", "forged", "\0", "ü" * 9000])
async def test_a_forged_token_is_nobodys(desk: Desk, token: str) -> None:
    await employ(desk)
    assert await is_over(desk, token)


async def test_a_revoked_session_is_over_at_once_and_the_others_are_not(desk: Desk) -> None:
    robin = await employ(desk)
    one, other = await token_of(desk), await token_of(desk, device="Safari, iPhone")
    assert {each.device for each in await list_sessions(desk.toolbox, robin.id)} == {
        BROWSER,
        "Safari, iPhone",
    }
    await revoke_session(desk.toolbox, robin.id, digest_of(other))
    assert (await is_over(desk, one), await is_over(desk, other)) == (False, True)


async def test_nobody_revokes_the_sessions_of_others(desk: Desk) -> None:
    robin, _ = await employ(desk), await employ(desk, KIT, "reception")
    kits = await token_of(desk, KIT)
    await revoke_session(desk.toolbox, robin.id, digest_of(kits))
    await revoke_sessions(desk.toolbox, robin.id)
    assert not await is_over(desk, kits)


async def test_signing_out_everywhere_may_leave_this_browser(desk: Desk) -> None:
    robin = await employ(desk)
    here, there = await token_of(desk), await token_of(desk)
    await revoke_sessions(desk.toolbox, robin.id, but=digest_of(here))
    assert (await is_over(desk, here), await is_over(desk, there)) == (False, True)
    await revoke_sessions(desk.toolbox, robin.id)
    assert await is_over(desk, here)


async def test_another_password_ends_all_sessions_and_begins_one(desk: Desk) -> None:
    robin = await employ(desk)
    here, there = await token_of(desk), await token_of(desk)
    newer = await change_password(desk.toolbox, robin, "another calm password", BROWSER)
    assert [await is_over(desk, each) for each in (here, there, newer)] == [True, True, False]
    with pytest.raises(SignInRefused):
        await token_of(desk)
    assert (await sign_in(desk.toolbox, ROBIN, "another calm password", BROWSER)).is_full


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("eleven char", "wrong.password_short"),
        ("Robin@Harbour.example", "wrong.password_easy"),
        ("ababababababab", "wrong.password_easy"),
        ("x" * 150 + "abcdefgh" * 10, "wrong.password_long"),
    ],
)
async def test_a_password_that_protects_nothing_is_refused(
    desk: Desk, password: str, problem: str
) -> None:
    robin = await employ(desk)
    with pytest.raises(FieldsInvalid) as refused:
        await change_password(desk.toolbox, robin, password, BROWSER)
    assert refused.value.problems["password"].key == problem


async def test_sessions_that_are_over_are_forgotten(desk: Desk) -> None:
    await employ(desk)
    await token_of(desk)
    assert await forget_old_sessions(desk.toolbox) == 0
    desk.clock.wait(IDLE_SECONDS)
    assert await forget_old_sessions(desk.toolbox) == 1
