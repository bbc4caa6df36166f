"""Which of the appointments that overlap stands where, side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from slotkeeper.domain.interval import Interval


class Lane(NamedTuple):
    """The `number`-th of `width` equal parts of a column, from 0."""

    number: int
    width: int


def lanes(spans: Sequence[Interval]) -> list[Lane]:
    """A lane for each span, in the order given: those that overlap, also by way of others, share
    the width, and each takes the first lane that is free when it begins.
    """
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], -spans[n][1]))
    numbers, widths = [0] * len(spans), [1] * len(spans)
    group, free_from = list[int](), list[int]()
    for n in order:
        begins, ends = spans[n]
        if group and begins >= max(free_from):
            group, free_from = [], []
        number = next((i for i, until in enumerate(free_from) if until <= begins), len(free_from))
        free_from[number : number + 1] = [ends]
        numbers[n] = number
        group.append(n)
        for each in group:
            widths[each] = len(free_from)
    return [Lane(number, width) for number, width in zip(numbers, widths, strict=True)]
