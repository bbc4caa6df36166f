"""The calendar's routes, for router.py."""

from slotkeeper.web.staff.calendar.calendar_show import show_calendar, show_calendar_grid

CALENDAR_ROUTES = [show_calendar, show_calendar_grid]
