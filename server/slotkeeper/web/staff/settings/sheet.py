"""Which settings are asked together: a sheet is one form, and all of it one table of the file."""

from dataclasses import dataclass

from slotkeeper.domain.clinic import DAILY_LIMITS
from slotkeeper.domain.notice_rules import PRACTITIONER_NOTICES, SMS_OCCASIONS
from slotkeeper.web.staff.settings.answer import (
    Answer,
    Choice,
    Flag,
    Lines,
    LongText,
    NewPatients,
    Notice,
    Number,
    NumberChoice,
    OpenOrClosed,
    Text,
)
from slotkeeper.web.staff.settings.marked_answer import MarkedRows, ProtectedRows
from slotkeeper.web.staff.settings.notice_answer import QuietHours, Reminders, Ticks
from slotkeeper.web.staff.settings.policy_answer import Keeps, OwnPolicy, Windows
from slotkeeper.web.staff.settings.question_rows import QuestionRows
from slotkeeper.web.staff.settings.row_answer import (
    DatedRows,
    DateRanges,
    Dates,
    TrustRows,
    WeekRows,
)
from slotkeeper.web.staff.settings.session_answer import (
    ClockTime,
    Day,
    Pick,
    SilentNumber,
    Weekdays,
)
from slotkeeper.web.staff.settings.start_answer import Needs, Starts, Ways
from slotkeeper.web.staff.settings.type_answer import Colour, Prepay, PrepayFrom, Price, WhoOffers
from slotkeeper.web.staff.settings.waitlist_answer import ABOUT_WAITLIST


@dataclass(frozen=True, slots=True)
class Sheet:
    """`section` is its address under /settings, `table` the one of the clinic file. `is_online`
    ones matter only while patients can book online.
    """

    section: str
    table: str
    answers: tuple[Answer, ...]
    is_online: bool = False

    @property
    def key(self) -> str:
        """Its name in the catalogue."""
        return self.section.replace("-", "_")


OFFERS = "offers"
"""What a practitioner is asked although the file says it of the appointment types."""

_NAME = Text("name", required=True)

SHEETS = (
    Sheet(
        "clinic",
        "clinic",
        (
            _NAME,
            Text("phone", type="tel"),
            Text("email", type="email"),
            Text("time_zone", required=True, listed="zones"),
            Choice("country", is_long=True),
            Choice("region", is_long=True),
            Choice("currency", is_long=True),
            Lines("languages"),
            Lines("allowed_origins"),
            Text("booking_page", type="url"),
            Dates("closed_on"),
            Ways("travel"),
        ),
    ),
    Sheet(
        "online-booking",
        "online_booking",
        (
            Flag("enabled"),
            Notice("cut_off"),
            Number("horizon_days", unit="settings.days"),
            Number("start_every", unit="settings.minutes"),
            Number("max_per_part_of_day", unit="settings.times"),
            NewPatients("new_patients"),
            Choice("offer", options=("working-hours", "marked-times")),
        ),
        is_online=True,
    ),
    Sheet(
        "limits",
        "online_booking",
        (
            NumberChoice("daily_limit", options=tuple(map(str, DAILY_LIMITS)), is_long=True),
            Number("hold_seconds", unit="settings.seconds"),
            Number("hold_limit", unit="settings.times"),
        ),
        is_online=True,
    ),
    Sheet(
        "details",
        "online_booking",
        (
            Choice("ask_birth_date", options=("off", "optional", "required")),
            Flag("ask_note"),
            Flag("for_others"),
        ),
        is_online=True,
    ),
    Sheet(
        "texts",
        "online_booking",
        (
            LongText("terms", rows=12),
            LongText("cancellation_policy"),
            LongText("call_us"),
            Flag("cancel_and_reschedule"),
            Flag("move_at_present_price"),
        ),
    ),
    Sheet(
        "change-policy",
        "change_policy",
        (
            Flag("enforced", silent=False),
            Windows("windows"),
            Keeps("afterwards"),
            Notice("no_change_after", silent="0m"),
        ),
    ),
    Sheet("waitlist", "waitlist", ABOUT_WAITLIST, is_online=True),
    Sheet(
        "trust",
        "trust",
        (
            TrustRows("rules"),
            Notice("confirm_within", silent="30m"),
            Notice("approve_within", silent="24h"),
            Prepay("prepay_amount", options=("full", "deposit", "percent"), silent="full"),
            LongText("confirm_text"),
            LongText("approve_text"),
            LongText("call_text"),
        ),
        is_online=True,
    ),
    Sheet(
        "notices",
        "notices",
        (
            Reminders("reminders"),
            Ticks("sms", options=SMS_OCCASIONS),
            QuietHours("quiet_hours"),
            Lines("send_to"),
            Flag("staff_changes", silent=False),
            Text("mobile", type="tel"),
            Notice("escalate_after", silent="30m"),
        ),
    ),
)
"""Of the clinic as a whole, in the order of the overview."""

ROW_SHEETS = (
    Sheet("locations", "location", (_NAME, LongText("address", rows=2))),
    Sheet(
        "practitioners",
        "practitioner",
        (
            _NAME,
            Text("email", type="email"),
            Text("mobile", type="tel"),
            Ticks("notices", options=PRACTITIONER_NOTICES),
            Flag("enabled", silent=True),
            OpenOrClosed("new_patients"),
            WhoOffers(OFFERS),
            Starts("starts"),
            SilentNumber("max_per_day", unit="settings.appointments", silent=0),
            WeekRows("hours", optional=False),
            WeekRows("breaks", has_place=False),
            DatedRows("exceptions"),
            MarkedRows("offered"),
            ProtectedRows("protected"),
            DateRanges("time_off"),
        ),
    ),
    Sheet(
        "appointment-types",
        "appointment_type",
        (
            _NAME,
            LongText("description", rows=2),
            Flag("enabled", silent=True),
            Number("minutes", unit="settings.minutes"),
            Number("padding_before", unit="settings.minutes"),
            Number("padding_after", unit="settings.minutes"),
            SilentNumber("places", unit="settings.places"),
            Choice("patients", options=("all", "new", "existing")),
            NewPatients("new_patients", has_clinic=True),
            WhoOffers("practitioners"),
            Needs("needs"),
            Starts("starts"),
            SilentNumber("max_per_day", unit="settings.appointments", silent=0),
            Price("price"),
            Prepay("prepay"),
            PrepayFrom("prepay_from", options=("all", "new", "marked")),
            OwnPolicy("change_policy"),
            QuestionRows("questions"),
            Text("video_link", type="url"),
            Colour("colour"),
        ),
    ),
    Sheet(
        "sessions",
        "session",
        (
            Pick("type"),
            Pick("practitioner"),
            Pick("location"),
            ClockTime("at"),
            Weekdays("days"),
            SilentNumber("every_weeks", unit="settings.weeks"),
            Day("from"),
            Day("to"),
            Dates("except"),
            Dates("on"),
            SilentNumber("places", unit="settings.places", silent=0),
        ),
    ),
    Sheet(
        "resources",
        "resource",
        (_NAME, Text("kind", required=True, listed="pools"), Pick("location")),
    ),
)
"""Of what the clinic has several of; a new one is asked for its slug too."""

SLUG = Text("slug")
"""Empty: made from the name."""
