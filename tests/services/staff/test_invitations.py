"""Invitations: for one person, one clinic, one use and one week."""

import asyncio

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import AlreadyMember, InvitationOver, NotInvited
from slotkeeper.services.staff.accounts import list_members
from slotkeeper.services.staff.invitations import (
    LIFETIME,
    accept_as,
    accept_as_newcomer,
    get_invited,
    invite,
    list_invitations,
    withdraw_invitation,
)
from slotkeeper.services.staff.sessions import get_session
from slotkeeper.services.staff.sign_in import sign_in
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.database import Database
from tests.services.desk import Desk, open_desk
from tests.services.staff.people import BROWSER, KIT, PASSWORD, acting, employ

pytestmark = pytest.mark.req("A1")


@pytest.fixture
async def token(desk: Desk) -> str:
    """The link that Kit was sent."""
    robin = await employ(desk)
    return await invite(desk.database, await acting(desk, robin), KIT, "reception", None)


async def accept(desk: Desk, token: str) -> str:
    return await accept_as_newcomer(desk.toolbox, token, "Kit Saltmarsh", PASSWORD, BROWSER)


async def test_a_newcomer_chooses_name_and_password_and_is_signed_in(
    desk: Desk, token: str
) -> None:
    session = await accept(desk, token)
    _, kit = await get_session(desk.toolbox, session)
    assert (kit.email, kit.name) == (KIT, "Kit Saltmarsh")
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    roles = {each.staff.name: each.role for each in await list_members(desk.database, clinic)}
    assert roles == {"Robin": "owner", "Kit Saltmarsh": "reception"}
    assert (await sign_in(desk.toolbox, KIT, PASSWORD, BROWSER)).is_full


async def test_a_link_works_once(desk: Desk, token: str) -> None:
    await accept(desk, token)
    with pytest.raises(InvitationOver):
        await get_invited(desk.toolbox, token)
    with pytest.raises(InvitationOver):
        await accept(desk, token)


async def test_of_two_who_use_one_link_at_once_one_gets_in(desk: Desk, token: str) -> None:
    answers = await asyncio.gather(*(accept(desk, token) for _ in range(2)), return_exceptions=True)
    refused = [each for each in answers if isinstance(each, InvitationOver | NotInvited)]
    assert len(refused) == 1
    assert len(await desk.rows("SELECT * FROM staff WHERE email = $1", KIT)) == 1


async def test_a_link_is_good_for_a_week(desk: Desk, token: str) -> None:
    desk.clock.wait(LIFETIME - 1)
    assert (await get_invited(desk.toolbox, token)).invitation.email == KIT
    desk.clock.wait(1)
    with pytest.raises(InvitationOver):
        await accept(desk, token)


@pytest.mark.parametrize("forged", ["", "forged", "\0", "ü\ud800"])
async def test_a_forged_link_invites_nobody(desk: Desk, token: str, forged: str) -> None:
    with pytest.raises(InvitationOver):
        await get_invited(desk.toolbox, forged)


async def test_a_withdrawn_link_works_no_more(desk: Desk, token: str) -> None:
    invitation = (await get_invited(desk.toolbox, token)).invitation
    await withdraw_invitation(desk.database, await acting(desk, None), invitation.id)
    with pytest.raises(InvitationOver):
        await accept(desk, token)


async def test_another_clinic_cannot_withdraw_it(
    database: Database, desk: Desk, token: str
) -> None:
    other = await open_desk(database, "corner-physio")
    invitation = (await get_invited(desk.toolbox, token)).invitation
    with pytest.raises(InvitationOver):
        await withdraw_invitation(database, await acting(other, None), invitation.id)
    assert await accept(desk, token)


async def test_a_second_invitation_makes_the_first_worthless(desk: Desk, token: str) -> None:
    newer = await invite(desk.database, await acting(desk, None), KIT, "owner", None)
    with pytest.raises(InvitationOver):
        await accept(desk, token)
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    assert len(await list_invitations(desk.database, clinic, desk.clock())) == 1
    assert await accept(desk, newer)


async def test_who_has_an_account_joins_with_it_and_keeps_the_password(
    database: Database, desk: Desk
) -> None:
    robin = await employ(desk)
    other = await open_desk(database, "corner-physio")
    token = await invite(database, await acting(other, None), robin.email, "reception", None)
    with pytest.raises(NotInvited):
        await accept_as_newcomer(desk.toolbox, token, "Robin", "an other password", BROWSER)
    clinic = await accept_as(desk.toolbox, token, robin)
    assert clinic.slug == "corner-physio"
    assert (await sign_in(desk.toolbox, robin.email, PASSWORD, BROWSER)).is_full


async def test_an_invitation_is_for_nobody_else(desk: Desk, token: str) -> None:
    mara = await employ(desk, "mara@harbour.example", "reception")
    with pytest.raises(NotInvited):
        await accept_as(desk.toolbox, token, mara)
    assert await accept(desk, token)


async def test_who_works_there_already_is_not_invited(desk: Desk) -> None:
    robin = await employ(desk)
    with pytest.raises(AlreadyMember):
        await invite(desk.database, await acting(desk, robin), robin.email, "owner", None)


@pytest.mark.parametrize("email", ["", "kit", "kit@", "a@b@c.example", "kit@harbour.example\r\n x"])
async def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    await employ(desk)
    with pytest.raises(FieldsInvalid):
        await invite(desk.database, await acting(desk, None), email, "owner", None)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "Kit\u202eSaltmarsh"])
async def test_what_is_no_name_is_refused_and_the_link_still_works(
    desk: Desk, token: str, name: str
) -> None:
    with pytest.raises(FieldsInvalid):
        await accept_as_newcomer(desk.toolbox, token, name, PASSWORD, BROWSER)
    assert await accept(desk, token)


async def test_the_token_is_not_kept(desk: Desk, token: str) -> None:
    [row] = await desk.rows("SELECT digest FROM invitation")
    assert token not in row["digest"]


async def test_all_of_it_is_written_down(desk: Desk, token: str) -> None:
    await accept(desk, token)
    clinic = (await acting(desk, None)).clinic_id
    actions = [each.action for each in await find_audit(desk.database, clinic)]
    assert actions == ["staff_joined", "invited", "staff_joined"]
