"""Turning the second factor on and off."""

from dataclasses import replace

import pytest

from slotkeeper.domain.staff import CodeRefused, NotSignedIn
from slotkeeper.services.staff.second_factor import (
    OFFER_SECONDS,
    offer_second_factor,
    renew_recovery_codes,
    turn_off_second_factor,
    turn_on_second_factor,
)
from slotkeeper.services.staff.sessions import digest_of, get_session
from slotkeeper.services.staff.sign_in import pass_second_factor, sign_in
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.recovery_code import count_recovery_codes
from tests.services.desk import Desk
from tests.services.staff.people import (
    BROWSER,
    KIT,
    PASSWORD,
    ROBIN,
    App,
    again,
    employ,
    with_second_factor,
)

pytestmark = pytest.mark.req("A1")


async def test_a_code_of_the_app_turns_it_on(desk: Desk) -> None:
    robin, _, codes = await with_second_factor(desk, await employ(desk))
    assert robin.has_second_factor
    assert len(set(codes)) == 10
    assert await count_recovery_codes(desk.database, robin.id) == 10


async def test_the_secret_is_sealed_and_recovery_codes_are_not_kept(desk: Desk) -> None:
    robin = await employ(desk)
    offered = offer_second_factor(desk.toolbox, robin)
    code = App(desk, offered.secret).code()
    codes = await turn_on_second_factor(desk.toolbox, robin, offered.token, code, "")
    rows = await desk.rows(
        "SELECT totp_secret AS kept FROM staff UNION ALL SELECT digest FROM recovery_code"
    )
    kept = " ".join(row["kept"] for row in rows)
    assert offered.secret not in kept
    assert [each for each in codes if each in kept or each.replace("-", "") in kept] == []


async def test_the_address_names_who_and_where(desk: Desk) -> None:
    offered = offer_second_factor(desk.toolbox, await employ(desk))
    assert offered.address.startswith("otpauth://totp/Slotkeeper:robin%40harbour.example?secret=")


async def test_the_code_that_turned_it_on_does_not_sign_in(desk: Desk) -> None:
    robin = await employ(desk)
    offered = offer_second_factor(desk.toolbox, robin)
    code = App(desk, offered.secret).code()
    await turn_on_second_factor(desk.toolbox, robin, offered.token, code, "")
    half = await sign_in(desk.toolbox, ROBIN, PASSWORD, BROWSER)
    with pytest.raises(CodeRefused):
        await pass_second_factor(desk.toolbox, half.token, code, BROWSER)


async def test_a_wrong_code_changes_nothing(desk: Desk) -> None:
    robin = await employ(desk)
    offered = offer_second_factor(desk.toolbox, robin)
    with pytest.raises(CodeRefused):
        await turn_on_second_factor(desk.toolbox, robin, offered.token, "000000", "")
    assert not (await again(desk, robin)).has_second_factor


async def test_an_offer_is_for_one_person_and_half_an_hour(desk: Desk) -> None:
    robin, kit = await employ(desk), await employ(desk, KIT, "reception")
    offered = offer_second_factor(desk.toolbox, robin)
    app = App(desk, offered.secret)
    with pytest.raises(CodeRefused):
        await turn_on_second_factor(desk.toolbox, kit, offered.token, app.code(), "")
    desk.clock.wait(OFFER_SECONDS)
    with pytest.raises(CodeRefused):
        await turn_on_second_factor(desk.toolbox, robin, offered.token, app.code(), "")


async def test_other_browsers_have_to_sign_in_again(desk: Desk) -> None:
    robin = await employ(desk)
    here, there = [await sign_in(desk.toolbox, ROBIN, PASSWORD, BROWSER) for _ in range(2)]
    offered = offer_second_factor(desk.toolbox, robin)
    code = App(desk, offered.secret).code()
    await turn_on_second_factor(desk.toolbox, robin, offered.token, code, digest_of(here.token))
    assert await get_session(desk.toolbox, here.token)
    with pytest.raises(NotSignedIn):
        await get_session(desk.toolbox, there.token)


async def test_turned_off_the_password_is_enough_again(desk: Desk) -> None:
    robin, _, _ = await with_second_factor(desk, await employ(desk))
    await turn_off_second_factor(desk.toolbox, robin)
    assert (await sign_in(desk.toolbox, ROBIN, PASSWORD, BROWSER)).is_full
    assert await count_recovery_codes(desk.database, robin.id) == 0


async def test_new_recovery_codes_make_the_old_ones_worthless(desk: Desk) -> None:
    robin, _, codes = await with_second_factor(desk, await employ(desk))
    newer = await renew_recovery_codes(desk.toolbox, robin)
    half = await sign_in(desk.toolbox, ROBIN, PASSWORD, BROWSER)
    with pytest.raises(CodeRefused):
        await pass_second_factor(desk.toolbox, half.token, codes[0], BROWSER)
    assert (await pass_second_factor(desk.toolbox, half.token, newer[0], BROWSER)).is_full


async def test_a_recovery_code_opens_only_the_own_account(desk: Desk) -> None:
    _, _, codes = await with_second_factor(desk, await employ(desk))
    await with_second_factor(desk, await employ(desk, KIT, "reception"))
    half = await sign_in(desk.toolbox, KIT, PASSWORD, BROWSER)
    with pytest.raises(CodeRefused):
        await pass_second_factor(desk.toolbox, half.token, codes[0], BROWSER)


async def test_without_an_encryption_key_none_is_offered(desk: Desk) -> None:
    locked = replace(desk.toolbox, vault=Vault([]))
    with pytest.raises(VaultLocked):
        offer_second_factor(locked, await employ(desk))


async def test_a_lost_encryption_key_leaves_the_recovery_codes(desk: Desk) -> None:
    _, app, codes = await with_second_factor(desk, await employ(desk))
    locked = replace(desk.toolbox, vault=Vault([]))
    half = await sign_in(locked, ROBIN, PASSWORD, BROWSER)
    with pytest.raises(CodeRefused):
        await pass_second_factor(locked, half.token, app.code(), BROWSER)
    assert (await pass_second_factor(locked, half.token, codes[0], BROWSER)).is_full


async def test_nothing_of_it_is_in_a_repr(desk: Desk) -> None:
    robin = await employ(desk)
    offered = offer_second_factor(desk.toolbox, robin)
    assert (repr(offered), repr(robin)) == ("Offered()", f"Staff(id={robin.id})")
