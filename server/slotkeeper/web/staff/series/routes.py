"""What the portal's router takes in."""

from slotkeeper.web.staff.series.change import show_change, update_series
from slotkeeper.web.staff.series.end import cancel_series, show_end
from slotkeeper.web.staff.series.make import create_series
from slotkeeper.web.staff.series.repeat import repeat_booking, show_repeat
from slotkeeper.web.staff.series.show import settle_date, show_series, undo_end

SERIES_ROUTES = [
    create_series,
    show_repeat,
    repeat_booking,
    show_series,
    show_change,
    update_series,
    show_end,
    cancel_series,
    undo_end,
    settle_date,
]
