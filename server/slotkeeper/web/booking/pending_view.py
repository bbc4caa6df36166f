"""A booking that waits for an answer, or had none: what the patient is told, truthfully (T2)."""

from slotkeeper.domain.reference import spoken
from slotkeeper.services.booking_link import Managed, booking_url, hosted_url
from slotkeeper.services.trust.confirm_link import Confirmable
from slotkeeper.web.booking.clinic_view import base_context, kept, local
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import NoticeView
from slotkeeper.web.booking.view_pending import ConfirmView, PendingView
from slotkeeper.web.formats import (
    day_of_month_text,
    long_weekday_text,
    money_text,
    month_text,
    slot_text,
    time_text,
)

_ENDED = {"declined": "declined", "deadline": "lapsed"}
"""Why it is over → its notice; anything else was cancelled."""


def pending_context(
    surface: Surface, managed: Managed, base_url: str, *, notice: str = ""
) -> Context:
    """What the page of a booking that waits is given; `notice` is a key of the catalogue, "" for
    none.
    """
    clinic, booking, language = managed.clinic, managed.booking, surface.language
    start = local(clinic, booking.starts_at)
    place = managed.location
    price = money_text(managed.kind.price, clinic.currency, language) if managed.kind.price else ""
    view = PendingView(
        awaits=booking.awaits,
        heading=surface.say(f"pending.heading_{booking.awaits}"),
        lead=_lead(surface, managed),
        state_text=surface.say(f"pending.state_{booking.awaits}"),
        until_label=surface.say(f"pending.until_{booking.awaits}"),
        next_text=surface.say(f"pending.next_{booking.awaits}"),
        until_text=slot_text(local(clinic, booking.expires_at or booking.starts_at), language),
        reference=spoken(booking.reference),
        appointment=managed.kind.name,
        practitioner=managed.practitioner.name,
        weekday=long_weekday_text(start.date(), language),
        day_of_month=day_of_month_text(start.date(), language),
        month_and_year=month_text(start.date(), language),
        time=time_text(start.time(), language),
        minutes=(booking.ends_at - booking.starts_at) // 60,
        where_name=place.name if place else "",
        where_address=place.address if place else "",
        later_text=surface.say("confirmed.later", amount=price) if price else "",
        token=managed.token,
        look_url=surface.leads_back(
            booking_url(base_url, clinic, managed.token),
            hosted_url(base_url, clinic, managed.token),
        ),
        again_url=surface.step_url(),
        notice=surface.say(notice) if notice else "",
        for_whom=managed.for_whom,
    )
    return {
        **base_context(clinic),
        "view": view,
        "kept": kept(surface),
        "announce": view.notice or view.heading,
    }


def _lead(surface: Surface, managed: Managed) -> str:
    """The clinic's own words, else ours."""
    trust, awaits = managed.clinic.trust, managed.booking.awaits
    own = trust.confirm_text if awaits == "patient" else trust.approve_text
    return own or surface.say(f"pending.lead_{awaits}", clinic=managed.clinic.name)


def ended_context(surface: Surface, managed: Managed) -> Context:
    """What the page of a booking that is none any more is given."""
    clinic, booking = managed.clinic, managed.booking
    # What is overdue is over, whether somebody has written that down by now or not.
    ended_by = "deadline" if booking.state == "pending" else booking.cancelled_by
    key = _ENDED.get(ended_by, "cancelled")
    slot = slot_text(local(clinic, booking.starts_at), surface.language)
    view = NoticeView(
        key=key,
        heading=surface.say(f"notice.{key}.heading"),
        text=surface.say(f"notice.{key}.text", appointment=managed.kind.name, slot=slot),
        detail=booking.cancel_reason if key == "declined" else "",
        call=True,
        action_text=surface.say("notice.start_again"),
        action_url=surface.step_url(),
    )
    return {
        **base_context(clinic),
        "view": view,
        "kept": kept(surface),
        "announce": view.heading,
        "link": managed.token,
    }


def confirm_context(surface: Surface, token: str, opened: Confirmable, names: Managed) -> Context:
    """What the page of the mailed link is given."""
    clinic, booking = opened.clinic, opened.booking

    def moment(instant: int) -> str:
        return slot_text(local(clinic, instant), surface.language)

    view = ConfirmView(
        token=token,
        appointment=names.kind.name,
        practitioner=names.practitioner.name,
        slot_text=moment(booking.starts_at),
        until_text=moment(booking.expires_at or booking.starts_at),
    )
    return {**base_context(clinic), "view": view, "kept": kept(surface), "announce": ""}
