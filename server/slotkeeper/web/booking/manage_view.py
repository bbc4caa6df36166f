"""A booking for who comes back to it: what was agreed, what can still be done, its other dates."""

from msgspec.structs import replace

from slotkeeper.services.booking_link import Managed
from slotkeeper.services.changing.changeable import is_open
from slotkeeper.services.changing.page import BookingPage, News
from slotkeeper.web.booking.clinic_view import local
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view_manage import ManageView, OtherDateView
from slotkeeper.web.formats import slot_text


def news_context(surface: Surface, news: News) -> Context:
    """What the answer to a change is given beside the booking."""
    return {"manage": _headed(surface, news), "announce": _announce(surface, news)}


def manage_context(surface: Surface, managed: Managed, page: BookingPage, now: int) -> Context:
    """What its page is given beside the booking."""
    clinic, booking, accepted = managed.clinic, managed.booking, page.accepted
    is_past = booking.starts_at <= now

    def moment(instant: int) -> str:
        return slot_text(local(clinic, instant), surface.language)

    offers = clinic.online_booking.cancel_and_reschedule
    is_late = offers and not is_past and not is_open(clinic, booking, now)
    view = replace(
        _headed(surface, "" if is_past else page.news),
        terms=accepted.text if accepted else "",
        terms_heading=surface.say("manage.terms", when=moment(accepted.at)) if accepted else "",
        closed_text=surface.say("manage.closed") if is_late else "",
        again_url=surface.step_url() if is_past else "",
        others=tuple(
            OtherDateView(when=moment(each.booking.starts_at), url=surface.url(f"/b/{each.token}"))
            for each in page.others
        ),
    )
    return {"manage": view, "announce": _announce(surface, page.news)}


def _headed(surface: Surface, news: News) -> ManageView:
    match news:
        case "made":
            return ManageView(is_done=True)
        case "":
            return ManageView(heading=surface.say("manage.heading"))
        case _:
            heading, lead = surface.say(f"manage.{news}"), surface.say(f"manage.{news}_lead")
            return ManageView(heading=heading, lead=lead, is_done=True)


def _announce(surface: Surface, news: News) -> str:
    key = {"made": "confirmed.announce", "": "manage.heading"}.get(news, f"manage.{news}")
    return surface.say(key)
