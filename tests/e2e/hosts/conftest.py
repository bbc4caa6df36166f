"""In this folder the booking server is a stand-in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from slotkeeper.bundle import Bundle
from tests.e2e.hosts.site import Site, serving
from tests.e2e.hosts.stand_in import StandIn, standing_in
from tests.e2e.hosts.widget import Widget


@pytest.fixture
def stand_in(bundle: Bundle) -> Iterator[StandIn]:
    with standing_in(StandIn(bundle)) as serving_now:
        yield serving_now


@pytest.fixture
def site(stand_in: StandIn, bundle: Bundle) -> Iterator[Site]:
    values = {"server": stand_in.origin, "clinic": "harbour-physio"}
    values |= {"version": bundle.version, "integrity": bundle.integrity}
    with serving(Site(**values)) as serving_now:
        yield serving_now


@pytest.fixture
def widget(page: Page) -> Widget:
    return Widget(page)
