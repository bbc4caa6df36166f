"""The contact details: what is wrong is said at its field, and everything typed comes back (R4)."""

from urllib.parse import quote_plus, urlencode

import pytest

from tests.web.clinics import DEMO
from tests.web.patient import ADA, Patient
from tests.web.world import World

FORM = {"content-type": "application/x-www-form-urlencoded"}
WRONG = [
    ("first_name", "", "Enter your first name"),
    ("first_name", " \t ", "Enter your first name"),
    ("first_name", "x" * 81, "Use 80 characters or fewer"),
    ("last_name", "", "Enter your last name"),
    ("last_name", "Mar\x07lowe", "Use letters, numbers and punctuation only"),
    ("email", "", "Enter your email address"),
    ("email", "ada", "Enter an email address like name@example.com"),
    ("email", "ada@", "Enter an email address like name@example.com"),
    ("email", "a@b@patient.example", "Enter an email address like name@example.com"),
    ("email", f"{'a' * 300}@patient.example", "Enter an email address like name@example.com"),
    ("phone", "", "Enter your phone number"),
    ("phone", "12", "Enter a phone number with area code"),
    ("phone", "call me", "Enter a phone number with area code"),
    ("phone", "9" * 5_000, "Enter a phone number with area code"),
    ("birth_date", "yesterday", "Enter your date of birth as day, month and year"),
    ("birth_date", "2001-02-30", "Enter your date of birth as day, month and year"),
    ("birth_date", "2030-01-01", "Enter a date of birth in the past"),
    ("birth_date", "1788-01-26", "Enter a date of birth in the past"),
    ("birth_date", "99999999-01-01", "Enter your date of birth as day, month and year"),
    ("patient_is", "", "Choose whether you have been here before"),
    ("patient_is", "both", "Choose whether you have been here before"),
    ("note", "x" * 1_001, "Use 1000 characters or fewer"),
    ("terms", "", "Tick the box to accept the terms of use"),
    ("terms", "no", "Tick the box to accept the terms of use"),
]


@pytest.fixture
async def asked(world: World, ada: Patient) -> Patient:
    """Ada, before the form, long enough to have read it."""
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    await ada.hold(times.slots[0])
    world.clock.advance(20)
    return ada


@pytest.mark.req("R4")
async def test_each_mistake_is_said_at_its_field_and_nothing_is_lost(
    world: World, asked: Patient
) -> None:
    for number, (name, value, sentence) in enumerate(WRONG):
        asked.http = await world.browser(f"192.0.2.{number}")
        page = await asked.book({**ADA, name: value})
        assert asked.answer.status_code == 422, (name, value)
        assert page.name == "details"
        assert sentence in page.problem(name), (name, value)
        fields = page.form("/bookings").fields
        for other in set(ADA) - {name, "terms"}:
            assert fields[other] == ADA[other]
        assert "terms" not in fields
    assert (await asked.book(ADA)).name == "confirmed"


@pytest.mark.req("R4")
async def test_all_mistakes_are_said_at_once_and_listed(asked: Patient) -> None:
    page = await asked.book(dict.fromkeys(ADA, ""))
    assert asked.answer.status_code == 422
    for name in ("first_name", "last_name", "email", "phone", "patient_is", "terms"):
        assert page.problem(name)
    assert "There are 6 problems" in page.text
    if not asked.is_fragment:
        assert "#email" in page.links
        assert "<title>Error:" in page.html


@pytest.mark.req("R4")
async def test_missing_fields_are_as_empty_ones(asked: Patient) -> None:
    token = asked.page.form("/bookings").fields["hold"]
    page = await asked.post("/bookings", {"hold": token})
    assert asked.answer.status_code == 422
    assert "There are 6 problems" in page.text


@pytest.mark.req("R4")
async def test_what_is_no_text_is_said_at_its_field_and_the_rest_is_kept(
    world: World, asked: Patient
) -> None:
    """NUL, half a character, a lone surrogate, a field sent twice."""
    hidden = urlencode(asked.page.form("/bookings").fields)
    typed = urlencode({name: text for name, text in ADA.items() if name != "note"})
    for number, (note, sentence) in enumerate(
        [
            ("note=a%00b", "Use letters, numbers and punctuation only"),
            ("note=%ff%fe", "We could not read what was sent"),
            ("note=%ED%A0%80", "We could not read what was sent"),
            ("note=%e2%82", "We could not read what was sent"),
            ("note=one&note=two", "This was sent twice"),
        ]
    ):
        asked.http = await world.browser(f"192.0.2.{number}")
        body = "&".join([hidden.replace("birth_date=&", ""), typed, note])
        unique = dict(pair.split("=", 1) for pair in body.split("&") if not pair.startswith("note"))
        content = "&".join([*(f"{name}={value}" for name, value in unique.items()), note])
        answer = await asked.http.post(f"{asked.prefix}/bookings", content=content, headers=FORM)
        asked.answers.append(answer)
        assert answer.status_code == 422, note
        assert sentence in asked.page.problem("note")
        assert asked.page.form("/bookings").fields["email"] == ADA["email"]


@pytest.mark.req("R4")
async def test_raw_bytes_that_are_no_text_are_422(asked: Patient) -> None:
    hold = asked.page.form("/bookings").fields["hold"]
    body = f"hold={hold}&first_name=".encode() + b"\xff\xfe\x00"
    answer = await asked.http.post(f"{asked.prefix}/bookings", content=body, headers=FORM)
    assert answer.status_code == 422


@pytest.mark.req("R4", "B1")
async def test_names_of_all_the_world_are_taken(world: World, asked: Patient) -> None:
    page = await asked.book({**ADA, "first_name": "Zoë‑Marié 👩🏽", "last_name": "عيادة O'Neil"})
    assert page.name == "confirmed"
    assert "Zoë‑Marié 👩🏽" in page.text


@pytest.mark.req("R4")
async def test_utf_8_is_taken_as_it_is_and_percent_encoded(world: World, asked: Patient) -> None:
    fields = {**asked.page.form("/bookings").fields, **ADA}
    fields.pop("first_name")
    body = urlencode(fields).encode() + b"&first_name=" + "Zoë".encode()
    answer = await asked.http.post(f"{asked.prefix}/bookings", content=body, headers=FORM)
    assert answer.status_code in {200, 303}


@pytest.mark.req("T6")
async def test_the_field_that_nobody_sees_stays_empty(world: World, asked: Patient) -> None:
    page = await asked.book({**ADA, "website": "https://spam.example"})
    assert asked.answer.status_code == 422
    assert "That was quicker than we expected" in page.text
    assert page.form("/bookings").fields["email"] == ADA["email"]


@pytest.mark.req("T6")
async def test_a_form_that_is_sent_at_once_is_sent_again(world: World, ada: Patient) -> None:
    times = await ada.go_to_times(type="running")
    await ada.hold(times.slots[0])
    page = await ada.book(ADA)
    assert ada.answer.status_code == 422
    assert "check your details and book again" in page.text
    world.clock.advance(3)
    assert (await ada.book({"terms": "accepted"})).name == "confirmed"


@pytest.mark.req("B4")
async def test_terms_that_changed_meanwhile_are_shown_and_asked_anew(
    world: World, asked: Patient
) -> None:
    await world.import_clinic(DEMO.replace("five minutes early", "ten minutes early"))
    page = await asked.book(ADA)
    assert asked.answer.status_code == 422
    assert "The terms of use changed" in page.problem("terms")
    assert "ten minutes early" in page.text
    assert (await asked.book({"terms": "accepted"})).name == "confirmed"


async def test_a_type_for_new_patients_asks_nobody_whether_they_are_new(
    world: World, ada: Patient
) -> None:
    times = await ada.go_to_times(type="initial")
    page = await ada.hold(times.slots[0])
    assert page.form("/bookings").fields["patient_is"] == "new"
    world.clock.advance(5)
    page = await ada.book({**ADA, "patient_is": "existing"})
    assert ada.answer.status_code == 422
    assert "This appointment is for new patients" in page.text


@pytest.mark.req("B13")
async def test_sending_twice_books_once(world: World, asked: Patient) -> None:
    fields = {**asked.page.form("/bookings").fields, **ADA}
    first = (await asked.post("/bookings", fields)).step["data-reference"]
    again = (await asked.post("/bookings", fields)).step["data-reference"]
    assert first == again


async def test_what_is_typed_is_never_in_an_address(asked: Patient) -> None:
    await asked.book({**ADA, "email": "wrong"})
    await asked.book(ADA)
    for answer in asked.answers:
        for text in (*ADA.values(), "marlowe", "patient.example"):
            if text not in {"new", "accepted"}:
                assert quote_plus(text) not in str(answer.url)
                assert quote_plus(text) not in answer.headers.get("location", "")
