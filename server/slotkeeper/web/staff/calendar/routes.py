"""The calendar's routes, for router.py."""

from slotkeeper.web.staff.calendar.calendar_show import show_calendar, show_calendar_grid
from slotkeeper.web.staff.calendar.events import watch_calendar

CALENDAR_ROUTES = [show_calendar, show_calendar_grid, watch_calendar]
