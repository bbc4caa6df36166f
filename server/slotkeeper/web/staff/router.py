"""The portal's routes. Those under /{clinic} ask for `staff`; web/staff/roles.py says for whom each
is.
"""

from litestar import Router
from litestar.di import Provide

from slotkeeper.web.staff.account import (
    end_all,
    end_one,
    show_account,
    update_name,
    update_password,
)
from slotkeeper.web.staff.account_second_factor import (
    renew_codes,
    show_set_up,
    turn_off,
    turn_on,
)
from slotkeeper.web.staff.acts.routes import ACT_ROUTES
from slotkeeper.web.staff.answers_show import show_answers
from slotkeeper.web.staff.asset_show import show_asset
from slotkeeper.web.staff.booking_detail import show_booking
from slotkeeper.web.staff.booking_export import download_bookings, download_found
from slotkeeper.web.staff.booking_list import search_bookings, show_bookings
from slotkeeper.web.staff.booking_refund import create_refund
from slotkeeper.web.staff.calendar.routes import CALENDAR_ROUTES
from slotkeeper.web.staff.classes.routes import CLASS_ROUTES
from slotkeeper.web.staff.clinic_choice import show_clinic, show_clinics
from slotkeeper.web.staff.deliveries.routes import DELIVERY_ROUTES
from slotkeeper.web.staff.desk_check.routes import DESK_ROUTES
from slotkeeper.web.staff.diary.routes import DIARY_ROUTES
from slotkeeper.web.staff.find.find_show import find, show_find
from slotkeeper.web.staff.gate import make_door, make_signed_in, make_staff
from slotkeeper.web.staff.invitation import accept_invitation, show_invitation
from slotkeeper.web.staff.log import show_log
from slotkeeper.web.staff.messages.routes import MESSAGE_ROUTES
from slotkeeper.web.staff.patients.routes import PATIENT_ROUTES
from slotkeeper.web.staff.problems import FOR_STAFF
from slotkeeper.web.staff.requests.routes import REQUEST_ROUTES
from slotkeeper.web.staff.second_factor import check_second_factor, show_second_factor
from slotkeeper.web.staff.series.routes import SERIES_ROUTES
from slotkeeper.web.staff.settings.routes import SETTINGS_ROUTES
from slotkeeper.web.staff.sign_in import create_session, delete_session, show_sign_in
from slotkeeper.web.staff.sms.routes import SMS_ROUTES
from slotkeeper.web.staff.staff_list import create_invitation, delete_invitation, show_staff
from slotkeeper.web.staff.staff_update import (
    delete_member,
    update_role,
    update_second_factor_rule,
)
from slotkeeper.web.staff.time_off.routes import TIME_OFF_ROUTES
from slotkeeper.web.staff.today import dismiss_first_run, show_today
from slotkeeper.web.staff.trust.routes import TRUST_ROUTES
from slotkeeper.web.staff.waitlist.routes import WAITLIST_ROUTES
from slotkeeper.web.staff.webhooks.routes import WEBHOOK_ROUTES
from slotkeeper.web.staff.website import note_copied, show_preview, show_website
from slotkeeper.web.staff.why.preview import show_preview_list
from slotkeeper.web.staff.why.why_show import show_why

_DOOR = [
    show_sign_in,
    create_session,
    delete_session,
    show_second_factor,
    check_second_factor,
    show_invitation,
    accept_invitation,
]
_PERSON = [
    show_clinics,
    show_account,
    update_name,
    update_password,
    end_one,
    end_all,
    show_set_up,
    turn_on,
    turn_off,
    renew_codes,
]
_CLINIC = [
    show_clinic,
    show_today,
    *CALENDAR_ROUTES,
    dismiss_first_run,
    *DESK_ROUTES,
    *ACT_ROUTES,
    *CLASS_ROUTES,
    show_bookings,
    search_bookings,
    download_bookings,
    download_found,
    show_booking,
    show_answers,
    create_refund,
    *PATIENT_ROUTES,
    show_find,
    find,
    *DELIVERY_ROUTES,
    *REQUEST_ROUTES,
    *WAITLIST_ROUTES,
    *SERIES_ROUTES,
    *TRUST_ROUTES,
    show_staff,
    create_invitation,
    delete_invitation,
    update_role,
    delete_member,
    update_second_factor_rule,
    show_log,
    show_website,
    show_preview,
    note_copied,
    show_why,
    show_preview_list,
    *SETTINGS_ROUTES,
    *TIME_OFF_ROUTES,
    *SMS_ROUTES,
    *WEBHOOK_ROUTES,
    *DIARY_ROUTES,
    *MESSAGE_ROUTES,
]


def staff_routers() -> list[Router]:
    """Pages under /staff, and what they load under /portal."""
    pages = Router(
        "/staff",
        route_handlers=[*_DOOR, *_PERSON, *_CLINIC],
        dependencies={
            "door": Provide(make_door),
            "signed_in": Provide(make_signed_in),
            "staff": Provide(make_staff),
        },
        exception_handlers=FOR_STAFF,
        include_in_schema=False,
    )
    return [pages, Router("/", route_handlers=[show_asset], include_in_schema=False)]
