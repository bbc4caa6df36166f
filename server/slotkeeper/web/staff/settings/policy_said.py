"""What cancelling costs in words, for lists of what changed."""

from collections.abc import Callable, Mapping
from typing import Any

Translate = Callable[..., str]
Length = Callable[[str], str]
"""A length as the file writes it, "24h", in words."""


def keep_said(text: Translate, keep: str) -> str:
    """What is kept: "nothing", "50% of the price"."""
    if keep.endswith("%"):
        return text("settings.keep_percent", percent=keep)
    return keep if keep[:1].isdigit() else text(f"settings.keep_{keep}")


def window_said(text: Translate, length: Length, row: Mapping[str, Any]) -> str:
    """One window."""
    kept = keep_said(text, str(row["keep"]))
    return text("settings.window", until=length(str(row["until"])), keep=kept)


def policy_said(text: Translate, length: Length, policy: Mapping[str, Any]) -> str:
    """A rule of a type's own, in one line."""
    windows = [window_said(text, length, each) for each in policy.get("windows", ())]
    after = keep_said(text, str(policy.get("afterwards", "all")))
    how = "enforced" if policy.get("enforced") else "shown"
    said = [*windows, text("settings.window_after", keep=after), text(f"settings.policy_{how}")]
    call = str(policy.get("no_change_after", "0m"))
    if not call.startswith("0"):
        said.append(text("settings.window_call", length=length(call)))
    return "; ".join(said)
