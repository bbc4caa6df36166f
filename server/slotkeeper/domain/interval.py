"""Half-open intervals [from, until) of instants or minutes. Touching is not overlapping."""

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same points as disjoint intervals in ascending order.

    What overlaps or touches becomes one; what is empty or ends before it begins vanishes.
    """
    joined: list[Interval] = []
    for begin, end in sorted(i for i in intervals if i[0] < i[1]):
        if joined and begin <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def without(intervals: Iterable[Interval], holes: Sequence[Interval]) -> list[Interval]:
    """The intervals with the holes cut out of them, empty pieces left out; both in any order."""
    pieces = list(intervals)
    for hole in holes:
        if hole[0] < hole[1]:
            pieces = [rest for piece in pieces for rest in _split(piece, hole)]
    return [piece for piece in pieces if piece[0] < piece[1]]


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two intervals that are not empty have a point in common."""
    return one[0] < other[1] and other[0] < one[1]


def _split(piece: Interval, hole: Interval) -> list[Interval]:
    if not overlap(piece, hole):
        return [piece]
    return [(piece[0], hole[0]), (hole[1], piece[1])]
