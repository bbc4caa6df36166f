"""Records that may be one person, on either engine."""

import pytest

from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.services.staff.patients import likely
from slotkeeper.services.staff.patients.likely import list_likely, tell_apart
from slotkeeper.services.staff.patients.record import open_patient
from slotkeeper.storage import patient_likeness
from slotkeeper.storage.audit import find_audit
from tests.services.desk import Desk
from tests.services.staff.patients.desk_of_patients import merge, three, visit
from tests.services.staff.test_booking_list import member

pytestmark = pytest.mark.req("A4")


async def test_likely_pairs_are_listed_until_staff_say_that_they_are_two(desk: Desk) -> None:
    owner, (zoe, zoey, bob) = await member(desk), await three(desk)
    [pair] = (await list_likely(desk.toolbox, owner)).pairs
    assert ({pair.one.id, pair.other.id}, pair.because) == ({zoe, zoey}, ("near_birth",))
    [other] = (await open_patient(desk.toolbox, owner, zoe)).likely
    assert other.other.id == zoey
    await tell_apart(desk.toolbox, owner, zoey, zoe)
    await tell_apart(desk.toolbox, owner, zoe, zoey)
    assert (await list_likely(desk.toolbox, owner)).pairs == []
    assert (await open_patient(desk.toolbox, owner, zoe)).likely == []
    told = await find_audit(desk.database, owner.clinic_id, "patient", zoey)
    assert [each.action for each in told] == ["patients_told_apart"]
    with pytest.raises(PatientUnknown):
        await tell_apart(desk.toolbox, owner, bob, bob)


async def test_a_merged_record_still_shows_whom_the_kept_one_may_be(desk: Desk) -> None:
    owner, (zoe, zoey, bob) = await member(desk), await three(desk)
    await merge(desk, owner, bob, zoey)
    [pair] = (await list_likely(desk.toolbox, owner)).pairs
    assert ({pair.one.id, pair.other.id}, pair.because) == ({zoe, bob}, ("near_birth",))
    await tell_apart(desk.toolbox, owner, zoe, zoey)
    assert (await list_likely(desk.toolbox, owner)).pairs == []


@pytest.mark.parametrize(("records", "meetings"), [(200, 2000), (2, 2000), (200, 5)])
async def test_a_walk_over_all_records_meets_each_pair_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, records: int, meetings: int
) -> None:
    monkeypatch.setattr(likely, "PAGE", records)
    for module in (likely, patient_likeness):
        monkeypatch.setattr(module, "MOST_MEETINGS", meetings)
    owner = await member(desk)
    await desk.set_up(daily_limit=0)
    for number, name in enumerate(("Ada", "Bertram", "Cleopatra", "Dag", "Eusebia")):
        await visit(desk, number, first_name=name, email=f"{name}@patient.example")
    pairs, before = [], None
    for _ in range(10):
        page = await list_likely(desk.toolbox, owner, before)
        pairs += [frozenset((each.one.id, each.other.id)) for each in page.pairs]
        before = page.before
        if before is None:
            break
    assert (before, len(pairs), len(set(pairs))) == (None, 10, 10)
