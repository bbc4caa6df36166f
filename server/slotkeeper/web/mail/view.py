"""What a letter to a patient shows, whether as text or as HTML."""

from msgspec import Struct


class Button(Struct, frozen=True, kw_only=True):
    """A thing to do, on a page of ours."""

    label: str
    url: str


class AppointmentCard(Struct, frozen=True, kw_only=True):
    """When, where and with whom; local to the clinic. Empty texts are left out."""

    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: str
    zone: str
    kind: str
    practitioner: str
    place: str
    address: str
    video_link: str
    reference: str
    is_void: bool


class LetterView(Struct, frozen=True, kw_only=True):
    """One letter; `words` is what staff have added, `notes` stand below the buttons."""

    heading: str
    lead: str
    words: str
    card: AppointmentCard | None
    buttons: tuple[Button, ...]
    notes: tuple[str, ...]
    clinic: str
    clinic_url: str
    phone: str
    footer: str
