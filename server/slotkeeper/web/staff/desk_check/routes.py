"""The routes of the desk check."""

from slotkeeper.web.staff.desk_check.check import mark_at_desk, show_check
from slotkeeper.web.staff.desk_check.look_up import check_desk, show_code, show_desk_check

DESK_ROUTES = [show_desk_check, check_desk, show_code, show_check, mark_at_desk]
