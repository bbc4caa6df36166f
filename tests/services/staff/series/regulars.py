"""Reception making repeating appointments, one call an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from slotkeeper.domain.series import Repeat
from slotkeeper.domain.series_plan import Choices, Way
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.series.change import WantedChange, change_series
from slotkeeper.services.staff.series.end import Restored, WantedEnd, end_series, restore_series
from slotkeeper.services.staff.series.make import make_series
from slotkeeper.services.staff.series.preview import Preview, WantedSeries, preview_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.series import Series, find_series
from slotkeeper.storage.series_booking import SeriesBooking, find_series_bookings
from slotkeeper.storage.series_gap import Gap, find_gaps
from tests.services.desk import TUESDAY, at
from tests.services.staff.bookings.front_desk import FrontDesk, somebody

NINE_OCLOCK = 9 * 60


@dataclass(frozen=True)
class Regulars:
    """`mara` is who does it."""

    mara: FrontDesk

    @property
    def toolbox(self) -> Toolbox:
        return self.mara.desk.toolbox

    @property
    def member(self) -> Member:
        return self.mara.member

    @property
    def slug(self) -> str:
        return self.mara.desk.slug

    async def preview(self, asked: WantedSeries) -> Preview:
        return await preview_series(self.toolbox, self.member, self.slug, asked)

    async def make(self, asked: WantedSeries) -> Series:
        return await make_series(self.toolbox, self.member, self.slug, asked)

    async def weekly(self, times: int | None = 4, **wanted: object) -> Series:
        """Tuesdays at nine, from the first one on."""
        return await self.make(weekly(times, **wanted))

    async def as_shown(
        self, asked: WantedSeries, for_all: Way = "skip", **by_date: Way | int
    ) -> WantedSeries:
        """The same once its preview was read, with these choices: "jan_12" is a date."""
        seen = {each.on: each.keys for each in (await self.preview(asked)).conflicts}
        chosen = {on(name): choice for name, choice in by_date.items()}
        return with_choices(asked, for_all, chosen, seen)

    async def bookings(self, series: Series) -> list[SeriesBooking]:
        return await find_series_bookings(self.mara.desk.database, series.clinic_id, series.id)

    async def starts(self, series: Series) -> list[str]:
        """Of those that stand, on the clinic's wall clock: "01-05 09:00"."""
        rows = await self.mara.desk.rows(
            """SELECT local_start FROM booking WHERE series_id = $1 AND state <> 'cancelled'
               ORDER BY starts_at""",
            series.id,
        )
        return [row["local_start"][5:].replace("T", " ") for row in rows]

    async def gaps(self, series: Series) -> list[Gap]:
        return await find_gaps(self.mara.desk.database, series.clinic_id, series.id)

    async def again(self, series: Series) -> Series:
        found = await find_series(self.mara.desk.database, series.clinic_id, series.id)
        assert found
        return found

    async def change(self, series: Series, since: date, **wanted: object) -> Series:
        given = {"series_id": series.id, "revision": series.revision, "since": since}
        given |= {"practitioner": "sam-lee", "minute": series.repeat.minute, **wanted}
        asked = WantedChange(**given)  # type: ignore[arg-type]
        return await change_series(self.toolbox, self.member, self.slug, asked)

    async def end(self, series: Series, since: date, **wanted: object) -> int:
        given = {"series_id": series.id, "revision": series.revision, "since": since, **wanted}
        return len(await end_series(self.toolbox, self.member, WantedEnd(**given)))  # type: ignore[arg-type]

    async def restore(self, series: Series) -> Restored:
        return await restore_series(self.toolbox, self.member, series.id, series.revision)

    async def told(self) -> list[tuple[str, str]]:
        """Every message to patients: what, and words."""
        rows = await self.mara.desk.rows(
            "SELECT message, words FROM delivery WHERE recipient = 'patient' ORDER BY id"
        )
        return [(row["message"], row["words"]) for row in rows]


def weekly(times: int | None = 4, **wanted: object) -> WantedSeries:
    """Tuesdays at nine with Sam Lee, for somebody new."""
    repeat: dict[str, object] = {"first": TUESDAY, "minute": NINE_OCLOCK, "times": times}
    repeat |= {each: wanted.pop(each) for each in ("days", "until") if each in wanted}
    more = ("first", "every_weeks", "minute")
    repeat |= {each: wanted.pop(each) for each in more if each in wanted}
    given: dict[str, object] = {"kind": "standard", "practitioner": "sam-lee"}
    if "patient_id" not in wanted and "booking_id" not in wanted:
        given["details"] = somebody()
    return WantedSeries(repeat=Repeat(**repeat), **(given | wanted))  # type: ignore[arg-type]


def with_choices(
    asked: WantedSeries,
    for_all: Way,
    by_date: Mapping[date, Way | int],
    seen: Mapping[date, frozenset[str]],
) -> WantedSeries:
    return replace(asked, choices=Choices(for_all=for_all, by_date=by_date, seen=seen))


def on(name: str) -> date:
    """ "jan_12" is 12 January 2027."""
    month, _, day = name.partition("_")
    return date(2027, ("jan", "feb", "mar", "apr").index(month) + 1, int(day))


def tuesday(number: int, clock: str = "09:00") -> int:
    """The instant of a time on the so-manieth Tuesday, the first one being 1."""
    days = [f"2027-01-{5 + 7 * week:02}" for week in range(4)]
    return at(f"{days[number - 1]} {clock}")
