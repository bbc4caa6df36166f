"""What the patient's router takes in of the waiting list."""

from slotkeeper.web.booking.waitlist_answer import (
    create_acceptance,
    create_refusal,
    delete_entry,
)
from slotkeeper.web.booking.waitlist_join import create_entry, show_earlier, show_join
from slotkeeper.web.booking.waitlist_show import show_waiting

WAITLIST_PAGES = [show_join, show_earlier, show_waiting]
WAITLIST_POSTS = [create_entry, create_acceptance, create_refusal, delete_entry]
WAITLIST_FORMS = ["/waitlist/accept", "/waitlist/decline", "/waitlist/leave"]
"""Addresses of forms that nothing else is shown at."""
