"""Orders as the booking makes them."""

import time

from msgspec.structs import replace

from slotkeeper.gateways.payments import Order

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
