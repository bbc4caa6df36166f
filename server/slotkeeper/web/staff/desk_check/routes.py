"""The routes of the desk check."""

from slotkeeper.web.staff.desk_check.check import mark_at_desk, show_check
from slotkeeper.web.staff.desk_check.look_up import check_desk, show_code, show_desk_check
from slotkeeper.web.staff.desk_check.squeeze import (
    show_squeeze_in,
    show_without_booking,
    take_squeeze_in,
    take_without_booking,
)

DESK_ROUTES = [
    show_desk_check,
    check_desk,
    show_code,
    show_without_booking,
    take_without_booking,
    show_check,
    mark_at_desk,
    show_squeeze_in,
    take_squeeze_in,
]
