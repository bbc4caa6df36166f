"""What a clinic's rules make of counted events, and its other settings of the ladder (T2, T3)."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment
from slotkeeper.domain.trust import Standing, Step, is_stricter

DAY_SECONDS = 86_400

CountedEvent = Literal["late-cancellations", "no-shows", "unpaid"]
COUNTED: tuple[CountedEvent, ...] = ("late-cancellations", "no-shows", "unpaid")


class TrustRule(Struct, frozen=True, kw_only=True):
    """`times` such events `within_days` put a patient on `step` `for_days`; 0 days is for good."""

    after: CountedEvent
    times: int = 1
    within_days: int = 365
    step: Step = "prepay"
    for_days: int = 0


class TrustSettings(Struct, frozen=True, kw_only=True):
    """The clinic's settings of the ladder. Times to answer are minutes; a text that is "" is the
    catalogue's. `prepay` is what is asked on the step "prepay" of a type that has no prepayment of
    its own; "none" means the full price.
    """

    rules: tuple[TrustRule, ...] = ()
    confirm_within: int = 30
    approve_within: int = 24 * 60
    prepay: Prepayment = NO_PREPAYMENT
    call_text: str = ""
    approve_text: str = ""
    confirm_text: str = ""


def after_rule(standing: Standing, rule: TrustRule, now: int) -> Standing | None:
    """Where a patient stands when that rule has struck at `now` (epoch seconds); None where nothing
    changes: a rule never weakens what is in force, and never shortens it.
    """
    present = standing.at(now)
    until = now + rule.for_days * DAY_SECONDS if rule.for_days else None
    if is_stricter(rule.step, present.step):
        return Standing(
            step=rule.step,
            until=until,
            reason=rule.after,
            by="rule",
            note=present.note,
            since=now,
            below=_set_by_staff(present),
        )
    lasts = present.until is not None and (until is None or until > present.until)
    if rule.step == present.step and present.by == "rule" and lasts:
        return replace(present, until=until)
    return None


def _set_by_staff(present: Standing) -> Standing | None:
    if present.by == "staff" and present.step != "normal":
        return replace(present, below=None, note="")
    return present.below
