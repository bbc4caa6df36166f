"""The ladder of trust: how somebody may book online (T2)."""

from typing import Literal, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

Step = Literal["normal", "confirm", "prepay", "approve", "call", "blocked"]

STEPS: tuple[Step, ...] = ("normal", "confirm", "prepay", "approve", "call", "blocked")
"""From most trust to least: books at once; confirms by a link that is mailed; pays first; waits for
the clinic's approval; is asked to call; is asked to call, whatever else is known of them.
"""

REASONS = ("late-cancellations", "no-shows", "unpaid", "false-details", "behaviour", "other")
"""Codes for why somebody is on a step; the first three are those that rules give."""


class Standing(Struct, frozen=True, kw_only=True):
    """Where a patient stands on the ladder, and why. Instants are epoch seconds.

    `until` is when it ends by itself, None for never; `by` is 'staff' or 'rule', `staff_id` who of
    the staff. `note` is for staff alone. `below` is what staff had set when a rule asked for more:
    it counts again when the rule's time is over.
    """

    step: Step = "normal"
    until: int | None = None
    reason: str = ""
    by: Literal["", "staff", "rule"] = ""
    note: str = ""
    since: int | None = None
    staff_id: int | None = None
    below: "Standing | None" = None

    def at(self, now: int) -> "Standing":
        """What is in force at that instant."""
        if self.until is None or self.until > now:
            return self
        return replace(self.below, note=self.note).at(now) if self.below else Standing()


NORMAL = Standing()


def is_step(text: str) -> TypeGuard[Step]:
    """Whether a text names a step."""
    return text in STEPS


def step_at(step: Step, until: int | None, now: int) -> Step:
    """The step in force at an instant (epoch seconds): one that has run out is none."""
    return "normal" if until is not None and until <= now else step


def strictest(*steps: Step) -> Step:
    """The one that asks most, "normal" for none: who is found in several records stands where the
    least trusted of them does (T4).
    """
    return max(steps, key=STEPS.index, default="normal")


def is_stricter(one: Step, other: Step) -> bool:
    """Whether `one` asks more than `other`."""
    return STEPS.index(one) > STEPS.index(other)
