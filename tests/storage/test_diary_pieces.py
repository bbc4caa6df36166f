"""Time that a diary takes, cut into pieces that can be searched."""

import pytest

from slotkeeper.storage.diary_busy import LONGEST, DiaryPiece, pieces_of

pytestmark = pytest.mark.req("N3")


def test_a_leave_of_two_days_and_a_half_is_three_pieces() -> None:
    found = list(pieces_of("leave", 100, 100 + 5 * LONGEST // 2, 0, 10 * LONGEST))
    assert found == [
        DiaryPiece(100, 100 + LONGEST, "leave"),
        DiaryPiece(100 + LONGEST, 100 + 2 * LONGEST, "leave"),
        DiaryPiece(100 + 2 * LONGEST, 100 + 5 * LONGEST // 2, "leave"),
    ]


def test_of_an_entry_without_end_only_what_is_looked_at_is_cut() -> None:
    """A whole one would be three and a half million of them."""
    first, until = 1_800_000_000, 1_800_000_000 + 2 * LONGEST
    found = list(pieces_of("for ever", -62_000_000_000, 253_000_000_000, first, until))
    assert found[0].starts_at <= first < found[0].ends_at
    assert found[-1].starts_at < until <= found[-1].ends_at
    assert len(found) <= 3


def test_where_it_is_cut_does_not_depend_on_what_is_looked_at() -> None:
    every = set(pieces_of("long", 5, 30 * LONGEST, 0, 30 * LONGEST))
    some = set(pieces_of("long", 5, 30 * LONGEST, 7 * LONGEST, 9 * LONGEST))
    assert some == {e for e in every if e.starts_at < 9 * LONGEST and e.ends_at > 7 * LONGEST}
