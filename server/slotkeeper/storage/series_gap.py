"""Dates of a series without a booking, and which of them are a task for staff."""

from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction

Kind = Literal["skipped", "unplaced"]


class Gap(Struct, frozen=True, kw_only=True):
    """One such date: staff skipped it, or it could not be booked when its time came (`unplaced`),
    because of `reason`, a word. `settled_at`: when somebody dealt with it.
    """

    series_id: int
    on: date
    kind: Kind
    reason: str
    made_at: int
    settled_at: int | None = None


class GapTask(Struct, frozen=True, kw_only=True):
    """A date that somebody has to deal with, of whose series."""

    gap: Gap
    patient_id: int
    patient: str
    practitioner_id: int
    appointment_type_id: int
    minute: int


async def insert_gap(tx: Transaction, clinic_id: int, gap: Gap) -> None:
    """Remember it; once for each date."""
    await tx.execute(
        """INSERT INTO series_gap (series_id, gap_on, clinic_id, kind, reason, made_at)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""",
        gap.series_id,
        gap.on.isoformat(),
        clinic_id,
        gap.kind,
        gap.reason,
        gap.made_at,
    )


async def find_gaps(reader: Reader, clinic_id: int, series_id: int) -> list[Gap]:
    """Those of a series, in order."""
    rows = await reader.fetch(
        "SELECT * FROM series_gap WHERE series_id = $1 AND clinic_id = $2 ORDER BY gap_on",
        series_id,
        clinic_id,
    )
    return [_gap(row) for row in rows]


async def move_gaps(
    tx: Transaction, clinic_id: int, series_id: int, since: date, to_series: int
) -> None:
    """Those from that date on belong to another series."""
    await tx.execute(
        """UPDATE series_gap SET series_id = $4
           WHERE series_id = $1 AND clinic_id = $2 AND gap_on >= $3""",
        series_id,
        clinic_id,
        since.isoformat(),
        to_series,
    )


async def settle_gap(tx: Transaction, clinic_id: int, series_id: int, on: date, now: int) -> bool:
    """Somebody has dealt with it; False where it is no task, or not any more."""
    changed = await tx.execute(
        """UPDATE series_gap SET settled_at = $4
           WHERE series_id = $1 AND clinic_id = $2 AND gap_on = $3 AND kind = 'unplaced'
             AND settled_at IS NULL""",
        series_id,
        clinic_id,
        on.isoformat(),
        now,
    )
    return changed == 1


async def count_tasks(
    reader: Reader, clinic_id: int, today: date, practitioner_id: int | None
) -> int:
    """Dates from `today` on that wait for somebody, of one practitioner's series or of all."""
    row = await reader.fetch_one(
        f"SELECT COUNT(*) AS waiting {_TASKS}",
        clinic_id,
        today.isoformat(),
        practitioner_id or 0,
    )
    return int(row["waiting"]) if row else 0


async def find_tasks(
    reader: Reader, clinic_id: int, today: date, practitioner_id: int | None, most: int = 100
) -> list[GapTask]:
    """The same, the first date first."""
    rows = await reader.fetch(
        f"""SELECT series_gap.*, series.patient_id, series.practitioner_id,
              series.appointment_type_id, series.local_minute, patient.first_name,
              patient.last_name {_TASKS} ORDER BY series_gap.gap_on, series.id LIMIT $4""",
        clinic_id,
        today.isoformat(),
        practitioner_id or 0,
        most,
    )
    return [
        GapTask(
            gap=_gap(row),
            patient_id=row["patient_id"],
            patient=f"{row['first_name']} {row['last_name']}",
            practitioner_id=row["practitioner_id"],
            appointment_type_id=row["appointment_type_id"],
            minute=row["local_minute"],
        )
        for row in rows
    ]


_TASKS = """FROM series_gap JOIN series ON series.id = series_gap.series_id
  JOIN patient ON patient.id = series.patient_id
WHERE series_gap.clinic_id = $1 AND series_gap.gap_on >= $2 AND series_gap.kind = 'unplaced'
  AND series_gap.settled_at IS NULL AND (series.practitioner_id = $3 OR $3 = 0)
  AND (series.ended_on IS NULL OR series_gap.gap_on < series.ended_on)"""


def _gap(row: Row) -> Gap:
    return Gap(
        series_id=row["series_id"],
        on=date.fromisoformat(row["gap_on"]),
        kind=row["kind"],
        reason=row["reason"],
        made_at=row["made_at"],
        settled_at=row["settled_at"],
    )
