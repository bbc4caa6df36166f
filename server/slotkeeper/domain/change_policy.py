"""What cancelling costs, and until when a patient may change a booking at all (C2, C3, P5).

A policy is a row of windows, each reaching to some time before the start. In the clinic's words:
"free until 24 hours before; then the deposit is kept; from 2 hours before nothing is returned".
"""

from itertools import accumulate
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.cut_off import CutOff, before
from slotkeeper.domain.prepayment import payment_step

KeepKind = Literal["nothing", "deposit", "percent", "amount", "all"]


class Keep(Struct, frozen=True, kw_only=True):
    """What the clinic keeps of what was paid. `amount` is minor units for "amount", whole percent
    of the price for "percent", else 0; "deposit" is what the type asks as a deposit when booking.
    """

    kind: KeepKind = "nothing"
    amount: int = 0


NOTHING, ALL = Keep(kind="nothing"), Keep(kind="all")


class Window(Struct, frozen=True, kw_only=True):
    """Who cancels no later than `until` before the start leaves that to the clinic."""

    until: CutOff
    keep: Keep = NOTHING


class ChangePolicy(Struct, frozen=True, kw_only=True):
    """The windows from the earliest to the latest, and what counts `afterwards`, up to the start.

    Where it is not `enforced` it is shown only, and what is given back is the clinic's to decide:
    so it is as long as a clinic has not said what it wants. `no_change_after`: so short before the
    start patients are asked to call.
    """

    windows: tuple[Window, ...] = (Window(until=CutOff(24, "h")),)
    afterwards: Keep = ALL
    enforced: bool = False
    no_change_after: CutOff = CutOff(0, "m")


class Paid(Struct, frozen=True, kw_only=True):
    """What there is to give back, minor units: `left` of what was paid after earlier refunds,
    `deposit` and `price` as they were asked for when it was booked. `at_least` is kept whenever it
    is cancelled: who moves a booking late does not get out of what that would have cost.
    """

    left: int = 0
    deposit: int = 0
    price: int = 0
    currency: str
    at_least: int = 0


class Consequence(Struct, frozen=True, kw_only=True):
    """What follows from cancelling at one instant: minor units that are kept and given back, which
    together are all that is left.

    `until` is the last instant (epoch seconds) at which that is so, None where only the start ends
    it; `free_until` the last at which it cost nothing, None where it never did. `is_late`: it is
    past the first window, so that it counts (T3); `asked_until` is that window's end, None where
    there is none.
    """

    keeps: int
    returns: int
    is_late: bool
    until: int | None
    free_until: int | None
    asked_until: int | None = None


def consequence(
    policy: ChangePolicy, paid: Paid, starts_at: int, zone: str, now: int
) -> Consequence:
    """What cancelling at `now` leads to. Later never costs less, however the windows are written:
    what an earlier window keeps, all after it keep at least.

    Raises ZoneInfoNotFoundError.
    """
    # Over a clock change "1d" may end after "1410m": nobody is past a window before its end.
    ends = _rising([before(starts_at, each.until, zone) for each in policy.windows])
    kept = amounts_kept(policy, paid)
    passed = sum(end < now for end in ends)
    keeps = kept[passed]
    worse = [end for end in ends[passed:] if _kept_after(ends, kept, end) > keeps]
    free = [end for end in ends if not _kept_at(ends, kept, end)]
    return Consequence(
        keeps=keeps,
        returns=paid.left - keeps,
        is_late=bool(ends) and now > ends[0],
        until=min(worse, default=None),
        free_until=max(free, default=None),
        asked_until=ends[0] if ends else None,
    )


def amounts_kept(policy: ChangePolicy, paid: Paid) -> list[int]:
    """Minor units that are kept in each window and, last, after them; never less than before."""
    least = min(paid.at_least, paid.left)
    return _rising([max(least, _amount(each, paid)) for each in _keeps(policy)])


def may_change(policy: ChangePolicy, starts_at: int, zone: str, now: int) -> bool:
    """Whether a patient may still move or cancel by themselves at that instant."""
    return now < starts_at and now <= before(starts_at, policy.no_change_after, zone)


def _keeps(policy: ChangePolicy) -> list[Keep]:
    return [*(each.keep for each in policy.windows), policy.afterwards]


def _rising(numbers: list[int]) -> list[int]:
    return list(accumulate(numbers, max))


def _kept_at(ends: list[int], kept: list[int], instant: int) -> int:
    return kept[sum(end < instant for end in ends)]


def _kept_after(ends: list[int], kept: list[int], instant: int) -> int:
    return kept[sum(end <= instant for end in ends)]


def _amount(keep: Keep, paid: Paid) -> int:
    match keep.kind:
        case "nothing":
            wanted = 0
        case "deposit":
            wanted = paid.deposit
        case "percent":
            step = payment_step(paid.currency)
            wanted = (paid.price * keep.amount + 50 * step) // (100 * step) * step
        case "amount":
            wanted = keep.amount
        case "all":
            wanted = paid.left
    return min(wanted, paid.left)
