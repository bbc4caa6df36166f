"""What somebody has to do in a diary so that it shows what the list shows."""

from typing import Literal

from msgspec import Struct

Act = Literal["write", "move", "remove", "nothing"]


class Stretch(Struct, frozen=True, kw_only=True):
    """A time in a diary, [starts_at, ends_at) in epoch seconds."""

    starts_at: int
    ends_at: int


def act_for(stands: Stretch | None, wanted: Stretch | None) -> Act:
    """From what was written there before, if anything was, to what ought to stand there now."""
    if wanted == stands:
        return "nothing"
    if wanted is None:
        return "remove"
    return "write" if stands is None else "move"


def remember(stands: Stretch | None) -> str:
    """What stood there before, as a word that `recall` reads: so that a tick can be undone."""
    return f"{stands.starts_at}-{stands.ends_at}" if stands else ""


def recall(word: str) -> Stretch | None:
    """What `remember` has kept, None for nothing."""
    begin, _, end = word.partition("-")
    if not (begin.isdecimal() and end.isdecimal()):
        return None
    return Stretch(starts_at=int(begin), ends_at=int(end))
