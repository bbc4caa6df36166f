"""What a letter to a patient shows, whether as text or as HTML."""

from msgspec import Struct

from slotkeeper.web.mail.prose import Prose


class Button(Struct, frozen=True, kw_only=True):
    """A thing to do, on a page of ours or in the clinic's website."""

    label: str
    url: str


class AppointmentCard(Struct, frozen=True, kw_only=True):
    """When, where and with whom; local to the clinic. `before` is what has changed, as it was.
    Empty texts are left out.
    """

    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: str
    zone: str
    kind: str
    for_whom: str
    practitioner: str
    place: str
    address: str
    video_link: str
    reference: str
    is_void: bool
    before: str = ""
    price: str = ""


class DateLine(Struct, frozen=True, kw_only=True):
    """One of several appointments, with the page that manages it, "" where there is nothing left
    to manage; `before` is what it was where that has changed, "" elsewhere.
    """

    when: str
    url: str
    before: str = ""


class LetterView(Struct, frozen=True, kw_only=True):
    """One letter; `lead` and `closing` may be the clinic's own, `words` is what staff have added to
    this one, `facts` are names and texts of what somebody waits for, `instead` leads to the same as
    the button if that does not, `notes` stand below.
    """

    heading: str
    lead: Prose
    words: str
    card: AppointmentCard | None
    facts: tuple[tuple[str, str], ...] = ()
    dates: tuple[DateLine, ...] = ()
    dates_heading: str = ""
    more_dates: str = ""
    buttons: tuple[Button, ...]
    instead: Button | None = None
    closing: Prose | None = None
    notes: tuple[str, ...]
    clinic: str
    clinic_url: str
    phone: str
    footer: str
