"""What the audit log keeps of a change of trust (A1)."""

from slotkeeper.domain.trust import Standing

Changes = dict[str, tuple[object, object]]


def noted(before: Standing, after: Standing) -> Changes:
    """What changed, by name, old and new."""
    pairs: Changes = {
        "trust": (before.step, after.step),
        "reason": (before.reason, after.reason),
        "until": (before.until, after.until),
        "by": (before.by, after.by),
    }
    if before.note != after.note:
        pairs["note"] = (before.note, after.note)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1] or name == "trust"}
