"""The QR code in a letter about an appointment that stands: shown at the desk (N5)."""

from slotkeeper.gateways.mail import Attachment
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.qr import qr_png

WITH_CODE = frozenset(
    {"booking_confirmed", "booking_reminder", "booking_moved", "booking_approved"}
)
_NAME = "code.png"
_ID = "code@slotkeeper"


def code_of(notice: Notice, base_url: str) -> tuple[Attachment, ...]:
    """The picture, which the letter shows by its id; none where nothing is to be shown, or nobody
    comes to a desk.
    """
    if notice.delivery.message not in WITH_CODE or notice.managed.kind.video_link:
        return ()
    picture = qr_png(base_url, notice.clinic, notice.booking)
    return (Attachment(name=_NAME, media_type="image/png", data=picture, content_id=_ID),)


def code_address(pictures: tuple[Attachment, ...]) -> str:
    """Where the letter finds it, "" for none."""
    return f"cid:{pictures[0].content_id}" if pictures else ""
