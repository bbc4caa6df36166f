"""All that the fake remembers: accounts, keys, Stripe's objects, answers, endpoints, faults."""

import secrets
import string
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import stripe
from msgspec import Struct, field

from .refusals import no_such
from .shapes import Body, shape
from .wire import Answer

PREFIXES = {
    "charge": "ch_",
    "checkout.session": "cs_{mode}_",
    "dispute": "du_",
    "event": "evt_",
    "item": "li_",
    "payment_intent": "pi_",
    "refund": "re_",
}
_SIGNS = string.ascii_letters + string.digits
_SESSION_LENGTH, _USUAL_LENGTH = 58, 24


class Account(Struct):
    """A clinic at Stripe. `platform` is the account that may act for it (Connect)."""

    id: str
    name: str
    platform: str | None = None
    country: str = "AU"
    currency: str = "aud"


class Key(Struct, frozen=True):
    """A secret key; a restricted one (`rk_`) carries its permissions, such as `charge_write`."""

    key: str
    account: str
    permissions: frozenset[str] | None = None

    @property
    def livemode(self) -> bool:
        """Keys say themselves which of an account's two worlds they open."""
        return "_live_" in self.key


class Record(Struct):
    """One of Stripe's objects and whose it is."""

    account: str
    livemode: bool
    body: Body


class Endpoint(Struct):
    """Where webhooks go; several secrets sign at once while they are rotated."""

    id: str
    account: str
    url: str
    secrets: list[str]
    livemode: bool = False
    connect: bool = False
    events: list[str] = field(default_factory=lambda: ["*"])
    hold: bool = False
    copies: int = 1
    parallel: bool = False
    delay: float = 0.0
    retry_after: list[float] = field(default_factory=lambda: [0.2, 1.0, 5.0, 20.0])
    timeout: float = 10.0


class Kept(Struct):
    """What was answered to an idempotency key; None while the request is running."""

    fingerprint: str
    answer: Answer | None = None


class Fault(Struct, forbid_unknown_fields=True):
    """What goes wrong, for which requests and how often (`times` null: until it is removed)."""

    kind: str
    method: str = "*"
    path: str = "*"
    account: str = "*"
    when: str = "before"
    times: int | None = 1
    seconds: float = 0.0
    values: dict[str, Any] = field(default_factory=dict)


class Asked(Struct):
    """One line of the log of requests."""

    method: str
    path: str
    account: str | None
    idempotency_key: str | None
    status: int
    replayed: bool = False


class World(Struct):
    """Everything, in memory. `offset` moves the fake's clock against the machine's, in seconds."""

    retry_after: list[float]
    accounts: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    kept: dict[tuple[str, bool, str], Kept] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    requests: deque[Asked] = field(default_factory=lambda: deque(maxlen=5000))
    offset: float = 0.0
    # Called with each event; the post office puts itself here.
    on_event: Callable[[Record], None] = lambda _event: None

    def now(self) -> int:
        """Seconds since 1970, on the fake's clock."""
        return int(time.time() + self.offset)

    def scope_of(self, object_id: str, kind: str, origin: str = "") -> "Scope":
        """The account's view in which that object is found. Raises Refusal."""
        record = self.records.get(object_id)
        if record is None or record.body["object"] != kind:
            raise no_such(kind, object_id)
        return Scope(self, record.account, record.livemode, origin)


class Scope(Struct, frozen=True):
    """One account's objects in one mode: nothing else can be seen or touched through it.

    `request` goes into the events that are caused: the request's id and idempotency key.
    """

    world: World
    account: str
    livemode: bool
    origin: str = ""
    request: tuple[str | None, str | None] = (None, None)

    def now(self) -> int:
        """As World.now."""
        return self.world.now()

    def lookup(self, object_id: str) -> Body | None:
        """The object, whatever its kind."""
        record = self.world.records.get(object_id)
        if record and (record.account, record.livemode) == (self.account, self.livemode):
            return record.body
        return None

    def get(self, kind: str, object_id: str, param: str = "id") -> Body:
        """The object of that kind. Raises Refusal."""
        body = self.lookup(object_id)
        if body is None or body["object"] != kind:
            raise no_such(kind.replace(".", " "), object_id, param)
        return body

    def find(self, kind: str, **values: object) -> Iterator[Body]:
        """The objects with these values, newest first."""
        for record in reversed(self.world.records.values()):
            body = self.lookup(record.body["id"])
            if body is None or body["object"] != kind:
                continue
            if all(body.get(key) == value for key, value in values.items()):
                yield body

    def add(self, kind: str, values: Body) -> Body:
        """A new object with an id, a time and a mode."""
        head = {"id": self.new_id(kind), "object": kind, "created": self.now()}
        mode = {} if kind == "refund" else {"livemode": self.livemode}  # the only one without
        body: Body = head | mode | values
        self.world.records[body["id"]] = Record(self.account, self.livemode, body)
        return body

    def new_id(self, kind: str) -> str:
        """As long as Stripe's own, so that a column too short is found."""
        length = _SESSION_LENGTH if kind == "checkout.session" else _USUAL_LENGTH
        prefix = PREFIXES[kind].format(mode="live" if self.livemode else "test")
        return prefix + "".join(secrets.choice(_SIGNS) for _ in range(length))

    def announce(self, kind: str, body: Body) -> None:
        """Tell the account's endpoints of an event about the object as it is at this moment."""
        request_id, key = self.request
        values = {
            "api_version": stripe.api_version,
            "data": {"object": shape(body)},
            "pending_webhooks": 0,
            "request": {"id": request_id, "idempotency_key": key},
            "type": kind,
        }
        event = self.add("event", values)
        self.world.on_event(self.world.records[event["id"]])
