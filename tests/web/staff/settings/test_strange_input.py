"""Whatever a settings form is sent: words, never a fault, and nothing saved that was not seen."""

import pytest

from slotkeeper.domain.clinic_file import write_clinic
from slotkeeper.services.clinics import get_clinic
from tests.web.staff.settings.forms import HOME, fields_of
from tests.web.staff.staff import Colleague
from tests.web.world import World

PAGES = [
    "/clinic",
    "/online-booking",
    "/limits",
    "/details",
    "/texts",
    "/trust",
    "/practitioners/nell-tidewater",
    "/practitioners/otis-brinewell",
    "/appointment-types/insoles",
    "/locations/manly",
    "/new/practitioners",
    "/new/appointment-types",
    "/file",
]
STRANGE = ["", " ", "-1", "9" * 30, "x" * 70_000, "<b>'\"&", "\u202e", "0001-01-01", "10000-01-01"]
STRANGE += ["24:00", "25:61", "null", "{}", "\r", "\x7f\x01", "٣", "1²", "00012", "2027-02-30"]


@pytest.mark.req("R4")
@pytest.mark.parametrize("path", PAGES)
async def test_strange_answers_are_refused_or_shown_and_never_saved(
    robin: Colleague, world: World, path: str
) -> None:
    await robin.get(f"{HOME}{path}")
    fields = fields_of(robin.answer.text)
    before = write_clinic(await get_clinic(world.toolbox.database, "harbour-physio"))
    names = [name for name in fields if name not in {"csrf", "before"}]
    for text in STRANGE:
        sent = fields | dict.fromkeys(names, text) | {"do": "save"}
        answer = await robin.http.post(f"{HOME}{path}", data=sent)
        assert answer.status_code in {200, 422}, f"{text[:20]!r}: {answer.status_code}"
    assert write_clinic(await get_clinic(world.toolbox.database, "harbour-physio")) == before
