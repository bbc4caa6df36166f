"""Repeating appointments: their rhythm, and what is in a series' way. Who makes or changes one
holds the lock row of its practitioner.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from slotkeeper.domain.series import Repeat
from slotkeeper.domain.series_plan import Taken
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader, Row, Transaction


class Series(Struct, frozen=True, kw_only=True):
    """One of them. `planned_until`: as far as it was looked at, a local date. `ended_on`: from that
    date on staff ended it, at `ended_at`; `follows`: which one it continues. `beyond` are rules
    that bind no date of it. Lengths in minutes.
    """

    id: int = 0
    clinic_id: int
    patient_id: int
    practitioner_id: int
    appointment_type_id: int
    repeat: Repeat
    minutes: int
    padding_before: int
    padding_after: int
    note: str = ""
    beyond: tuple[str, ...] = ()
    made_by: int
    made_at: int
    planned_until: date
    ended_on: date | None = None
    ended_at: int | None = None
    follows: int | None = None
    revision: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether later dates are still to be planned."""
        return self.repeat.is_open_ended and self.ended_on is None


async def insert_series(tx: Transaction, series: Series) -> int:
    """A new one; its id."""
    values = _values(series)
    marks = ", ".join(f"${number}" for number in range(1, 1 + len(values)))
    [row] = await tx.fetch(
        f"INSERT INTO series ({', '.join(values)}) VALUES ({marks}) RETURNING id",  # noqa: S608 - our columns
        *values.values(),
    )
    return int(row["id"])


async def save_series(tx: Transaction, series: Series) -> bool:
    """All of it as `series` has it; False where somebody changed it since that revision."""
    values = _values(series)
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 4))
    changed = await tx.execute(
        f"""UPDATE series SET {sets}, revision = revision + 1
            WHERE id = $1 AND clinic_id = $2 AND revision = $3""",  # noqa: S608 - our columns
        series.id,
        series.clinic_id,
        series.revision,
        *values.values(),
    )
    return changed == 1


async def save_planned_until(tx: Transaction, series: Series, until: date) -> None:
    """It was looked at as far as that date; whoever is changing it is not disturbed."""
    await tx.execute(
        "UPDATE series SET planned_until = $3 WHERE id = $1 AND clinic_id = $2",
        series.id,
        series.clinic_id,
        until.isoformat(),
    )


async def find_series(reader: Reader, clinic_id: int, series_id: int) -> Series | None:
    """One of that clinic's."""
    row = await reader.fetch_one(
        "SELECT * FROM series WHERE id = $1 AND clinic_id = $2", series_id, clinic_id
    )
    return None if row is None else _series(row)


async def find_following(reader: Reader, clinic_id: int, series_id: int) -> int | None:
    """The id of the series that continues that one."""
    row = await reader.fetch_one(
        "SELECT id FROM series WHERE follows = $1 AND clinic_id = $2", series_id, clinic_id
    )
    return None if row is None else int(row["id"])


async def find_taken(
    reader: Reader,
    practitioner_id: int,
    first: int,
    until: int,
    now: int,
    without: Sequence[int] = (),
) -> list[Taken]:
    """What takes time of that practitioner in [first, until), with its padding, in order of time;
    but for those bookings.
    """
    rows = await reader.fetch(_TAKEN, practitioner_id, first, until, now)
    left_out = set(without)
    return [_taken(row) for row in rows if row["id"] not in left_out]


_TAKEN = f"""
SELECT other.id, other.state, other.starts_at, other.ends_at, other.busy_from, other.busy_until,
  other.expires_at, patient.first_name, patient.last_name
FROM booking AS other LEFT JOIN patient ON patient.id = other.patient_id
WHERE other.practitioner_id = $1
  AND other.busy_from < $3 AND other.busy_from > CAST($2 AS BIGINT) - 86400
  AND other.busy_until > $2 AND {takes_time("$4")}
ORDER BY other.busy_from, other.id"""  # noqa: S608 - built from the condition in busy.py


async def find_due(reader: Reader, before: date, most: int) -> list[tuple[int, int]]:
    """Clinic and id of open-ended series that were looked at no further than before that date, the
    furthest behind first.
    """
    rows = await reader.fetch(
        """SELECT clinic_id, id FROM series
           WHERE ended_on IS NULL AND until_on IS NULL AND times IS NULL AND planned_until < $1
           ORDER BY planned_until, id LIMIT $2""",
        before.isoformat(),
        most,
    )
    return [(row["clinic_id"], row["id"]) for row in rows]


async def find_present_patient(reader: Reader, clinic_id: int, patient_id: int) -> int:
    """The record that goes on, where that one was merged into another since."""
    row = await reader.fetch_one(
        """SELECT COALESCE(merged_into, id) AS id FROM patient
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
    )
    return patient_id if row is None else int(row["id"])


def _values(series: Series) -> Mapping[str, int | str | None]:
    repeat = series.repeat
    return {
        "clinic_id": series.clinic_id,
        "patient_id": series.patient_id,
        "practitioner_id": series.practitioner_id,
        "appointment_type_id": series.appointment_type_id,
        "first_on": repeat.first.isoformat(),
        "local_minute": repeat.minute,
        "every_weeks": repeat.every_weeks,
        "days": ",".join(map(str, repeat.weekdays)),
        "until_on": _iso(repeat.until),
        "times": repeat.times,
        "minutes": series.minutes,
        "padding_before": series.padding_before,
        "padding_after": series.padding_after,
        "note": series.note,
        "beyond": " ".join(series.beyond),
        "made_by": series.made_by,
        "made_at": series.made_at,
        "planned_until": series.planned_until.isoformat(),
        "ended_on": _iso(series.ended_on),
        "ended_at": series.ended_at,
        "follows": series.follows,
    }


def _series(row: Row) -> Series:
    same = ("id", "clinic_id", "patient_id", "practitioner_id", "appointment_type_id", "minutes")
    more = ("padding_before", "padding_after", "note", "made_by", "made_at", "ended_at", "follows")
    return Series(
        **{name: row[name] for name in (*same, *more, "revision")},
        repeat=Repeat(
            first=date.fromisoformat(row["first_on"]),
            minute=row["local_minute"],
            every_weeks=row["every_weeks"],
            days=tuple(int(each) for each in row["days"].split(",")),
            until=_date(row["until_on"]),
            times=row["times"],
        ),
        beyond=tuple(row["beyond"].split()),
        planned_until=date.fromisoformat(row["planned_until"]),
        ended_on=_date(row["ended_on"]),
    )


def _taken(row: Row) -> Taken:
    names = (row["first_name"], row["last_name"])
    same = ("id", "state", "starts_at", "ends_at", "busy_from", "busy_until", "expires_at")
    patient = " ".join(each for each in names if each)
    return Taken(**{name: row[name] for name in same}, patient=patient)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
