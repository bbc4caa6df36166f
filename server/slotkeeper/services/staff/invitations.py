"""Invitations: a link for one person, once, for a week."""

import hashlib
import secrets
from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file.fields import parse_email
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.staff import (
    AlreadyMember,
    InvitationOver,
    NotInvited,
    Role,
    Staff,
    fold_email,
)
from slotkeeper.services.staff.accounts import join, new_password_hash, read_name
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.sessions import start_session
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import ConstraintBroken, Database, Transaction
from slotkeeper.storage.invitation import (
    Invitation,
    delete_invitation,
    delete_invitations_for,
    find_invitation,
    find_invitations,
    insert_invitation,
    use_invitation,
)
from slotkeeper.storage.membership import find_member
from slotkeeper.storage.staff import find_staff_by_email, insert_staff

LIFETIME = 7 * 86_400
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its link shows it; `staff` is the account of that address, where there is
    one.
    """

    invitation: Invitation
    clinic: Clinic
    staff: Staff | None


async def invite(
    database: Database, actor: Actor, email: str, role: Role, practitioner_id: int | None
) -> str:
    """Invite somebody to the actor's clinic; the token of the link, which is known only now.

    Links that were made before for the same address work no more. Raises FieldsInvalid with the
    field `email`, AlreadyMember.
    """
    address, token = read_email(email), secrets.token_urlsafe(_TOKEN_BYTES)
    invitation = Invitation(
        clinic_id=actor.clinic_id,
        email=address,
        role=role,
        practitioner_id=practitioner_id,
        invited_by=actor.staff_id,
        made_at=actor.at,
        expires_at=actor.at + LIFETIME,
    )

    async def save(tx: Transaction) -> None:
        known = await find_staff_by_email(tx, address)
        if known and await find_member(tx, actor.clinic_id, known.id):
            raise AlreadyMember
        await delete_invitations_for(tx, actor.clinic_id, address)
        number = await insert_invitation(tx, invitation, _digest(token))
        await note(tx, actor, "invited", "invitation", number, role=(None, role))

    await database.write(save)
    return token


async def list_invitations(database: Database, clinic: Clinic, now: int) -> list[Invitation]:
    """Those of that clinic that nobody has answered yet, the newest first."""
    return await find_invitations(database, clinic.id, now)


async def withdraw_invitation(database: Database, actor: Actor, invitation_id: int) -> None:
    """Its link works no more. Raises InvitationOver where there is none to withdraw."""

    async def withdraw(tx: Transaction) -> None:
        if await delete_invitation(tx, actor.clinic_id, invitation_id) is None:
            raise InvitationOver
        await note(tx, actor, "invitation_withdrawn", "invitation", invitation_id)

    await database.write(withdraw)


async def get_invited(toolbox: Toolbox, token: str) -> Invited:
    """What that link invites to. Raises InvitationOver."""
    found = await find_invitation(toolbox.database, _digest(token), toolbox.clock())
    slug = await find_slug(toolbox.database, found.clinic_id) if found else None
    if found is None or slug is None:
        raise InvitationOver
    return Invited(
        invitation=found,
        clinic=await toolbox.clinics.get(toolbox.database, slug),
        staff=await find_staff_by_email(toolbox.database, found.email),
    )


async def accept_as_newcomer(
    toolbox: Toolbox, token: str, name: str, password: str, device: str
) -> str:
    """Make the account, and sign it in: the token of its session.

    Raises FieldsInvalid, InvitationOver, NotInvited where there is an account of that address.
    """
    invited = await get_invited(toolbox, token)
    if invited.staff:
        raise NotInvited
    email, called = invited.invitation.email, read_name(name)
    password_hash = await new_password_hash(password, email, called)

    async def accept(tx: Transaction) -> str:
        await _use(toolbox, tx, token)
        staff = await insert_staff(tx, email, called, password_hash, toolbox.clock())
        await _join(toolbox, tx, invited.invitation, staff)
        return await start_session(tx, staff.id, toolbox.clock(), device, is_full=True)

    try:
        return await toolbox.database.write(accept)
    except ConstraintBroken as broken:  # an account of that address was made meanwhile
        raise NotInvited from broken


async def accept_as(toolbox: Toolbox, token: str, staff: Staff) -> Clinic:
    """Join with the account that is signed in; the clinic. Raises InvitationOver, NotInvited."""
    invited = await get_invited(toolbox, token)
    if invited.invitation.email != staff.email:
        raise NotInvited

    async def accept(tx: Transaction) -> None:
        await _use(toolbox, tx, token)
        await _join(toolbox, tx, invited.invitation, staff)

    await toolbox.database.write(accept)
    return invited.clinic


def read_email(text: str) -> str:
    """An address as it is kept. Raises FieldsInvalid with the field `email`."""
    try:
        address = parse_email(fold_email(text))
    except ValueError as problem:
        raise FieldsInvalid({"email": Problem("wrong.email")}) from problem
    if not address:
        raise FieldsInvalid({"email": Problem("wrong.email")})
    return address


async def _use(toolbox: Toolbox, tx: Transaction, token: str) -> None:
    """First, so that of two who accept at once the second waits here, and is refused."""
    if not await use_invitation(tx, _digest(token), toolbox.clock()):
        raise InvitationOver


async def _join(toolbox: Toolbox, tx: Transaction, invitation: Invitation, staff: Staff) -> None:
    actor = Actor(clinic_id=invitation.clinic_id, staff_id=staff.id, at=toolbox.clock())
    await join(tx, actor, staff, invitation.role, invitation.practitioner_id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
