"""The ladder of trust: how somebody may book online (T2)."""

from typing import Literal, TypeGuard

Step = Literal["normal", "confirm", "prepay", "approve", "call", "blocked"]

STEPS: tuple[Step, ...] = ("normal", "confirm", "prepay", "approve", "call", "blocked")
"""From most trust to least: books at once; confirms by a link that is mailed; pays first; waits for
the clinic's approval; is asked to call; is asked to call, whatever else is known of them.
"""


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
