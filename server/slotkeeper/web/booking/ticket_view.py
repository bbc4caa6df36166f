"""An appointment as a card: its day large, the time and who gives it beside."""

from msgspec import Struct

from slotkeeper.services.booking_link import Managed
from slotkeeper.web.booking.clinic_view import local
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.formats import day_of_month_text, long_weekday_text, month_text, time_text


class TicketView(Struct, frozen=True, kw_only=True):
    """What the card says; `for_whom` is "" for who booked it themselves."""

    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: int
    appointment: str
    practitioner: str
    for_whom: str = ""


def ticket_view(surface: Surface, managed: Managed) -> TicketView:
    """The card of a booking, in the clinic's time."""
    booking, language = managed.booking, surface.language
    start = local(managed.clinic, booking.starts_at)
    return TicketView(
        weekday=long_weekday_text(start.date(), language),
        day_of_month=day_of_month_text(start.date(), language),
        month_and_year=month_text(start.date(), language),
        time=time_text(start.time(), language),
        minutes=(booking.ends_at - booking.starts_at) // 60,
        appointment=managed.kind.name,
        practitioner=managed.practitioner.name,
        for_whom=managed.for_whom,
    )
