"""Made-up views of every step: a physiotherapy clinic by the harbour, and nobody who lives."""

from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from slotkeeper.web.booking.view import (
    Choice,
    Chosen,
    ClinicView,
    ConfirmedView,
    Day,
    HoldView,
    NextAvailable,
    NoticeView,
    PartOfDay,
    PaymentView,
    ProcessingView,
    SlotChoice,
    TimeButton,
)
from slotkeeper.web.booking.view_details import DetailsView, FieldProblem

CLINIC = ClinicView(
    slug="harbour-physio",
    name="Harbour Physio",
    phone="+61 2 5550 1234",
    time_zone="Australia/Sydney",
    city="Sydney",
    call_us="",
    terms="By booking you agree to come ten minutes early.\n\nYour details stay with the clinic.",
    terms_version="4f2a90c1d2e3f405",
    cancellation_policy="You can change or cancel without charge until 24 hours before.",
    ask_birth_date="optional",
    ask_note=True,
    for_others=True,
)
TYPES = (
    Choice(
        value="initial",
        name="Initial consultation",
        description="For a new injury or a first visit: history, examination and a plan.",
        minutes=45,
        price="A$95.00",
        patients="new",
    ),
    Choice(value="follow-up", name="Follow-up", minutes=30, price="A$70.00", patients="existing"),
    Choice(
        value="sports",
        name="Sports massage",
        description="Deep tissue work before or after an event.",
        minutes=60,
        price="A$110.00",
    ),
    Choice(value="call", name="Video call", description="We look at it together.", minutes=15),
)
PEOPLE = (
    Choice(value="sam-lee", name="Sam Lee"),
    Choice(value="ana-costa", name="Ana Costa"),
    Choice(value="jo-okafor", name="Jo Okafor"),
)
PLACES = (
    Choice(value="manly", name="Manly", description="12 Wharf Street, Manly NSW 2095"),
    Choice(value="newtown", name="Newtown", description="3 Station Lane, Newtown NSW 2042"),
)
SUMMARY = (
    Chosen(kind="type", text="Initial consultation", change_url="/c/harbour-physio"),
    Chosen(kind="minutes", text="45 min"),
    Chosen(kind="practitioner", text="with Sam Lee", change_url="/c/harbour-physio?type=initial"),
)
KEPT = {"type": "initial", "practitioner": "sam-lee"}
_URL = "/c/harbour-physio?type=initial&practitioner=sam-lee&day="
_WEEK = zip(("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"), (20, 4, 0, 12, 3, 0, 9), strict=True)
DAYS = tuple(
    Day(
        on=f"2027-01-{5 + number:02}",
        weekday=weekday,
        date=str(5 + number),
        spoken=f"{weekday} {5 + number} January",
        free=free,
        is_chosen=number == 0,
        url=f"{_URL}2027-01-{5 + number:02}",
    )
    for number, (weekday, free) in enumerate(_WEEK)
)
_MORNING = ("9:00 am", "9:15 am", "9:45 am", "10:30 am", "10:45 am", "11:00 am", "11:15 am")
_AFTERNOON = (
    "12:00 pm",
    "12:45 pm",
    "1:30 pm",
    "1:45 pm",
    "2:00 pm",
    "3:15 pm",
    "4:00 pm",
    "4:15 pm",
)
_EVENING = ("5:00 pm", "5:15 pm", "5:30 pm", "5:45 pm", "6:30 pm")


def times(texts: tuple[str, ...], first: int = 1799100000) -> tuple[TimeButton, ...]:
    return tuple(TimeButton(value=first + 900 * n, text=text) for n, text in enumerate(texts))


WEEK = SlotChoice(
    chosen_day="2027-01-05",
    days=DAYS,
    parts=(
        PartOfDay(key="morning", times=times(_MORNING)),
        PartOfDay(key="afternoon", times=times(_AFTERNOON)),
        PartOfDay(key="evening", times=times(_EVENING)),
    ),
    previous_week_url=None,
    next_week_url=f"{_URL}2027-01-12",
    next_available=None,
    first_day="2027-01-05",
    last_day="2027-03-06",
    chosen_day_text="Tuesday 5 January",
    days_url="/c/harbour-physio",
    months="January 2027",
)
NEXT = NextAvailable(text="Fri 8 Jan", url=f"{_URL}2027-01-08")
HOLD = HoldView(
    token="made-up-token",
    expires_at=1799100450,
    now=1799100018,
    slot_text="Tue 5 Jan, 9:15 am",
    until_text="9:22 am",
    remaining_text="7:12",
    can_extend=True,
)
DETAILS = DetailsView(hold=HOLD, values={}, problems={}, patient_is="")
PROBLEMS = {
    name: FieldProblem(field=name, text=text)
    for name, text in {
        "last_name": "Enter your last name",
        "phone": "Enter a phone number with area code, like 02 5550 1234",
        "terms": "Tick the box to accept the terms of use",
    }.items()
}
REFUSED = DetailsView(
    hold=HOLD,
    values={"first_name": "Robin", "email": "robin@post.example", "phone": "12"},
    problems=PROBLEMS,
    patient_is="new",
)
PAYMENT = PaymentView(
    token="made-up-payment",
    hold=replace(HOLD, token="made-up-payment", can_extend=False),
    amount_text="A$30.00",
    later_text="A$65.00",
    total_text="A$95.00",
    is_test=True,
)
PROCESSING = ProcessingView(
    token="made-up-payment", amount_text="A$30.00", slot_text="Tue 5 Jan, 9:15 am"
)
CODE = Markup('<svg role="img" aria-label="QR code of ABC-2345" width="12" height="12"></svg>')

CONFIRMED = ConfirmedView(
    reference="K7M-4QX9",
    appointment="Initial consultation",
    practitioner="Sam Lee",
    weekday="Tuesday",
    day_of_month="5",
    month_and_year="January 2027",
    time="9:15 am",
    minutes=45,
    where_name="Manly",
    where_address="12 Wharf Street, Manly NSW 2095",
    video_link="",
    paid_text="",
    calendar_url="/c/harbour-physio/b/made-up-link/appointment.ics",
    manage_url="/c/harbour-physio/b/made-up-link",
    first_name="Robin",
)
TAKEN = NoticeView(
    key="taken",
    heading="Somebody else has just taken that time",
    text="Everything you typed is kept. Choose one of these instead.",
    action_text="See all times",
    action_url=f"{_URL}2027-01-05",
)
CLOSED = NoticeView(
    key="closed",
    heading="Please call us to book",
    text="Online booking is closed at the moment.",
    call=True,
)
NEAREST = (
    ("Tue 5 Jan", times(_MORNING[2:5])),
    ("Wed 6 Jan", times(_AFTERNOON[:2])),
)

STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "type": ("booking/type.html", {"choices": TYPES, "step_number": 1}),
    "location": (
        "booking/location.html",
        {"choices": PLACES, "summary": SUMMARY[:2], "step_number": 2},
    ),
    "practitioner": (
        "booking/practitioner.html",
        {"choices": PEOPLE, "summary": SUMMARY[:2], "kept": {"type": "initial"}, "step_number": 2},
    ),
    "slot": (
        "booking/slot.html",
        {"view": WEEK, "summary": SUMMARY, "kept": KEPT, "step_number": 3},
    ),
    "details": ("booking/details.html", {"view": DETAILS, "summary": SUMMARY, "step_number": 4}),
    "refused": ("booking/details.html", {"view": REFUSED, "summary": SUMMARY, "step_number": 4}),
    "payment": ("booking/payment.html", {"view": PAYMENT, "summary": SUMMARY, "step_number": 4}),
    "processing": ("booking/processing.html", {"view": PROCESSING}),
    "confirmed": ("booking/confirmed.html", {"view": CONFIRMED, "code": CODE}),
    "taken": (
        "booking/notice.html",
        {
            "view": TAKEN,
            "nearest": NEAREST,
            "kept": KEPT,
            "summary": SUMMARY,
            "typed": {"email": "a@b.example"},
        },
    ),
    "closed": ("booking/notice.html", {"view": CLOSED}),
}
"""Each step by name: its template and what it is given besides clinic, step_count, slot_list."""
