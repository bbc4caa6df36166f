"""What cancelling costs, as docs/clinic-file.md and docs/changing.md have it and in the slowest way
there is: the clock on the wall is read minute by minute, and money is a fraction.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from slotkeeper.domain.change_policy import ChangePolicy, Keep, Paid
from slotkeeper.domain.cut_off import CutOff

MINUTE, DAY = 60, 86_400
_SECONDS = {"m": 60, "h": 3600}
# How many minor units a currency's unit has, and the part of it that is the least to be charged.
_MINOR = {"AUD": 100, "JPY": 1, "KRW": 1, "KWD": 1000, "TND": 1000}
_LEAST = {"AUD": (1, 100), "JPY": (1, 1), "KRW": (1, 1), "KWD": (1, 100), "TND": (1, 100)}
_LENGTHS = {"minute": "m", "hour": "h", "day": "d"}


def end_of(until: CutOff, starts_at: int, zone: str) -> int:
    """The last instant that is no later than so long before the start."""
    if until.unit != "d" or not until.amount:
        return starts_at - until.amount * _SECONDS.get(until.unit, 0)
    return _days_before(until.amount, starts_at, zone)


def is_late(policy: ChangePolicy, starts_at: int, zone: str, now: int) -> bool:
    """Who cancels after the first window is late."""
    return bool(policy.windows) and now > end_of(policy.windows[0].until, starts_at, zone)


def kept(policy: ChangePolicy, paid: Paid, starts_at: int, zone: str, now: int) -> int:
    """Minor units: of the first window whose end is not past, and of none before it less."""
    *amounts, afterwards = _amounts(policy, paid)
    keeps = min(paid.at_least, paid.left)
    for end, amount in zip(_ends(policy, starts_at, zone), amounts, strict=True):
        keeps = max(keeps, amount)
        if now <= end:
            return keeps
    return max(keeps, afterwards)


def lasts_until(
    policy: ChangePolicy, paid: Paid, starts_at: int, zone: str, now: int
) -> int | None:
    """Minute by minute from then to the start: the last instant before it costs more."""
    present = kept(policy, paid, starts_at, zone, now)
    first = now + (starts_at - now) % MINUTE
    for instant in range(first, starts_at + 1, MINUTE):
        if kept(policy, paid, starts_at, zone, instant + 1) > present:
            return instant
    return None


def read_words(words: str, minor_of: Mapping[str, int]) -> list[tuple[CutOff | None, int | None]]:
    """The sentences of a policy as a patient understands them: until when, and what is kept till
    then, minor units by the text that says them; None is all, or up to the start.
    """
    read: list[tuple[CutOff | None, int | None]] = []
    for sentence in re.findall(r"[^ ].*?(?:kept|returned|before|starts)\.(?= |$)", words):
        since = re.match(r"From ([\d,]+) (\w+) before", sentence)
        if since:
            read[-1] = _length(since[1], since[2]), read[-1][1]
        free = re.fullmatch(r"Free until ([\d,]+) (\w+) before\.", sentence)
        money = re.search(r"(?:Then|cancel,|before) (\S+) is kept\.$", sentence)
        if free or sentence.startswith("You can cancel free"):
            read.append((_length(free[1], free[2]) if free else None, 0))
        elif money:
            read.append((None, minor_of[money[1]]))
        elif sentence.endswith("nothing is returned."):
            read.append((None, None))
    return read


def _length(amount: str, unit: str) -> CutOff:
    letter = _LENGTHS[unit.removesuffix("s")]
    return CutOff(
        int(amount.replace(",", "")), "m" if letter == "m" else "h" if letter == "h" else "d"
    )


@lru_cache(maxsize=8)
def _ends(policy: ChangePolicy, starts_at: int, zone: str) -> tuple[int, ...]:
    return tuple(end_of(each.until, starts_at, zone) for each in policy.windows)


@lru_cache(maxsize=8)
def _amounts(policy: ChangePolicy, paid: Paid) -> tuple[int, ...]:
    keeps = [*(each.keep for each in policy.windows), policy.afterwards]
    return tuple(_minor(_wanted(each, paid), paid) for each in keeps)


@lru_cache(maxsize=4096)
def _days_before(days: int, starts_at: int, zone: str) -> int:
    """The same time by the clock: the first where it comes twice; where it never comes, as if the
    clock had not been changed yet.
    """
    place = ZoneInfo(zone)
    wanted = _wall(starts_at, place) - timedelta(days=days)
    guess = int(wanted.replace(tzinfo=UTC).timestamp())
    late = None
    for instant in range(guess - DAY - DAY // 6, guess + DAY + DAY // 6, MINUTE):
        shown = _wall(instant, place)
        if shown == wanted:
            return instant
        if shown > wanted:
            late = instant
            break
    assert late is not None
    before = late - MINUTE
    return before + int((wanted - _wall(before, place)).total_seconds())


def _wall(instant: int, place: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, place).replace(tzinfo=None)


def _wanted(keep: Keep, paid: Paid) -> Fraction:
    """What a window would keep, in minor units."""
    if keep.kind == "percent":
        unit, least = _MINOR[paid.currency], Fraction(*_LEAST[paid.currency])
        part = Fraction(paid.price, unit) * keep.amount / 100
        return (part / least + Fraction(1, 2)).__floor__() * least * unit
    sums = {"nothing": 0, "deposit": paid.deposit, "amount": keep.amount, "all": paid.left}
    return Fraction(sums[keep.kind])


def _minor(wanted: Fraction, paid: Paid) -> int:
    """Never more is kept than was paid."""
    assert wanted.denominator == 1
    return min(int(wanted), paid.left)
