"""What holds for every test; fixtures live in the folder of the tests that use them."""

import functools
import gc
import ssl
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from slotkeeper.services.staff import passwords
from slotkeeper.storage import postgresql, writer
from tests.temporary import use_temporary

_TRUE_WORK = (passwords.MEMORY_KIB, passwords.PASSES)

use_temporary()

# A busy machine is no reason for a property to fail.
settings.register_profile("slotkeeper", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slotkeeper")

# Nor for a change to be refused: that it is, after so many seconds, has tests that set their own.
writer.JOB_SECONDS = postgresql.WAIT_SECONDS = postgresql.COMMAND_SECONDS = 60.0

# Reading the system's certificates takes 25 ms, for each client anew, and no test speaks TLS but
# the one that asks Stripe itself: one context for all that ask for the same.
ssl.create_default_context = functools.cache(ssl.create_default_context)  # type: ignore[assignment]

# What pytest, Litestar and hypothesis keep for ever is not looked through again and again.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Where several processes share the files, the long ones come first: none is left with one."""
    if hasattr(config, "workerinput"):
        is_long = {each.path: False for each in items}
        for each in items:
            is_long[each.path] |= bool(each.get_closest_marker("slow"))
            is_long[each.path] |= "chromium" in each.fixturenames
        items.sort(key=lambda each: not is_long[each.path])


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _little_work_for_passwords() -> None:
    # The work of one sign-in is more than that of most tests, and nothing but its length changes.
    _work_for_passwords(256, 1)


@pytest.fixture
def true_work_for_passwords() -> Iterator[None]:
    """Passwords are hashed as in production, for tests of how long that takes or how it is kept."""
    _work_for_passwords(*_TRUE_WORK)
    yield
    _work_for_passwords(256, 1)


def _work_for_passwords(kib: int, passes: int) -> None:
    passwords.MEMORY_KIB, passwords.PASSES = kib, passes
    passwords._hasher.cache_clear()
