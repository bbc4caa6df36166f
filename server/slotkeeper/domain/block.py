"""Time of a practitioner that nobody can book online."""

from msgspec import Struct


class Block(Struct, frozen=True, kw_only=True):
    """[begins_at, ends_at) in epoch seconds; `reason` is for staff alone, `made_by` a member of
    staff's id. `revision` rises with every change.
    """

    id: int
    clinic_id: int
    practitioner_id: int
    begins_at: int
    ends_at: int
    reason: str = ""
    made_by: int | None = None
    made_at: int = 0
    revision: int = 0
