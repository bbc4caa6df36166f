"""Trying a diary before anything depends on it (N3): getting in, choosing a calendar, looking at
what takes time there, writing an entry, reading it back and removing it.

Nothing is kept. Between the steps the login is carried by the browser, sealed: only this server
opens it, for that clinic and practitioner, and for an hour.
"""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.diary_provider import Provider, addresses_to_try, closed_provider
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.gateways.diary import (
    DiaryAccess,
    DiaryBusy,
    DiaryCalendar,
    DiaryDown,
    DiaryEntry,
    DiaryGateway,
    DiaryRefused,
    EntryChanged,
    EntryElsewhere,
)
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import Vault, VaultLocked

LOOKS_AHEAD = 28 * 86_400
"""So far ahead a trial looks, in seconds."""

_GOOD_FOR = 3600
_PATIENCE = 20.0
_DAY = 86_400
_TRIAL_SECONDS = 300
_LONGEST = 200
_AT_PASSWORD = {"password": "wrong.diary_password", "forbidden": "wrong.diary_forbidden"}
_AT_ADDRESS = frozenset(
    {
        *("address", "private_address", "elsewhere", "no_calendar", "not_found"),
        *("silent", "unreachable", "unknown_host"),
    }
)


class Login(Struct, frozen=True, kw_only=True):
    """A way in that was tried; `calendar` is the one that was chosen, None before."""

    provider: str
    address: str
    user: str
    password: str
    calendar: DiaryCalendar | None = None
    made_at: int = 0

    def __repr__(self) -> str:
        return "Login()"

    @property
    def access(self) -> DiaryAccess:
        """To the calendar that was chosen, or else to the server."""
        address = self.calendar.address if self.calendar else self.address
        return DiaryAccess(address=address, user=self.user, password=self.password)


class Trial(Struct, frozen=True, kw_only=True):
    """What was found: `busy` of the next LOOKS_AHEAD seconds, `unread` entries that could not be
    understood; `problem` is why nothing could be written, "" where an entry was written and
    removed; `is_right` that it came back at the time at which it was written.
    """

    calendar: DiaryCalendar
    busy: tuple[DiaryBusy, ...]
    unread: int
    problem: str
    is_right: bool


class LoginOver(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """It was tried too long ago, or not here."""


async def get_in(
    toolbox: Toolbox, provider: Provider, fields: Mapping[str, str]
) -> tuple[Login, list[DiaryCalendar]]:
    """A way in by `user`, `password` and, unless the provider has one, `address`; and the
    calendars that are there.

    Raises FieldsInvalid at each of them, or at "form".
    """
    user, password = fields.get("user", "").strip(), fields.get("password", "").strip()
    typed = fields.get("address", "")
    addresses = addresses_to_try(provider, typed, user)
    at = "address" if not provider.address else "form"
    problems = _missing(user, password)
    if not toolbox.vault.has_keys:
        problems["form"] = Problem("wrong.no_vault")
    if not addresses:
        problems[at] = Problem("wrong.diary_address")
    if not provider.address and not typed.strip() and (closed := closed_provider(user)):
        problems["user"] = Problem("wrong.diary_closed", name=closed.name)
    if problems:
        raise FieldsInvalid(problems)
    logins = [
        Login(
            provider=provider.key,
            address=each,
            user=user,
            password=password,
            made_at=toolbox.clock(),
        )
        for each in addresses
    ]
    return await _first_that_opens(toolbox.diaries, logins, at)


async def look_around(toolbox: Toolbox, login: Login) -> list[DiaryCalendar]:
    """The calendars to choose from. Raises FieldsInvalid at "form"."""
    try:
        return await toolbox.diaries.find_calendars(replace(login, calendar=None).access)
    except (DiaryDown, DiaryRefused) as wrong:
        raise FieldsInvalid({"form": _said(wrong.problem)}) from wrong


async def look_into(toolbox: Toolbox, login: Login, zone: str) -> Trial:
    """What is in the calendar of that login, and whether it can be written.

    Raises FieldsInvalid at "form" where it cannot even be read.
    """
    calendar = login.calendar
    if calendar is None:
        raise LoginOver
    now, diaries = toolbox.clock(), toolbox.diaries
    try:
        found = await diaries.find_time(login.access, now, now + LOOKS_AHEAD, zone)
    except (DiaryDown, DiaryRefused) as wrong:
        raise FieldsInvalid({"form": _said(wrong.problem)}) from wrong
    problem, is_right = await _write_and_remove(diaries, login.access, now)
    return Trial(
        calendar=calendar,
        busy=found.busy,
        unread=found.unread,
        problem=problem,
        is_right=is_right,
    )


def seal_login(vault: Vault, login: Login, clinic_id: int, practitioner_id: int) -> str:
    """For a hidden field. Raises VaultLocked."""
    return vault.seal(msgspec.json.encode(login).decode(), clinic_id, _purpose(practitioner_id))


def open_login(vault: Vault, sealed: str, clinic_id: int, practitioner_id: int, now: int) -> Login:
    """What was sealed. Raises LoginOver."""
    try:
        text = vault.unseal(sealed, clinic_id, _purpose(practitioner_id))
        login = msgspec.json.decode(text, type=Login)
    except (VaultLocked, msgspec.DecodeError, UnicodeError) as wrong:
        raise LoginOver from wrong
    if not 0 <= now - login.made_at <= _GOOD_FOR:
        raise LoginOver
    return login


def _missing(user: str, password: str) -> dict[str, Problem]:
    given = {"user": user, "password": password}
    return {
        name: Problem(f"wrong.diary_no_{name}")
        for name, text in given.items()
        if not 0 < len(text) <= _LONGEST
    }


async def _first_that_opens(
    diaries: DiaryGateway, logins: list[Login], at: str
) -> tuple[Login, list[DiaryCalendar]]:
    """The address that is the likeliest has the first word on what is wrong, unless another one
    has found the door and only the key does not fit.
    """
    problems: list[str] = []
    for login in logins:
        try:
            async with asyncio.timeout(_PATIENCE):
                return login, await diaries.find_calendars(login.access)
        except TimeoutError:
            problems.append("silent")
        except (DiaryDown, DiaryRefused) as problem:
            problems.append(problem.problem)
            if problem.problem in _AT_PASSWORD:
                raise _wrong(problem.problem, at) from problem
    raise _wrong(problems[-1], at)


def _wrong(problem: str, at: str) -> FieldsInvalid:
    name = "password" if problem in _AT_PASSWORD else at
    return FieldsInvalid({name: _said(problem)})


def _said(problem: str) -> Problem:
    if problem in _AT_PASSWORD:
        return Problem(_AT_PASSWORD[problem])
    if problem in _AT_ADDRESS:
        return Problem(f"wrong.diary_{problem}")
    return Problem("wrong.diary_status", status=problem)


async def _write_and_remove(
    diaries: DiaryGateway, access: DiaryAccess, now: int
) -> tuple[str, bool]:
    """The day before, so that it stands in nobody's way should it have to stay."""
    starts_at = now - now % _TRIAL_SECONDS - _DAY
    entry = DiaryEntry(
        uid=str(uuid4()),
        starts_at=starts_at,
        ends_at=starts_at + _TRIAL_SECONDS,
        summary="Slotkeeper",
    )
    try:
        await diaries.insert(access, entry)
        there = await diaries.find(access, entry.uid)
        if there is None:
            return "gone", False
        await diaries.remove(access, entry.uid, there.etag)
    except (DiaryDown, DiaryRefused) as problem:
        return problem.problem, False
    except (EntryChanged, EntryElsewhere):
        return "changed", False
    times = there.entry.starts_at, there.entry.ends_at
    return "", times == (entry.starts_at, entry.ends_at)


def _purpose(practitioner_id: int) -> str:
    return f"diary_login {practitioner_id}"
