"""Whether somebody has been here before is asked where it decides the times, and nowhere else."""

import pytest

from tests.web.clinics import CORNER
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

CLOSED = CORNER.replace("start_every", 'new_patients = "closed"\nstart_every')
TWO = (
    CORNER.replace(
        "[[appointment_type]]",
        """[[practitioner]]
slug = "lin-birch"
name = "Lin Birch"
new_patients = "closed"
hours = [{ days = ["mon", "tue"], from = "13:00", to = "15:00" }]

[[appointment_type]]""",
        1,
    )
    + """
[[appointment_type]]
slug = "talk"
name = "A first talk"
minutes = 30
price = "0.00"
new_patients = "open"
practitioners = ["robin-ash"]
"""
).replace('practitioners = ["robin-ash"]', 'practitioners = ["robin-ash", "lin-birch"]', 1)
PROTECTED = CORNER.replace(
    'name = "Robin Ash"\n',
    'name = "Robin Ash"\nprotected = [{ days = ["tue"], from = "09:00", to = "11:00", '
    'release = "2h", existing_for = "1h" }]\n',
)


@pytest.fixture(params=["/f/corner-practice", "/c/corner-practice"], ids=["widget", "page"])
async def bea(world: World, request: pytest.FixtureRequest) -> Patient:
    return await world.patient(str(request.param))


def answer_of(page: Page) -> list[str]:
    """The answer that is chosen."""
    return [
        attributes["value"]
        for tag, attributes in page.tags
        if tag == "input" and attributes.get("name") == "patient_is" and "checked" in attributes
    ]


def is_asked(page: Page) -> bool:
    return "Have you been here before?" in page.text


@pytest.mark.req("S9")
async def test_nobody_is_asked_where_it_makes_no_difference(bea: Patient) -> None:
    page = await bea.start()
    assert not is_asked(page)
    assert page.slots
    assert "patient_is" not in bea.answer.text


@pytest.mark.req("S9")
async def test_it_is_asked_before_the_times_and_existing_patients_see_them(
    world: World, bea: Patient
) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start()
    assert (page.name, is_asked(page), answer_of(page), page.slots) == ("slot", True, [], [])
    page = await bea.start(patient_is="existing")
    assert (is_asked(page), answer_of(page)) == (True, ["existing"])
    assert page.slots


@pytest.mark.req("S9")
async def test_new_patients_read_whom_to_call_and_are_one_press_from_the_times(
    world: World, bea: Patient
) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start(patient_is="new")
    assert (page.name, answer_of(page), page.slots) == ("slot", ["new"], [])
    assert "Please ring us, we are there until six." in page.text
    assert 'href="tel:' in bea.answer.text
    assert "I have been here before" in page.text
    assert "patient_is=existing" in bea.answer.text


@pytest.mark.req("S9")
async def test_the_answer_goes_along_to_the_details_and_back(world: World, bea: Patient) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start(patient_is="existing")
    page = await bea.hold(page.slots[0])
    assert (page.name, answer_of(page)) == ("details", ["existing"])
    page = await bea.post("/holds/release", page.form("/holds/release").fields)
    assert (page.name, answer_of(page)) == ("slot", ["existing"])
    assert page.slots
    world.clock.advance(20)
    await bea.hold(page.slots[0])
    world.clock.advance(20)
    assert (await bea.book({**ADA, "patient_is": "existing"})).name == "confirmed"


@pytest.mark.req("S9", "R4")
async def test_who_turns_new_in_the_details_is_asked_to_call_and_loses_nothing(
    world: World, bea: Patient
) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start(patient_is="existing")
    await bea.hold(page.slots[0])
    world.clock.advance(20)
    page = await bea.book({**ADA, "patient_is": "new"})
    assert (bea.answer.status_code, page.name) == (403, "details")
    assert "Please call us to book." in page.problem("patient_is")
    assert "Please ring us, we are there until six." in page.text
    assert page.form("/bookings").fields["email"] == ADA["email"]
    world.clock.advance(20)
    assert (await bea.book({"patient_is": "existing", "terms": "accepted"})).name == "confirmed"


@pytest.mark.req("S9")
async def test_a_new_patient_who_chooses_a_time_of_an_old_page_is_asked_to_call(
    world: World, bea: Patient
) -> None:
    page = await bea.start()
    await world.import_clinic(CLOSED)
    page = await bea.hold(page.slots[0])
    assert (bea.answer.status_code, page.notice) == (403, "closed_to_new")
    assert "Please ring us, we are there until six." in page.text
    assert "patient_is=existing" in bea.answer.text


@pytest.mark.req("S9")
async def test_a_practitioner_who_takes_no_new_patients_is_seen_by_existing_ones(
    world: World, bea: Patient
) -> None:
    await world.import_clinic(TWO)
    chosen = {"type": "visit", "day": "2027-02-02"}
    new = (await bea.start(**chosen, practitioner="any", patient_is="new")).slots
    existing = (await bea.start(**chosen, practitioner="any", patient_is="existing")).slots
    assert len(existing) == len(new) + 4
    page = await bea.start(**chosen, practitioner="lin-birch", patient_is="new")
    assert "New patients cannot book Lin Birch online at the moment." in page.text
    assert "Show times with anyone available" in page.text
    assert "A first talk" in page.text
    assert not is_asked(await bea.start(**chosen, practitioner="robin-ash"))


async def test_who_turns_new_is_offered_times_that_are_theirs(world: World, bea: Patient) -> None:
    await world.import_clinic(TWO)
    chosen = {"type": "visit", "day": "2027-02-02", "practitioner": "any"}
    page = await bea.start(**chosen, patient_is="existing")
    await bea.hold(page.slots[-1])
    world.clock.advance(20)
    page = await bea.book({**ADA, "patient_is": "new"})
    assert (bea.answer.status_code, page.notice) == (409, "taken")
    assert page.slots
    assert page.form("/holds").fields["patient_is"] == "new"


async def test_other_types_that_new_patients_can_book_are_offered(
    world: World, bea: Patient
) -> None:
    await world.import_clinic(TWO.replace("start_every", 'new_patients = "closed"\nstart_every'))
    page = await bea.start(type="visit", practitioner="robin-ash", patient_is="new")
    assert "New patients can book online" in page.text
    assert "type=talk" in bea.answer.text
    page = await bea.start(type="talk", practitioner="robin-ash", patient_is="new")
    assert (is_asked(page), bool(page.slots)) == (False, True)


@pytest.mark.req("S8")
async def test_it_is_asked_for_protected_times(world: World, bea: Patient) -> None:
    await world.import_clinic(PROTECTED)
    page = await bea.start()
    assert (is_asked(page), page.slots) == (True, [])
    assert (await bea.start(patient_is="new")).slots


async def test_nonsense_is_no_answer(world: World, bea: Patient) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start(patient_is="both")
    assert (answer_of(page), page.slots) == ([], [])


async def test_the_language_and_the_day_stay_with_the_answer(world: World, bea: Patient) -> None:
    await world.import_clinic(CLOSED)
    page = await bea.start(patient_is="existing", day="2027-02-03", lang="en")
    form = next(each for each in page.forms if each.attributes.get("class") == "asker")
    assert form.fields["day"] == "2027-02-03"
    assert form.fields["lang"] == "en"
    assert "patient_is" not in form.fields or form.fields["patient_is"] == "existing"


@pytest.mark.req("S9")
async def test_systems_ask_as_new_patients_unless_they_say_otherwise(world: World) -> None:
    await world.import_clinic(CLOSED)
    browser = await world.browser()
    query = {"type": "visit", "from": "2027-02-02", "to": "2027-02-02"}
    path = "/api/v1/clinics/corner-practice/slots"
    counts = []
    for who in ({}, {"patient_is": "new"}, {"patient_is": "existing"}):
        answer = await browser.get(path, params={**query, **who})
        counts.append(len(answer.json()["slots"]))
    assert counts == [0, 0, 6]
    wrong = await browser.get(path, params={**query, "patient_is": "both"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "patient_is")
