"""The JSON for systems tells nothing of anybody's trust: it takes no details."""

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.web.trusted import put_on
from tests.web.world import World

API = "/api/v1/clinics/harbour-physio"
ASKED = f"{API}/slots?type=standard&from=2027-02-01&to=2027-02-02"
MADE_UP = {"first_name": "Ada", "email": "ada.marlowe@patient.example", "phone": "02 5550 4321"}


@pytest.mark.req("T4", "T5")
async def test_whoever_asks_learns_the_same_of_everybody(world: World) -> None:
    http = await world.browser("198.51.100.77")
    before = (await http.get(ASKED)).json()
    books = await get_clinic(world.toolbox.database, "harbour-physio")
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
                 phone_key, name_key, made_at)
               VALUES ($1, 'Ada', 'Marlowe', $2, $3, $2, $3, 'adamarlowe', 0)""",
            books.id,
            MADE_UP["email"],
            "+61255504321",
        )
    )
    await put_on(world, "blocked")
    query = "&".join(f"{name}={text}" for name, text in MADE_UP.items())
    assert (await http.get(f"{ASKED}&{query}")).json() == before


@pytest.mark.req("T5")
async def test_nothing_of_a_person_can_be_sent_to_it(world: World) -> None:
    routes = [route for route in world.app.routes if route.path.startswith("/api/")]
    assert routes
    methods = {method for route in routes for method in getattr(route, "methods", ())}
    assert methods <= {"GET", "HEAD", "OPTIONS"}
