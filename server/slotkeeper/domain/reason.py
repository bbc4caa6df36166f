"""The rules that keep patients from booking a time, in the order in which they are told (S11)."""

from enum import StrEnum


class Reason(StrEnum):
    """A rule that removes a time; the value is a key of the catalogue."""

    CLINIC_OFF = "clinic_off"
    TYPE_OFF = "type_off"
    PREPAYMENT = "prepayment"
    PRACTITIONER_OFF = "practitioner_off"
    NOT_OFFERED_BY = "not_offered_by"
    NEW_PATIENTS = "new_patients"
    PRACTITIONER_CLOSED_TO_NEW = "practitioner_closed_to_new"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED_DAY = "closed_day"
    TIME_OFF = "time_off"
    OUTSIDE_HOURS = "outside_hours"
    NO_SESSION = "no_session"
    WRONG_LOCATION = "wrong_location"
    NOT_MARKED = "not_marked"
    PROTECTED = "protected"
    OFF_GRID = "off_grid"
    NOT_ADJACENT = "not_adjacent"
    DOES_NOT_FIT = "does_not_fit"
    SESSION = "session"
    FULL = "full"
    BUSY = "busy"
    CAP_PRACTITIONER = "cap_practitioner"
    CAP_TYPE = "cap_type"
    RESOURCE = "resource"
    TRAVEL = "travel"


def in_order(reasons: set[Reason]) -> list[Reason]:
    """As they stand in `Reason`."""
    return [each for each in Reason if each in reasons]
