"""Clinics as hypothesis strategies: any that a file can hold."""

from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import LONGEST_MINUTES, AppointmentType
from slotkeeper.domain.clinic import DAILY_LIMITS, Clinic, OnlineBooking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.location import Location
from slotkeeper.domain.money import DECIMALS
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.domain.practitioner import (
    Break,
    DatedException,
    Every,
    Hours,
    Practitioner,
    TimeOff,
    WeeklyHours,
)
from slotkeeper.domain.prepayment import (
    NO_PREPAYMENT,
    Prepayment,
    amount_due,
    payment_step,
    smallest_payment,
)
from slotkeeper.domain.question import QUESTION_KINDS, WITH_OPTIONS, Question
from slotkeeper.domain.time_off import MOST_WEEKS, MOST_YEARS, longest
from tests.domain.clinic_rules import MOST_A_DAY, NEEDS, START_RULES, resources, ways
from tests.domain.marks import marked_times, protected_times
from tests.domain.notice_settings import NOTICES, TOLD_OF
from tests.domain.timetables import PLACES, sessions

SLUGS = st.text("abcxyz019-", min_size=1, max_size=12).filter(
    lambda slug: slug not in {"any", "b", "h"}
)
NAMES = (
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
    | st.sampled_from(
        ['Sam "the knee" Lee', "O'Brien \\ Söhne", "عيادة", "a # b = [c]", "'''", '"""']
    )
).filter(str.strip)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20) | st.text(
    "\"\\\n\t # =[]{}'x", max_size=20
)
EMAILS = st.sampled_from(["", "desk@harbour.example", "o'neil+x@sub.harbour.example"])
DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ORIGINS = ("https://harbour.example", "http://127.0.0.1:8001")
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
SPANS = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda span: span[0] < span[1])
NEW_PATIENTS = st.sampled_from(["open", "closed"]) | st.tuples(
    st.integers(0, 100), st.integers(0, 100), st.integers(1, 366)
).map(
    lambda marks: NewPatientsByLoad(
        closes_above=max(marks[:2]), opens_below=min(marks[:2]), days=marks[2]
    )
)
SETTINGS = st.builds(
    OnlineBooking,
    enabled=st.booleans(),
    cut_off=st.builds(CutOff, st.integers(0, 700), st.sampled_from(["m", "h", "d"])),
    horizon_days=st.integers(0, 730),
    hold_seconds=st.integers(60, 3600),
    hold_limit=st.integers(1, 1000),
    daily_limit=st.sampled_from(DAILY_LIMITS),
    offer=st.sampled_from(["working-hours", "marked-times"]),
    start_every=st.integers(1, 1440),
    max_per_part_of_day=st.integers(0, 20),
    new_patients=NEW_PATIENTS,
    cancel_and_reschedule=st.booleans(),
    move_at_present_price=st.booleans(),
    ask_birth_date=st.sampled_from(["off", "optional", "required"]),
    ask_note=st.booleans(),
    for_others=st.booleans(),
    terms=TEXTS,
    cancellation_policy=TEXTS,
    call_us=TEXTS,
)


@st.composite
def clinics(draw: st.DrawFn) -> Clinic:
    """Any clinic of up to three of each kind, consistent in itself."""
    currency = draw(st.sampled_from(sorted(DECIMALS)))
    places = draw(st.lists(SLUGS, unique=True, max_size=3))
    names = draw(st.lists(SLUGS, unique=True, max_size=3))
    slugs = draw(st.lists(SLUGS, unique=True, max_size=3))
    origins, page = draw(
        st.sampled_from([((), ""), (ORIGINS, ""), (ORIGINS, "http://127.0.0.1:8001/book?a=1")])
    )
    kinds = [draw(_appointment_type(slug, names, currency)) for slug in slugs]
    return Clinic(
        slug=draw(SLUGS),
        name=draw(NAMES),
        time_zone=draw(st.sampled_from(["Australia/Sydney", "America/St_Johns", "UTC"])),
        currency=currency,
        phone=draw(st.sampled_from(["", "+61 2 5550 1234"])),
        country=draw(st.sampled_from(["", "AU"])),
        region=draw(st.sampled_from(["", "AU-NSW"])),
        languages=draw(st.sampled_from([("en",), ("en", "de", "pt-BR", "zh-Hant-TW")])),
        email=draw(EMAILS),
        allowed_origins=origins,
        booking_page=page,
        closed_on=tuple(draw(st.lists(DATES, unique=True, max_size=3))),
        online_booking=draw(SETTINGS),
        notices=draw(NOTICES),
        travel=draw(ways(places)),
        resources=draw(resources(slugs, places)),
        locations=tuple(Location(slug=s, name=draw(NAMES), address=draw(TEXTS)) for s in places),
        practitioners=tuple(draw(_practitioner(slug, places)) for slug in names),
        appointment_types=tuple(kinds),
        sessions=draw(sessions(kinds, places)),
    )


@st.composite
def time_off(draw: st.DrawFn) -> TimeOff:
    """Up to six weeks, once or again and again."""
    first = draw(DATES)
    every = draw(
        st.none()
        | st.builds(Every, n=st.integers(1, MOST_WEEKS), unit=st.just("week"))
        | st.builds(Every, n=st.integers(1, MOST_YEARS), unit=st.just("year"))
    )
    most = min(longest(every) - 1, 40) if every else 40
    return TimeOff(
        first=first,
        last=first + timedelta(days=draw(st.integers(0, most))),
        every=every,
        until=draw(st.none() | st.dates(first, date(2045, 12, 31))),
    )


@st.composite
def _practitioner(draw: st.DrawFn, slug: str, places: list[str]) -> Practitioner:
    place = draw(st.sampled_from(places)) if places else None
    hours = SPANS.map(lambda span: Hours(opens=span[0], closes=span[1], location=place))
    dated = st.lists(hours, max_size=2).map(tuple)
    exceptions = st.builds(DatedException, on=DATES, hours=dated)
    breaks = st.tuples(DAYS, SPANS).map(
        lambda pair: Break(days=pair[0], begins=pair[1][0], ends=pair[1][1])
    )
    email = draw(EMAILS)
    return Practitioner(
        slug=slug,
        name=draw(NAMES),
        email=email,
        mobile=draw(st.sampled_from(["", "+61 491 570 156"])),
        notices=draw(TOLD_OF) if email else (),
        enabled=draw(st.booleans()),
        new_patients=draw(st.sampled_from(["open", "closed"])),
        starts=draw(START_RULES),
        max_per_day=draw(MOST_A_DAY),
        weekly=tuple(draw(st.lists(st.builds(WeeklyHours, days=DAYS, hours=hours), max_size=3))),
        breaks=tuple(draw(st.lists(breaks, max_size=2))),
        exceptions=tuple(draw(st.lists(exceptions, unique_by=lambda each: each.on, max_size=2))),
        offered=tuple(draw(st.lists(marked_times(draw(DATES)), max_size=2))),
        protected=tuple(draw(st.lists(protected_times(draw(DATES)), max_size=2))),
        time_off=tuple(draw(st.lists(time_off(), max_size=2))),
    )


@st.composite
def _appointment_type(
    draw: st.DrawFn, slug: str, names: list[str], currency: str
) -> AppointmentType:
    minutes = draw(st.integers(1, LONGEST_MINUTES))
    before = draw(st.integers(0, LONGEST_MINUTES - minutes))
    price = draw(st.integers(0, 10**7))
    return AppointmentType(
        slug=slug,
        name=draw(NAMES),
        description=draw(TEXTS),
        minutes=minutes,
        padding_before=before,
        padding_after=draw(st.integers(0, LONGEST_MINUTES - minutes - before)),
        price=price,
        prepay=draw(prepayments(price, currency)),
        patients=draw(st.sampled_from(["all", "new", "existing"])),
        new_patients=draw(st.one_of(st.none(), NEW_PATIENTS)),
        practitioners=tuple(draw(st.lists(st.sampled_from(names), unique=True)) if names else []),
        starts=draw(START_RULES),
        max_per_day=draw(MOST_A_DAY),
        needs=tuple(draw(NEEDS)),
        places=draw(PLACES),
        video_link=draw(st.sampled_from(["", "https://video.example/room"])),
        colour=draw(st.sampled_from(["", "#2f6f5e"])),
        questions=tuple(draw(st.lists(questions(), unique_by=lambda q: q.id, max_size=3))),
        enabled=draw(st.booleans()),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any that a file can hold."""
    kind = draw(st.sampled_from(QUESTION_KINDS))
    lines = NAMES.map(str.strip)
    options = draw(st.lists(lines, unique=True, min_size=2, max_size=4))
    return Question(
        id=draw(SLUGS),
        ask=draw(lines),
        kind=kind,
        options=tuple(options) if kind in WITH_OPTIONS else (),
        required=draw(st.booleans()),
        help=draw(st.just("") | lines),
    )


@st.composite
def prepayments(draw: st.DrawFn, price: int, currency: str) -> Prepayment:
    """Any that a file accepts for that price in minor units."""
    step, least = payment_step(currency), smallest_payment(currency)
    rules = [NO_PREPAYMENT]
    if price >= least and price % step == 0:
        rules.append(Prepayment(kind="full"))
    if price >= least:
        deposit = draw(st.integers(-(-least // step), price // step)) * step
        rules.append(Prepayment(kind="deposit", amount=deposit))
    percent = Prepayment(kind="deposit_percent", amount=draw(st.integers(1, 100)))
    if amount_due(percent, price, currency).now >= least:
        rules.append(percent)
    rule = draw(st.sampled_from(rules))
    if rule == NO_PREPAYMENT:
        return rule
    return replace(rule, asked_of=draw(st.sampled_from(["all", "new", "marked"])))
