"""What holds for every test; fixtures live in the folder of the tests that use them."""

import functools
import gc
import ssl

from hypothesis import HealthCheck, settings

# A busy machine is no reason for a property to fail.
settings.register_profile("slotkeeper", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slotkeeper")

# Reading the system's certificates takes 25 ms, for each client anew, and no test speaks TLS but
# the one that asks Stripe itself: one context for all that ask for the same.
ssl.create_default_context = functools.cache(ssl.create_default_context)  # type: ignore[assignment]

# What pytest, Litestar and hypothesis keep for ever is not looked through again and again.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
