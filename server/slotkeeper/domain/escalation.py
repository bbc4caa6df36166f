"""Who is told next of a delivery that nobody has seen to, and what belongs to one outage (N2)."""

from collections.abc import Sequence

from msgspec import Struct

from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.domain.way import Told

MAIL, TEXT, OWNERS = 1, 2, 3
"""The steps: mail to the clinic, a text to its mobile, mail to its owners."""

LATEST_START_SECONDS = 3 * 86_400
"""What has been a task for so long calls nobody any more that has not been called yet."""


class Unseen(Struct, frozen=True, kw_only=True):
    """A task that nobody has acknowledged; `escalation` is the last step taken, 0 for none,
    `escalated_at` when (epoch seconds).
    """

    told: Told
    escalation: int = 0
    escalated_at: int | None = None


class Step(Struct, frozen=True, kw_only=True):
    """What is to be done now: `tasks` take the step; `is_said` is False where somebody was told of
    them otherwise, or cannot be by that step.
    """

    step: int
    tasks: tuple[Unseen, ...]
    is_said: bool = True


def outage_of(told: Told) -> str:
    """Which trouble it shares with others, as a word that is equal for equal troubles; "" for one
    of its own: a letter that one patient's mail server refuses.
    """
    if told.state in {"queued", "sending"}:
        if told.problem.startswith("down"):
            place = "" if told.channel in {"mail", "sms"} else str(told.target)
            return f"{told.channel}:{place}:down"
        return f"{told.channel}:{told.target}:{told.problem}"
    is_of_a_system = told.channel == "webhook" and told.state == "failed"
    return f"webhook:{told.target}:failed" if is_of_a_system else ""


def join_outages(unseen: Sequence[Unseen]) -> list[Unseen]:
    """Those that no step was taken for, of an outage of which somebody was told already: they are
    as far as the others, so that an outage is told of once.
    """
    furthest: dict[str, Unseen] = {}
    for each in unseen:
        outage = outage_of(each.told)
        if outage and each.escalation:
            known = furthest.get(outage)
            if known is None or known.escalation < each.escalation:
                furthest[outage] = each
    joined = []
    for each in unseen:
        of = furthest.get(outage_of(each.told))
        if of is not None and not each.escalation:
            at = of.escalated_at
            joined.append(Unseen(told=each.told, escalation=of.escalation, escalated_at=at))
    return joined


def steps_due(unseen: Sequence[Unseen], rules: NoticeRules, now: int) -> list[Step]:
    """What is to be done at that instant (epoch seconds), each step for all its tasks at once."""
    silent: list[Unseen] = []
    by_step: dict[int, list[Unseen]] = {}
    for each in unseen:
        step = _next_step(each, rules)
        if step is None or not _is_due(each, step, rules, now):
            continue
        if step == MAIL and not _is_mailed(each.told):
            silent.append(each)
        else:
            by_step.setdefault(step, []).append(each)
    quiet = [Step(step=MAIL, tasks=tuple(silent), is_said=False)] if silent else []
    return [*quiet, *(Step(step=at, tasks=tuple(by_step[at])) for at in sorted(by_step))]


def _next_step(each: Unseen, rules: NoticeRules) -> int | None:
    step = each.escalation + 1
    if step > OWNERS or (step > MAIL and not rules.escalate_after):
        return None
    return OWNERS if step == TEXT and not rules.mobile else step


def _is_due(each: Unseen, step: int, rules: NoticeRules, now: int) -> bool:
    if step == MAIL:
        return (each.told.task_since or now) > now - LATEST_START_SECONDS
    return (each.escalated_at or 0) + rules.escalate_after * 60 <= now


def _is_mailed(told: Told) -> bool:
    """Not where the clinic's mail itself does not get through; of diaries it is told with what
    happened there.
    """
    is_own_mail = told.channel == "mail" and told.recipient == "clinic"
    is_down = told.channel == "mail" and told.problem.startswith("down")
    return not (is_own_mail or is_down or told.channel == "diary")
