"""Accounts of staff, and their membership of clinics."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.staff import (
    LONGEST_NAME,
    AlreadyMember,
    LastOwner,
    Member,
    MemberUnknown,
    Role,
    Staff,
    password_problem,
)
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.passwords import hash_password
from slotkeeper.services.staff.sessions import start_session
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import insert_audit_of_own_account
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.membership import (
    delete_member,
    delete_memberships,
    find_member,
    find_members,
    insert_member,
    lock_owners,
    save_role,
)
from slotkeeper.storage.recovery_code import replace_recovery_codes
from slotkeeper.storage.staff import (
    find_staff_by_email,
    insert_staff,
    retire_staff,
    save_name,
    save_password,
    save_totp,
)
from slotkeeper.storage.staff_session import delete_sessions


async def create_member(
    database: Database,
    actor: Actor,
    email: str,
    name: str,
    password: str,
    role: Role,
    practitioner_id: int | None,
) -> Staff:
    """Let somebody work for the clinic of `actor`; an account that is there keeps its name and
    password, and then none need be given.

    `email` as `fold_email` writes it. Raises FieldsInvalid, AlreadyMember.
    """
    known = await find_staff_by_email(database, email)
    password_hash = "" if known else await new_password_hash(password, email, name)

    async def create(tx: Transaction) -> Staff:
        staff = await find_staff_by_email(tx, email)
        if staff is None:
            staff = await insert_staff(tx, email, name, password_hash, actor.at)
        await join(tx, actor, staff, role, practitioner_id)
        return staff

    return await database.write(create)


async def join(
    tx: Transaction, actor: Actor, staff: Staff, role: Role, practitioner_id: int | None
) -> None:
    """Make them a member of the actor's clinic. Raises AlreadyMember."""
    if await find_member(tx, actor.clinic_id, staff.id):
        raise AlreadyMember
    await insert_member(tx, staff.id, actor.clinic_id, role, practitioner_id)
    await note(tx, actor, "staff_joined", "staff", staff.id, role=(None, role))


async def list_members(database: Database, clinic: Clinic) -> list[Member]:
    """Who works for that clinic, by name."""
    return await find_members(database, clinic.id)


async def change_role(
    database: Database, actor: Actor, staff_id: int, role: Role, practitioner_id: int | None
) -> None:
    """Another role at the actor's clinic, from their next click on.

    Raises MemberUnknown, LastOwner.
    """

    async def change(tx: Transaction) -> None:
        owners = await lock_owners(tx, actor.clinic_id)
        before = await _get_member(tx, actor, staff_id)
        if before.role == "owner" != role and owners == 1:
            raise LastOwner
        await save_role(tx, actor.clinic_id, staff_id, role, practitioner_id)
        changes: dict[str, tuple[object, object]] = {"role": (before.role, role)}
        changes["practitioner_id"] = (before.practitioner_id, practitioner_id)
        differ = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        await note(tx, actor, "role_changed", "staff", staff_id, **differ)

    await database.write(change)


async def remove_member(database: Database, actor: Actor, staff_id: int) -> None:
    """They work for the actor's clinic no more, at once. Raises MemberUnknown, LastOwner."""

    async def remove(tx: Transaction) -> None:
        owners = await lock_owners(tx, actor.clinic_id)
        before = await _get_member(tx, actor, staff_id)
        if before.role == "owner" and owners == 1:
            raise LastOwner
        await delete_member(tx, actor.clinic_id, staff_id)
        await note(tx, actor, "staff_removed", "staff", staff_id, role=(before.role, None))

    await database.write(remove)


async def change_name(database: Database, staff: Staff, name: str) -> None:
    """By what they are called, at all their clinics. Raises FieldsInvalid."""
    read = read_name(name)
    await database.write(lambda tx: save_name(tx, staff.id, read))


async def change_password(toolbox: Toolbox, staff: Staff, password: str, device: str) -> str:
    """Another password; all sessions end, and a new one begins here. Its token.

    Raises FieldsInvalid.
    """
    password_hash = await new_password_hash(password, staff.email, staff.name)
    now = toolbox.clock()

    async def change(tx: Transaction) -> str:
        await save_password(tx, staff.id, password_hash, now)
        await delete_sessions(tx, staff.id)
        await insert_audit_of_own_account(tx, staff.id, "password_changed", now)
        return await start_session(tx, staff.id, now, device, is_full=True)

    return await toolbox.database.write(change)


async def reset_password(
    database: Database, staff: Staff, password: str, now: int, *, drop_second_factor: bool
) -> None:
    """By whoever runs the server: another password, all sessions end. Raises FieldsInvalid."""
    password_hash = await new_password_hash(password, staff.email, staff.name)

    async def reset(tx: Transaction) -> None:
        await save_password(tx, staff.id, password_hash, now)
        await delete_sessions(tx, staff.id)
        if drop_second_factor:
            await save_totp(tx, staff.id, "", 0)
            await replace_recovery_codes(tx, staff.id, ())
        await insert_audit_of_own_account(tx, staff.id, "password_reset", now)

    await database.write(reset)


async def remove_account(database: Database, staff: Staff, now: int) -> None:
    """By whoever runs the server: out of all clinics, with nothing left to sign in with."""

    async def remove(tx: Transaction) -> None:
        await insert_audit_of_own_account(tx, staff.id, "staff_removed", now)
        await delete_memberships(tx, staff.id)
        await delete_sessions(tx, staff.id)
        await replace_recovery_codes(tx, staff.id, ())
        await retire_staff(tx, staff.id)

    await database.write(remove)


async def new_password_hash(password: str, email: str, name: str) -> str:
    """The hash of a password that was chosen. Raises FieldsInvalid with the field `password`."""
    if problem := password_problem(password, email, name):
        raise FieldsInvalid({"password": Problem(f"wrong.{problem}")})
    return await hash_password(password)


def read_name(text: str) -> str:
    """A name as it was typed. Raises FieldsInvalid with the field `name`."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise FieldsInvalid({"name": Problem("wrong.name")})
    return name


async def _get_member(tx: Transaction, actor: Actor, staff_id: int) -> Member:
    member = await find_member(tx, actor.clinic_id, staff_id)
    if member is None:
        raise MemberUnknown
    return member
