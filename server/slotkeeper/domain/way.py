"""The ways by which a booking is made known, and how far each has come (N1, N2)."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

WayName = Literal["list", "patient", "clinic", "practitioner", "sms", "diary", "webhook"]
WAY_NAMES: tuple[WayName, ...] = (
    "list",
    "patient",
    "clinic",
    "practitioner",
    "sms",
    "diary",
    "webhook",
)
"""patient, clinic, practitioner: by mail; sms: a text message to the patient; webhook: the clinic's
own systems. In the order in which they are shown.
"""

WayState = Literal[
    "none",
    "waiting",
    "late",
    "sent",
    "delivered",
    "inserted",
    "by_hand",
    "collides",
    "changed",
    "missing",
    "acknowledged",
    "failed",
    "dropped",
]
"""none: nothing goes by this way; waiting: on its way; late: waits longer than it should; inserted:
it stands in the list or the diary; by_hand: somebody has to write it there; collides, changed,
missing: what the diary shows of it; acknowledged: it failed, and somebody has seen to it; dropped:
it was not true any more when its turn came.
"""

ABOUT_DELIVERIES = frozenset(
    {
        "message_failed",
        "unseen_failure",
        "diary_down",
        "diary_back",
        "diary_collision",
        "diary_changed",
        "diary_missing",
    }
)
"""Messages that tell of other deliveries, and are none of the booking's own ways."""


class Told(Struct, frozen=True, kw_only=True):
    """One delivery as it stands; instants in epoch seconds. `state`, `recipient`, `channel` and
    `message` as in storage/delivery.py; `problem` a word or a code, "" for none.
    """

    id: int
    booking_id: int
    recipient: str
    channel: str
    message: str
    state: str
    problem: str
    made_at: int
    sent_at: int | None
    task_since: int | None
    acknowledged_at: int | None
    target: int = 0

    @property
    def is_task(self) -> bool:
        """Whether somebody of the staff should see to it."""
        return self.task_since is not None and self.acknowledged_at is None

    @property
    def way(self) -> WayName | None:
        """By which way it goes; None for what tells of other deliveries."""
        if self.channel == "mail":
            about = self.message in ABOUT_DELIVERIES and not self.is_task
            return None if about else _BY_MAIL.get(self.recipient)
        if self.channel == "sms":
            return "sms" if self.recipient == "patient" else None
        return _BY_CHANNEL.get(self.channel)


class Way(Struct, frozen=True, kw_only=True):
    """How far one way has come. `at` is when it came so far (epoch seconds), `message` what was
    told, `problem` a word or a code, `delivery_id` the delivery that says so, None for the list and
    for ways by which nothing goes; `is_task`: somebody of the staff should see to it.
    """

    name: WayName
    state: WayState = "none"
    at: int | None = None
    message: str = ""
    problem: str = ""
    is_task: bool = False
    delivery_id: int | None = None


class Ways(Struct, frozen=True, kw_only=True):
    """All ways of one booking; a way by which nothing goes has the state "none"."""

    list: Way
    patient: Way = Way(name="patient")
    clinic: Way = Way(name="clinic")
    practitioner: Way = Way(name="practitioner")
    sms: Way = Way(name="sms")
    diary: Way = Way(name="diary")
    webhook: Way = Way(name="webhook")

    @property
    def all(self) -> tuple[Way, ...]:
        """Each, in the order of `WAY_NAMES`."""
        return tuple(getattr(self, name) for name in WAY_NAMES)

    @property
    def used(self) -> tuple[Way, ...]:
        """Those by which something goes or went."""
        return tuple(each for each in self.all if each.state != "none")


def ways_of(made_at: int, deliveries: Iterable[Told], in_diary: str = "") -> Ways:
    """The ways of a booking that was made at that instant, from its deliveries; `in_diary` is what
    the diary shows of it (the state of storage's diary_entry), "" where that is not known.

    A way stands where its most pressing delivery stands: what is a task, else the newest that was
    not dropped.
    """
    by_way: dict[WayName, list[Told]] = {}
    for each in deliveries:
        if each.way is not None:
            by_way.setdefault(each.way, []).append(each)
    shown = {name: _way(name, told) for name, told in by_way.items()}
    if in_diary:
        shown["diary"] = _seen_in_diary(shown.get("diary", Way(name="diary")), in_diary)
    return Ways(list=Way(name="list", state="inserted", at=made_at), **shown)


def shown_state(told: Told) -> WayState:
    """The state of one delivery, as people are told of it."""
    if told.acknowledged_at is not None and told.state in {"failed", "by_hand"}:
        return "acknowledged"
    if told.state in {"queued", "sending"}:
        return "waiting" if told.task_since is None else "late"
    if told.state == "inserted" and told.is_task:
        return _IN_DIARY.get(told.problem, "inserted")
    return _STATES.get(told.state, "waiting")


def _way(name: WayName, deliveries: Sequence[Told]) -> Way:
    told = max(deliveries, key=lambda each: (each.is_task, each.state != "dropped", each.id))
    return Way(
        name=name,
        state=shown_state(told),
        at=told.sent_at or told.task_since or told.made_at,
        message=told.message,
        problem=told.problem,
        is_task=told.is_task,
        delivery_id=told.id,
    )


def _seen_in_diary(way: Way, seen: str) -> Way:
    state: WayState | None = _IN_DIARY.get(seen)
    if state is None or way.state in {"waiting", "late", "failed", "by_hand"}:
        return way  # what is still on its way there says more
    return Way(
        name="diary",
        state=state,
        at=way.at,
        message=way.message,
        problem=way.problem,
        is_task=way.is_task,
        delivery_id=way.delivery_id,
    )


_BY_MAIL: dict[str, WayName] = {
    "patient": "patient",
    "clinic": "clinic",
    "practitioner": "practitioner",
}
_BY_CHANNEL: dict[str, WayName] = {"diary": "diary", "webhook": "webhook"}
_STATES: dict[str, WayState] = {
    "sent": "sent",
    "delivered": "delivered",
    "inserted": "inserted",
    "by_hand": "by_hand",
    "acknowledged": "acknowledged",
    "failed": "failed",
    "dropped": "dropped",
}
_IN_DIARY: dict[str, WayState] = {
    "inserted": "inserted",
    "collides": "collides",
    "changed": "changed",
    "missing": "missing",
}
