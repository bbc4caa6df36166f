"""What the booking templates are given: plain values, ready to be shown, nothing to compute."""

from msgspec import Struct


class ClinicView(Struct, frozen=True, kw_only=True):
    """The clinic as a patient meets it. `call_us` is the clinic's own text, or ""."""

    slug: str
    name: str
    phone: str
    time_zone: str
    city: str
    call_us: str
    terms: str
    terms_version: str
    cancellation_policy: str
    ask_birth_date: str
    ask_note: bool
    for_others: bool


class Chosen(Struct, frozen=True, kw_only=True):
    """One line of the summary above a step.

    `change_url` goes back to that decision, None where it cannot change. While a time is held it is
    None, and `back_to` names the decision to which the release of the hold leads back (H6).
    """

    kind: str
    text: str
    change_url: str | None = None
    back_to: str | None = None


class Choice(Struct, frozen=True, kw_only=True):
    """One answer of the type, location or practitioner step."""

    value: str
    name: str
    description: str = ""
    minutes: int = 0
    price: str = ""
    patients: str = "all"
    prepay_text: str = ""
    is_group: bool = False


class Day(Struct, frozen=True, kw_only=True):
    """One day of the strip; `on` is a local date YYYY-MM-DD, `free` the number of times shown that
    day.

    `date` is the day of the month, `spoken` the whole date for who hears the page; neither counts
    times.
    """

    on: str
    weekday: str
    date: str
    spoken: str
    free: int
    is_chosen: bool
    url: str


class TimeButton(Struct, frozen=True):
    """One time that can be chosen: epoch seconds and its local text; of a group appointment how
    many places are left.
    """

    value: int
    text: str
    places: int | None = None


class PartOfDay(Struct, frozen=True, kw_only=True):
    """`key` is morning, afternoon or evening."""

    key: str
    times: tuple[TimeButton, ...]


class NextAvailable(Struct, frozen=True, kw_only=True):
    """The first day after the shown one that has a free time."""

    text: str
    url: str


class SlotChoice(Struct, frozen=True, kw_only=True):
    """The day and time step of one week.

    `months` is what the seven days span ("January 2027"); `days_url` is a path without a query;
    `waitlist_url` "" where nobody can wait.
    """

    chosen_day: str
    days: tuple[Day, ...]
    parts: tuple[PartOfDay, ...]
    previous_week_url: str | None
    next_week_url: str | None
    next_available: NextAvailable | None
    first_day: str
    last_day: str
    chosen_day_text: str
    days_url: str
    months: str = ""
    waitlist_url: str = ""


class HoldView(Struct, frozen=True, kw_only=True):
    """A hold as its patient sees it. Instants are epoch seconds by the server's clock."""

    token: str
    expires_at: int
    now: int
    slot_text: str
    until_text: str
    remaining_text: str
    can_extend: bool


class PaymentView(Struct, frozen=True, kw_only=True):
    """What is to be paid before the booking is made, and until when.

    `hold` is the kept time; its `token` is the payment's, its `can_extend` False. Amounts come with
    their currency; `later_text` and `total_text` are "" where all is paid now. With `pay_url` the
    patient goes on by links instead of the form, because the page stands in a frame; then the
    widget asks every `poll_seconds` whether the payment has come through (0: never).
    """

    token: str
    hold: HoldView
    amount_text: str
    later_text: str = ""
    total_text: str = ""
    pay_url: str = ""
    notice: str = ""
    is_test: bool = False
    poll_seconds: int = 0


class ProcessingView(Struct, frozen=True, kw_only=True):
    """A payment that is under way: the widget asks for its state every `poll_seconds`."""

    token: str
    amount_text: str
    slot_text: str
    poll_seconds: int = 2


class ConfirmedView(Struct, frozen=True, kw_only=True):
    """The booking that was made; `later_text` is what is left to be paid at the clinic, or "";
    `for_whom` the patient's first name where somebody else booked, else "". `again_url` leads to
    booking something else.
    """

    reference: str
    appointment: str
    practitioner: str
    weekday: str
    day_of_month: str
    month_and_year: str
    time: str
    minutes: int
    where_name: str
    where_address: str
    video_link: str
    paid_text: str
    calendar_url: str
    manage_url: str
    token: str = ""
    first_name: str
    later_text: str = ""
    for_whom: str = ""
    is_group: bool = False
    again_url: str = ""


class NoticeView(Struct, frozen=True, kw_only=True):
    """A designed refusal or empty state: heading, sentences, and what can be done next; `detail` is
    a sentence of the clinic's own.

    `again` are the fields of a form that can be sent once more as it was, to `again_path`;
    `keep_url` is the booking that stays as it is where its patient chooses no other time, or "".
    """

    key: str
    heading: str
    text: str
    detail: str = ""
    call: bool = False
    action_text: str = ""
    action_url: str = ""
    again_path: str = ""
    keep_url: str = ""
    again: dict[str, str] = {}
