"""The rules that keep patients from booking a time, in the order in which they are told (S11)."""

from enum import StrEnum


class Reason(StrEnum):
    """A rule that removes a time; the value is a key of the catalogue."""

    CLINIC_OFF = "clinic_off"
    TYPE_OFF = "type_off"
    PREPAYMENT = "prepayment"
    MARKED_TIMES = "marked_times"
    PRACTITIONER_OFF = "practitioner_off"
    NOT_OFFERED_BY = "not_offered_by"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED_DAY = "closed_day"
    TIME_OFF = "time_off"
    OUTSIDE_HOURS = "outside_hours"
    WRONG_LOCATION = "wrong_location"
    OFF_GRID = "off_grid"
    DOES_NOT_FIT = "does_not_fit"
    BUSY = "busy"


def in_order(reasons: set[Reason]) -> list[Reason]:
    """As they stand in `Reason`."""
    return [each for each in Reason if each in reasons]
