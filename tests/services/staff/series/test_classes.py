"""A regular comes to a class every week: a place on each date, beside the others (S7, B11)."""

import pytest

from slotkeeper.storage.database import Row
from tests.services.classes import CLASS, PLACES, add_class, attendee
from tests.services.desk import DAY
from tests.services.staff.series.regulars import Regulars, weekly

pytestmark = [pytest.mark.req("S7"), pytest.mark.req("B11")]

HALF_PAST_FIVE = 17 * 60 + 30


async def seats(regulars: Regulars) -> list[tuple[int, int]]:
    """Weeks after the first class, and the seat."""
    rows: list[Row] = list(await regulars.mara.desk.bookings())
    return sorted(((row["starts_at"] - CLASS) // (7 * DAY), row["seat"]) for row in rows)


async def test_a_regular_gets_a_place_in_each_class(regulars: Regulars) -> None:
    await add_class(regulars.mara.desk)
    held = await regulars.mara.desk.place(CLASS, "one", kind="class")
    await regulars.mara.desk.confirm(held, **attendee(1))
    await regulars.weekly(3, minute=HALF_PAST_FIVE, kind="class")
    assert await seats(regulars) == [(0, 1), (0, 2), (1, 1), (2, 1)]


async def test_a_class_that_is_full_is_shown_and_skipped(regulars: Regulars) -> None:
    await add_class(regulars.mara.desk)
    for number in range(PLACES):
        held = await regulars.mara.desk.place(CLASS, f"v{number}", kind="class")
        await regulars.mara.desk.confirm(held, **attendee(number))
    asked = weekly(3, minute=HALF_PAST_FIVE, kind="class")
    [conflict] = (await regulars.preview(asked)).conflicts
    assert conflict.starts_at == CLASS
    await regulars.make(await regulars.as_shown(asked))
    assert [each for each in await seats(regulars) if each[0] > 0] == [(1, 1), (2, 1)]
    assert len(await seats(regulars)) == PLACES + 2
