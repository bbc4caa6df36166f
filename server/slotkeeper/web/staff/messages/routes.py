"""What the portal's router takes in."""

from slotkeeper.web.staff.messages.message_list import show_messages
from slotkeeper.web.staff.messages.message_show import (
    say_standard_message,
    show_message,
    undo_message,
    update_message,
)
from slotkeeper.web.staff.messages.message_try import (
    preview_typed_words,
    send_test,
    show_preview_of_words,
)

MESSAGE_ROUTES = [
    show_messages,
    show_message,
    update_message,
    undo_message,
    say_standard_message,
    show_preview_of_words,
    preview_typed_words,
    send_test,
]
