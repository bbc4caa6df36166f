"""A diary's server that answers no more while somebody is about to connect it."""

from dataclasses import replace

import pytest
from msgspec import structs

from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.try_it import Login, seal_login
from slotkeeper.services.vault import Vault
from tests.free_port import free_port
from tests.gateways.caldav.servers import PASSWORD, USER
from tests.services.desk import VAULT_KEY
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N3")
KIT = "/staff/harbour-physio/diaries/kit-saltmarsh"
OTHER = f"{KIT}/with/other"


@pytest.fixture(autouse=True)
def _open_doors(world: World) -> None:
    world.app.state.toolbox = replace(
        world.toolbox,
        diaries=CalDav(world.clock, may_reach_private=True),
        vault=Vault([VAULT_KEY]),
    )


@pytest.mark.parametrize("calendar", [None, DiaryCalendar(address="", name="", can_write=True)])
async def test_a_server_that_is_lost_between_two_steps_is_told_in_words(
    robin: Colleague, world: World, calendar: DiaryCalendar | None
) -> None:
    lost = f"http://127.0.0.1:{free_port()}/"
    if calendar:
        calendar = structs.replace(calendar, address=lost)
    login = Login(
        provider="other",
        address=lost,
        user=USER,
        password=PASSWORD,
        calendar=calendar,
        made_at=world.clock(),
    )
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kit = clinic.practitioner("kit-saltmarsh")
    sealed = seal_login(Vault([VAULT_KEY]), login, clinic.id, kit.id)
    await robin.get(OTHER)
    await robin.post(f"{KIT}/calendar", {"login": sealed, "calendar": lost})
    assert robin.status == 422
    assert "cannot be reached" in robin.page.text
