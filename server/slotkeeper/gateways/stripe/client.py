"""Stripe's own client, loaded when it is first needed."""

import asyncio
import logging
from typing import TYPE_CHECKING

from slotkeeper.gateways.payments import Payee

if TYPE_CHECKING:
    import stripe

API_VERSION = "2026-10-28.endive"
"""The version of Stripe's API that this package was written for and tested with."""

TIMEOUT = 10.0
"""Seconds for one call; a patient may be waiting."""


class Clients:
    """Gives a client for each call; all share the connections.

    The package takes half a second and 35 MB: a server whose clinics take no payments never loads
    it. A client takes 25 microseconds, so none is kept, and with it no clinic's key.
    """

    def __init__(self, api: str, timeout: float) -> None:
        self._api = api
        self._timeout = timeout
        self._http: stripe.HTTPXClient | None = None
        self._loaded = False
        self._loading = asyncio.Lock()

    async def of(self, payee: Payee) -> "stripe.StripeClient":
        """The client that asks with the payee's key, for the payee's account."""
        http = await self._connections()
        import stripe  # noqa: PLC0415 - loaded by now

        return stripe.StripeClient(
            payee.secret_key,
            stripe_account=payee.account or None,
            stripe_version=API_VERSION,
            base_addresses={"api": self._api} if self._api else {},
            http_client=http,
            max_network_retries=0,  # whoever asked asks again, under a key that fits
        )

    async def load(self) -> None:
        """Import the package once and in a thread; then `import stripe` costs nothing."""
        async with self._loading:
            if not self._loaded:
                await asyncio.to_thread(_load)
                self._loaded = True

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        http, self._http = self._http, None
        if http is not None:
            await http.close_async()  # type: ignore[no-untyped-call]

    async def _connections(self) -> "stripe.HTTPXClient":
        await self.load()
        async with self._loading:
            if self._http is None:
                self._http = await asyncio.to_thread(_connect, self._timeout)
            return self._http


def _connect(timeout: float) -> "stripe.HTTPXClient":
    import stripe  # noqa: PLC0415

    return stripe.HTTPXClient(timeout=timeout)


def _load() -> None:
    import stripe  # noqa: PLC0415

    # It logs Stripe's words on each refusal, and with them parts of keys.
    logging.getLogger("stripe").setLevel(logging.WARNING)
    # It logs each address, and with that the names of pay pages.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # What a service needs is imported when it is first touched: here, not between two requests.
    v1 = stripe.StripeClient("sk_test_none").v1
    _ = (v1.checkout.sessions, v1.payment_intents, v1.refunds, v1.disputes)
