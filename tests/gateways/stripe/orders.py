"""Orders as the booking makes them, and patients who pay."""

import time

from msgspec.structs import replace

from slotkeeper.gateways.payments import Order, Payee, PaymentGateway, Seen
from tests.demo.stripe.shop import Shop

AMOUNT = 3000


def an_order(**changes: object) -> Order:
    return replace(
        Order(
            reference="p_4f9Zk1",
            attempt=1,
            amount=AMOUNT,
            currency="AUD",
            message="We keep 14:30 for you until 14:22.",
            success_url="https://book.example/return/token",
            cancel_url="https://book.example/return/token?back=1",
            expires_at=int(time.time()) + 3600,
            language="en",
        ),
        **changes,
    )


async def pay(gateway: PaymentGateway, shop: Shop, payee: Payee, **changes: object) -> Seen:
    """A patient has paid; the money waits."""
    opened = await gateway.open_checkout(payee, an_order(**changes))
    shop.control(f"/sessions/{opened.session_id}/pay")
    return await gateway.look(payee, opened.session_id)


async def receive(gateway: PaymentGateway, shop: Shop, payee: Payee) -> str:
    """The PaymentIntent of a payment that is captured."""
    seen = await pay(gateway, shop, payee)
    await gateway.capture(payee, seen.intent_id, f"{seen.intent_id}-capture")
    return seen.intent_id
