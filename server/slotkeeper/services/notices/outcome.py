"""What became of one try to deliver a message, and what follows from it."""

import random
from dataclasses import dataclass
from typing import Literal

from slotkeeper.domain.way import ABOUT_DELIVERIES
from slotkeeper.services.notices.staff_notices import queue_failure_notice
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.outbox import Delivery, Ended, end_delivery, put_off
from slotkeeper.storage.task import note_told

PUT_BACK = "put_back"
"""The problem of what was taken and not tried."""

TASK_AFTER_SECONDS = 900
"""A message that has waited for so long is a task for staff."""

MOST_TRIES = 600
"""With at most five minutes between them, about two days."""

_FIRST_WAIT, _LONGEST_WAIT = 5, 300
_PATIENCE = 8  # doublings until the longest wait is reached for certain


@dataclass(frozen=True, slots=True)
class Outcome:
    """`problem` is a word or a code, never what somebody said or typed. down: the mail server was
    not even asked, or let nobody in; later: not this message, not now; inserted: it stands in the
    diary, by_hand: staff write it there.
    """

    kind: Ended | Literal["later", "down"]
    problem: str = ""


async def write_outcome(tx: Transaction, delivery: Delivery, outcome: Outcome, now: int) -> None:
    """Keep it. Of a message that will never reach the patient or a practitioner the clinic is told,
    once.
    """
    given_up = outcome.kind == "later" and delivery.attempts >= MOST_TRIES
    if outcome.kind == "failed" or given_up:
        ended = await end_delivery(tx, delivery, "failed", problem=outcome.problem, now=now)
        if ended and _is_told_alone(delivery):
            await _tell_clinic(tx, delivery, now)
    elif outcome.kind in {"sent", "inserted", "by_hand", "dropped"}:
        await end_delivery(tx, delivery, outcome.kind, problem=outcome.problem, now=now)
    else:
        problem, next_at = next_try(delivery, outcome, now)
        await put_off(tx, delivery, problem, next_at, _task_since(delivery, now))


def next_try(delivery: Delivery, outcome: Outcome, now: int) -> tuple[str, int]:
    """What is written down of a try that is not the last, and when the next is (epoch seconds)."""
    next_at = now + wait_seconds(delivery.attempts, random.random())  # noqa: S311 - spreads only
    return f"down:{outcome.problem}" if outcome.kind == "down" else outcome.problem, next_at


def wait_seconds(attempts: int, chance: float) -> int:
    """Until the next try after so many: 5 seconds, then twice as long each time up to 5 minutes, a
    quarter more or less by `chance` (0 to 1), so that what failed together does not return
    together.
    """
    wait = min(_LONGEST_WAIT, _FIRST_WAIT << min(attempts - 1, _PATIENCE))
    return max(1, round(wait * (0.75 + chance / 2)))


def _task_since(delivery: Delivery, now: int) -> int | None:
    has_waited = now - delivery.made_at >= TASK_AFTER_SECONDS
    return delivery.task_since or (now if has_waited else None)


def _is_told_alone(delivery: Delivery) -> bool:
    """The clinic's own are told of together (services/notices/escalate.py), and the desk acts on
    those of one patient.
    """
    is_message = delivery.channel in {"mail", "sms"} and delivery.recipient != "clinic"
    return is_message and delivery.message not in ABOUT_DELIVERIES


async def _tell_clinic(tx: Transaction, delivery: Delivery, now: int) -> None:
    await insert_delivery(
        tx,
        clinic_id=delivery.clinic_id,
        booking_id=delivery.booking_id,
        recipient="clinic",
        message="message_failed",
        occasion=str(delivery.id),
        now=now,
    )
    await queue_failure_notice(tx, delivery, now)
    await note_told(tx, delivery.id, now)
