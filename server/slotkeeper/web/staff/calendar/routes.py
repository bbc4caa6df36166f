"""The calendar's routes, for router.py."""

from slotkeeper.web.staff.calendar.calendar_show import show_calendar, show_calendar_grid
from slotkeeper.web.staff.calendar.events import watch_calendar
from slotkeeper.web.staff.calendar.paint import PAINT_ROUTES

CALENDAR_ROUTES = [show_calendar, show_calendar_grid, watch_calendar, *PAINT_ROUTES]
