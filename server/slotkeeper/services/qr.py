"""The QR code of a booking: a phone at the desk reads it and opens the answer (N5)."""

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.desk_check import code_address

if TYPE_CHECKING:
    from segno import QRCode

_QUIET = 4
"""White modules around it, as readers ask for (ISO/IEC 18004)."""
_SVG_SCALE, _PNG_SCALE = 3, 6
"""Pixels a module: in a mail two of a sharp screen's for one that is shown."""


def qr_svg(base_url: str, clinic: Clinic, booking: Booking, label: str) -> str:
    """The code as SVG to stand in a page, black on white whatever the page's colours; `label` is
    what it is called for who cannot see it. It loads nothing and has no styles.
    """
    drawn = _drawn(base_url, clinic, booking)
    svg: str = drawn.svg_inline(
        border=_QUIET, light="#fff", svgclass=None, lineclass=None, scale=_SVG_SCALE
    )
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def qr_png(base_url: str, clinic: Clinic, booking: Booking) -> bytes:
    """The same as a picture for a mail, square."""
    out = BytesIO()
    _drawn(base_url, clinic, booking).save(out, kind="png", border=_QUIET, scale=_PNG_SCALE)
    return out.getvalue()


def _drawn(base_url: str, clinic: Clinic, booking: Booking) -> "QRCode":
    import segno  # noqa: PLC0415 - when used: the server starts quickly

    address = code_address(base_url, clinic.slug, booking.reference)
    return segno.make(address, error="m", micro=False)
