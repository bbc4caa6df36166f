"""Commands that set the stage: accounts, keys, endpoints, faults, the clock."""

import time
from secrets import token_hex
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, UnsetType, structs

from .faults import KINDS
from .refusals import no_such
from .shapes import Body, unknown_keys
from .world import Account, Endpoint, Fault, Key, World


class Nothing(Struct, forbid_unknown_fields=True):
    """A command without a body."""


class NewAccount(Struct, forbid_unknown_fields=True):
    """`platform` is the id of the account that may act for this one."""

    name: str
    id: str | None = None
    platform: str | None = None
    country: str = "AU"
    currency: str = "aud"


class NewKey(Struct, forbid_unknown_fields=True):
    """With `permissions`, such as `["checkout_session_write"]`, a restricted one."""

    account: str
    key: str | None = None
    livemode: bool = False
    permissions: list[str] | None = None


class OldKey(Struct, forbid_unknown_fields=True):
    """The key that is no longer to be trusted."""

    key: str


class EndpointChange(Struct, forbid_unknown_fields=True):
    """What is left out stays; meanings as in world.Endpoint."""

    url: str | UnsetType = UNSET
    secrets: list[str] | UnsetType = UNSET
    events: list[str] | UnsetType = UNSET
    hold: bool | UnsetType = UNSET
    copies: int | UnsetType = UNSET
    parallel: bool | UnsetType = UNSET
    delay: float | UnsetType = UNSET
    retry_after: list[float] | UnsetType = UNSET
    timeout: float | UnsetType = UNSET


class NewEndpoint(EndpointChange, kw_only=True):
    """`connect`: events of the connected accounts instead of its own."""

    account: str
    url: str
    livemode: bool = False
    connect: bool = False


class Clock(Struct, forbid_unknown_fields=True):
    """`now` in seconds since 1970, or so many seconds on. With neither, back to the machine's."""

    now: float | None = None
    advance: float | None = None


def add_account(world: World, given: NewAccount) -> Body:
    """An account with a secret key of its own in test mode."""
    account_id = given.id or f"acct_{token_hex(8)}"
    world.accounts[account_id] = Account(
        account_id, given.name, given.platform, given.country, given.currency
    )
    return {"id": account_id} | add_key(world, NewKey(account_id))


def add_key(world: World, given: NewKey) -> Body:
    """A key of a known account. Raises Refusal."""
    _require_account(world, given.account)
    kind = "sk" if given.permissions is None else "rk"
    mode = "live" if given.livemode else "test"
    key = given.key or f"{kind}_{mode}_{token_hex(16)}"
    permissions = None if given.permissions is None else frozenset(given.permissions)
    world.keys[key] = Key(key, given.account, permissions)
    return {"key": key}


def revoke_key(world: World, given: OldKey) -> Body:
    """Nothing can be asked with it any more."""
    return {"revoked": world.keys.pop(given.key, None) is not None}


def add_endpoint(world: World, given: NewEndpoint) -> Body:
    """Webhooks are sent there from now on. Raises Refusal or ValueError."""
    _require_account(world, given.account)
    endpoint = Endpoint(
        f"we_{token_hex(8)}",
        given.account,
        _check_url(given.url),
        [f"whsec_{token_hex(16)}"],
        livemode=given.livemode,
        connect=given.connect,
        retry_after=world.retry_after,
    )
    world.endpoints[endpoint.id] = endpoint
    return change_endpoint(world, given, endpoint.id)


def change_endpoint(world: World, given: EndpointChange, endpoint_id: str) -> Body:
    """Raises Refusal."""
    if endpoint_id not in world.endpoints:
        raise no_such("webhook endpoint", endpoint_id)
    endpoint = world.endpoints[endpoint_id]
    for name in EndpointChange.__struct_fields__:
        value = getattr(given, name)
        if value is not UNSET:
            setattr(endpoint, name, value)
    _check_url(endpoint.url)
    return structs.asdict(endpoint)


def remove_endpoint(world: World, _given: Nothing, endpoint_id: str) -> Body:
    """Nothing is sent there any more, not even what is underway."""
    return {"removed": world.endpoints.pop(endpoint_id, None) is not None}


def add_fault(world: World, fault: Fault) -> Body:
    """Raises ValueError for a kind or moment that there is not."""
    if fault.kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(sorted(KINDS))}")
    if fault.when not in {"before", "after"}:
        raise ValueError("when is before or after")
    if fault.times is not None and fault.times < 1:
        raise ValueError("times is 1 or more, or null until the fault is removed")
    world.faults.append(fault)
    return {"faults": world.faults}


def list_faults(world: World, _given: Nothing) -> Body:
    """Those that are still to happen."""
    return {"faults": world.faults}


def clear_faults(world: World, _given: Nothing) -> Body:
    """All is well again."""
    world.faults.clear()
    return {"faults": []}


def set_clock(world: World, given: Clock) -> Body:
    """The clock goes on running from there."""
    if given.now is not None:
        world.offset = given.now - time.time()
    elif given.advance is not None:
        world.offset += given.advance
    else:
        world.offset = 0.0
    return {"now": world.now()}


def list_requests(world: World, _given: Nothing) -> Body:
    """What was asked of the API, oldest first; status 0 where the connection was dropped."""
    return {"requests": list(world.requests)}


def find_drift(world: World, _given: Nothing) -> Body:
    """Keys of the fake's objects that the installed client does not know, and so never get out."""
    found = {key for record in world.records.values() for key in unknown_keys(record.body)}
    return {"unknown": sorted(found)}


def _require_account(world: World, account: str) -> None:
    if account not in world.accounts:
        raise no_such("account", account)


def _check_url(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError(f"not an address that webhooks can be sent to: {url}")
    return url
