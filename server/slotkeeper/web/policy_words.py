"""A clinic's policy in a patient's words, made from its windows (C2)."""

from collections.abc import Callable, Iterator

from slotkeeper.domain.change_policy import ChangePolicy, Paid
from slotkeeper.domain.policy_stages import Stage, find_stages, is_said
from slotkeeper.web.formats import length_text, money_text

Say = Callable[..., str]
"""A text of the widget's catalogue by its key, with what stands in it."""


def policy_words(say: Say, language: str, policy: ChangePolicy, paid: Paid) -> str:
    """Such as "Free until 24 hours before. Then A$30.00 is kept. From 2 hours before nothing is
    returned."; "" where the clinic has said nothing, so that its own text speaks alone.
    """
    if not is_said(policy):
        return ""
    return " ".join(_sentences(say, language, policy, paid))


def _sentences(say: Say, language: str, policy: ChangePolicy, paid: Paid) -> Iterator[str]:
    if paid.left:
        after_free = False  # whether the sentence before says until when
        for stage in find_stages(policy, paid):
            yield _of_stage(say, language, stage, paid.currency, after_free=after_free)
            after_free = not stage.keeps
        if not policy.enforced:
            yield say("policy.decides")
    elif policy.windows and policy.windows[0].until.amount:
        yield say("policy.unpaid", until=length_text(policy.windows[0].until, language))
    if policy.no_change_after.amount:
        yield say("policy.call", length=length_text(policy.no_change_after, language))


def _of_stage(say: Say, language: str, stage: Stage, currency: str, *, after_free: bool) -> str:
    if not stage.keeps:  # only the first: later never costs less
        if stage.until is None:
            return say("policy.free")
        return say("policy.free_until", until=length_text(stage.until, language))
    much = "part" if stage.returns else "all"
    keeps = money_text(stage.keeps, currency, language)
    if stage.since is None:
        return say(f"policy.first_{much}", keeps=keeps)
    if after_free:
        return say(f"policy.then_{much}", keeps=keeps)
    return say(f"policy.from_{much}", keeps=keeps, since=length_text(stage.since, language))
