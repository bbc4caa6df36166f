"""The patient's routes: the same handlers under /f/{clinic} and /c/{clinic}."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.web.booking.booking_create import create_booking
from slotkeeper.web.booking.booking_show import show_booking, show_calendar_file
from slotkeeper.web.booking.cancellation import (
    create_cancellation,
    show_cancel,
    undo_cancellation,
)
from slotkeeper.web.booking.confirm_link import create_confirmation, resend_link, show_confirm
from slotkeeper.web.booking.hold_create import create_hold
from slotkeeper.web.booking.hold_keep import (
    extend_hold,
    release_hold,
    renew_hold,
    resume_hold,
    show_hold,
)
from slotkeeper.web.booking.link_open import open_link
from slotkeeper.web.booking.move import (
    create_move,
    create_move_hold,
    release_move_hold,
    show_move,
    show_review,
)
from slotkeeper.web.booking.payment_pay import (
    release_payment,
    show_payment_page,
    show_payment_state,
    start_payment,
)
from slotkeeper.web.booking.step_show import show_fragment, show_page
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_routes import (
    WAITLIST_FORMS,
    WAITLIST_PAGES,
    WAITLIST_POSTS,
)
from slotkeeper.web.errors import FOR_PATIENTS
from slotkeeper.web.headers import FRAGMENT, PAGE

_POSTS = [
    create_hold,
    extend_hold,
    renew_hold,
    release_hold,
    create_booking,
    resend_link,
    create_cancellation,
    undo_cancellation,
    create_move_hold,
    release_move_hold,
    create_move,
    start_payment,
    show_payment_state,
    release_payment,
    *WAITLIST_POSTS,
]
_FORMS = [
    "/holds",
    "/holds/extend",
    "/holds/renew",
    "/holds/release",
    "/bookings",
    "/confirm",
    "/confirm/resend",
    "/cancellations",
    "/cancellations/undo",
    "/moves",
    "/moves/holds",
    "/moves/holds/release",
    "/payments",
    "/payments/state",
    "/payments/release",
    *WAITLIST_FORMS,
]


@get(_FORMS)
async def start_again(visit: NamedDependency[Visit]) -> Redirect:
    """Somebody reloaded the address of a form that was not accepted: back to the first step."""
    return visit.surface.redirect(visit.surface.step_url())


def booking_routers() -> list[Router]:
    """Fragments for the widget, pages for everybody."""
    fragments = Router(
        "/f/{clinic:str}",
        route_handlers=[
            show_fragment,
            resume_hold,
            open_link,
            show_payment_page,
            show_booking,
            show_cancel,
            show_move,
            show_review,
            *WAITLIST_PAGES,
            *_POSTS,
        ],
        exception_handlers=FOR_PATIENTS,
        response_headers=FRAGMENT,
        include_in_schema=False,
    )
    pages = Router(
        "/c/{clinic:str}",
        route_handlers=[
            show_page,
            show_hold,
            show_booking,
            show_cancel,
            show_move,
            show_review,
            *WAITLIST_PAGES,
            show_confirm,
            create_confirmation,
            show_payment_page,
            show_calendar_file,
            start_again,
            *_POSTS,
        ],
        exception_handlers=FOR_PATIENTS,
        response_headers=PAGE,
        include_in_schema=False,
    )
    return [fragments, pages]
