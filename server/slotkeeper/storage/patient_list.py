"""A clinic's patients in pages: the last booked first, or those who are found, by name."""

from collections.abc import Sequence

from slotkeeper.storage.booking_list import Whose
from slotkeeper.storage.database import Reader, Value
from slotkeeper.storage.patient_search import has_word


async def find_recent(
    reader: Reader,
    clinic_id: int,
    diary: int | None,
    after: tuple[int, int] | None,
    most: int,
) -> list[tuple[int, tuple[int, int]]]:
    """Ids of patients with the place of each: when the newest booking was made, and its id.

    `diary` is the one practitioner whose bookings count, `after` the place of the last one seen.
    """
    values: list[Value] = [clinic_id, most]
    own = also = beyond = ""
    if diary is not None:
        values.append(diary)
        own = "AND newest.practitioner_id = $3"
        also = "AND later.practitioner_id = $3"
    if after is not None:
        values += after
        beyond = f"AND (newest.made_at, newest.id) < (${len(values) - 1}, ${len(values)})"
    rows = await reader.fetch(
        f"""SELECT newest.patient_id, newest.made_at, newest.id FROM booking AS newest
            WHERE newest.clinic_id = $1 AND newest.made_at IS NOT NULL
              AND newest.patient_id IS NOT NULL {own} {beyond}
              AND NOT EXISTS (
                SELECT 1 FROM booking AS later
                WHERE later.patient_id = newest.patient_id AND later.made_at IS NOT NULL
                  AND (later.made_at, later.id) > (newest.made_at, newest.id) {also}
              )
            ORDER BY newest.made_at DESC, newest.id DESC LIMIT $2""",  # noqa: S608 - placeholders
        *values,
    )
    return [(row["patient_id"], (row["made_at"], row["id"])) for row in rows]


async def find_by_name(
    reader: Reader,
    clinic_id: int,
    whose: Whose,
    diary: int | None,
    after: int | None,
    most: int,
) -> list[int]:
    """Ids in the order of their names: of these patients, or of those found by all terms.

    `diary`: only who had a booking with that practitioner; `after` is the last one seen.
    """
    values: list[Value] = [clinic_id, most]
    conditions = ["patient.clinic_id = $1", "patient.merged_into IS NULL"]
    if diary is not None:
        values.append(diary)
        conditions.append(_IN_DIARY)
    if after is not None:
        values += (await _name_key(reader, clinic_id, after), after)
        place = f"(${len(values) - 1}, ${len(values)})"
        conditions.append(f"(patient.name_key, patient.id) > {place}")
    conditions += [has_word(term, "patient.id", values) for term in whose.terms]
    if whose.patient_ids is not None:
        first = len(values) + 1
        marks = ", ".join(f"${number}" for number in range(first, first + len(whose.patient_ids)))
        values += whose.patient_ids
        conditions.append(f"patient.id IN ({marks or 'NULL'})")
    rows = await reader.fetch(
        f"""SELECT patient.id FROM patient WHERE {" AND ".join(conditions)}
            ORDER BY patient.name_key, patient.id LIMIT $2""",  # noqa: S608 - fixed conditions
        *values,
    )
    return [row["id"] for row in rows]


async def find_visits(
    reader: Reader, clinic_id: int, patient_ids: Sequence[int], diary: int | None, now: int
) -> dict[int, tuple[int | None, int | None]]:
    """By id, when the last booking started and when the next one does (epoch seconds); what was
    cancelled or never paid is neither.
    """
    if not patient_ids:
        return {}
    marks = ", ".join(f"${number}" for number in range(4, 4 + len(patient_ids)))
    rows = await reader.fetch(
        f"""SELECT patient_id, MAX(CASE WHEN starts_at <= $2 THEN starts_at END) AS last_at,
              MIN(CASE WHEN starts_at > $2 THEN starts_at END) AS next_at
            FROM booking
            WHERE clinic_id = $1 AND patient_id IN ({marks}) AND made_at IS NOT NULL
              AND (practitioner_id = $3 OR $3 = 0)
              AND state IN ('pending', 'confirmed', 'arrived', 'fulfilled', 'noshow')
            GROUP BY patient_id""",  # noqa: S608 - placeholders
        clinic_id,
        now,
        diary or 0,
        *patient_ids,
    )
    return {row["patient_id"]: (row["last_at"], row["next_at"]) for row in rows}


_IN_DIARY = """EXISTS (SELECT 1 FROM booking WHERE booking.patient_id = patient.id
  AND booking.practitioner_id = $3 AND booking.made_at IS NOT NULL)"""


async def _name_key(reader: Reader, clinic_id: int, patient_id: int) -> str:
    row = await reader.fetch_one(
        "SELECT name_key FROM patient WHERE clinic_id = $1 AND id = $2", clinic_id, patient_id
    )
    return str(row["name_key"]) if row else ""
