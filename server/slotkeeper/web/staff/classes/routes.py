"""The routes of classes."""

from slotkeeper.web.staff.classes.cancel import (
    cancel_whole_class,
    restore_whole_class,
    show_class_cancel,
)
from slotkeeper.web.staff.classes.move import move_whole_class, show_class_move
from slotkeeper.web.staff.classes.show import show_class

CLASS_ROUTES = [
    show_class,
    show_class_cancel,
    cancel_whole_class,
    restore_whole_class,
    show_class_move,
    move_whole_class,
]
