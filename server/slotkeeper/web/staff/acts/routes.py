"""The routes of what staff do with bookings and time."""

from slotkeeper.web.staff.acts.block import (
    create_block,
    delete_block,
    show_block,
    show_new_block,
    update_block,
)
from slotkeeper.web.staff.acts.book import create_booking, show_new_booking
from slotkeeper.web.staff.acts.book_questions_show import show_questions
from slotkeeper.web.staff.acts.cancel import cancel_booking, restore_booking, show_cancel
from slotkeeper.web.staff.acts.mark import update_state, update_unpaid
from slotkeeper.web.staff.acts.move import move_booking, show_move
from slotkeeper.web.staff.acts.peek import peek_block, peek_booking, peek_hold
from slotkeeper.web.staff.acts.release import release_hold
from slotkeeper.web.staff.acts.renew_link import show_link, update_link

ACT_ROUTES = [
    show_new_booking,
    create_booking,
    show_questions,
    show_move,
    move_booking,
    show_cancel,
    cancel_booking,
    restore_booking,
    update_state,
    update_unpaid,
    show_link,
    update_link,
    show_new_block,
    create_block,
    show_block,
    update_block,
    delete_block,
    release_hold,
    peek_booking,
    peek_block,
    peek_hold,
]
