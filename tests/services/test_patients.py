"""A booking is matched to the patient it is for, or a new one is made."""

import pytest

from tests.services.desk import NINE, Desk, open_desk

pytestmark = pytest.mark.req("B3")

ADA = {"first_name": "Zoë", "last_name": "O'Neil", "email": "zoe.oneil@gmail.com"}


async def who(desk: Desk, number: int, **typed: str) -> tuple[int, str]:
    """Book the time of that number; the patient's id and the flag that staff see."""
    start = NINE + number * 1800
    booking = await desk.book(start, **({"email": "x@patient.example"} | ADA | typed))
    [row] = await desk.rows("SELECT patient_id, flags FROM booking WHERE id = $1", booking.id)
    return row["patient_id"], row["flags"]


async def test_a_new_patient_is_made_with_what_was_typed(desk: Desk) -> None:
    await who(desk, 0, birth_date="1990-02-28")
    [row] = await desk.rows("SELECT * FROM patient")
    assert (row["first_name"], row["last_name"]) == ("Zoë", "O'Neil")
    assert (row["email"], row["phone"]) == ("zoe.oneil@gmail.com", "+61255501234")
    assert (row["birth_date"], row["made_at"]) == ("1990-02-28", desk.clock())


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({}, id="the same"),
        pytest.param({"email": "ZoeOneil+knee@googlemail.com"}, id="the same mailbox"),
        pytest.param({"phone": "02 5550 9999"}, id="another phone"),
        pytest.param({"email": "zoe@patient.example"}, id="another e-mail"),
        pytest.param({"first_name": "ZOE", "last_name": "ONEIL"}, id="another way of writing"),
        pytest.param({"birth_date": "1990-02-28"}, id="a birth date that was not known"),
    ],
)
async def test_who_comes_again_is_the_same_patient(desk: Desk, typed: dict[str, str]) -> None:
    first, _ = await who(desk, 0)
    assert await who(desk, 1, patient_is="existing", **typed) == (first, "")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"first_name": "Bob"}, id="another name in the same household"),
        pytest.param({"birth_date": "2015-06-01"}, id="a child of the same name"),
        pytest.param(
            {"email": "zoe@patient.example", "phone": "02 5550 9999"},
            id="only the name is the same",
        ),
    ],
)
async def test_who_differs_is_another_patient(desk: Desk, typed: dict[str, str]) -> None:
    first, _ = await who(desk, 0, birth_date="1990-02-28")
    second, flags = await who(desk, 1, patient_is="new", **{"birth_date": "1990-02-28"} | typed)
    assert second != first
    assert flags == ""


async def test_a_new_patient_who_is_known_is_flagged_not_refused(desk: Desk) -> None:
    first, _ = await who(desk, 0)
    assert await who(desk, 1, patient_is="new") == (first, "new_but_known")


async def test_an_existing_patient_who_is_unknown_is_flagged_not_refused(desk: Desk) -> None:
    _, flags = await who(desk, 0, patient_is="existing")
    assert flags == "existing_but_unknown"


@pytest.mark.req("R5")
async def test_a_patient_of_another_clinic_is_not_known_here(desk: Desk) -> None:
    theirs, _ = await who(await open_desk(desk.database, "other"), 0)
    assert await who(desk, 0) != (theirs, "new_but_known")
