"""Deliveries of a test's bookings, as they stand after a worker has had them."""

from slotkeeper.storage.database import Row, Value
from slotkeeper.storage.delivery import Channel, Message, Recipient, insert_delivery
from tests.web.world import World

PAGE = "/staff/harbour-physio/deliveries"


async def run(world: World, sql: str, *values: Value) -> None:
    await world.toolbox.database.write(lambda tx: tx.execute(sql, *values))


async def row(world: World, sql: str) -> Row:
    found = await world.toolbox.database.fetch_one(sql)
    assert found
    return found


async def queue(
    world: World,
    *,
    recipient: Recipient = "patient",
    channel: Channel = "mail",
    message: Message = "booking_confirmed",
    target: int = 0,
    **columns: Value,
) -> int:
    """A delivery about the newest booking, as it stands now; its id."""
    newest = await row(world, "SELECT id, clinic_id FROM booking ORDER BY id DESC LIMIT 1")
    await world.toolbox.database.write(
        lambda tx: insert_delivery(
            tx,
            clinic_id=newest["clinic_id"],
            booking_id=newest["id"],
            recipient=recipient,
            message=message,
            now=world.clock(),
            channel=channel,
            target=target,
        )
    )
    made = (await row(world, "SELECT MAX(id) AS id FROM delivery"))["id"]
    for name, value in columns.items():
        await run(world, f"UPDATE delivery SET {name} = $1 WHERE id = $2", value, made)  # noqa: S608
    return int(made)


async def refuse(world: World, problem: str = "550", **more: Recipient | Channel) -> int:
    """One that will never arrive."""
    given: dict[str, Value] = {"state": "failed", "problem": problem, "task_since": world.clock()}
    return await queue(world, **more, **given)  # type: ignore[arg-type]


async def call_number(world: World, phone: str = "+61255501234") -> None:
    await run(world, "UPDATE patient SET phone = $1", phone)
