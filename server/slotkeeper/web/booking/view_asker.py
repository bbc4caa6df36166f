"""What the templates are given of who asks: plain values, nothing to compute."""

from msgspec import Struct


class AskerView(Struct, frozen=True, kw_only=True):
    """The question whether the patient has been at the clinic before, with the answer if there is
    one; `hidden` is what is chosen otherwise.
    """

    patient_is: str
    hidden: dict[str, str]


class OtherType(Struct, frozen=True, kw_only=True):
    """A type that new patients can book, and where."""

    name: str
    url: str


class ClosedView(Struct, frozen=True, kw_only=True):
    """That new patients find no times: the ways on are the telephone, `before_url` for who has been
    here before ("" where only new patients are seen), `anyone_url` for anyone available, and
    `others`.
    """

    text: str
    before_url: str = ""
    anyone_url: str = ""
    others: tuple[OtherType, ...] = ()
