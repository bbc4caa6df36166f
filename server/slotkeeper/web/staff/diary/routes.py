"""What the portal's router takes in."""

from slotkeeper.web.staff.diary.diary_connect import show_login, start, try_calendar, try_login
from slotkeeper.web.staff.diary.diary_list import show_diaries
from slotkeeper.web.staff.diary.diary_show import (
    choose_by_hand,
    delete_diary,
    show_diary,
    switch_off,
    switch_on,
    update_shows,
)
from slotkeeper.web.staff.diary.transfers import show_transfers, tick_transfer, untick_transfer

DIARY_ROUTES = [
    show_diaries,
    show_diary,
    choose_by_hand,
    update_shows,
    switch_off,
    switch_on,
    delete_diary,
    show_login,
    try_login,
    try_calendar,
    start,
    show_transfers,
    tick_transfer,
    untick_transfer,
]
