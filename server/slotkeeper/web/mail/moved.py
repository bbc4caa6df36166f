"""How a letter tells of a move: from where it was as far as its reader knows (docs/adr/0038)."""

from collections.abc import Callable

from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.mail.facts import previous_text


def is_off(notice: Notice) -> bool:
    """Whether the difference of a move was not charged, as the booking was cancelled meanwhile."""
    return (notice.delivery.message, notice.booking.state) == ("move_not_charged", "cancelled")


def variant(notice: Notice) -> str:
    """What the key of a text about a move ends with: "_from" where the time has changed, "_else"
    where only the practitioner or the place has, "_off" where it was cancelled meanwhile, "" for
    other messages, and where nobody wrote down what the reader knows.
    """
    if is_off(notice):
        return "_off"
    previous = notice.previous
    if previous is None or notice.delivery.message != "booking_moved":
        return ""
    return "_else" if previous.starts_at == notice.booking.starts_at else "_from"


def lead_variant(notice: Notice) -> str:
    """The same for the sentence that says who moved it: "_you", "_clinic", "" for both of them."""
    if is_off(notice):
        return "_off"
    if not variant(notice) or notice.previous is None:
        return ""
    return {"patient": "_you", "clinic": "_clinic", "": ""}[notice.previous.moved_by]


def waiting_variant(notice: Notice) -> str:
    """What the key of a text ends with that tells who has a booking and waits for an earlier time:
    "_earlier", else "".
    """
    message, waiting = notice.delivery.message, notice.waiting
    if message == "waitlist_joined":
        return "_earlier" if waiting and waiting.entry.booking_id is not None else ""
    return "_earlier" if message == "waitlist_offer" and notice.previous else ""


def before_text(notice: Notice, say: Callable[..., str], language: str) -> str:
    """What has changed, as it was: the time, with whom, and where."""
    previous, managed = notice.previous, notice.managed
    if previous is None or notice.delivery.message == "waitlist_offer":
        return ""
    was, now = previous.location, managed.location
    parts = []
    if previous.starts_at != notice.booking.starts_at:
        parts.append(previous_text(notice, language))
    if previous.practitioner.name not in {"", managed.practitioner.name}:
        parts.append(say("mail.with", name=previous.practitioner.name))
    if was is not None and (now is None or was.name != now.name):
        parts.append(was.name)
    return ", ".join(parts)
