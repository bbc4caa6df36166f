"""Two records of one person made one, and parted again as they were."""

from datetime import date

from msgspec import Struct

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.patient_record import PatientRecord
from slotkeeper.domain.trust import STEPS, Standing


class PatientUnknown(Fact):
    """No patient of that number, or not for this member to see."""


class PatientChanged(Fact):
    """The record is not any more as the form has shown it."""


class MergeOver(Fact):
    """The merge was undone already, or longer ago than it can be undone."""


class LaterMergeFirst(Fact):
    """What was merged after it has to be undone before it."""


class MergedValues(Struct, frozen=True, kw_only=True):
    """What a record has that a merge may change."""

    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: date | None
    alert_note: str


class MergeDetails(Struct, frozen=True, kw_only=True):
    """What is needed to part two records exactly: which bookings moved, which older aliases went
    along, the kept record and its step of trust before and after, the step that the other had, and
    the id of the alias that keeps what the kept record was recognised by before (None where that is
    what it has still).
    """

    booking_ids: list[int]
    alias_ids: list[int]
    before: MergedValues
    after: MergedValues
    standing_before: Standing
    standing_after: Standing
    standing_merged: Standing
    shadow_id: int | None


class Merge(Struct, frozen=True, kw_only=True):
    """That a record was merged into another; instants in epoch seconds, `made_by` a member of
    staff's id.
    """

    id: int
    clinic_id: int
    kept_id: int
    merged_id: int
    made_by: int | None
    made_at: int
    details: MergeDetails


def values_of(record: PatientRecord) -> MergedValues:
    """What the record has now."""
    return MergedValues(**{name: getattr(record, name) for name in MergedValues.__struct_fields__})


def joined_note(kept: str, merged: str) -> str:
    """Both alert notes; what one says already is not said twice. It may be longer than is allowed:
    then staff shorten it.
    """
    if merged in kept:
        return kept
    return merged if kept in merged else f"{kept}\n\n{merged}"


def joined_standing(kept: Standing, merged: Standing, now: int) -> Standing:
    """The one that asks more; of two that ask the same the one that lasts longer."""

    def asks(standing: Standing) -> tuple[int, bool, int]:
        current = standing.at(now)
        return STEPS.index(current.step), current.until is None, current.until or 0

    return merged if asks(merged) > asks(kept) else kept


def parted(current: MergedValues, details: MergeDetails) -> MergedValues:
    """What the kept record has once the merge is undone: as before, but for what was changed since
    by other hands.
    """
    return MergedValues(
        **{
            name: getattr(details.before, name)
            if getattr(current, name) == getattr(details.after, name)
            else getattr(current, name)
            for name in MergedValues.__struct_fields__
        }
    )
