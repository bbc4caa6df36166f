"""Who booked for somebody else, in words: "Nora Tidewell (parent)"."""

from collections.abc import Callable

from slotkeeper.domain.booker import Booker


def booked_by(booker: Booker, text: Callable[..., str]) -> str:
    """The name and what they are to the patient; `text` gives the portal's words."""
    return text(f"booker.{booker.booker_is}", name=booker.name)
