"""What the portal's router takes in."""

from slotkeeper.web.staff.waitlist.waitlist_reach import update_contact, update_reached
from slotkeeper.web.staff.waitlist.waitlist_show import show_on_list, show_waitlist
from slotkeeper.web.staff.waitlist.waitlist_steer import (
    create_offer,
    delete_from_list,
    delete_offer,
    update_priority,
)

WAITLIST_ROUTES = [
    show_waitlist,
    show_on_list,
    update_priority,
    create_offer,
    delete_offer,
    delete_from_list,
    update_contact,
    update_reached,
]
