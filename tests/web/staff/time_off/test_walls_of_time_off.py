"""Practitioners plan their own time off; no clinic sees that of another."""

import pytest

from tests.web.staff.acts.appointment import row
from tests.web.staff.staff import Colleague
from tests.web.staff.time_off.plan import BOOKING, NEW, PAGE, WEEK, add
from tests.web.world import World

pytestmark = pytest.mark.req("S6")


class TestOwn:
    async def test_a_practitioner_plans_the_own_only(self, kit: Colleague) -> None:
        page = await kit.get(PAGE)
        assert "Kit Saltmarsh" in page.text
        assert "Nell Tidewater" not in page.text
        await add(kit, **{"who": "kit-saltmarsh", "from": "2027-02-08", "to": "2027-02-12"})
        assert kit.led_to == f"{PAGE}?told=time_off_saved"
        await kit.post(NEW, {**WEEK, "do": "effect"})
        assert kit.status == 422
        await kit.post(NEW, {**WEEK, "who": "all", "do": "effect"})
        assert kit.status == 422

    async def test_anothers_time_off_is_not_there(
        self, mara: Colleague, kit: Colleague, bookings: list[int], world: World
    ) -> None:
        await add(mara, **WEEK)
        one = f"{PAGE}/nell-tidewater/2027-02-08.2027-02-12"
        for path in (one, f"{one}/remove", f"{PAGE}/holidays"):
            await kit.get(path)
            assert kit.status == 404
        page = await kit.get(PAGE)
        assert "in time off" not in page.text
        assert "Ada Example" not in page.text
        await kit.post(f"{PAGE}/cancel", {f"b.{bookings[0]}": "0", "sure": "on"})
        assert kit.status == 409
        assert "Nothing was cancelled" in kit.page.text
        assert (await row(world, f"{BOOKING}/{bookings[0]}"))["state"] == "confirmed"

    @pytest.mark.usefixtures("bookings")
    async def test_another_clinic_has_its_own(self, mara: Colleague, ash: Colleague) -> None:
        await add(mara, **WEEK)
        page = await ash.get("/staff/corner-practice/time-off")
        assert "Robin Ash" in page.text
        assert "in time off" not in page.text
        await ash.get(PAGE)
        assert ash.status == 404
        await ash.get("/staff/corner-practice/time-off/nell-tidewater/2027-02-08.2027-02-12")
        assert ash.status == 404


async def test_addresses_of_time_off_that_is_not_there(mara: Colleague) -> None:
    for path in ("nobody/2027-02-08.2027-02-12", "nell-tidewater/2027-02-08.2027-02-12"):
        await mara.get(f"{PAGE}/{path}")
        assert mara.status == 404
