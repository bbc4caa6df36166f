"""A clinic that keeps a waiting list, looked through only when a test says so."""

from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.waitlist.offer import offer_free
from tests.web.booking.booked import set_up
from tests.web.world import World


async def keep_list(world: World) -> None:
    """The demo clinic keeps one, with twenty minutes for each offer."""
    await set_up(world, waitlist=WaitlistRules(enabled=True, offer_minutes=20))
    await _busy_for_the_server(world)


async def offer_now(world: World) -> int:
    """Offer what is free by the test's clock; how many offers were made."""
    made = await offer_free(world.toolbox)
    await _busy_for_the_server(world)
    return made


async def _busy_for_the_server(world: World) -> None:
    """The server's own task has another clock, months before: by that somebody else is at it."""
    sql = """INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until)
             VALUES (1, -1, 0, $1) ON CONFLICT (clinic_id) DO UPDATE SET taken_until = $1"""
    await world.toolbox.database.write(lambda tx: tx.execute(sql, world.clock()))
