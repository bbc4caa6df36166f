"""The moment of relief: when, where, with whom, and what next."""

from markupsafe import Markup

from slotkeeper.domain.reference import spoken
from slotkeeper.services.booking_link import Managed, booking_url, hosted_url
from slotkeeper.services.qr import qr_svg
from slotkeeper.web.booking.clinic_view import base_context, local
from slotkeeper.web.booking.policy_view import with_policy_of_booking
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import ConfirmedView
from slotkeeper.web.formats import (
    day_of_month_text,
    long_weekday_text,
    money_text,
    month_text,
    time_text,
)


def confirmed_context(surface: Surface, managed: Managed, base_url: str) -> Context:
    """What the confirmation is given; its links are absolute, because a fragment stands in another
    site's page.
    """
    clinic, booking = managed.clinic, managed.booking
    start = local(clinic, booking.starts_at)
    kind, place = managed.kind, managed.location
    paid, later = _paid(surface, managed)
    link = hosted_url(base_url, clinic, managed.token)
    view = ConfirmedView(
        reference=spoken(booking.reference),
        appointment=kind.name,
        practitioner=managed.practitioner.name,
        weekday=long_weekday_text(start.date(), surface.language),
        day_of_month=day_of_month_text(start.date(), surface.language),
        month_and_year=month_text(start.date(), surface.language),
        time=time_text(start.time(), surface.language),
        is_group=kind.is_group,
        minutes=(booking.ends_at - booking.starts_at) // 60,
        where_name=place.name if place else "",
        where_address=place.address if place else "",
        video_link=kind.video_link,
        paid_text=paid,
        calendar_url=f"{link}/appointment.ics",
        manage_url=surface.leads_back(booking_url(base_url, clinic, managed.token), link),
        token=managed.token,
        again_url=surface.step_url(),
        first_name=managed.first_name,
        later_text=later,
        for_whom=managed.for_whom,
    )
    title = surface.say("confirmed.code_title", reference=view.reference)
    code = "" if kind.video_link else qr_svg(base_url, clinic, booking, title)  # nobody comes
    return {
        **with_policy_of_booking(surface, base_context(clinic), managed),
        "view": view,
        "code": Markup(code),  # noqa: S704 - paths of ours
        "announce": surface.say("confirmed.announce"),
    }


def _paid(surface: Surface, managed: Managed) -> tuple[str, str]:
    """What was paid when booking, and what is left to pay at the clinic."""
    payment = managed.payment
    if payment is None:
        return "", ""

    def money(amount: int) -> str:
        return money_text(amount, payment.currency, surface.language)

    paid = surface.say("confirmed.paid", amount=money(payment.received))
    if payment.refunded:
        paid = surface.say(
            "confirmed.refunded", amount=money(payment.received), back=money(payment.refunded)
        )
    later = surface.say("confirmed.later", amount=money(payment.at_clinic))
    return paid, later if payment.at_clinic else ""
